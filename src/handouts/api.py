"""Functions for other programs: print a project's sheets, and check anybody's PDF."""

from __future__ import annotations

import multiprocessing
import os
from pathlib import Path
from typing import TYPE_CHECKING

from handouts.problems import Place, Problem

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from handouts.pipeline.report import Report
    from handouts.preflight.gate import Expected


def build(
    source: str | os.PathLike[str],
    output: str | os.PathLike[str],
    *,
    builder: str = "handouts",
    only: str | None = None,
) -> Report:
    """Print the handouts of a Sphinx project, and return what became of each sheet.

    Warnings go to standard error, as Sphinx writes them. What the next build can use again
    is kept in the folder `.doctrees` of the output.

    :param source: folder with `conf.py`
    :param output: folder for the sheets, and for the site if the builder makes one
    :param builder: `handouts` for the sheets alone; `html` or `dirhtml` for the site with them
    :param only: name of the one audience to print
    :raises sphinx.errors.SphinxError: if the project cannot be built
    :raises RuntimeError: if a script calls this outside `if __name__ == "__main__":`

    >>> report = handouts.build("docs", "build/pdf")
    >>> [sheet.file for sheet in report.sheets if not sheet.printed]
    []
    """
    from sphinx.errors import ConfigError

    from handouts.pipeline.report import report_of

    _require_guard()
    app = _run_sphinx(Path(source), Path(output), builder, {"handouts_only": only} if only else {})
    if report := report_of(app.config):
        return report
    message = (
        "no sheets were printed: 'handouts' must be among the extensions in conf.py, "
        f"handouts_printing on, and the builder one that prints; found {builder!r}"
    )
    raise ConfigError(message)


def _run_sphinx(source: Path, output: Path, builder: str, settings: dict[str, str]) -> Sphinx:
    """Build a project; return the application, which holds the report."""
    from sphinx.application import Sphinx
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    with patch_docutils(source), docutils_namespace():
        app = Sphinx(
            srcdir=source,
            confdir=source,
            outdir=output,
            doctreedir=output / ".doctrees",
            buildername=builder,
            confoverrides=settings,
            status=None,
            parallel=os.cpu_count() or 1,
        )
        app.build()
    return app


def _require_guard() -> None:
    # A new process imports the script that started it: unguarded, each would build all again.
    if getattr(multiprocessing.current_process(), "_inheriting", False):
        message = "call handouts.build() under 'if __name__ == \"__main__\":' in your script"
        raise RuntimeError(message)


def check_pdf(data: bytes, expected: Expected) -> list[Problem]:
    """Return all that is wrong with a PDF, whoever made it; an empty list is a pass.

    Looks at text and reading order, titles, language, size and number of pages, fonts, type size
    and contrast, what is clipped or covered, links, alternative texts, and PDF/UA-1. What
    `expected` leaves out may be anything.

    :param data: the file's bytes
    :param expected: what the PDF must be

    >>> handouts.check_pdf(Path("x.pdf").read_bytes(), handouts.Expected(language="en"))
    []
    """
    from handouts.preflight.gate import faults_of_pdf

    return [Problem(one.code, one.message, Place("")) for one in faults_of_pdf(data, expected)]
