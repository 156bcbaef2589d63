"""The command `build`: print the sheets, and build the site with them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from handouts.cli.application import Folders, build
from handouts.cli.arguments import Arguments, flag, path_argument, require_project, shared
from handouts.cli.explain import Warnings, write_last
from handouts.pipeline.report import Report, load_report

DESCRIPTION = "Print every handout of a project in all its editions."
EXIT_STATUS = (
    "0 if every sheet was printed; 1 if one was refused or a page is no handout by an error in its "
    "front matter, and with --strict after any warning; 2 if the command cannot be carried out."
)
ARGUMENTS: Arguments = {
    **shared("source"),
    "output": path_argument("build/pdf", "folder for the sheets", nargs="?"),
    "--site": {"metavar": "FOLDER", "help": "build the site there as well"},
    "--only": {"metavar": "AUDIENCE", "help": "print the handouts of one audience"},
    "--strict": flag("let any warning be a failure"),
    "--verbose": flag("show all that Sphinx says on the way"),
    **shared("--doctrees"),
}


def run(options: argparse.Namespace) -> int:
    """Build; show the table, then what is wrong; return 1 if a sheet was refused."""
    require_project(options.source)
    warnings = Warnings(Path.cwd())
    outputs = {"html": options.site, "handouts": options.output}
    statuses = [
        build(
            builder,
            Folders(options.source, Path(output), options.doctrees),
            warnings,
            {"handouts_only": options.only} if options.only else {},
            status=sys.stdout if options.verbose else None,
            strict=options.strict,
        )
        for builder, output in outputs.items()
        if output
    ]
    report = load_report(options.output / "report.json")
    sys.stdout.write(_summary(report, options))
    write_last(_in_order(warnings.take(), report))
    return max(*statuses, 1 if report.not_printed else 0)


def _summary(report: Report, options: argparse.Namespace) -> str:
    """Return the table of sheets, and what to open."""
    lines = [report.table(), ""]
    if options.site:
        lines.append(f"The site: {Path(options.site, 'index.html')}")
    return "\n".join([*lines, f"The sheets: {options.output}", ""])


def _in_order(found: list[str], report: Report) -> list[str]:
    """Return what is wrong, what refuses a sheet last: an audience may only report the rest."""
    if not report.not_printed:
        return found
    remarks = _remarks(found, report)
    refusing = (text for text in found if text not in remarks)
    return [*remarks, f"Not printed: {', '.join(report.not_printed)}\n", *refusing]


def _remarks(found: Sequence[str], report: Report) -> list[str]:
    """Return the explained warnings that are about problems which refuse no sheet."""
    problems = [one for sheet in report.sheets for one in sheet.problems]
    refusing = {one.as_logged for one in problems if one.refuses_sheet}
    heads = {f"\n  {one.as_logged}\n" for one in problems if one.as_logged not in refusing}
    return [text for text in found if any(head in text for head in heads)]
