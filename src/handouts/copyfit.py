"""Copyfit: from a sheet and a list of settings to the pages that hold all of it.

Knows layouts only by how many pages they take; of the layout engine nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from handouts.jobs import SheetPlan
    from handouts.layout import Layout, Sheet


@dataclass
class Fit:
    """What copyfit chose, or why nothing will do."""

    layout: Layout
    fits: bool
    layouts: int


def copyfit(sheet: Sheet, plan: SheetPlan, at_most: int | None = None) -> Fit:
    """Choose what to print: as many blocks as fit, then the best setting that holds them.

    Of the blocks that may be left out, no more than `at_most` are kept, because an edition for
    other readers has no room for the rest. The choice depends on nothing but what is given.
    """
    sheet.forget()
    tried: dict[tuple[int, int], Layout] = {}

    def lay_out(setting: int, kept: int) -> Layout:
        if (setting, kept) not in tried:
            tried[setting, kept] = sheet.lay_out(plan, plan.settings[setting], kept)
        return tried[setting, kept]

    def fits(setting: int, kept: int) -> bool:
        return lay_out(setting, kept).pages <= plan.pages

    floor = len(plan.settings) - 1
    kept = most = sheet.optional if at_most is None else at_most
    setting = 0
    if not fits(0, kept):
        guess = _guess(plan, lay_out(0, kept).used)
        setting = _first(lambda index: fits(index, kept), 1, floor, guess)
    if setting > floor:
        if not fits(floor, 0):
            return Fit(lay_out(floor, 0), False, len(tried))
        kept = most - _first(lambda dropped: fits(floor, most - dropped), 1, most, 1)
        setting = _first(lambda index: fits(index, kept), 0, floor, floor)
    layout = lay_out(setting, kept)
    if plan.pages > 1 and layout.pages == 1:
        # One page has no number, and nothing overleaf.
        layout = sheet.lay_out(replace(plan, pages=1), layout.setting, kept)
    return Fit(layout, True, len(tried))


def _first(good: Callable[[int], bool], low: int, high: int, guess: int) -> int:
    """Return the smallest index from `low` to `high` that is good, or `high + 1`.

    Everything after a good index is good. Starts at `guess` and goes step by step: with a fair
    guess that takes two looks.
    """
    bad, best, probe = low - 1, high + 1, guess
    while best - bad > 1:
        probe = min(max(probe, bad + 1), best - 1)
        if good(probe):
            best, probe = probe, probe - 1
        else:
            bad, probe = probe, probe + 1
    return best


def _guess(plan: SheetPlan, used: float) -> int:
    """Return the setting at which a sheet that used too many pages should fit."""
    best = plan.settings[0]
    for index, setting in enumerate(plan.settings):
        shrink = (setting.size / best.size) ** 2 * setting.leading / best.leading
        # Gaps are roughly a sixth of a page's height.
        gaps = (setting.space * setting.size) / (best.space * best.size or 1)
        if used * (0.84 * shrink + 0.16 * gaps) <= plan.pages:
            return index
    return len(plan.settings) - 1


def full(layout: Layout, plan: SheetPlan) -> float:
    """Return which share of the pages that may be used is used."""
    return math.floor(min(layout.used / plan.pages, 1.0) * 1000) / 1000
