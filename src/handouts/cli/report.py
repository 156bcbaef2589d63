"""The command `report`: show what became of the sheets of an earlier build."""

from __future__ import annotations

import argparse
import sys

from handouts.cli.arguments import REPORT, Arguments
from handouts.pipeline.report import load_report

DESCRIPTION = "Show the report of an earlier build as a table."
EXIT_STATUS = (
    "0 if every sheet was printed; 1 if one was refused or a page is no handout by an error in its "
    "front matter; 2 if there is no such report."
)
ARGUMENTS: Arguments = {"file": {**REPORT, "nargs": "?"}}


def run(options: argparse.Namespace) -> int:
    """Show the table; return 1 if something was not printed."""
    report = load_report(options.file)
    sys.stdout.write(f"{report.table()}\n")
    return 1 if report.not_printed else 0
