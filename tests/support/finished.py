"""Finished PDFs, as a worker makes them, with what they must be; and what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2

from handouts.preflight.reader import read_pdf

if TYPE_CHECKING:
    from handouts.jobs import Job
    from handouts.preflight.gate import Expected


def text_of_pdf(data: bytes) -> str:
    """Return a PDF's text in the order of its tags."""
    document = pypdfium2.PdfDocument(data)
    try:
        return read_pdf(document).text
    finally:
        document.close()


def typeset_job(job: Job) -> tuple[bytes, Expected]:
    """Return the first edition of a job as a PDF, and what that must be."""
    # The engine must be loaded first, with its own fonts.
    from handouts.typeset.edition import typeset
    from handouts.typeset.engine import Engine
    from handouts.typeset.layout import ParsedSheet
    from handouts.workers.worker import expected_of

    plan = job.plans[0]
    sheet = ParsedSheet(Engine(job.css, job.fonts, job.furniture), job.html)
    made = typeset(sheet, plan, sheet.optional)
    return made.pdf, expected_of(sheet.source, job, plan, made)
