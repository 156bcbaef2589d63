"""The command line, for those who do not know Sphinx: `python -m handouts build`."""

from __future__ import annotations

import argparse
import importlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handouts import __version__
from handouts.cli.arguments import CommandError
from handouts.cli.loading import loading

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = {
    "build": "build",
    "check": "check",
    "report": "report",
    "claims": "claims",
    "where": "where.command",
    "diff": "diff.command",
    "release": "releases.release",
    "withdraw": "releases.withdraw",
    "approve": "releases.approve",
    "dossier": "dossier.command",
    "list": "list",
    "live": "live.command",
    "new": "new.command",
}
"""Module of each command, in the order in which `--help` shows them."""


class Parser(argparse.ArgumentParser):
    """A parser, also of a command, that takes no option in short for another.

    Whoever confirms an approval has to write the whole option.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings, allow_abbrev=False)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, and return its exit status."""
    given = sys.argv[1:] if arguments is None else arguments
    with loading():
        parser = make_parser(*(name for name in given[:1] if name in COMMANDS))
    options = parser.parse_args(given)
    try:
        status: int = options.run(options)
    except CommandError as error:
        parser.exit(2, f"handouts: {error}\n")
    except OSError as error:
        if not error.filename:  # Then it is none of the files that were asked for.
            raise
        parser.exit(2, f"handouts: {error.strerror}: '{error.filename}'\n")
    except (KeyboardInterrupt, EOFError):  # Ctrl-C, or Ctrl-D instead of an answer.
        parser.exit(2, "\nhandouts: stopped\n")
    return status


def make_parser(*only: str) -> argparse.ArgumentParser:
    """Return the parser of all commands, or of one: each loads what it alone needs."""
    parser = Parser(
        prog="handouts" if Path(sys.argv[0]).name == "handouts" else "python -m handouts",
        description="Print one page for each audience from the pages of a Sphinx project.",
    )
    parser.add_argument("--version", action="version", version=f"handouts {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name in only or COMMANDS:
        module = importlib.import_module(f"handouts.cli.{COMMANDS[name]}")
        getattr(module, f"add_{name}")(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
