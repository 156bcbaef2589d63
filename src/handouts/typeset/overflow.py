"""What to say of a sheet that is too long: by how much, and which blocks are the longest."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from weasyprint.formatting_structure.boxes import BlockBox

from handouts.problems import Fault
from handouts.typeset.boxes import block_of, content, fullness, lines, text_of, walk

if TYPE_CHECKING:
    from handouts.jobs import SheetPlan
    from handouts.typeset.layout import Layout, Sheet


def overflow(sheet: Sheet, layout: Layout, plan: SheetPlan) -> Fault:
    """Return what to say of a sheet that is too long: by how much, and the longest blocks."""
    line = layout.setting.size * 96 / 72 * layout.setting.leading
    over = max(math.ceil(_too_much(sheet, layout, plan) / line), 1)
    shown = [box for page in layout.document.pages for box in lines(page)]
    words = sum(len(text_of(box).split()) for box in shown) / max(len(shown), 1)
    # Columns are as long as their halves: a line less of the page is a line less of each.
    halves = 2 if sheet.columns and not plan.large_print else 1
    cut = max(math.ceil(over * words * halves), 1)
    heights: dict[int, float] = {}
    for page in layout.document.pages:
        for child in content(page):
            for box in walk(child):
                number = block_of(box)
                # A table is two boxes, of which the outer one, for its caption, is a block box.
                if number is not None and isinstance(box, BlockBox):
                    heights[number] = heights.get(number, 0.0) + box.margin_height()
    longest = sorted(heights, key=lambda number: -heights[number])[:3]
    return Fault("overflow", f"too long by about {cut} words ({over} lines)", blocks=tuple(longest))


def _too_much(sheet: Sheet, layout: Layout, plan: SheetPlan) -> float:
    """Return by how many pixels a layout is too high."""
    *_, last = inside = layout.document.pages[: plan.pages]
    if len(inside) > 1:
        over = sum(fullness(page) for page in layout.document.pages[plan.pages :])
        return float((over - 1 + fullness(last)) * last._page_box.height)
    # What does not fit may leave the page, or a column of it, half empty: so on endless paper.
    width, height = plan.paper
    endless = replace(plan, paper=(width, height * 20))
    whole = sheet.lay_out(endless, layout.setting, layout.kept).document.pages[0]
    return float(fullness(whole) * whole._page_box.height - last._page_box.height)
