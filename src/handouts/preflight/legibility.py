"""Check that the words of a finished PDF can be seen: large enough, dark enough, not covered.

Draws each page and measures the ink at the place of each run of text: words that are white, cut
off or under a box have too little. Knows PDFium; nothing of Sphinx.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeVar

import pypdfium2.raw as pdfium

from handouts.preflight.drawn_words import parts_of_words
from handouts.preflight.overlaps import (
    harmed_by_shapes,
    overlapping_in_pictures,
    overlapping_words,
)
from handouts.problems import Fault, fault_of_words

if TYPE_CHECKING:
    from handouts.preflight.run import Box, Run

SCALES = (1.5, 4.0, 8.0)
"""Pixels to a point: at first, and for closer looks at what seems to be faint.

At 108 to the inch no run of a hundred good pages seemed faint; at 115 some did on every ninth, and
at 90 on every fourth. Many a dash does, which lies between two rows of dots, or fills its box.
"""
LEAST_CONTRAST = 4.5
"""Of ink with paper: WCAG 2.2, success criterion 1.4.3."""
LEAST_OF_PICTURE = 1.5
"""Of the ink of a picture with its ground; what is fainter is gone in a copy."""
BESIDE = 2
"""Pixels of the ground beside a picture that it is compared with."""
SMALLEST_IN_PICTURE = 4.0
"""Points of the smallest words in a picture."""
LUMINANCE = [
    0.05 + (grey / 255 / 12.92 if grey <= 10 else ((grey / 255 + 0.055) / 1.055) ** 2.4)
    for grey in range(256)
]
"""Of each grey, as WCAG compares it."""
TOLERANCE = 0.1
"""Points by which type may be smaller, for rounding."""
LONG = 9
"""Characters from which a run is measured in strips, to find what is partly cut off."""
GAP = re.compile(r"\s{2}")
"""A run of spaces, as in code, where there is no ink."""
Seen = TypeVar("Seen")
UNSEEN_MODES = {pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP}


def faults_of_legibility(
    page: Any,
    runs: Sequence[Run],
    filled: Sequence[tuple[int, Box]],
    smallest: float,
    in_pictures: Sequence[Run] = (),
    figures: Sequence[tuple[str, Box]] = (),
) -> Iterator[Fault]:
    """Yield what cannot be read on a page.

    :param filled: boxes of pictures and filled shapes, with their place in the drawing order
    :param smallest: least size of type, in points
    :param in_pictures: runs in pictures, which may be small and lie on shapes
    :param figures: alternative texts and boxes of pictures
    """
    seen = [run for run in runs if run.text.strip()]
    for run in seen:
        if run.size < smallest - TOLERANCE:
            what = f"is set in {run.size:.1f} pt, and {smallest:g} pt is the smallest type"
            yield fault_of_words("illegible", run.quoted, what)
    yield from _small_in_pictures(in_pictures)
    drawn = _render(page, SCALES[0])
    for alternative, _ in _unseen(page, drawn, figures, _is_blank):
        about = alternative[:60]
        yield Fault("illegible", f"nothing can be seen of the picture “{about}”", about=about)
    parts = list(parts_of_words(in_pictures))
    unseen = set(_unseen(page, drawn, [*seen, *parts], _faint))
    for run in seen:
        if run in unseen:
            yield fault_of_words("illegible", run.quoted, "is too faint, covered or cut off")
    yield from _illegible_in_pictures(in_pictures, parts, unseen)
    for run, what in dict.fromkeys(harmed_by_shapes(filled, seen)):
        yield fault_of_words("illegible", run.quoted, what)
    for one, other in overlapping_words(page, seen):
        yield fault_of_words("illegible", one, f"and “{other[:60]}” lie on each other")


def _illegible_in_pictures(
    runs: Sequence[Run], parts: Sequence[Run], unseen: Set[Run]
) -> Iterator[Fault]:
    """Yield the words of pictures that are not seen, or lie on each other."""
    for is_unseen, some in groupby(parts, unseen.__contains__):
        if is_unseen:
            words = "".join(run.text for run in some).strip()
            what = "is too faint, covered or cut off; draw it darker, or elsewhere in the picture"
            yield fault_of_words("illegible", words, what, in_picture=True)
    for one, other in overlapping_in_pictures(runs):
        what = f"and “{other[:60]}” lie on each other; move one of them in the picture"
        yield fault_of_words("illegible", one, what, in_picture=True)


def _small_in_pictures(runs: Sequence[Run]) -> Iterator[Fault]:
    """Yield the words of pictures that nobody can read; the engine may draw letter by letter."""
    least = SMALLEST_IN_PICTURE - TOLERANCE
    for size, some in groupby(runs, lambda run: run.size if run.size < least else 0.0):
        words = "".join(run.text for run in some).strip()
        if size and any(map(str.isalnum, words)):
            what = (
                f"is {size:.1f} pt high, and {SMALLEST_IN_PICTURE:g} pt is the smallest type in "
                "pictures; draw it larger in the picture"
            )
            yield fault_of_words("illegible", words, what, in_picture=True)


def _render(page: Any, scale: float) -> Any:
    # Half a thousand places are looked at: Pillow's own picture cuts them out without objects.
    return page.render(scale=scale, grayscale=True).to_pil().im


def _unseen(
    page: Any, drawn: Any, things: Sequence[Seen], is_faint: Callable[[Any, Seen, float], bool]
) -> Sequence[Seen]:
    """Return the runs or pictures of a page that are too faint at each scale.

    :param drawn: the page at the first scale
    """
    for scale in SCALES:
        if not things:
            break
        picture = drawn if scale == SCALES[0] else _render(page, scale)
        things = [one for one in things if is_faint(picture, one, scale)]
    return things


def _in_pixels(box: Box, picture: Any, scale: float) -> Box:
    """Return where a box of a page is in a picture of the page: left, top, right and bottom."""
    left, bottom, right, top = (side * scale for side in box)
    height = picture.size[1]
    return left, height - top, right, height - bottom


def _is_blank(picture: Any, figure: tuple[str, Box], scale: float) -> bool:
    """Return whether a picture of a page has no ink that differs from its ground."""
    left, top, right, bottom = _in_pixels(figure[1], picture, scale)
    # With a little of its ground: a drawing may be dark all over.
    around = left - BESIDE, top - BESIDE, right + BESIDE, bottom + BESIDE
    return _contrast(picture, around) < LEAST_OF_PICTURE


def _faint(picture: Any, run: Run, scale: float) -> bool:
    """Return whether a run is not drawn, or too like the paper in any part of its box."""
    if run.mode in UNSEEN_MODES:
        return True
    whole = _in_pixels(run.box, picture, scale)
    if not _is_even(run.text.strip()):
        halves = [*_strips(whole)][:2] if any(map(str.isalnum, run.text)) else [whole]
        return _has_faint(picture, halves)
    # Each strip is around one of three cells, and on good pages none of these is faint.
    return _has_faint(picture, _cells(whole)) and _has_faint(picture, _strips(whole))


def _has_faint(picture: Any, boxes: Iterable[Box]) -> bool:
    """Return whether ink and paper are too alike in one of some boxes."""
    return any(_contrast(picture, box) < LEAST_CONTRAST for box in boxes)


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


def _cells(box: Box) -> Iterator[Box]:
    """Yield where the halves of a box's height and the thirds of its length cross, in zigzag."""
    upper, lower, *thirds = _strips(box)
    for third, half in zip(thirds, (upper, lower, upper), strict=True):
        yield third[0], half[1], third[2], half[3]


def _contrast(picture: Any, box: Box) -> float:
    left, top, right, bottom = box
    edges = (math.floor(left), math.floor(top), math.ceil(right), math.ceil(bottom))
    darkest, lightest = picture.crop(edges).getextrema() or (0, 0)  # None, without a width.
    contrast: float = LUMINANCE[lightest] / LUMINANCE[darkest]
    return contrast
