"""Place pictures: sizes and sides that authors give, decoration, icons."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from docutils import nodes

from handouts.i18n import _

if TYPE_CHECKING:
    from handouts.jobs import Picture

ALIGNMENTS = {"left": "ho-left", "center": "ho-center", "right": "ho-right"}
"""Class of a picture or figure, by the side on which its author wants it."""
VERTICAL = {"top", "middle", "bottom"}
LENGTH = re.compile(r"(\d++\.?+\d*+|\.\d++)\s*+(px|pt|pc|mm|cm|in|em|rem|ex|ch|vw|%)?")
INK = "#14202b"
ICON = re.compile(r"sd-(?:octicon|material-icon)-([\w-]+)")
WIDEST = 640.0
"""Width of decoration that gives none, in pixels: about that of a sheet."""


def style_of(picture: Picture, node: nodes.Element) -> str | None:
    """Return the size that an author gives a picture, as CSS; nothing if none is given."""
    width, height = (_length(node.get(name, "")) for name in ("width", "height"))
    scale = float(node.get("scale", 100)) / 100
    if scale != 1.0 and not (width or height):
        width = (picture.width, "px")
    if height and height[1] == "%":
        height = None
    rules = ["max-height:none"] if height else []
    if height and not width:
        # As a width, by which the picture keeps its shape where it has less room.
        width, height = (height[0] * picture.width / picture.height, height[1]), None
    if width:
        rules.append(f"width:{_css(width, scale)}")
    if height:
        rules.append(f"height:{_css(height, scale)}")
    if node.get("align") in VERTICAL:
        rules.append(f"vertical-align:{node['align']}")
    return ";".join(rules) or None


def side_of(node: nodes.Element) -> str:
    """Return the class of a picture's side; one in a line of words has none."""
    in_line = isinstance(node.parent, nodes.TextElement) and len(node.parent.children) > 1
    return "" if in_line else ALIGNMENTS.get(node.get("align", ""), "")


def _length(text: object) -> tuple[float, str] | None:
    """Return the number and the unit of a length; a bare number counts pixels."""
    found = LENGTH.fullmatch(str(text).strip())
    return (float(found[1]), found[2] or "px") if found else None


def _css(length: tuple[float, str], scale: float) -> str:
    return f"{length[0] * scale:g}{length[1]}"


def width_of_figure(figure: nodes.Element) -> str | None:
    """Return the width that an author gives a figure, as CSS."""
    width = _length(figure.get("width", ""))
    return f"width:{_css(width, 1.0)}" if width else None


def decoration(picture: Picture, node: nodes.Element) -> str:
    """Return a picture as the background of an empty box, which no screen reader announces.

    PDF/UA requires an alternative text for each picture, but not for backgrounds.
    """
    width = _length(node.get("width", "")) or (min(picture.width, WIDEST), "px")
    number, unit = width[0] * float(node.get("scale", 100)) / 100, width[1]
    # A padding in per cent is relative to the width, so the box keeps the picture's shape.
    down = number * picture.height / picture.width
    display = "inline-block" if isinstance(node.parent, nodes.TextElement) else "block"
    style = (
        f"display:{display};width:{number:g}{unit};padding-top:{down:g}{unit};"
        f"background-image:url({picture.address})"
    )
    classes = f"ho-decoration {side_of(node)}".strip()
    return f'<span class="{classes}" style="{style}"></span>'


def icon(svg: str) -> str:
    """Return an icon of sphinx-design as a picture with its name as alternative text."""
    drawing = svg.replace("<svg ", f'<svg xmlns="http://www.w3.org/2000/svg" fill="{INK}" ', 1)
    source = f"data:image/svg+xml,{quote(drawing)}"
    return f'<img class="ho-icon" src="{source}" alt="{escape(icon_name(svg))}">'


def icon_name(svg: str) -> str:
    """Return the name of an icon in words, such as "arrow right"."""
    found = ICON.search(svg)
    name = found[1].replace("-", " ").replace("_", " ") if found else ""
    return {"x": _("cross"), "check": _("tick"), "": _("icon")}.get(name, name)
