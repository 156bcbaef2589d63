"""Find where WeasyPrint has put each glyph of a page, to compare the finished file with it.

Uses Pango as WeasyPrint binds it, and private fields of boxes, as WeasyPrint does to draw a line
of text; `tests/typeset/test_platform.py` tests both.
"""

from __future__ import annotations

import functools
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
"""Points in a CSS pixel."""

LOGICAL = ffi.new("PangoRectangle *")
GLYPH = struct.Struct("=Iiii4x")
"""Number, width and offsets of a glyph: Pango's `PangoGlyphInfo`."""


@dataclass
class Face:
    """A font of Pango in one size."""

    pointer: Any
    """Kept, because the address of a font that is freed may become that of another."""
    name: str
    size: float
    """In points."""
    widths: dict[int, int] = field(default_factory=dict)
    """Width of glyphs by their numbers, in thousandths of an em."""

    @property
    def unit(self) -> float:
        """One of Pango's units, in thousandths of an em."""
        return float(FROM_UNITS * POINTS / self.size * 1000)

    def width(self, number: int) -> int:
        """Return the width of a glyph in thousandths of an em, as in a PDF."""
        if number not in self.widths:
            pango.pango_font_get_glyph_extents(self.pointer, number, ffi.NULL, LOGICAL)
            self.widths[number] = round(LOGICAL.width * self.unit)
        return self.widths[number]


class Drawing:
    """The glyphs of a document, kept from each line while WeasyPrint draws it.

    WeasyPrint lays each line out again to draw it, and discards that layout: another one would
    take half of the time of all this.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.lines: dict[int, list[tuple[str, float, float, float, str]]] = {}
        """The glyphs of each line, placed at the corner of a page, by the address of its layout."""
        self.faces: dict[int, Face] = {}
        pages = [list(walk(page._page_box)) for page in document.pages]
        self.is_straight = not any(box.style["transform"] for boxes in pages for box in boxes)
        self.texts = [[box for box in boxes if _is_drawn(box)] for boxes in pages]
        for box in (box for boxes in self.texts for box in boxes):
            box.pango_layout.deactivate = functools.partial(self._take, box.pango_layout)

    def glyphs(self) -> tuple[tuple[Glyph, ...], ...] | None:
        """Return the glyphs of each page in drawing order; nothing if some text is transformed."""
        if not self.is_straight:
            return None
        order = {line: number for number, line in enumerate(self.lines)}

        def drawn(box: Any) -> int:
            return order.get(id(box.pango_layout), len(order))

        return tuple(
            tuple(glyph for box in sorted(boxes, key=drawn) for glyph in self._placed(page, box))
            for page, boxes in zip(self.document.pages, self.texts, strict=True)
        )

    def _take(self, layout: Any) -> None:
        """Keep the glyphs of a line that has been drawn, and discard its layout."""
        del layout.deactivate
        self.lines[id(layout)] = list(_glyphs_of_line(layout, self.faces))
        layout.deactivate()

    def _placed(self, page: Page, box: Any) -> Iterator[Glyph]:
        """Yield the glyphs of a line at its place on the page."""
        layout = box.pango_layout
        if id(layout) not in self.lines:  # It was not drawn, and should have been.
            layout.reactivate(box.style)
            layout.deactivate()
        left = box.position_x * POINTS
        up = (page.height - box.position_y - box.baseline) * POINTS
        for text, x, y, size, font in self.lines[id(layout)]:
            yield Glyph(text, left + x, up + y, size, font)


def _is_drawn(box: Any) -> bool:
    return bool(getattr(box, "text", "").strip() and box.style["visibility"] == "visible")


def _glyphs_of_line(
    layout: Any, faces: dict[int, Face]
) -> Iterator[tuple[str, float, float, float, str]]:
    """Yield the glyphs of a line that begins at the corner of a page.

    A PDF has widths in thousandths of an em. WeasyPrint drops the rest of each distance, which adds
    up to a point in a line of widely spaced letters.
    """
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    line, _ = layout.get_first_line()
    text = layout.text.encode()
    x, scale = 0.0, FROM_UNITS * POINTS
    run = line.runs[0]
    while run != ffi.NULL:
        item = run.data
        face = _face(item.item.analysis.font, faces)
        unit, em = face.unit, face.size / 1000
        for words, (number, width, across, up) in _clusters(item, text):
            yield words, x + across * scale, -up * scale, face.size, face.name
            own = face.width(number) + across * unit
            x += (own - int(own - width * unit)) * em
        run = run.next


def _clusters(item: Any, text: bytes) -> Iterator[tuple[str, tuple[int, int, int, int]]]:
    """Yield the characters of each glyph of a run, and its number, width and offsets."""
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
    """Return a font with its name as in a PDF."""
    address = int(ffi.cast("uintptr_t", font))
    if address not in faces:
        _, description, size = get_pango_font_key(font)
        name = ffi.string(pango.pango_font_description_to_string(description)).decode()
        faces[address] = Face(font, re.split(" [#@]", name)[0].replace(" ", "-"), size * POINTS)
    return faces[address]
