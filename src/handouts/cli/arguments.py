"""Arguments that several commands share, and the error that ends a command."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from handouts.files import DATA_FILES

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    Parsers = argparse._SubParsersAction[argparse.ArgumentParser]


class CommandError(Exception):
    """A command cannot be carried out; the message is for the user."""


def on_terminal() -> bool:
    """Return whether somebody can read a question and answer it."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def add_source(parser: argparse.ArgumentParser) -> None:
    """Add the argument for the folder of the project."""
    parser.add_argument("source", nargs="?", default="docs", help="folder with conf.py (docs)")


def add_data_files(parser: argparse.ArgumentParser, *names: str) -> None:
    """Add an option for each file of data that a command reads without Sphinx."""
    for name in names:
        default = DATA_FILES[name]
        parser.add_argument(
            f"--{name}", metavar="FILE", default=default, help=f"in that folder ({default})"
        )


def add_releases(parser: argparse.ArgumentParser) -> None:
    """Add the option for the register of releases."""
    parser.add_argument(
        "--releases",
        metavar="FILE",
        help="register of releases, in that folder (the one that conf.py names)",
    )


def add_report_file(parser: argparse.ArgumentParser) -> None:
    """Add the option for the report of an earlier build."""
    parser.add_argument(
        "--report",
        metavar="FILE",
        default="build/pdf/report.json",
        help="report of an earlier build (build/pdf/report.json)",
    )


def add_doctrees(parser: argparse.ArgumentParser) -> None:
    """Add the option for the folder of doctrees."""
    parser.add_argument(
        "--doctrees",
        metavar="FOLDER",
        default="build/doctrees",
        help="folder for what the next build need not do again (build/doctrees)",
    )


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
