"""How another project asks pip for the package that is installed here."""

from __future__ import annotations

import importlib.metadata
import json

from handouts import __version__

NAME = "handouts"


def requirement() -> str:
    """Return the line for `requirements.txt`, as `pip freeze` writes it.

    pip notes the address from which it installed a package that was not asked for by name.
    """
    noted = _direct_url()
    url = noted.get("url")
    if not url:
        return f"{NAME}=={__version__}"
    repository = noted.get("vcs_info")
    if isinstance(repository, dict):
        return f"{NAME} @ {repository['vcs']}+{url}@{repository['commit_id']}"
    return f"{NAME} @ {url}"


def is_local(line: str) -> bool:
    """Return whether a requirement names a place that only this machine has."""
    return "@ file:" in line


def _direct_url() -> dict[str, object]:
    """Return pip's note on the installed package (PEP 610), or nothing."""
    try:
        text = importlib.metadata.distribution(NAME).read_text("direct_url.json")
    except importlib.metadata.PackageNotFoundError:
        return {}
    found = json.loads(text or "{}")
    return found if isinstance(found, dict) else {}
