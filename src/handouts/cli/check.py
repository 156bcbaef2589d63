"""The command `check`: read every page anew and run all checks; nothing is published."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from handouts.cli.arguments import add_doctrees, add_source, require_project
from handouts.cli.report import load_report
from handouts.cli.sphinx_run import run_sphinx

if TYPE_CHECKING:
    import argparse

    from handouts.cli.arguments import Parsers


def add_check(commands: Parsers) -> None:
    """Describe the command and its options."""
    parser = commands.add_parser(
        "check",
        help="run all checks, and publish nothing",
        description="Read every page anew, follow its links, print every sheet aside, and say "
        "what is wrong.",
        epilog="Exit status: 0 if every check passed; 1 if one failed; 2 if the command cannot "
        "be carried out.",
    )
    add_source(parser)
    add_doctrees(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Return 0 if nobody would be warned of anything, else 1 or more."""
    source, doctrees = Path(options.source), Path(options.doctrees)
    require_project(source)
    # Read anew: Sphinx tells what is wrong with a page's text only when it reads the page.
    strict = ["-q", "-n", "-W", "--keep-going", "-j", "auto", "-d", str(doctrees)]
    aside = doctrees / "handouts" / "check"
    (aside / "sheets" / "report.json").unlink(missing_ok=True)
    # The builder of sheets writes no pages, so it never asks where their links lead.
    links = run_sphinx([*strict, "-E", "-b", "dummy", str(source), str(aside / "pages")])
    sheets = run_sphinx([*strict, "-b", "handouts", str(source), str(aside / "sheets")])
    status = max(links, sheets)
    sys.stdout.write(f"{_summary(aside / 'sheets' / 'report.json', status)}\n")
    return status


def _summary(report: Path, status: int) -> str:
    table = f"{load_report(report).table()}\n\n" if report.is_file() else ""
    verdict = (
        "Every check passed." if status == 0 else "Some checks failed: see the warnings above."
    )
    return f"{table}{verdict} Nothing was published."
