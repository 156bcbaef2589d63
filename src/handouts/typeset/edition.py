"""Typeset one edition of a sheet: fit it, justify it, and write it as PDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handouts.problems import Fault
from handouts.typeset.boxes import discard
from handouts.typeset.clipping import clipped, torn_rows
from handouts.typeset.copyfit import copyfit, full
from handouts.typeset.engine import write
from handouts.typeset.glyphs import Drawing
from handouts.typeset.hidden_pictures import hidden_pictures
from handouts.typeset.overflow import overflow
from handouts.typeset.vertical_justification import justify

if TYPE_CHECKING:
    from handouts.jobs import GlyphRun, SheetPlan
    from handouts.typeset.layout import Layout, ParsedSheet


@dataclass(frozen=True)
class TypesetEdition:
    """A PDF of one edition, or the faults of its layout."""

    layout: Layout
    """Without its boxes, once they are written."""
    pdf: bytes
    full: float
    """Share of the pages' height that is used, from 0 to 1."""
    layouts: int
    faults: tuple[Fault, ...]
    glyphs: tuple[tuple[GlyphRun, ...], ...] | None = None
    """The glyphs of each page, if their places are known."""


def typeset(sheet: ParsedSheet, plan: SheetPlan, at_most: int) -> TypesetEdition:
    """Return a sheet fitted to one edition's pages, with `at_most` optional blocks."""
    fit = copyfit(sheet, plan, at_most)
    if not fit.fits:
        # By how much takes one more layout, and is reported of the usual form alone.
        fault = Fault("overflow", "too long") if sheet.form else overflow(sheet, fit.layout, plan)
        return TypesetEdition(fit.layout, b"", full=1.0, layouts=fit.layouts, faults=(fault,))
    share = full(fit.layout, plan)
    layout = justify(fit.layout)
    pages = layout.document.pages
    faults = (*clipped(pages), *torn_rows(pages), *hidden_pictures(pages))
    drawing = Drawing(layout.document)
    data = write(layout.document, sheet.spoken)
    glyphs = drawing.glyphs()
    discard(layout.document)
    return TypesetEdition(
        layout, data, full=share, layouts=fit.layouts, faults=faults, glyphs=glyphs
    )
