"""Shortcuts through how WeasyPrint draws colours and pictures.

* `pydyf._to_bytes`: a part of a PDF as bytes, by its class;
* `pydyf.Dictionary.data`: a dictionary as bytes, with keys that are remembered;
* `draw.color.get_color`: a colour, which is compared with no other;
* `draw.border.draw_border`: the borders of boxes that have none;
* `draw.border.draw_outline`: the outlines of all boxes, until a rule sets one;
* `Stream.marked`: what is drawn with a tag, without a generator for each;
* `svg.SVG.point`: a point of a path, in numbers without a unit;
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
from weasyprint.draw import border, color
from weasyprint.pdf import fonts
from weasyprint.pdf.stream import Stream

NUMBER = r"(?:\d+(?:\.\d+)?|\.\d+)"
LEVEL = re.compile(f"(?:M{NUMBER} {NUMBER}|m-?{NUMBER} {NUMBER}|h{NUMBER})+")
PAIR = f"-?{NUMBER} -?{NUMBER}"
RING = re.compile(f"M{PAIR}c{PAIR} {PAIR} {PAIR}(?:s{PAIR} {PAIR})*z")
PART = re.compile("[Mm][^M]*")
"""A part of a path, which begins in a place of its own."""
MOST_KEYS = 1_000
"""Keys of dictionaries that are remembered."""
MOST_PARTS = 5_000
"""Parts of paths that are remembered: dots of one size are in the same places in all pictures."""
GLYPHS = "hb_codepoint_t[]"
STEP = re.compile(f"([Mmh])(-?{NUMBER})(?: ({NUMBER}))?")


def replaced() -> list[tuple[Any, str, Any]]:
    """Return what is replaced: where it is, its name, and what takes its place."""
    return [
        (color, "get_color", _color),
        (border, "draw_border", _draw_border),
        (border, "draw_outline", _draw_outline),
        (Stream, "marked", _marked),
        (pydyf, "_to_bytes", _to_bytes),
        (pydyf.Dictionary, "data", property(_data_of_dictionary)),
        (pydyf.PDF, "page_references", property(_page_references)),
        (
            pydyf.Object,
            "reference",
            property(lambda one: b"%d %d R" % (one.number, one.generation)),
        ),
        (svg.SVG, "point", _point),
        (svg, "TAGS", {**svg.TAGS, "path": _draw_path}),
        (fonts, "ffi", _WithArrays()),
    ]


def _color(style: Any, name: str) -> Any:
    """Return a colour of a style, or its text's."""
    value = style[name]
    return style["color"] if value.__class__ is str and value == "currentcolor" else value


def _to_bytes(item: Any) -> bytes:
    """Return a part of a PDF as bytes."""
    kind = item.__class__
    if kind is bytes:
        return item  # type: ignore[no-any-return]  # pydyf has no types here
    if kind is float:
        return b"%d" % item if item.is_integer() else (b"%f" % item).rstrip(b"0")
    if isinstance(item, pydyf.Object):
        return bytes(item.data)
    return str(item).encode("ascii")


def _data_of_dictionary(self: Any) -> bytes:
    """Return a dictionary of a PDF as bytes."""
    return b"<<%b>>" % b"".join([_key(key) + _to_bytes(value) for key, value in self.items()])


@functools.lru_cache(MOST_KEYS)
def _key(key: Any) -> bytes:
    """Return the key of a dictionary of a PDF as bytes."""
    return b"/%b " % _to_bytes(key)


def _page_references(self: Any) -> tuple[bytes, ...]:
    """Return the references of the pages of a PDF, which are asked for by each tag."""
    kids = self.pages["Kids"][::3]
    known = vars(self).setdefault("known", {})
    if known.get("kids") != kids:
        known["kids"], known["references"] = kids, tuple(b"%d 0 R" % number for number in kids)
    references: tuple[bytes, ...] = known["references"]
    return references


_border = border.draw_border


def _draw_border(stream: Any, box: Any) -> None:
    """Draw the border of a box, and rules between its columns, if it may have some."""
    style = box.style
    is_bare = style["column_count"] == "auto" == style["column_width"]
    is_bare = is_bare and style["border_image_source"][0] == "none"
    sides = box.border_top_width or box.border_right_width or box.border_bottom_width
    if sides or box.border_left_width or not is_bare:
        _border(stream, box)


def _marked(stream: Any, box: Any, tag: str) -> Marked:
    """Return a context in which a box is drawn with a tag."""
    return Marked(stream, box, tag)


class Marked:
    """What is drawn with a tag, as a context."""

    def __init__(self, stream: Any, box: Any, tag: str) -> None:
        self.stream, self.box, self.tag = stream, box, tag

    def __enter__(self) -> None:
        tags = self.stream._tags
        if tags is not None:
            mark = len(tags)
            assert self.box not in tags
            tags[self.box] = {"tag": self.tag, "mcid": mark}
            self.stream.begin_marked_content(self.tag, pydyf.Dictionary({"MCID": mark}))

    def __exit__(self, *_: object) -> None:
        if self.stream._tags is not None:
            self.stream.end_marked_content()


_outline = border.draw_outline


def _draw_outline(stream: Any, box: Any) -> None:
    """Draw the outlines of a box and all in it, if a style sheet has set some."""
    if "has_outlines" in vars(box.style.font_config):
        _outline(stream, box)


_calculate = svg.SVG.point


def _point(self: Any, x: Any, y: Any, font_size: float) -> Any:
    """Return a point of a picture."""
    try:
        return float(x), float(y)
    except (TypeError, ValueError):  # Not given, or with a unit.
        return _calculate(self, x, y, font_size)


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
