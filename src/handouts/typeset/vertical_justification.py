"""Seat a short sheet: open its gaps, and put its imprint at the foot of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weasyprint.document import Page

from handouts.typeset.boxes import bottom, child, classes, walk

if TYPE_CHECKING:
    from handouts.typeset.layout import Layout

MOST_STRETCH = 0.75
"""Most that a gap between blocks grows to fill a page, in ems."""


def seat(layout: Layout) -> Layout:
    """Share the height left on a single page among the gaps, and seat the imprint at its foot.

    Moves boxes that are already laid out, which costs nothing beside a second layout.
    """
    if layout.pages != 1:
        return layout
    page_box = layout.document.pages[0]._page_box
    body = child(child(page_box, "html"), "body")
    main, foot = child(body, "main"), child(body, "footer")
    if main is None:
        return layout
    parts = [part for part in main.children if part.is_in_normal_flow()]
    free = page_box.content_box_y() + page_box.height - bottom(foot or parts[-1])
    gaps = len(parts) - 1 + (foot is not None)
    if free <= 0 or gaps < 1:
        return layout
    em = layout.setting.size * 96 / 72
    # A standfirst stays close to its title.
    movable = [part for part in parts[1:] if "standfirst" not in classes(part)]
    step = min(free / (len(movable) + (foot is not None) or 1), MOST_STRETCH * em)
    for index, part in enumerate(movable, 1):
        _move(part, step * index)
    if foot is not None:
        _move(foot, free)
    layout.document.pages[0] = Page(page_box)
    return layout


def _move(part: Any, dy: float) -> None:
    """Move a box down, with the backgrounds in it, which the engine has placed already."""
    part.translate(dy=dy)
    for box in walk(part):
        if box.background is not None:
            layers = [_moved(layer, dy) for layer in box.background.layers]
            box.background = box.background._replace(layers=layers)


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
