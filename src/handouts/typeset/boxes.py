"""Find, measure and move the boxes of a page that WeasyPrint has laid out.

Only this module, `clipping`, `glyphs`, `hidden_pictures` and the shortcuts use private names of
WeasyPrint, whose `Document` has no public way to find its text. The version is pinned, and a test
asks for each name (`tests/typeset/test_platform.py`):

* `Page._page_box`, the root of a page's boxes;
* `AbsolutePlaceholder._box`, the box that an absolutely positioned element was laid out as;
* `formatting_structure.boxes`, the classes of boxes, with their positions and heights;
* `box.translate` and `box.background`, to move a box after it was laid out;
* `Page(page_box)`, to make a page of boxes that were moved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from weasyprint.document import Page
from weasyprint.formatting_structure import boxes

from handouts.typeset.measures import IN_MARGIN

if TYPE_CHECKING:
    from weasyprint.document import Document

TOLERANCE = 0.5
"""CSS pixels by which a box may stick out before it counts as clipped."""
OF_INK = (boxes.TextBox, boxes.ReplacedBox)
"""Classes of boxes that hold words or pictures."""


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
