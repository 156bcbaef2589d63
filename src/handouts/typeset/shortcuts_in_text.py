"""Shortcuts through how WeasyPrint draws the glyphs of a line.

* `draw.text.draw_first_line`: how a glyph is written that has a certain width and place is worked
  out once for each font of a document, and all glyphs of a run are read from Pango at once.
"""

from __future__ import annotations

import struct
from typing import Any

from weasyprint.draw import text as drawing
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

GLYPH = struct.Struct("=Iiii4x")
"""Number, width and offsets of a glyph: Pango's `PangoGlyphInfo`."""
WITH_SIZES = 14802
"""The first version of Pango that tells the right size of all fonts."""


def replaced() -> list[tuple[Any, str, Any]]:
    """Return what is replaced: where it is, its name, and what takes its place."""
    is_right = pango.pango_version() >= WITH_SIZES
    return [(drawing, "draw_first_line", _draw_line)] if is_right else []


_draw_any_line = drawing.draw_first_line


def _draw_line(stream: Any, box: Any, overflow: str, ellipsis: str, matrix: Any) -> list[Any]:
    """Draw a line that is not cut and has plain glyphs only; return the pictures in it."""
    runs = None
    if overflow != "ellipsis" and ellipsis == "none" and box.text.strip():
        runs = _runs(stream, box.pango_layout)
    if runs is None:
        return _draw_any_line(stream, box, overflow, ellipsis, matrix)  # type: ignore[no-any-return]
    stream.set_text_matrix(*matrix.values)
    before, text = None, ""
    for pointer, name, size, glyphs in runs:
        if pointer != before:
            if text:
                stream.show_text(text)
            before, text = pointer, ""
            stream.set_font_size(name, size)
        text += glyphs
    stream.show_text(text)
    return []


def _runs(stream: Any, layout: Any) -> list[tuple[Any, str, float, str]] | None:
    """Return the runs of a line, each in one font; nothing if there are other than plain glyphs."""
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    line, _ = layout.get_first_line()
    found = []
    run = line.runs[0]
    while run != ffi.NULL:
        pointer = run.data.item.analysis.font
        font, size = stream.add_font(pointer)
        is_plain = not (font.bitmap or font.png or font.svg or font.colr) and size >= 1
        glyphs = _glyphs(stream, layout, run.data, font, size) if is_plain else None
        if glyphs is None:
            return None
        found.append((pointer, font.hash, size, glyphs))
        run = run.next
    return found


def _glyphs(stream: Any, layout: Any, item: Any, font: Any, size: float) -> str | None:
    """Return the glyphs of a run as a PDF has them; nothing if some are not plain."""
    known = vars(font).setdefault(f"written-{size}", {})
    count = item.glyphs.num_glyphs
    glyphs = list(GLYPH.iter_unpack(ffi.buffer(item.glyphs.glyphs, count * GLYPH.size)))
    for index, glyph in enumerate(glyphs):
        if glyph not in known:
            number, _width, _across, up = glyph
            if number >= pango.PANGO_GLYPH_EMPTY or up:
                return None
            if number not in font.to_unicode:
                font.to_unicode[number] = _characters(layout, item, index)
            known[glyph] = _written(stream, item.item.analysis.font, font, size, glyph)
    text = "<" + "".join([known[glyph] for glyph in glyphs])
    return text[:-1] if text[-1] == "<" else text + ">"


def _characters(layout: Any, item: Any, index: int) -> str:
    """Return the characters of a glyph."""
    starts = ffi.unpack(item.glyphs.log_clusters, item.glyphs.num_glyphs)
    following = index - 1 if item.item.analysis.level % 2 else index + 1
    end = starts[following] if 0 <= following < len(starts) else item.item.length
    offset = item.item.offset
    text: bytes = layout.text.encode()[offset + starts[index] : offset + end]
    return text.decode()


def _written(stream: Any, pointer: Any, font: Any, size: float, glyph: tuple[int, ...]) -> str:
    """Return a glyph as a PDF has it, between its distances from the one before and after it."""
    number, width, across, _up = glyph
    offset = across / size
    if number not in font.widths:
        pango.pango_font_get_glyph_extents(pointer, number, stream.ink_rect, stream.logical_rect)
        font.widths[number] = round(stream.logical_rect.width * 1000 * FROM_UNITS / size)
    kerning = font.widths[number] + offset - width * 1000 * FROM_UNITS / size
    before = f">{-offset}<" if offset else ""
    return f"{before}{number:04x}{f'>{int(kerning)}<' if kerning else ''}"
