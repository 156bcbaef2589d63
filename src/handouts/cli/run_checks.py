"""Run all checks of a project: read every page again, and print every sheet aside."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from handouts.cli.application import NITPICKY, Folders, build
from handouts.cli.arguments import require_project
from handouts.cli.explain import Warnings, write_last
from handouts.collect.files_outside import VARIABLE
from handouts.files import variable
from handouts.pipeline.report import Report, load_report


@dataclass(frozen=True)
class Checked:
    """The result of all checks of a project."""

    folder: Path
    """Where its sheets were printed."""
    report: Report
    found: tuple[str, ...]
    """All warnings, explained."""
    status: int
    """Exit status of Sphinx."""

    @property
    def passed(self) -> bool:
        """Whether nothing is wrong."""
        return self.status == 0 and not self.found and not self.report.not_printed

    def show(self) -> None:
        """Write the table of sheets, and what is wrong after it."""
        sys.stdout.write(f"{self.report.table()}\n")
        write_last(self.found)


def run_checks(source: Path, doctrees: Path, overrides: Mapping[str, Any] | None = None) -> Checked:
    """Read every page again, follow its links, and print every sheet into a folder of its own.

    :param overrides: what is set otherwise than in `conf.py`
    """
    require_project(source)
    aside = doctrees / "handouts" / "check"
    sheets = aside / "sheets"
    (sheets / "report.json").unlink(missing_ok=True)
    warnings = Warnings(Path.cwd())
    settings = {**NITPICKY, **(overrides or {})}
    status = 0
    # The builder of sheets writes no pages, so only another one asks where their links lead.
    for builder, output in (("dummy", aside / "pages"), ("handouts", sheets)):
        # Sphinx reports faults in the text of a page only when it reads the page.
        fresh = builder == "dummy"
        folders = Folders(source, output, doctrees)
        # Links out of the project are refused; an override would replace a stricter setting of
        # `conf.py`.
        with variable(VARIABLE, os.environ.get(VARIABLE) or "links"):
            status = max(status, build(builder, folders, warnings, settings, fresh=fresh))
    return Checked(sheets, load_report(sheets / "report.json"), tuple(warnings.take()), status)
