"""Looking at laid-out pages: what is drawn on them, where, and what of it sticks out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weasyprint.formatting_structure import boxes

from handouts.problems import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from weasyprint.document import Page

TOLERANCE = 0.5
"""CSS pixels by which a box may stick out before it counts as clipped."""


def content(page: Page) -> list[Any]:
    """Return the boxes of a page but for its margins: those of `html`."""
    return [child for child in page._page_box.children if not isinstance(child, boxes.MarginBox)]


def walk(box: Any) -> Iterator[Any]:
    """Yield a box and all in it."""
    box = getattr(box, "_box", box)  # An absolutely placed box stands behind a placeholder.
    yield box
    for child in getattr(box, "children", ()):
        yield from walk(child)


def drawn(page: Page) -> Iterator[Any]:
    """Yield the texts and pictures of a page."""
    for child in content(page):
        for box in walk(child):
            if isinstance(box, boxes.TextBox | boxes.ReplacedBox):
                yield box


def lines(page: Page) -> list[Any]:
    """Return the lines of a page that hold words."""
    return [
        box
        for child in content(page)
        for box in walk(child)
        if isinstance(box, boxes.LineBox) and text_of(box).strip()
    ]


def text_of(box: Any) -> str:
    """Return the words in a box."""
    return " ".join(getattr(inner, "text", "") for inner in walk(box))


def bottom(box: Any) -> float:
    """Return where a box ends, with its margin."""
    return float(box.position_y + box.margin_height())


def fullness(page: Page) -> float:
    """Return which share of a page's height is used."""
    ends = [bottom(box) for child in content(page) for box in walk(child) if _has_ink(box)]
    page_box = page._page_box
    top = page_box.content_box_y()
    return float(max((end - top for end in ends), default=0.0) / page_box.height)


def _has_ink(box: Any) -> bool:
    if isinstance(box, boxes.TextBox | boxes.ReplacedBox):
        return True
    return getattr(box, "element_tag", "") in {"div", "table", "li"} and isinstance(
        box, boxes.BlockLevelBox
    )


def block_of(box: Any) -> int | None:
    """Return the number of the embedded block that a box is, if it is one."""
    element = getattr(box, "element", None)
    number = element.get("data-block") if element is not None else None
    return int(number) if number is not None else None


def child(box: Any, tag: str) -> Any:
    """Return the first child that an element of this name has made."""
    for one in getattr(box, "children", ()):
        if one.element_tag == tag:
            return one
    return None


def classes(box: Any) -> list[str]:
    """Return the classes of the element that a box was made from."""
    element = getattr(box, "element", None)
    return (element.get("class") or "").split() if element is not None else []


def clipped(pages: Sequence[Page]) -> Iterator[Fault]:
    """Yield a fault for each text or picture that is not wholly inside its page."""
    for page in pages:
        area = page._page_box
        left, top = area.content_box_x() - TOLERANCE, area.content_box_y() - TOLERANCE
        right = area.content_box_x() + area.width + TOLERANCE
        bottom = area.content_box_y() + area.height + TOLERANCE
        for box in drawn(page):
            x, y = box.position_x, box.position_y
            inside = x >= left and y >= top
            inside = inside and x + box.margin_width() <= right
            if not (inside and y + box.margin_height() <= bottom):
                what = getattr(box, "text", "").strip()
                message = f"“{what[:60] or 'a picture'}” sticks out of the page"
                yield Fault("clipped", message, about=what)
