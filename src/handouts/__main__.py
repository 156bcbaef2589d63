"""The command line, for those who do not know Sphinx: `python -m handouts build`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from handouts import __version__
from handouts.cli.arguments import CommandError
from handouts.cli.build import add_build
from handouts.cli.check import add_check
from handouts.cli.claims import add_claims
from handouts.cli.diff.command import add_diff
from handouts.cli.dossier.command import add_dossier
from handouts.cli.list import add_list
from handouts.cli.live.command import add_live
from handouts.cli.new.command import add_new
from handouts.cli.releases.approve import add_approve
from handouts.cli.releases.release import add_release
from handouts.cli.releases.withdraw import add_withdraw
from handouts.cli.report import add_report
from handouts.cli.where.command import add_where

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = (
    add_build,
    add_check,
    add_report,
    add_claims,
    add_where,
    add_diff,
    add_release,
    add_withdraw,
    add_approve,
    add_dossier,
    add_list,
    add_live,
    add_new,
)
"""In the order in which `--help` shows them."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, and return its exit status."""
    parser = make_parser()
    options = parser.parse_args(arguments)
    try:
        status: int = options.run(options)
    except CommandError as error:
        parser.exit(2, f"handouts: {error}\n")
    except OSError as error:
        if not error.filename:  # Then it is none of the files that were asked for.
            raise
        parser.exit(2, f"handouts: {error.strerror}: '{error.filename}'\n")
    except KeyboardInterrupt:
        parser.exit(2, "\nhandouts: stopped\n")
    return status


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    parser = argparse.ArgumentParser(
        prog="handouts" if Path(sys.argv[0]).name == "handouts" else "python -m handouts",
        description="Print one page for each audience from the pages of a Sphinx project.",
    )
    parser.add_argument("--version", action="version", version=f"handouts {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for add in COMMANDS:
        add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
