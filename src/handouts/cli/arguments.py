"""Arguments that several commands have, and the error that ends a command."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from handouts.files import DATA_FILES

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

REPORT = "build/pdf/report.json"
SHARED: dict[str, dict[str, Any]] = {
    "source": {"nargs": "?", "default": "docs", "help": "folder with conf.py (docs)"},
    "--source": {"metavar": "FOLDER", "default": "docs", "help": "folder with conf.py (docs)"},
    "--doctrees": {
        "metavar": "FOLDER",
        "default": "build/doctrees",
        "help": "folder for what the next build need not do again (build/doctrees)",
    },
    "--report": {
        "metavar": "FILE",
        "default": REPORT,
        "help": f"report of an earlier build ({REPORT})",
    },
    "--releases": {
        "metavar": "FILE",
        "help": "register of releases, in that folder (the one that conf.py names)",
    },
    "--language": {
        "metavar": "CODE",
        "help": "of the pages, where the project is translated (that of conf.py)",
    },
    # Files that a command reads without Sphinx.
    **{
        f"--{name}": {"metavar": "FILE", "default": file, "help": f"in that folder ({file})"}
        for name, file in DATA_FILES.items()
    },
}
"""Arguments that several commands have."""


class CommandError(Exception):
    """A command cannot be carried out; the message is for the user."""


def on_terminal() -> bool:
    """Return whether somebody can read a question and answer it."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def add_shared(parser: argparse.ArgumentParser, *names: str) -> None:
    """Add arguments of `SHARED` to a command."""
    for name in names:
        parser.add_argument(name, **SHARED[name])


def require_project(source: Path) -> None:
    """Raise CommandError for a folder without `conf.py`, and name one nearby that has it."""
    if (source / "conf.py").is_file():
        return
    what = f"there is no conf.py in '{source}'" if source.is_dir() else f"no folder '{source}'"
    near = [*source.glob("*/conf.py"), *source.parent.glob("*/conf.py")]
    hint = (
        f"did you mean '{near[0].parent}'?" if near else "name the folder that holds your conf.py"
    )
    raise CommandError(f"{what}; {hint}")
