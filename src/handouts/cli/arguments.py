"""Arguments that several commands have, and what they ask of a folder and a terminal."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

from handouts.files import DATA_FILES
from handouts.problems import HandoutsError

Arguments = dict[str, dict[str, Any]]
"""Arguments of a command, each with what `ArgumentParser.add_argument` is given for it."""


def flag(what: str) -> dict[str, Any]:
    """Return an argument that is given or not."""
    return {"action": "store_true", "help": what}


def path_argument(default: str, what: str, **more: Any) -> dict[str, Any]:
    """Return an argument that is a file or a folder, with its default in its help."""
    return {"type": Path, "default": default, "help": f"{what} ({default})", **more}


REPORT = path_argument("build/pdf/report.json", "report of an earlier build, or its folder")
SHARED: Arguments = {
    "source": path_argument("docs", "folder with conf.py", nargs="?"),
    "--source": path_argument("docs", "folder with conf.py", metavar="FOLDER"),
    "--doctrees": path_argument(
        "build/doctrees", "folder for what the next build uses again", metavar="FOLDER"
    ),
    "--report": {**REPORT, "metavar": "FILE"},
    "--releases": {
        "metavar": "FILE",
        "help": "register of releases, in that folder (the one that conf.py names)",
    },
    "--language": {
        "metavar": "CODE",
        "help": "of the pages, where the project is translated (that of conf.py)",
    },
    # Files that a command reads without a build.
    **{
        f"--{name}": {"metavar": "FILE", "help": "in that folder (the one that conf.py names)"}
        for name in DATA_FILES
    },
}
"""Arguments that several commands have."""


def on_terminal() -> bool:
    """Return whether somebody can read a question and answer it."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def write_missing_signs_as_numbers() -> None:
    """Let what is shown have signs that the terminal lacks: people can read their numbers."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def shared(*names: str) -> Arguments:
    """Return some of the arguments that several commands have."""
    return {name: SHARED[name] for name in names}


def require_project(source: Path) -> None:
    """Raise HandoutsError for a folder without `conf.py`, and name one nearby that has it."""
    if (source / "conf.py").is_file():
        (source / "conf.py").read_bytes()  # Sphinx shows a traceback if that is an error.
        return
    what = f"there is no conf.py in '{source}'" if source.is_dir() else f"no folder '{source}'"
    patterns = ((source, "*/conf.py"), (source.parent, "conf.py"), (source.parent, "*/conf.py"))
    near = [path for folder, pattern in patterns for path in folder.glob(pattern) if path.is_file()]
    nearest = f"did you mean '{near[0].parent}'?" if near else ""
    hint = nearest or "name the folder that holds your conf.py"
    raise HandoutsError(f"{what}; {hint}")
