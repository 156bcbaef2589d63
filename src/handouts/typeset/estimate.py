"""Estimate the height of a sheet with a setting, from the widths of its words.

Decides only what is laid out first, and what need not be; knows nothing of the layout engine.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from fontTools.ttLib import TTFont

if TYPE_CHECKING:
    from handouts.jobs import SheetPlan, TypeSetting
    from handouts.typeset.measures import Measures

MILLIMETRE = 96 / 25.4
KERNING = 0.9975
"""Factor for the width of a text by its kerning."""
ELSE = 0.8
"""Width of a character that the typeface lacks, in ems."""
SLACK = 0.02
"""Ems by which a word may be too wide, because sums of widths are not exact."""
SPACE = 0.236
"""Width of a space, in ems."""
BREAK = -1.0
"""Stands among the widths of words for a line break."""


@dataclass(frozen=True)
class Try:
    """A setting to estimate: lengths in pixels, leading and spacing as in a setting."""

    rem: float
    leading: float
    space: float
    kept: int
    large_print: bool
    theme: Measures

    @property
    def gap(self) -> float:
        """The gap between two blocks."""
        return self.space * self.rem


def share(outline: Flow, one: Try, plan: SheetPlan) -> float:
    """Return how many pages an outline should fill."""
    theme = one.theme
    bottom = theme.page_bottom_numbered if plan.pages > 1 else theme.page_bottom
    height = (plan.paper[1] - theme.page_top - bottom) * MILLIMETRE
    return outline.height(one, width_of(plan, theme)) / height


def width_of(plan: SheetPlan, theme: Measures) -> float:
    """Return the width of a page without its margins, in pixels."""
    return (plan.paper[0] - 2 * theme.page_side) * MILLIMETRE


def try_of(plan: SheetPlan, setting: TypeSetting, kept: int, theme: Measures) -> Try:
    """Return a setting with its lengths in pixels."""
    return Try(setting.em, setting.leading, setting.space, kept, plan.large_print, theme)


class Widths:
    """Widths of characters in ems, in each weight of the body text and in headings."""

    def __init__(self, body: Mapping[int, Path], heading: Path) -> None:
        self.body = {weight: _widths(path) for weight, path in body.items()}
        self.heading = _widths(heading)

    def of(self, text: str, weight: int, *, heading: bool = False) -> float:
        """Return the width of a text on one line."""
        table = self.heading if heading else self.body[weight]
        return KERNING * sum(map(table.__getitem__, text))


def _widths(path: Path) -> Mapping[str, float]:
    return defaultdict(lambda: ELSE, {"\N{WORD JOINER}": 0.0, **advances(path)})


def advances(path: Path) -> Mapping[str, float]:
    """Return the width in ems of each character of a font."""
    return _advances(path, path.stat().st_mtime_ns)


@functools.lru_cache(maxsize=16)
def _advances(path: Path, _changed: int) -> Mapping[str, float]:
    with TTFont(path, lazy=True) as font:
        metrics, size = font["hmtx"].metrics, font["head"].unitsPerEm
        return {chr(code): metrics[name][0] / size for code, name in font.getBestCmap().items()}


@dataclass
class Text:
    """Text that runs in lines."""

    widths: list[float]
    """Widths of the words, in ems."""
    size: float = 1.0
    line: float = 0.0
    """Leading; 0 is that of the setting."""
    capped: bool = True
    leads: bool = False
    """Whether it stands right below the title or a table, where lines may be longer."""
    numbers: list[int] | None = None
    """For each word, the number of the optional block that it belongs to."""

    def height(self, one: Try, width: float) -> float:
        """Return the height in pixels at a width in pixels."""
        em = one.rem * self.size
        room = width / em
        if self.capped:
            room = min(room, one.theme.lead_measure if self.leads else one.theme.measure)
        lines, left = 1, room
        shown = self.widths
        if self.numbers is not None:
            pairs = zip(self.widths, self.numbers, strict=True)
            shown = [word for word, number in pairs if number < one.kept]
        for word in shown:
            if word == BREAK or (word > left + SLACK and left < room):
                lines, left = lines + 1, room
            if word != BREAK:
                left -= word + SPACE
        return lines * em * (self.line or one.leading) if self.widths else 0.0


@dataclass
class Fixed:
    """Something whose height does not depend on words."""

    millimetres: float = 0.0
    rems: float = 0.0

    def height(self, one: Try, width: float) -> float:
        """Return the height in pixels."""
        return self.millimetres * MILLIMETRE + self.rems * one.rem


@dataclass
class Around:
    """A part beside a picture."""

    part: Part
    across: float
    """Rems that the picture takes of the width."""
    down: float
    """Its height in rems."""

    def height(self, one: Try, width: float) -> float:
        """Return the height of what is higher."""
        return max(self.part.height(one, width - self.across * one.rem), self.down * one.rem)


@dataclass
class Flow:
    """Parts one below the other."""

    parts: list[tuple[float, Part]] = field(default_factory=list)
    """Each with the gap above it."""
    across: float = 0.0
    """Padding at both sides, in rems."""
    down: float = 0.0
    """Padding above and below, in rems."""
    number: int = -1
    """Number among the optional blocks; -1 is never left out."""
    title: float = 0.0
    """Rems of the width that the first part takes beside the others, except in large print."""
    least: float = 0.0
    """Least height in millimetres."""
    beside: float = 0.0
    """Millimetres of the width that something else takes."""

    def height(self, one: Try, width: float) -> float:
        """Return the height in pixels at a width in pixels."""
        room = width - self.across * one.rem - self.beside * MILLIMETRE
        total = self.down * one.rem
        first = True
        parts = self.parts
        least = self.least * MILLIMETRE
        if self.title and not one.large_print:
            least = total + self.height_beside(one)
            room, parts = room - self.title * one.rem, parts[1:]
        for gap, part in parts:
            if is_kept(part, one):
                total += (0.0 if first else gap * one.gap) + part.height(one, room)
                first = False
        return max(total, least)

    def height_beside(self, one: Try) -> float:
        """Return the height of a title that stands beside the rest, on the base lines of that."""
        lines = self.parts[0][1].height(one, one.theme.side * one.rem)
        return lines * one.leading / (one.theme.h2_size * one.theme.heading_line)


@dataclass
class Beside:
    """Parts side by side, each with its share of the width; stacked in large print."""

    parts: list[tuple[float, Part]]
    stacks: bool = True
    columns: float = 0.0
    """Sum of the shares of a whole row, if the parts do not fill it."""

    def height(self, one: Try, width: float) -> float:
        """Return the height of the highest part."""
        shown = [(share, part) for share, part in self.parts if is_kept(part, one)]
        if one.large_print and self.stacks:
            heights = [part.height(one, width) for _, part in shown]
            return sum(heights) + one.gap * max(len(heights) - 1, 0)
        gutter = one.theme.gutter * one.rem if self.stacks else 0.0
        whole = self.columns or sum(share for share, _ in self.parts) or 1.0
        room = width + gutter
        return max(
            (part.height(one, room * share / whole - gutter) for share, part in shown), default=0.0
        )


@dataclass
class TwoColumns:
    """Sections in two columns; the second begins where both are shortest."""

    sections: list[Part]

    def heights(self, one: Try, width: float) -> list[float]:
        """Return the height of each section with the gap below it; 0 for one left out."""
        room = width if one.large_print else (width - one.theme.gutter * one.rem) / 2
        return [
            part.height(one, room) + one.gap if is_kept(part, one) else 0.0
            for part in self.sections
        ]

    def height(self, one: Try, width: float) -> float:
        """Return the height of the higher column."""
        heights = self.heights(one, width)
        if one.large_print:
            return max(sum(heights) - one.gap, 0.0)
        total, left = sum(heights), 0.0
        best = total
        for height in heights:
            left += height
            best = min(best, max(left, total - left))
        return max(best - one.gap, 0.0)


@dataclass
class Table:
    """Rows of cells, in columns as wide as their words need."""

    rows: list[list[Flow]]
    least: list[float]
    """Width in ems of the longest word of each column, with its padding."""
    most: list[float]
    """The same, of its longest line."""
    drawn: list[float]
    """The same, of its longest line beside a bar, without the bar; 0 where there is none."""

    def height(self, one: Try, width: float) -> float:
        """Return the height of all rows."""
        room = width / one.rem
        bar = 0.0 if one.large_print else one.theme.interval * MILLIMETRE / one.rem
        drawn = [line and line + bar for line in self.drawn]
        leasts, mosts = list(map(max, self.least, drawn)), list(map(max, self.most, drawn))
        least, most = sum(leasts), sum(mosts)
        if room >= most:
            widths = [part * room / (most or 1) for part in mosts]
        else:
            # Where each cell is one word, no column can be narrower than its longest line.
            share = max(room - least, 0.0) / (most - least or 1)
            widths = [a + (b - a) * share for a, b in zip(leasts, mosts, strict=True)]
        rows = sum(
            max(cell.height(one, part * one.rem) for cell, part in zip(row, widths, strict=False))
            + (one.theme.cell_top + one.theme.cell_bottom) * one.gap
            + 1.0  # The rule below.
            for row in self.rows
            if row
        )
        return rows + 1.3  # The rules below the head and the whole table are thicker.


Part = Text | Fixed | Around | Flow | Beside | TwoColumns | Table


def is_kept(part: Part, one: Try) -> bool:
    """Return whether a part is printed."""
    return not isinstance(part, Flow) or part.number < one.kept
