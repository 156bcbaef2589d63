"""The command `check`: read every page anew and run all checks; nothing is published."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from handouts.cli.arguments import add_doctrees, add_source, require_project
from handouts.cli.explain import Warnings
from handouts.cli.report import load_report
from handouts.cli.sphinx_run import NITPICKY, SphinxRun, run_sphinx

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from handouts.cli.arguments import Parsers


RESTRICTED = "HANDOUTS_RESTRICTED"


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
    """Show the table, then what is wrong; return 0 if nothing is."""
    source, doctrees = Path(options.source), Path(options.doctrees)
    require_project(source)
    aside = doctrees / "handouts" / "check"
    (aside / "sheets" / "report.json").unlink(missing_ok=True)
    found: list[str] = []
    warnings = Warnings(found.append, Path.cwd())
    # Read anew: Sphinx reports what is wrong with a page's text only when it reads the page.
    # The builder of sheets writes no pages, so only another one asks where their links lead.
    links = SphinxRun("dummy", source, aside / "pages", doctrees, fresh=True, overrides=NITPICKY)
    sheets = SphinxRun("handouts", source, aside / "sheets", doctrees, overrides=NITPICKY)
    with _links_restricted():
        status = max(run_sphinx(one, warnings) for one in (links, sheets))
    report = load_report(aside / "sheets" / "report.json")
    sys.stdout.write(f"{report.table()}\n")
    sys.stdout.flush()
    sys.stderr.write("".join(f"\n{text}" for text in found))
    sys.stderr.flush()
    printed = all(sheet.printed for sheet in report.sheets)
    passed = status == 0 and not found and printed
    verdict = "Every check passed." if passed else "Some checks failed: see above."
    sys.stdout.write(f"\n{verdict} Nothing was published.\n")
    return 0 if passed else 1


@contextlib.contextmanager
def _links_restricted() -> Iterator[None]:
    """Refuse links out of the project.

    The environment asks for it, since an override would replace a stricter setting of `conf.py`.
    """
    before = os.environ.get(RESTRICTED)
    os.environ[RESTRICTED] = before or "links"
    try:
        yield
    finally:
        if before is None:
            del os.environ[RESTRICTED]
        else:
            os.environ[RESTRICTED] = before
