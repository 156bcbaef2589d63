"""Report a sheet that is too long: by how much, and which blocks are the longest."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from handouts.problems import Fault
from handouts.typeset.boxes import area_of, block_of, fullness, heights, lines, pictures, text_of
from handouts.typeset.estimate import MILLIMETRE

if TYPE_CHECKING:
    from handouts.jobs import SheetPlan
    from handouts.typeset.layout import Layout, ParsedSheet

LARGE = 0.15
"""Share of a page's height from which a picture is named."""
LEAST_AREA = 0.2
"""Least square ems of a letter: a narrow one, in lines that touch."""
USUAL_AREA = 0.6
"""Usual square ems of a letter, with its share of the leading."""
WORD = 6
"""Letters of a usual word, with the space after it."""


def overflow(sheet: ParsedSheet, layout: Layout, plan: SheetPlan) -> Fault:
    """Return a fault for a sheet that is too long: by how much, and the longest blocks."""
    line = layout.setting.em * layout.setting.leading
    over = max(math.ceil(_too_much(sheet, layout, plan) / line), 1)
    shown = [box for page in layout.document.pages for box in lines(page)]
    words = sum(len(text_of(box).split()) for box in shown) / max(len(shown), 1)
    # For one line less on the page, each of two columns must lose a line.
    halves = 2 if sheet.columns and not plan.large_print else 1
    cut = max(math.ceil(over * words * halves), 1)
    blocks = heights(layout.document, block_of)
    longest = sorted(blocks, key=lambda number: -blocks[number])[:3]
    by = f"{cut} words ({over} line{'s' if over > 1 else ''})"
    message = f"too long by about {by}{_large_pictures(layout)}"
    return Fault("overflow", message, blocks=tuple(longest))


def certain_overflow(sheet: ParsedSheet, text: str, plan: SheetPlan) -> Fault | None:
    """Return the fault of a text that is too long for any layout, if it is.

    The engine takes minutes over a megabyte of words, and quadratic time over one word: such a text
    is refused for its length alone.
    """
    width, height = (side * MILLIMETRE for side in plan.paper)
    ems = plan.pages * width * height / min(setting.em for setting in plan.settings) ** 2
    if len(text) * LEAST_AREA <= ems:  # As of nearly all: there is nothing to count.
        return None
    # Spaces may be lost at the ends of lines; accents and marks of direction have no width.
    letters = sum(unicodedata.category(sign)[0] in "LNPS" for sign in text)
    if letters * LEAST_AREA <= ems:
        return None
    cut = math.ceil((letters - ems / USUAL_AREA) / WORD)
    return Fault("overflow", f"too long by about {cut} words", blocks=_longest_texts(sheet))


def too_high(sheet: ParsedSheet) -> Fault:
    """Return the fault of a sheet that the engine cannot lay out."""
    message = "too long, and something on it is higher than a page"
    return Fault("overflow", message, blocks=_longest_texts(sheet))


def _longest_texts(sheet: ParsedSheet) -> tuple[int, ...]:
    """Return the numbers of the three blocks with most text, the longest first."""
    blocks = [element for element in sheet.body.iter() if element.get("data-block")]
    lengths = {int(one.get("data-block")): sum(map(len, one.itertext())) for one in blocks}
    return tuple(sorted(lengths, key=lambda number: -lengths[number])[:3])


def _large_pictures(layout: Layout) -> str:
    """Return the part of a message that names large pictures, with their sizes."""
    least = area_of(layout.document.pages[0]).height * LARGE
    large = {
        name: f"picture '{name}' is {width / MILLIMETRE:.0f} × {height / MILLIMETRE:.0f} mm"
        for page in layout.document.pages
        for name, width, height in pictures(page)
        if height >= least
    }
    return "".join(f"; {words}" for words in large.values())


def _too_much(sheet: ParsedSheet, layout: Layout, plan: SheetPlan) -> float:
    """Return by how many pixels a layout is too high."""
    *_, last = inside = layout.document.pages[: plan.pages]
    height = area_of(last).height
    if len(inside) > 1:
        over = sum(fullness(page) for page in layout.document.pages[plan.pages :])
        return (over - 1 + fullness(last)) * height
    # A block that does not fit may leave the page half empty, so it is laid out on endless paper.
    paper = (plan.paper[0], plan.paper[1] * 20)
    endless = sheet.lay_out(replace(plan, paper=paper), layout.setting, layout.kept)
    whole = endless.document.pages[0]
    return fullness(whole) * area_of(whole).height - height
