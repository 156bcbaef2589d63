"""Shortcuts through how WeasyPrint draws colours and pictures.

* `pydyf._to_bytes`: a part of a PDF as bytes, by its class;
* `draw.color.get_color`: a colour, which is compared with no other;
* `draw.border.draw_outline`: the outlines of all boxes, until a rule sets one;
* `svg.SVG.point`: a point of a path, in numbers without a unit;
* `svg.TAGS`: how a path is drawn that is moves, level lines and curves only, as codes, dots and
  rings are.
"""

from __future__ import annotations

import re
from typing import Any

import pydyf
from weasyprint import svg
from weasyprint.draw import border, color

NUMBER = r"(?:\d+(?:\.\d+)?|\.\d+)"
PAIR = f"-?{NUMBER} -?{NUMBER}"
DRAWN = f"(?:h{NUMBER}|c{PAIR} {PAIR} {PAIR}|s{PAIR} {PAIR})z?"
USUAL = re.compile(f"M{NUMBER} {NUMBER}(?:M{NUMBER} {NUMBER}|m{PAIR}|{DRAWN})*")
STEP = re.compile(f"([Mmhcsz])(-?{NUMBER})?(?: (-?{NUMBER}))?([-. \\d]*)")


def replaced() -> list[tuple[Any, str, Any]]:
    """Return what is replaced: where it is, its name, and what takes its place."""
    return [
        (color, "get_color", _color),
        (border, "draw_outline", _draw_outline),
        (pydyf, "_to_bytes", _to_bytes),
        (svg.SVG, "point", _point),
        (svg, "TAGS", {**svg.TAGS, "path": _draw_path}),
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
    """Draw a path that is moves, level lines and curves only."""
    text = node.get("d", "")
    if not USUAL.fullmatch(text) or any("marker" in name for name in node.attrib):
        _draw_any_path(picture, node, font_size)
        return
    stream = picture.stream
    x: float = 0
    y: float = 0
    stream.move_to(x, y)
    start = bend = x, y
    for letter, across, up, others in STEP.findall(text):
        if letter in "cs":
            lengths = map(float, (across, up, *others.split()))
            points = [here + one for here, one in zip((x, y) * 3, lengths, strict=False)]
            smooth = (x + (x - bend[0]), y + (y - bend[1])) if letter == "s" else ()
            stream.curve_to(*smooth, *points)
            *_, bend_x, bend_y, x, y = points
            bend = bend_x, bend_y
            continue
        if letter == "z":
            stream.close()
            x, y = start
        elif letter == "h":
            x += float(across)
            stream.line_to(x, y)
        else:
            x, y = (0, 0) if letter == "M" else (x, y)
            x, y = start = x + float(across), y + float(up)
            stream.move_to(x, y)
        bend = x, y
