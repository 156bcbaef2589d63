"""The command `build`: print the sheets."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from handouts.cli.arguments import add_doctrees, add_source, require_project
from handouts.cli.sphinx_run import run_sphinx

if TYPE_CHECKING:
    import argparse

    from handouts.cli.arguments import Parsers


def add_build(commands: Parsers) -> None:
    """Describe the command and its options."""
    parser = commands.add_parser(
        "build",
        help="print the sheets",
        description="Print every handout of a project in all its editions.",
        epilog="Exit status: 0 if all went well; 1 after an error, or after a warning "
        "with --strict; 2 if the command cannot be carried out.",
    )
    add_source(parser)
    parser.add_argument(
        "output", nargs="?", default="build/pdf", help="folder for the sheets (build/pdf)"
    )
    parser.add_argument("--only", metavar="AUDIENCE", help="print the handouts of one audience")
    parser.add_argument("--strict", action="store_true", help="let any warning be a failure")
    add_doctrees(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the sheets with Sphinx, and return its exit status."""
    require_project(Path(options.source))
    # It lists each of its options in one long line, which nobody asked for here.
    logging.getLogger("sphinx.myst_parser").setLevel(logging.WARNING)
    words = ["-b", "handouts", "-j", "auto", "-d", options.doctrees]
    words += ["-D", f"handouts_only={options.only}"] if options.only else []
    words += ["-W", "--keep-going"] if options.strict else []
    return run_sphinx([*words, options.source, options.output])
