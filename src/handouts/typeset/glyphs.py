"""Where WeasyPrint has put each glyph of a page: what the finished file is compared with.

Uses Pango as WeasyPrint binds it, and the text that its boxes keep to themselves, in the way in
which WeasyPrint draws a line of text; `tests/typeset/test_platform.py` holds both to that.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, field
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
GLYPH = struct.Struct("=Iiii4x")
"""Pango's number, width, and offsets of a glyph; what WeasyPrint binds as `PangoGlyphInfo`."""


@dataclass
class Face:
    """A font in one size, as Pango keeps it."""

    pointer: Any
    """Kept, so that its address names no other font meanwhile."""
    name: str
    size: float
    """In points."""
    widths: dict[int, int] = field(default_factory=dict)
    """Of glyphs by themselves, in thousandths of an em, by their numbers."""

    @property
    def unit(self) -> float:
        """Return how many thousandths of an em one of Pango's units is."""
        return float(FROM_UNITS * POINTS / self.size * 1000)

    def width(self, number: int) -> int:
        """Return the width of a glyph by itself, in thousandths of an em, as a PDF has it."""
        if number not in self.widths:
            pango.pango_font_get_glyph_extents(self.pointer, number, ffi.NULL, LOGICAL)
            self.widths[number] = round(LOGICAL.width * self.unit)
        return self.widths[number]


def glyphs_of(document: Document) -> tuple[tuple[Glyph, ...], ...] | None:
    """Return the glyphs of each page, or nothing if some of the text is turned or stretched."""
    pages = [list(walk(page._page_box)) for page in document.pages]
    if any(box.style["transform"] for boxes in pages for box in boxes):
        return None
    faces: dict[int, Face] = {}
    return tuple(
        tuple(_glyphs_of_page(page, boxes, faces))
        for page, boxes in zip(document.pages, pages, strict=True)
    )


def _glyphs_of_page(page: Page, boxes: list[Any], faces: dict[int, Face]) -> Iterator[Glyph]:
    for box in boxes:
        if getattr(box, "text", "").strip() and box.style["visibility"] == "visible":
            x = box.position_x * POINTS
            y = (page.height - box.position_y - box.baseline) * POINTS
            # WeasyPrint discards the lines of a layout until it draws them.
            box.pango_layout.reactivate(box.style)
            yield from _glyphs_of_line(box.pango_layout, x, y, faces)
            box.pango_layout.deactivate()


def _glyphs_of_line(layout: Any, x: float, y: float, faces: dict[int, Face]) -> Iterator[Glyph]:
    """Yield the glyphs of a line that begins at a point.

    A PDF has widths in thousandths of an em, and WeasyPrint drops what is less in a distance that
    it adds to them, which is a point in a line of widely spaced letters.
    """
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    line, _ = layout.get_first_line()
    text = layout.text.encode()
    run = line.runs[0]
    while run != ffi.NULL:
        item = run.data
        face = _face(item.item.analysis.font, faces)
        scale, unit, em = FROM_UNITS * POINTS, face.unit, face.size / 1000
        for words, (number, width, across, up) in _clusters(item, text):
            yield Glyph(words, x + across * scale, y - up * scale, face.size, face.name)
            own = face.width(number) + across * unit
            x += (own - int(own - width * unit)) * em
        run = run.next


def _clusters(item: Any, text: bytes) -> Iterator[tuple[str, tuple[int, int, int, int]]]:
    """Yield the characters that each glyph of a run stands for, and what Pango says of it."""
    count = item.glyphs.num_glyphs
    numbers = GLYPH.iter_unpack(ffi.buffer(item.glyphs.glyphs, count * GLYPH.size))
    offset, length = item.item.offset, item.item.length
    words = text[offset : offset + length]
    starts = ffi.unpack(item.glyphs.log_clusters, count)
    if words.isascii() and starts == [*range(length)]:
        return zip(words.decode(), numbers, strict=True)
    places = sorted({*starts})
    ends = dict(zip(places, [*places[1:], length], strict=True))
    parts = (words[start : ends[start]].decode("utf-8", "replace") for start in starts)
    return zip(parts, numbers, strict=True)


def _face(font: Any, faces: dict[int, Face]) -> Face:
    """Return a font with its name as a PDF writes it."""
    address = int(ffi.cast("uintptr_t", font))
    if address not in faces:
        _, description, size = get_pango_font_key(font)
        name = ffi.string(pango.pango_font_description_to_string(description)).decode()
        faces[address] = Face(font, re.split(" [#@]", name)[0].replace(" ", "-"), size * POINTS)
    return faces[address]
