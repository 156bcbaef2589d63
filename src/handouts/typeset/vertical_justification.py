"""Justify a sheet vertically: widen its gaps, and move its imprint to the foot of the page."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

from handouts.typeset.boxes import area_of, body_of, bottom, child_of, classes, move_down, renew

if TYPE_CHECKING:
    from handouts.typeset.layout import Layout

MOST_STRETCH = 1.2
"""Most that a gap between blocks grows to fill a page, in ems."""


def justify(layout: Layout) -> Layout:
    """Share the free height of a single page among its gaps, and move the imprint to its foot.

    Moves boxes that are laid out, because a second layout would take as long as the first.
    """
    if layout.pages != 1:
        return layout
    (page,) = layout.document.pages
    body = body_of(page)
    main, foot = child_of(body, "main"), child_of(body, "footer")
    if main is None:
        return layout
    parts = [part for part in main.children if part.is_in_normal_flow()]
    free = area_of(page).bottom - bottom(foot or parts[-1])
    gaps = len(parts) - 1 + (foot is not None)
    if free <= 0 or gaps < 1:
        return layout
    grows = [not _leads(above, part) for above, part in pairwise(parts)]
    step = min(free / (sum(grows) + (foot is not None) or 1), MOST_STRETCH * layout.setting.em)
    for part, above in zip(parts[1:], accumulate(grows), strict=True):
        move_down(part, step * above)  # By the gaps above it that grow.
    if foot is not None:
        move_down(foot, free)
    renew(layout.document, 0)
    return layout


def _leads(above: Any, part: Any) -> bool:
    """Return whether a part stays close to the title above it: a standfirst or a paragraph."""
    return "standfirst" in classes(part) or (above.element_tag, part.element_tag) == ("h1", "p")
