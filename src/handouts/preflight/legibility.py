"""Check that the words of a finished PDF can be seen: large enough, dark enough, not covered.

Draws each page and measures the ink at the place of each run of text: words that are white, cut
off or under a box have too little. Knows PDFium; nothing of Sphinx.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as pdfium

from handouts.problems import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Box = tuple[float, float, float, float]
"""Left, bottom, right and top, in points from the lower left corner of the page."""

Character = tuple[str, float, float]
"""A character, and the point at which it begins, in points from the lower left corner."""

SCALE = 2.0
"""Pixels to a point: at 144 to the inch the stems of the smallest type are a pixel wide.

With half as many, thin lines of good sheets are refused.
"""
LEAST_CONTRAST = 4.5
"""Of ink with paper: WCAG 2.2, success criterion 1.4.3."""
TOLERANCE = 0.1
"""Points by which type may be smaller, for rounding."""
LONG = 9
"""Characters from which a run is measured in strips, to find what is partly cut off."""
GAP = re.compile(r"\s{2}")
"""A run of spaces, as in code, where there is no ink."""
MOST_SHARED = 0.25
"""Share of its box that a run may have in common with another run."""
THIN = 2.0
"""Most points of a shape that is a rule, and covers nothing."""
COVERED = 2.0
"""Square points of a run that a shape may cover."""
UNSEEN_MODES = {pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP}


@dataclass(frozen=True)
class Run:
    """A text object of a page: characters that are drawn together."""

    text: str
    box: Box
    size: float
    """In points on paper."""
    mode: int
    """PDF's text rendering mode."""
    order: int = 0
    """Place in the drawing order of the page."""
    font: str = ""
    """Name in the PDF, without the prefix of a subset."""
    characters: tuple[Character, ...] = ()
    """Without white space."""


def faults_of_sight(
    page: Any, runs: Sequence[Run], filled: Sequence[tuple[int, Box]], smallest: float
) -> Iterator[Fault]:
    """Yield what cannot be read on a page.

    :param filled: boxes of pictures and filled shapes, with their place in the drawing order
    :param smallest: least size of type, in points
    """
    seen = [run for run in runs if run.text.strip()]
    for run in seen:
        if run.size < smallest - TOLERANCE:
            what = f"is set in {run.size:.1f} pt, and {smallest:g} pt is the smallest type"
            yield Fault("illegible", f"“{_short(run)}” {what}")
    # Half a thousand places are looked at: Pillow's own picture cuts them out without objects.
    picture = page.render(scale=SCALE, grayscale=True).to_pil().im
    for run in seen:
        if run.mode in UNSEEN_MODES or _faint(picture, run):
            yield Fault("illegible", f"“{_short(run)}” is too faint, covered or cut off")
    for run in dict.fromkeys(_covered(filled, seen)):
        yield Fault("illegible", f"something is drawn on “{_short(run)}”")
    for one, other in _overlapping(seen):
        yield Fault("illegible", f"“{_short(one)}” and “{_short(other)}” lie on each other")


def _covered(filled: Sequence[tuple[int, Box]], runs: Sequence[Run]) -> Iterator[Run]:
    """Yield each run on which something is drawn later."""
    for order, box in filled:
        if min(box[2] - box[0], box[3] - box[1]) < THIN:
            continue
        for run in runs:
            if run.order < order and _shared_area(run.box, box) > COVERED:
                yield run


def _short(run: Run) -> str:
    return run.text.strip()[:60]


def _faint(picture: Any, run: Run) -> bool:
    """Return whether ink and paper are too alike in any part of a run's box."""
    left, bottom, right, top = (side * SCALE for side in run.box)
    height = picture.size[1]
    whole = (left, height - top, right, height - bottom)
    strips = _strips(whole) if _is_even(run.text.strip()) else [whole]
    return any(_contrast(picture, strip) < LEAST_CONTRAST for strip in strips)


def _is_even(text: str) -> bool:
    """Return whether there is ink everywhere along a text, in both halves of its height."""
    return len(text) >= LONG and not GAP.search(text) and any(map(str.isalnum, text))


def _strips(box: Box) -> Iterator[Box]:
    """Yield the two halves of a box's height, and the thirds of its length."""
    left, top, right, bottom = box
    middle, third = (top + bottom) / 2, (right - left) / 3
    yield left, top, right, middle
    yield left, middle, right, bottom
    for index in range(3):
        yield left + index * third, top, left + (index + 1) * third, bottom


def _contrast(picture: Any, box: Box) -> float:
    left, top, right, bottom = box
    edges = (math.floor(left), math.floor(top), math.ceil(right), math.ceil(bottom))
    darkest, lightest = (_luminance(grey) for grey in picture.crop(edges).getextrema())
    return (lightest + 0.05) / (darkest + 0.05)


def _luminance(grey: int) -> float:
    return float((grey / 255) ** 2.2)


def _overlapping(runs: Sequence[Run]) -> Iterator[tuple[Run, Run]]:
    rows = sorted(runs, key=lambda run: run.box[1])
    for index, one in enumerate(rows):
        for other in rows[index + 1 :]:
            if other.box[1] >= one.box[3]:
                break
            if _shared(one.box, other.box) > MOST_SHARED:
                yield one, other


def _shared(one: Box, other: Box) -> float:
    """Return which share of the smaller of two boxes lies in the other."""
    smaller = min(_area(one), _area(other))
    return _shared_area(one, other) / smaller if smaller else 0.0


def _shared_area(one: Box, other: Box) -> float:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return max(width, 0.0) * max(height, 0.0)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
