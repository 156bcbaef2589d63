"""Find, measure and move the boxes of a page that WeasyPrint has laid out.

Only this module, `glyphs` and the shortcuts use private names of WeasyPrint, whose `Document` has
no public way to find its text. The version is pinned, and `tests/typeset/test_platform.py` tests
each name:

* `Page._page_box`, the root of a page's boxes;
* `AbsolutePlaceholder._box`, the box that an absolutely positioned element was laid out as;
* `formatting_structure.boxes`, the classes of boxes, with their positions and heights;
* `box.translate` and `box.background`, to move a box after it was laid out;
* `Page(page_box)`, to make a page of boxes that were moved.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from weasyprint.document import Page
from weasyprint.formatting_structure import boxes

from handouts.problems import Fault
from handouts.typeset.measures import IN_MARGIN

if TYPE_CHECKING:
    from weasyprint.document import Document

TOLERANCE = 0.5
"""CSS pixels by which a box may stick out before it counts as clipped."""
OF_INK = (boxes.TextBox, boxes.ReplacedBox)
"""Classes of boxes that hold words or pictures."""
MOST_NAMED = 2
"""Texts of a table that are named when it is too wide."""


@dataclass(frozen=True)
class Area:
    """The part of a page inside its margins, in CSS pixels."""

    left: float
    top: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.top + self.height

    def holds(self, box: Any) -> bool:
        """Return whether a box is inside, give or take `TOLERANCE`."""
        right, bottom = self.left + self.width + TOLERANCE, self.bottom + TOLERANCE
        x, y = box.position_x, box.position_y
        inside = x >= self.left - TOLERANCE and y >= self.top - TOLERANCE
        return bool(
            inside and x + box.margin_width() <= right and y + box.margin_height() <= bottom
        )


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


def area_of(page: Page) -> Area:
    """Return the part of a page inside its margins."""
    box = page._page_box  # The public `Page` has its size with margins only.
    return Area(box.content_box_x(), box.content_box_y(), box.width, box.height)


def content(page: Page) -> list[Any]:
    """Return the boxes of a page's root element, without those of its margins."""
    return [child for child in page._page_box.children if not isinstance(child, boxes.MarginBox)]


def walk(box: Any) -> list[Any]:
    """Return a box and all in it, in the order of the text."""
    found, waiting = [], [box]
    while waiting:
        one = waiting.pop()
        # An absolutely positioned box hides behind a placeholder, which lacks its text.
        one = getattr(one, "_box", one)
        found.append(one)
        if children := getattr(one, "children", None):
            waiting += children[::-1]
    return found


def all_boxes(page: Page) -> list[Any]:
    """Return all boxes of a page but those of its margins."""
    return [box for child in content(page) for box in walk(child)]


def attribute(box: Any, name: str) -> str | None:
    """Return an attribute of the element that a box was made from."""
    element = getattr(box, "element", None)
    return element.get(name) if element is not None else None


def pictures(page: Page) -> Iterator[tuple[str, float, float]]:
    """Yield the name, the width and the height in CSS pixels of each picture of the project."""
    for box in all_boxes(page):
        if isinstance(box, boxes.ReplacedBox) and (name := attribute(box, "data-picture")):
            yield name, float(box.width), float(box.height)


def lines(page: Page) -> list[Any]:
    """Return the lines of a page that hold words."""
    found = (box for box in all_boxes(page) if isinstance(box, boxes.LineBox))
    return [box for box in found if text_of(box).strip()]


def text_of(box: Any) -> str:
    """Return the words in a box."""
    return " ".join(getattr(inner, "text", "") for inner in walk(box))


def bottom(box: Any) -> float:
    """Return where a box ends, with its margin."""
    return float(box.position_y + box.margin_height())


def fullness(page: Page) -> float:
    """Return the share of a page's height that is used."""
    area = area_of(page)
    ends = [bottom(box) for box in all_boxes(page) if _has_ink(box)]
    return max((end - area.top for end in ends), default=0.0) / area.height


def _has_ink(box: Any) -> bool:
    is_framed = isinstance(box, boxes.BlockLevelBox) and box.element_tag in {"div", "table", "li"}
    has_ink = is_framed or isinstance(box, OF_INK)
    return has_ink and not IN_MARGIN.intersection(classes(box))


def continued_tables(document: Document) -> list[bool]:
    """Return for each table of each page whether its head is on an earlier page."""
    found: list[bool] = []
    begun: set[int] = set()
    pages = document.pages if len(document.pages) > 1 else ()
    for box in (box for page in pages for box in all_boxes(page)):
        # A table is two boxes; the outer one, with the caption, is its wrapper.
        if box.element_tag == "table" and getattr(box, "is_table_wrapper", False):
            element = box.element
            found.append(id(element) in begun and element.find("thead") is not None)
            begun.add(id(element))
    return found


def block_of(box: Any) -> int | None:
    """Return the number of the embedded block that a box was made from, if any."""
    number = attribute(box, "data-block")
    return None if number is None else int(number)


def heights(document: Document, key: Callable[[Any], int | None]) -> dict[int, float]:
    """Return the height of block boxes with their margins, summed by the key of each."""
    found: dict[int, float] = {}
    for box in (box for page in document.pages for box in all_boxes(page)):
        number = key(box)
        # A table is two boxes; only its wrapper, with the caption, is a block box.
        if number is not None and isinstance(box, boxes.BlockBox):
            found[number] = found.get(number, 0.0) + box.margin_height()
    return found


def child_of(box: Any, tag: str) -> Any:
    """Return the first child that was made from an element of this name."""
    return next((one for one in getattr(box, "children", ()) if one.element_tag == tag), None)


def classes(box: Any) -> list[str]:
    """Return the classes of the element that a box was made from."""
    return (attribute(box, "class") or "").split()


def body_of(page: Page) -> Any:
    """Return the box of a page's `body`."""
    return child_of(child_of(page._page_box, "html"), "body")


def move_down(box: Any, dy: float) -> None:
    """Move a box down by some pixels, with all in it."""
    box.translate(dy=dy)
    for inner in walk(box):
        # `translate` leaves the backgrounds of boxes where they are.
        if inner.background is not None:
            layers = [_moved(layer, dy) for layer in inner.background.layers]
            inner.background = inner.background._replace(layers=layers)


def _moved(layer: Any, dy: float) -> Any:
    x, y, *size = layer.painting_area
    layer = layer._replace(
        painting_area=(x, y + dy, *size),
        clipped_boxes=[(left, top + dy, *rest) for left, top, *rest in layer.clipped_boxes],
    )
    if layer.positioning_area == "unused":  # A layer of plain colour.
        return layer
    x, y, *size = layer.positioning_area
    return layer._replace(positioning_area=(x, y + dy, *size))


def renew(document: Document, number: int) -> None:
    """Make a page anew from its boxes, which puts its links where moved boxes are now."""
    document.pages[number] = Page(document.pages[number]._page_box)


def discard(document: Document) -> None:
    """Free the boxes of a document that is written.

    Page and pictures refer to each other, as do a style and that of the anonymous boxes in it, so
    only Python's collector would free them, which takes longer. Styles that the shortcuts keep for
    other documents stay as they are.
    """
    for page in document.pages:
        for box in walk(page._page_box):
            if "is_kept" not in vars(box.style):
                vars(box.style).clear()
        page._page_box.children = ()


def clipped(pages: Sequence[Page]) -> Iterator[Fault]:
    """Yield a fault for what is not wholly inside its page, box or column.

    A text or picture is named, or all of a table together.
    """
    for page in pages:
        area = area_of(page)
        whole = Room(area.left, area.left + area.width, "the page")
        outside: dict[tuple[int, str], list[Any]] = {}
        for child in content(page):
            for holder, box, room in _with_room(child, whole):
                inside = whole if not area.holds(box) else room if not room.holds(box) else None
                if inside and not IN_MARGIN.intersection(classes(box)):
                    outside.setdefault((id(holder), inside.name), []).append(box)
        for (_, what), found in outside.items():
            yield Fault("clipped", _sticks_out(found, what), about=_text(found[0]))


def torn_rows(pages: Sequence[Page]) -> Iterator[Fault]:
    """Yield a fault for each table row in which a cell before the last goes on overleaf.

    The rest of the cell would be read, by eye and aloud, after the cells beside it.
    """
    before: dict[int, list[str]] = {}
    for page in pages if len(pages) > 1 else ():
        found = [box for box in all_boxes(page) if isinstance(box, boxes.TableRowBox)]
        rows = {id(row.element): [_words(cell) for cell in row.children] for row in found}
        for element, cells in rows.items():
            first = next((index for index, words in enumerate(cells) if words), len(cells))
            if any(before.get(element, ())[first + 1 :]):
                what = f"“{cells[first][:60]}” is in a row of a table that is too high for a page"
                yield Fault("clipped", f"{what}; write its cells one below the other")
        before = rows


def _words(box: Any) -> str:
    return " ".join(text_of(box).split())


def _with_room(box: Any, room: Room, table: Any = None) -> Iterator[tuple[Any, Any, Room]]:
    """Yield each text, picture, frame and table in a box, with its table and its room.

    The table is the outermost around it; what is in none stands for itself.
    """
    box = getattr(box, "_box", box)
    if box.is_absolutely_positioned():  # Where the theme wants it, whatever it is in.
        room = Room(-math.inf, math.inf, room.name)
    if table is None and box.element_tag == "table":
        table = box
    framed = _is_framed(box)
    if isinstance(box, OF_INK) or framed or _is_ruled(box):
        yield (box if table is None else table), box, room
    if framed or isinstance(box, boxes.TableCellBox):
        room = room.inside(box, "its box" if framed else "its column")
    for child in getattr(box, "children", ()):
        yield from _with_room(child, room, table)


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
