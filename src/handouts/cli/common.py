"""What whoever types `python -m handouts` can ask for: a command a module."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    Parsers = argparse._SubParsersAction[argparse.ArgumentParser]


class CommandError(Exception):
    """What keeps a command from being carried out; the message is for whoever typed it."""


def add_source(parser: argparse.ArgumentParser) -> None:
    """Let a command be told which project it is about."""
    parser.add_argument("source", nargs="?", default="docs", help="folder with conf.py (docs)")


def add_doctrees(parser: argparse.ArgumentParser) -> None:
    """Let a command that builds be told where to remember what it has read."""
    parser.add_argument(
        "--doctrees",
        metavar="FOLDER",
        default="build/doctrees",
        help="folder for what the next build need not do again (build/doctrees)",
    )


def look_for_project(source: Path) -> None:
    """Refuse a folder that is no Sphinx project, and name one nearby that is."""
    if (source / "conf.py").is_file():
        return
    what = f"there is no conf.py in '{source}'" if source.is_dir() else f"no folder '{source}'"
    near = [*source.glob("*/conf.py"), *source.parent.glob("*/conf.py")]
    hint = (
        f"did you mean '{near[0].parent}'?" if near else "name the folder that holds your conf.py"
    )
    raise CommandError(f"{what}; {hint}")
