"""Where WeasyPrint has put each glyph of a page: what the finished file is compared with.

Uses Pango as WeasyPrint binds it, and the text that its boxes keep to themselves, in the way in
which WeasyPrint draws a line of text; `tests/typeset/test_platform.py` holds both to that.
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


class Drawing:
    """The glyphs of a document, taken from each line while WeasyPrint draws it.

    WeasyPrint lays each line out again to draw it, and discards that at once: to do so once more
    would take half of the time of all this.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.lines: dict[int, list[tuple[str, float, float, float, str]]] = {}
        """What makes the glyphs of each line, at the corner of a page, by its address."""
        self.faces: dict[int, Face] = {}
        pages = [list(walk(page._page_box)) for page in document.pages]
        self.is_straight = not any(box.style["transform"] for boxes in pages for box in boxes)
        self.texts = [[box for box in boxes if _is_drawn(box)] for boxes in pages]
        for box in (box for boxes in self.texts for box in boxes):
            box.pango_layout.deactivate = functools.partial(self._take, box.pango_layout)

    def glyphs(self) -> tuple[tuple[Glyph, ...], ...] | None:
        """Return the glyphs of each page, or nothing if some text is turned or stretched.

        They come in the order in which they were drawn, in which the file has them.
        """
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
        """Take the glyphs of a line that has been drawn, and discard it."""
        del layout.deactivate
        self.lines[id(layout)] = list(_glyphs_of_line(layout, self.faces))
        layout.deactivate()

    def _placed(self, page: Page, box: Any) -> Iterator[Glyph]:
        """Yield the glyphs of a line of text where it is on its page."""
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
    """Yield what makes the glyphs of a line that begins at the corner of a page.

    A PDF has widths in thousandths of an em, and WeasyPrint drops what is less in a distance that
    it adds to them, which is a point in a line of widely spaced letters.
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
