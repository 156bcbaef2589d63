"""The command `check`: read every page again and run all checks; publish nothing."""

from __future__ import annotations

import argparse
import sys

from handouts.cli.arguments import Arguments, shared
from handouts.cli.run_checks import run_checks
from handouts.pipeline.report import notes_on_mix

DESCRIPTION = "Read every page anew, follow its links, print every sheet aside; say what is wrong."
EXIT_STATUS = "0 if every check passed; 1 if one failed; 2 if the command cannot be carried out."
ARGUMENTS: Arguments = shared("source", "--doctrees", "--report")


def run(options: argparse.Namespace) -> int:
    """Show the table, then what is wrong; return 0 if nothing is."""
    checked = run_checks(options.source, options.doctrees)
    checked.show()
    verdict = "Every check passed." if checked.passed else "Some checks failed: see above."
    sys.stdout.write(f"\n{verdict} Nothing was published.\n")
    sys.stdout.write("".join(f"{note}.\n" for note in notes_on_mix(options.report)))
    return 0 if checked.passed else 1
