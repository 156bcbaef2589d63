"""The command `report`: show what became of the sheets of an earlier build."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from handouts.cli.arguments import REPORT, Arguments, CommandError
from handouts.pipeline.report import Report, ReportError, read_report

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

DESCRIPTION = "Show the report of an earlier build as a table."
EXIT_STATUS = "0 if every sheet was printed; 1 if one was refused; 2 if there is no such report."
ARGUMENTS: Arguments = {"file": {**REPORT, "nargs": "?"}}


def run(options: argparse.Namespace) -> int:
    """Show the table; return 1 if a sheet was refused."""
    report = load_report(options.file)
    sys.stdout.write(f"{report.table()}\n")
    return 1 if report.refused else 0


def load_report(path: Path) -> Report:
    """Return the report in a file, or in a folder of sheets.

    :raises CommandError: for a file that is missing, or that this version did not write
    """
    path = path / "report.json" if path.is_dir() else path
    try:
        return read_report(path)
    except OSError as error:
        raise CommandError(f"cannot read '{path}': {error.strerror}; build first") from error
    except ReportError as error:
        raise CommandError(str(error)) from error
