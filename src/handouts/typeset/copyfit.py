"""Copyfit: choose the settings and blocks with which a sheet fits its pages.

Knows of a layout only how many pages it takes; nothing of the layout engine.
"""

from __future__ import annotations

import contextlib
import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from handouts.typeset.layout import Layout, NoLayoutError, ParsedSheet

if TYPE_CHECKING:
    from handouts.jobs import SheetPlan

MARGIN = 0.0025
"""Share of a page by which an estimate must be too high for no layout to be tried.

Where a layout with the next smaller type had corrected the estimate, one in four was this much too
high, and one in twenty twice as much (41 pairs of settings, 29 November 2026).
"""
USUAL_ERROR = 0.01
"""Share by which the estimate of a page is usually wrong before it is corrected."""
MARGIN_OF_PAGES = 0.04
"""The same for several pages, which may end early."""
EARLY = 1.02
"""Factor for pages that end early, until one has been laid out."""


@dataclass
class Fit:
    """The layout that copyfit chose, or the smallest one if nothing fits."""

    layout: Layout
    fits: bool
    layouts: int


@dataclass(frozen=True)
class Candidate:
    """One way to print a sheet: the number of optional blocks, and the index of the setting."""

    kept: int
    setting: int

    def holds(self, other: Candidate) -> bool:
        """Return whether this is at least as large as another, and overflows if that does."""
        return self.kept >= other.kept and self.setting <= other.setting


def copyfit(sheet: ParsedSheet, plan: SheetPlan, at_most: int | None = None) -> Fit:
    """Choose what to print: as many blocks as fit, then the best setting that holds them.

    The choice depends on nothing but what is given.

    :param at_most: optional blocks to keep at most, as many as large print has room for
    :raises NoLayoutError: if the engine makes no pages of the sheet
    """
    sheet.reset()
    search = Search(sheet, plan, sheet.optional if at_most is None else at_most)
    layout = search.run()
    if layout is None:
        last = search.tried[search.options[-1]]
        if last is None:
            raise NoLayoutError
        return Fit(last, False, len(search.tried))
    if plan.pages > 1 and layout.pages == 1:
        # One page has no number, and nothing on the next page.
        layout = sheet.lay_out(replace(plan, pages=1), layout.setting, layout.kept)
    return Fit(layout, True, len(search.tried))


class Search:
    """The search for the first option that fits; an estimate says where to look."""

    def __init__(self, sheet: ParsedSheet, plan: SheetPlan, most: int) -> None:
        self.sheet, self.plan = sheet, plan
        pairs = itertools.product(range(most, -1, -1), range(len(plan.settings)))
        self.options = list(itertools.starmap(Candidate, pairs))
        """The preferred one first; last the smallest setting without optional blocks."""
        self.tried: dict[Candidate, Layout | None] = {}
        self.estimates: dict[Candidate, float] = {}
        self.ratio = EARLY if plan.pages > 1 else 1.0
        """The height of a layout as a multiple of its estimate."""
        self.measured = False
        """Whether the ratio comes from a layout that fits."""

    def run(self) -> Layout | None:
        """Return the layout of the best option; nothing if not even the smallest fits."""
        while True:
            option = next(self.candidates(), self.options[-1])
            if option in self.tried:
                if not self.fits(option):
                    return None
                better = min(self.better_ones(option), key=self.estimate, default=None)
                if better is None:
                    return self.tried[option]
                option = better
            self.lay_out(option)

    def candidates(self) -> Iterator[Candidate]:
        """Yield the options that should fit, the best first."""
        return (one for one in self.options if not self.overflows(one) and self.should_fit(one))

    def better_ones(self, option: Candidate) -> Iterator[Candidate]:
        """Yield better options that could fit after all, within the margin of the estimate."""
        margin = MARGIN_OF_PAGES if self.plan.pages > 1 else MARGIN
        # Where the estimate was wrong by more than usual, the margin is as much wider.
        margin += max(abs(self.ratio - 1) - USUAL_ERROR, 0)
        for one in self.options[: self.options.index(option)]:
            room = self.room(one)
            # How much stays free need not be exact; what overflows would be lost.
            close = self.estimate(one) * self.ratio <= room + margin * (room == self.plan.pages)
            if close and not self.overflows(one):
                yield one

    def should_fit(self, option: Candidate) -> bool:
        """Return whether an option fits, by a layout or by the estimate."""
        known = any(self.fits(one) and one.holds(option) for one in self.tried)
        return known or self.estimate(option) * self.ratio <= self.room(option)

    def overflows(self, option: Candidate) -> bool:
        """Return whether an option is known not to fit."""
        return any(option.holds(one) and not self.fits(one) for one in self.tried)

    def fits(self, option: Candidate) -> bool:
        """Return whether an option that was laid out fits."""
        layout = self.tried[option]
        if layout is None or not self.ends(layout):
            return False
        return min(layout.used, self.plan.pages) <= self.room(option)

    def ends(self, layout: Layout) -> bool:
        """Return whether a layout ends on the pages that it may have."""
        return layout.pages <= self.plan.pages

    def room(self, option: Candidate) -> float:
        """Return how much of its pages an option may fill: with the smallest setting, all."""
        is_last = option.setting == len(self.plan.settings) - 1
        return self.plan.pages if is_last else self.plan.pages - self.plan.free

    def estimate(self, option: Candidate) -> float:
        """Return how many pages an option should take."""
        if option not in self.estimates:
            setting = self.plan.settings[option.setting]
            self.estimates[option] = self.sheet.estimate(self.plan, setting, option.kept)
        return self.estimates[option]

    def lay_out(self, option: Candidate) -> None:
        """Lay an option out, and correct the estimate by it."""
        setting = self.plan.settings[option.setting]
        self.tried[option] = None
        with contextlib.suppress(NoLayoutError):
            self.tried[option] = self.sheet.lay_out(self.plan, setting, option.kept)
        layout = self.tried[option]
        if layout is None:
            return
        estimate = max(self.estimate(option), 0.01)
        if self.ends(layout):
            self.ratio, self.measured = layout.used / estimate, True
        elif not self.measured:
            # The height of what overflows includes gaps, so no more than a little counts.
            used = min(layout.used, self.plan.pages + 0.03)
            self.ratio = max(self.ratio, used / estimate)


def full(layout: Layout, plan: SheetPlan) -> float:
    """Return the used share of the pages that may be used."""
    return math.floor(min(layout.used / plan.pages, 1.0) * 1000) / 1000
