"""Write the line by which pip installs this package in another project."""

from __future__ import annotations

import importlib.metadata
import json
from typing import Any

from handouts import __version__

NAME = "handouts"


def requirement() -> str:
    """Return the line for `requirements.txt`, as `pip freeze` writes it.

    pip notes the address from which it installed a package that was not asked for by name.
    """
    noted = _direct_url()
    if "url" not in noted:
        return f"{NAME}=={__version__}"
    if repository := noted.get("vcs_info"):
        return f"{NAME} @ {repository['vcs']}+{noted['url']}@{repository['commit_id']}"
    return f"{NAME} @ {noted['url']}"


def is_local(line: str) -> bool:
    """Return whether a requirement names a place that only this machine has."""
    return "@ file:" in line


def _direct_url() -> dict[str, Any]:
    """Return pip's note on the installed package (PEP 610), or nothing."""
    try:
        text = importlib.metadata.distribution(NAME).read_text("direct_url.json")
    except importlib.metadata.PackageNotFoundError:
        return {}
    return dict(json.loads(text or "{}"))
