"""Find what sticks out of its page, box or column, and rows of tables torn in two."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from weasyprint.formatting_structure import boxes

from handouts.problems import Fault, fault_of_words
from handouts.typeset.boxes import (
    OF_INK,
    TOLERANCE,
    all_boxes,
    area_of,
    attribute,
    classes,
    content,
    text_of,
)
from handouts.typeset.measures import IN_MARGIN

if TYPE_CHECKING:
    from weasyprint.document import Page

MOST_NAMED = 2
"""Texts of a table that are named when it is too wide."""


@dataclass(frozen=True)
class Room:
    """The part of a page's width that a box may take, in CSS pixels."""

    left: float
    right: float
    name: str

    def holds(self, box: Any) -> bool:
        """Return whether a box is inside, give or take `TOLERANCE`."""
        left, width = box.border_box_x(), box.border_width()
        return bool(self.left - TOLERANCE <= left and left + width <= self.right + TOLERANCE)

    def inside(self, box: Any, name: str) -> Room:
        """Return what of this is inside a box."""
        left, right = box.border_box_x(), box.border_box_x() + box.border_width()
        return Room(max(self.left, left), min(self.right, right), name)


def clipped(pages: Sequence[Page]) -> Iterator[Fault]:
    """Yield a fault for what is not wholly inside its page, box or column.

    A text or picture is named, or all of a table together.
    """
    for page in pages:
        area = area_of(page)
        whole = Room(area.left, area.left + area.width, "the page")
        outside: dict[tuple[int, str], list[Any]] = {}
        for child in content(page):
            for holder, box, room in _with_room(child, whole, None, []):
                inside = whole if not area.holds(box) else room if not room.holds(box) else None
                if inside and not IN_MARGIN.intersection(classes(box)):
                    outside.setdefault((id(holder), inside.name), []).append(box)
        for (_, what), found in outside.items():
            about = next(filter(None, map(_text, found)), "")
            yield Fault("clipped", _sticks_out(found, what), about=about)


def torn_rows(pages: Sequence[Page]) -> Iterator[Fault]:
    """Yield a fault for each table row in which a cell before the last continues on the next page.

    The rest of the cell would be read, by eye and aloud, after the cells beside it.
    """
    before: dict[int, list[str]] = {}
    for page in pages if len(pages) > 1 else ():
        found = [box for box in all_boxes(page) if isinstance(box, boxes.TableRowBox)]
        rows = {id(row.element): [_words(cell) for cell in row.children] for row in found}
        for element, cells in rows.items():
            first = next((index for index, words in enumerate(cells) if words), len(cells))
            if any(before.get(element, ())[first + 1 :]):
                what = "is in a row of a table that is too high for a page"
                remedy = "write its cells one below the other"
                yield fault_of_words("clipped", cells[first], f"{what}; {remedy}")
        before = rows


def _words(box: Any) -> str:
    return " ".join(text_of(box).split())


def _with_room(
    box: Any, room: Room, table: Any, found: list[tuple[Any, Any, Room]]
) -> list[tuple[Any, Any, Room]]:
    """Add to `found` each text, picture, frame and table in a box, with its table and its room.

    The table is the outermost around it; what is in none stands for itself.
    """
    box = getattr(box, "_box", box)
    if box.is_absolutely_positioned():  # Where the theme wants it, whatever it is in.
        room = Room(-math.inf, math.inf, room.name)
    if table is None and box.element_tag == "table":
        table = box
    framed = _is_framed(box)
    if isinstance(box, OF_INK) or framed or _is_ruled(box):
        found.append((box if table is None else table, box, room))
    if framed or isinstance(box, boxes.TableCellBox):
        room = room.inside(box, "its box" if framed else "its column")
    for child in getattr(box, "children", ()):
        _with_room(child, room, table, found)
    return found


def _is_framed(box: Any) -> bool:
    """Return whether the edges of a box are seen at its left and right."""
    if not isinstance(box, boxes.BlockLevelBox | boxes.TableCellBox):
        return False
    return bool((box.border_left_width and box.border_right_width) or box.background)


def _is_ruled(box: Any) -> bool:
    """Return whether a box is that of a table, which has a rule as wide as itself."""
    return isinstance(box, boxes.TableBox) and box.element_tag == "table"


def _sticks_out(found: list[Any], what: str) -> str:
    """Return a message for boxes that stick out of the page, or of what they are in."""
    inked = [box for box in found if isinstance(box, OF_INK)]
    names = list(dict.fromkeys(map(_name, inked or found)))
    shown, more = ", ".join(names[:MOST_NAMED]), len(names) - MOST_NAMED
    if more > 0:
        return f"{shown} and {more} more stick out of {what}"
    return f"{shown} {'sticks' if len(names) == 1 else 'stick'} out of {what}"


def _name(box: Any) -> str:
    if text := _text(box):
        return f"“{text[:60]}”"
    name = attribute(box, "data-picture")
    if name or isinstance(box, boxes.ReplacedBox):
        return f"picture '{name}'" if name else "a picture"
    return "a table" if box.element_tag == "table" else "a box"


def _text(box: Any) -> str:
    return getattr(box, "text", "").strip()
