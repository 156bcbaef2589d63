"""Shortcuts through how WeasyPrint walks through all boxes of a document, again and again.

* `build.flex_boxes`, `build.grid_boxes`: what is in a flex box or a grid, until a rule makes one;
* `anchors.gather_anchors`: the links, titles and forms of a page, of boxes that may be some;
* `stacking._dispatch_children`: the boxes in another, copied only if some are painted elsewhere;
* `Box.descendants`: a box and all in it, without a generator in a generator for each level.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from weasyprint import anchors, stacking
from weasyprint.formatting_structure import boxes, build

FORMS = {"form", "button", "input", "select", "textarea"}
"""Elements of forms."""


def replaced() -> list[tuple[Any, str, Any]]:
    """Return what is replaced: where it is, its name, and what takes its place."""
    return [
        (build, "flex_boxes", _flex_boxes),
        (build, "grid_boxes", _grid_boxes),
        (anchors, "gather_anchors", _gather_anchors),
        (stacking, "_dispatch_children", _dispatch_children),
        (boxes.Box, "descendants", _descendants),
    ]


_find_flex_boxes, _find_grid_boxes = build.flex_boxes, build.grid_boxes


def _flex_boxes(box: Any) -> Any:
    """Return a box with its flex boxes completed."""
    return _find_flex_boxes(box) if _has_special_boxes(box) else box


def _grid_boxes(box: Any) -> Any:
    """Return a box with its grids completed."""
    return _find_grid_boxes(box) if _has_special_boxes(box) else box


def _has_special_boxes(box: Any) -> bool:
    return "has_special_boxes" in vars(box.style.font_config)


_gather = anchors.gather_anchors


def _gather_anchors(box: Any, *given: Any) -> None:
    """Gather the links, titles and forms in a box."""
    style, element = box.style, box.element
    known = vars(style)
    if "is_plain" not in known:
        is_moved = style["transform"] or style["anchor"]
        known["is_plain"] = not is_moved and style["bookmark_level"] == "none"
    if (
        known["is_plain"]
        and not (box.link or any(given[4:]))
        and (element is None or element.tag not in FORMS)
    ):
        for child in box.all_children():
            _gather_anchors(child, *given)
    else:
        _gather(box, *given)


def _dispatch_children(box: Any, *given: Any) -> Any:
    """Return a box with what is painted with it."""
    if not isinstance(box, boxes.ParentBox):
        return box
    painted = [stacking._dispatch(child, *given) for child in box.children]
    if all(one is child for one, child in zip(painted, box.children, strict=True)):
        return box
    return box.copy_with_children([one for one in painted if one is not None])


def _descendants(self: Any, placeholders: bool = False) -> Iterator[Any]:
    """Yield a box and all in it."""
    waiting = [self]
    while waiting:
        box = waiting.pop()
        if placeholders:
            box = getattr(box, "_box", box)
        yield box
        if isinstance(box, boxes.Box):
            waiting += reversed(box.children)
