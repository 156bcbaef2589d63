"""Find pictures that a style sheet hides, crops, stretches, turns or makes too small to be seen.

Words are looked for in the finished file; of a picture nobody else knows how it should look.
Uses names of WeasyPrint that are private; `tests/config/test_own_files.py` would fail without them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.replaced import replacedbox_layout

from handouts.problems import Fault
from handouts.typeset.boxes import TOLERANCE, attribute, content
from handouts.typeset.estimate import MILLIMETRE

if TYPE_CHECKING:
    from weasyprint.document import Page

LEAST = 2 * MILLIMETRE
"""The longer side of the smallest picture of a project, in CSS pixels."""
STRETCHED = 0.02
"""By how much the shape of a picture may differ from that of its file."""


def hidden_pictures(pages: Sequence[Page]) -> Iterator[Fault]:
    """Yield a fault for each picture that is not seen whole, in its own shape and colours."""
    for page in pages:
        for each in (found for child in content(page) for found in _pictures_in(child)):
            if what := _fault(each):
                name = attribute(each[0], "data-picture") or attribute(each[0], "alt")
                name = name or "a drawing"
                yield Fault("illegible", f"picture '{name[:60]}' {what}", about=name)


def _pictures_in(box: Any) -> list[list[Any]]:
    """Return each picture in a box, followed by what is around it, from the inside out."""
    box = getattr(box, "_box", box)
    if isinstance(box, boxes.ReplacedBox):
        return [[box]]
    found = [each for child in getattr(box, "children", ()) for each in _pictures_in(child)]
    for each in found:
        each.append(box)
    return found


def _fault(each: Sequence[Any]) -> str:
    """Return what is wrong with how a picture is drawn, or nothing.

    :param each: the picture and what is around it
    """
    box = each[0]
    if any(one.style["opacity"] < 1 for one in each):
        return "is made faint by a style sheet"
    if any(one.style["transform"] for one in each):
        return "is turned, moved or mirrored by a style sheet"
    width, height, left, top = replacedbox_layout(box)
    if max(width, height) < LEAST and attribute(box, "data-picture"):
        return f"is too small to be seen, {width / MILLIMETRE:.1f} × {height / MILLIMETRE:.1f} mm"
    *_, ratio = box.replacement.get_intrinsic_size(1, box.style["font_size"])
    # The engine keeps the shape of a drawing with coordinates, whatever that of its box.
    is_kept = attribute(box, "viewBox") and not attribute(box, "preserveAspectRatio")
    if ratio and not is_kept and abs(width - height * ratio) > STRETCHED * height * ratio:
        return "is stretched by a style sheet"
    edges = (left, top, left + width, top + height)
    holders = (one for one in each if one is box or one.style["overflow"] != "visible")
    if not all(_holds(one, edges) for one in holders):
        return "is cut off by a style sheet"
    return ""


def _holds(box: Any, edges: tuple[float, float, float, float]) -> bool:
    """Return whether some edges are inside a picture's own box, or not cut off by one around it."""
    left, top, width, height = box.content_box_x(), box.content_box_y(), box.width, box.height
    if not isinstance(box, boxes.ReplacedBox):  # What stands in its padding is seen.
        left, top = box.padding_box_x(), box.padding_box_y()
        width, height = box.padding_width(), box.padding_height()
    return bool(
        edges[0] >= left - TOLERANCE
        and edges[1] >= top - TOLERANCE
        and edges[2] <= left + width + TOLERANCE
        and edges[3] <= top + height + TOLERANCE
    )
