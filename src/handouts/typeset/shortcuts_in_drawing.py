"""Shortcuts through how WeasyPrint draws pictures, and makes subsets of fonts.

* `svg.TAGS`: how a path is drawn that is moves and level lines only, as codes and dots are, or
  rings of curves only, as those of icon arrays are;
* `pdf.fonts.ffi`: arrays of glyphs, of one type for all lengths.
"""

from __future__ import annotations

import functools
import re
from typing import Any

import pydyf
from weasyprint import svg
from weasyprint.pdf import fonts

NUMBER = r"(?:\d+(?:\.\d+)?|\.\d+)"
LEVEL = re.compile(f"(?:M{NUMBER} {NUMBER}|m-?{NUMBER} {NUMBER}|h{NUMBER})+")
PAIR = f"-?{NUMBER} -?{NUMBER}"
RING = re.compile(f"M{PAIR}c{PAIR} {PAIR} {PAIR}(?:s{PAIR} {PAIR})*z")
PART = re.compile("[Mm][^M]*")
"""A part of a path, which begins in a place of its own."""
MOST_PARTS = 5_000
"""Parts of paths that are remembered: dots of one size are in the same places in all pictures."""
GLYPHS = "hb_codepoint_t[]"
STEP = re.compile(f"([Mmh])(-?{NUMBER})(?: ({NUMBER}))?")


def replaced() -> list[tuple[Any, str, Any]]:
    """Return what is replaced: where it is, its name, and what takes its place."""
    return [
        (svg, "TAGS", {**svg.TAGS, "path": _draw_path}),
        (fonts, "ffi", _WithArrays()),
    ]


_draw_any_path = svg.TAGS["path"]


def _draw_path(picture: Any, node: Any, font_size: float) -> None:
    """Draw a path that is moves and level lines only, as a code for telephones is, or rings."""
    text = node.get("d", "")
    parts = PART.findall(text)
    drawn = [_part_of_path(part) for part in parts]
    is_other = not drawn or None in drawn or "".join(parts) != text
    if is_other or any("marker" in name for name in node.attrib):
        _draw_any_path(picture, node, font_size)
        return
    picture.stream.move_to(0, 0)
    picture.stream.stream += drawn


@functools.lru_cache(MOST_PARTS)
def _part_of_path(text: str) -> bytes | None:
    """Return a part of a path as a PDF has it, if it is level lines or a ring."""
    stream = pydyf.Stream()
    if LEVEL.fullmatch(text):
        _draw_lines(stream, text)
    elif RING.fullmatch(text):
        _draw_ring(stream, text)
    else:
        return None
    return b"\n".join(stream.stream)


def _draw_lines(stream: Any, text: str) -> None:
    """Draw level lines."""
    x: float = 0
    y: float = 0
    for letter, across, up in STEP.findall(text):
        if letter == "M":
            x, y = float(across), float(up)
        else:
            x, y = x + float(across), y + float(up or 0)
        (stream.line_to if letter == "h" else stream.move_to)(x, y)


def _draw_ring(stream: Any, text: str) -> None:
    """Draw a ring of curves that go on smoothly."""
    begin, *curves = re.split("[cs]", text[1:-1])
    x, y = map(float, begin.split())
    stream.move_to(x, y)
    bend: tuple[float, ...] = ()
    for curve in curves:
        lengths = map(float, curve.split())
        points = [here + one for here, one in zip((x, y) * 3, lengths, strict=False)]
        stream.curve_to(*bend, *points)
        *_, bend_x, bend_y, x, y = points
        bend = x + (x - bend_x), y + (y - bend_y)
    stream.close()


_ffi = fonts.ffi


class _WithArrays:
    """WeasyPrint's interface to C; it takes a millisecond to read the name of each type."""

    def __getattr__(self, name: str) -> Any:
        return getattr(_ffi, name)

    def new(self, kind: str, *given: Any) -> Any:
        """Return new memory of a type."""
        return _ffi.new(GLYPHS if kind.startswith(GLYPHS[:-1]) else kind, *given)
