"""Find where WeasyPrint has put each glyph of a page, to compare the finished file with it.

Uses Pango as WeasyPrint binds it, and private fields of boxes, as WeasyPrint does to draw a line
of text; `tests/typeset/test_platform.py` tests both.
"""

from __future__ import annotations

import functools
import io
import re
import struct
from typing import TYPE_CHECKING, Any

from fontTools.pens.boundsPen import ControlBoundsPen
from fontTools.ttLib import TTFont
from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.fonts import (
    get_hb_object_data,
    get_pango_font_hb_face,
    get_pango_font_key,
)

from handouts.jobs import Edges, GlyphRun
from handouts.typeset.boxes import walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from weasyprint.document import Document, Page

POINTS = 72 / 96
"""Points in a CSS pixel."""

INK, LOGICAL = (ffi.new("PangoRectangle *") for _ in range(2))
GLYPH = struct.Struct("=Iiii4x")
"""Number, width and offsets of a glyph: Pango's `PangoGlyphInfo`."""


class Face(dict[tuple[int, int, int, int], tuple[float, float, float, Edges]]):
    """A font of Pango in one size, and how each of its glyphs is placed, in points.

    A glyph, as Pango gives it, has a number, a width and two offsets. How far from the point that
    is reached it is drawn, to the right and above, and how far that point moves, is computed once.
    So are the edges of its shape.
    """

    def __init__(self, pointer: Any, name: str, size: float, layout: Any) -> None:
        self.pointer = pointer
        self.layout = layout
        """Keeps the font: the address of one that is freed may become that of another."""
        self.name = name
        self.size = size
        """In points."""

    def __missing__(self, glyph: tuple[int, int, int, int]) -> tuple[float, float, float, Edges]:
        """Return how a glyph is placed that was not met before.

        A PDF has widths in thousandths of an em. WeasyPrint drops the rest of each distance, which
        adds up to a point in a line of widely spaced letters.
        """
        number, width, across, down = glyph
        point = FROM_UNITS * POINTS
        unit = point / self.size * 1000
        pango.pango_font_get_glyph_extents(self.pointer, number, INK, LOGICAL)
        own = round(LOGICAL.width * unit) + across * unit
        step = (own - int(own - width * unit)) * self.size / 1000
        left, top, em = INK.x, INK.y, self.size / point
        edges = (left, -top - INK.height, left + INK.width, -top)
        ink = tuple(edge / em for edge in edges)
        self[glyph] = placed = (across * point, -down * point, step, ink)
        return placed

    def outlines(self, ink: Edges) -> Sequence[Edges]:
        """Return the edges of the points of curves of all glyphs whose shape has some edges.

        To read the font takes time, and is needed only where a curve turns between two points.
        """
        data = get_hb_object_data(get_pango_font_hb_face(self.pointer))
        font = TTFont(io.BytesIO(data), lazy=True)
        glyphs, em = font.getGlyphSet(), font["head"].unitsPerEm
        found = []
        for number in {glyph[0] for glyph, placed in self.items() if placed[3] == ink}:
            pen = ControlBoundsPen(glyphs)
            glyphs[font.getGlyphName(number)].draw(pen)
            found.append(tuple(edge / em for edge in pen.bounds or ()))
        return [edges for edges in found if edges]


class Drawing:
    """The glyphs of a document, kept from each line while WeasyPrint draws it.

    WeasyPrint lays each line out again to draw it, and discards that layout: another one would
    take half of the time of all this.
    """

    def __init__(self, document: Document) -> None:
        self.faces: dict[int, Face] = vars(document.font_config).setdefault("faces", {})
        self.pages: list[list[GlyphRun]] = [[] for _ in document.pages]
        """The glyphs of each page, in drawing order."""
        self.lines: dict[int, list[tuple[Any, Page, list[GlyphRun]]]] = {}
        """The boxes of each line that is not drawn yet, by the address of its layout."""
        pages = [walk(page._page_box) for page in document.pages]
        self.is_straight = not any(box.style["transform"] for boxes in pages for box in boxes)
        for page, boxes, glyphs in zip(document.pages, pages, self.pages, strict=True):
            for box in filter(_is_drawn, boxes):
                layout = box.pango_layout
                # A table that continues on the next page has the lines of its head there, too.
                self.lines.setdefault(id(layout), []).append((box, page, glyphs))
                layout.deactivate = functools.partial(self._take, layout)

    def glyphs(self) -> tuple[tuple[GlyphRun, ...], ...] | None:
        """Return the glyphs of each page in drawing order; nothing if some text is transformed."""
        if not self.is_straight:
            return None
        for box, _, _ in [boxes[0] for boxes in self.lines.values()]:
            # It was not drawn, and should have been.
            box.pango_layout.reactivate(box.style)
            box.pango_layout.deactivate()
        return tuple(map(tuple, self.pages))

    def _take(self, layout: Any) -> None:
        """Keep the glyphs of a line that has been drawn, and discard its layout."""
        del layout.deactivate
        for box, page, glyphs in self.lines.pop(id(layout)):
            left = box.position_x * POINTS
            up = (page.height - box.position_y - box.baseline) * POINTS
            glyphs.extend(_glyphs_of_line(layout, self.faces, left, up))
        layout.deactivate()


def _is_drawn(box: Any) -> bool:
    return bool(getattr(box, "text", "").strip() and box.style["visibility"] == "visible")


def _glyphs_of_line(
    layout: Any, faces: dict[int, Face], left: float, up: float
) -> Iterator[GlyphRun]:
    """Yield the glyphs of a line that begins at a point of a page, font by font."""
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    line, _ = layout.get_first_line()
    text = layout.text.encode()
    run = line.runs[0]
    while run != ffi.NULL:
        face = _face(run.data.item.analysis.font, layout.layout, faces)
        words, numbers = _clusters(run.data, text)
        texts, xs, ys, inks = [], [], [], []
        for text_of_glyph, number in zip(words, numbers, strict=True):
            right, height, step, ink = face[number]
            if not text_of_glyph.isspace():
                texts.append(text_of_glyph)
                xs.append(left + right)
                ys.append(up + height)
                inks.append(ink)
            left += step
        if texts:
            yield GlyphRun(texts, xs, ys, face.size, face.name, inks, face.outlines)
        run = run.next


def _clusters(item: Any, text: bytes) -> tuple[Sequence[str], Iterable[Any]]:
    """Return the characters of each glyph of a run, and its number, width and offsets."""
    count = item.glyphs.num_glyphs
    numbers = GLYPH.iter_unpack(ffi.buffer(item.glyphs.glyphs, count * GLYPH.size))
    offset, length = item.item.offset, item.item.length
    words = text[offset : offset + length]
    starts = ffi.unpack(item.glyphs.log_clusters, count)
    if words.isascii() and starts == [*range(length)]:
        return words.decode(), numbers
    places = sorted({*starts})
    ends = dict(zip(places, [*places[1:], length], strict=True))
    return [words[start : ends[start]].decode("utf-8", "replace") for start in starts], numbers


def _face(font: Any, layout: Any, faces: dict[int, Face]) -> Face:
    """Return a font with its name as in a PDF."""
    address = int(ffi.cast("uintptr_t", font))
    if address not in faces:
        _, description, size = get_pango_font_key(font)
        name = ffi.string(pango.pango_font_description_to_string(description)).decode()
        name = re.split(" [#@]", name)[0].replace(" ", "-")
        faces[address] = Face(font, name, size * POINTS, layout)
    return faces[address]
