"""Where this package was installed from, so that a new project can ask for the same one."""

from __future__ import annotations

import importlib.metadata
import json
from pathlib import Path
from urllib.parse import unquote, urlsplit

from handouts import __version__

NAME = "handouts"


def origin() -> tuple[str, dict[str, bytes]]:
    """Return the line for `requirements.txt`, and the files that it needs.

    pip notes where a package came from unless it was asked for by name. A wheel that lay on this
    machine is copied into the project: nobody else has it.
    """
    note = _note()
    url = str(note.get("url", ""))
    version_control = note.get("vcs_info")
    if isinstance(version_control, dict):
        kind, commit = version_control.get("vcs"), version_control.get("commit_id")
        return f"{NAME} @ {kind}+{url}@{commit}", {}
    if urlsplit(url).scheme == "https":
        return f"{NAME} @ {url}", {}
    wheel = Path(unquote(urlsplit(url).path))
    if wheel.suffix == ".whl" and wheel.is_file():
        return f"./wheels/{wheel.name}", {f"wheels/{wheel.name}": wheel.read_bytes()}
    return f"{NAME}=={__version__}", {}


def _note() -> dict[str, object]:
    """Return what pip noted of the installed package, or nothing."""
    try:
        text = importlib.metadata.distribution(NAME).read_text("direct_url.json")
    except importlib.metadata.PackageNotFoundError:
        return {}
    found = json.loads(text or "{}")
    return found if isinstance(found, dict) else {}
