"""Where WeasyPrint has put each glyph of a page: what the finished file is compared with.

Uses Pango as WeasyPrint binds it, and the text that its boxes keep to themselves, in the way in
which WeasyPrint draws a line of text; `tests/typeset/test_platform.py` holds both to that.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.fonts import get_pango_font_key

from handouts.jobs import Glyph
from handouts.typeset.boxes import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from weasyprint.document import Document, Page

POINTS = 72 / 96
"""To a CSS pixel."""

LOGICAL = ffi.new("PangoRectangle *")


def glyphs_of(document: Document) -> tuple[tuple[Glyph, ...], ...] | None:
    """Return the glyphs of each page, or nothing if some of the text is turned or stretched."""
    pages = [list(walk(page._page_box)) for page in document.pages]
    if any(box.style["transform"] for boxes in pages for box in boxes):
        return None
    return tuple(
        tuple(_glyphs_of_page(page, boxes))
        for page, boxes in zip(document.pages, pages, strict=True)
    )


def _glyphs_of_page(page: Page, boxes: list[Any]) -> Iterator[Glyph]:
    for box in boxes:
        if getattr(box, "text", "").strip() and box.style["visibility"] == "visible":
            x = box.position_x * POINTS
            y = (page.height - box.position_y - box.baseline) * POINTS
            # WeasyPrint discards the lines of a layout until it draws them.
            box.pango_layout.reactivate(box.style)
            yield from _glyphs_of_line(box.pango_layout, x, y)
            box.pango_layout.deactivate()


def _glyphs_of_line(layout: Any, x: float, y: float) -> Iterator[Glyph]:
    """Yield the glyphs of a line that begins at a point."""
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    line, _ = layout.get_first_line()
    text = layout.text.encode()
    run = line.runs[0]
    while run != ffi.NULL:
        item = run.data
        font, size = _font_of(item.item.analysis.font)
        for words, glyph in _clusters(item, text):
            place = glyph.geometry
            at = x + place.x_offset * FROM_UNITS * POINTS
            yield Glyph(words, at, y - place.y_offset * FROM_UNITS * POINTS, size, font)
            x += _advance(item.item.analysis.font, glyph, size)
        run = run.next


def _clusters(item: Any, text: bytes) -> Iterator[tuple[str, Any]]:
    """Yield each glyph of a run with the characters that it stands for."""
    count = item.glyphs.num_glyphs
    starts = list(item.glyphs.log_clusters[0:count])
    ends = dict(zip(sorted({*starts}), [*sorted({*starts})[1:], item.item.length], strict=True))
    for start, glyph in zip(starts, item.glyphs.glyphs[0:count], strict=True):
        offset = item.item.offset
        yield text[offset + start : offset + ends[start]].decode("utf-8", "replace"), glyph


def _advance(font: Any, glyph: Any, size: float) -> float:
    """Return how far WeasyPrint writes that the next glyph stands from this one, in points.

    A PDF has widths in thousandths of an em, and WeasyPrint drops what is less in a distance that
    it adds to them, which is a point in a line of widely spaced letters.
    """
    pango.pango_font_get_glyph_extents(font, glyph.glyph, ffi.NULL, LOGICAL)
    unit = FROM_UNITS * POINTS / size * 1000
    own = round(LOGICAL.width * unit) + glyph.geometry.x_offset * unit
    return float(own - int(own - glyph.geometry.width * unit)) * size / 1000


def _font_of(font: Any) -> tuple[str, float]:
    """Return the name of a font as a PDF writes it, and its size in points."""
    _, description, size = get_pango_font_key(font)
    name = ffi.string(pango.pango_font_description_to_string(description)).decode()
    return re.split(" [#@]", name)[0].replace(" ", "-"), size * POINTS
