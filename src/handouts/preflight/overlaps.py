"""Find words of a finished page that lie on other words, or across the edge of a box or picture.

The box of a run of text is that of its ink, and on a good sheet no two of them meet: the single
characters are looked at only where two do. Knows PDFium; nothing of Sphinx.
"""

from __future__ import annotations

import bisect
import ctypes
import itertools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as pdfium

from handouts.preflight.drawn_words import are_apart

if TYPE_CHECKING:
    from handouts.preflight.run import Box, Run

    Inks = Mapping[int, Sequence[Box]]
    """Boxes of the ink of each run's characters, without white space, by its drawing order."""

SHARED = 0.1
"""Ems of width or height that two characters may share, or half of the smaller one."""
LEANING = 0.3
"""Ems of width that they may share where a slanted one leans over the next."""
OF_LETTER = 0.4
"""Share of the smaller of two letters in pictures that the other may lie on."""
SLANTED = re.compile("Italic|Oblique|Slanted|Math")
"""In the name of a font."""
ACCENT = 0.25
"""Ems of height that an accent may have, which reaches into a close line above, as on Ế."""
THIN = 2.0
"""Most points of a shape that is a rule, and covers nothing, but may strike words through."""
CUT = 0.15
"""Ems from the edges of its ink at which a rule goes through a run."""
COVERED = 2.0
"""Square points of a run that a shape may cover."""
COVERS = "is covered by a box or picture"
CROSSES = "lies across the edge of a box or picture"
CUTS = "is struck through by a rule"
NOWHERE = (0.0, 0.0, 0.0, 0.0)


def overlapping_words(page: Any, runs: Sequence[Run]) -> Iterator[tuple[str, str]]:
    """Yield the words of each two runs that lie on each other, from the first that do so."""
    near = list(_neighbours(runs))
    inks = _inks(page, {run.order: run for pair in near for run in pair}) if near else {}
    for one, other in near:
        size = min(one.size, other.size)
        lean = LEANING * size if SLANTED.search(f"{one.font} {other.font}") else 0.0
        places = itertools.product(
            *(enumerate(inks.get(run.order) or [run.box]) for run in (one, other))
        )
        for (first, box), (second, under) in places:
            if _collide(box, under, SHARED * size, lean):
                yield _words_from(one, first), _words_from(other, second)
                break


def harmed_by_shapes(
    filled: Sequence[tuple[int, Box]], runs: Sequence[Run]
) -> Iterator[tuple[Run, str]]:
    """Yield each run that a shape covers, or that goes over the edge of one, with what is wrong.

    :param filled: boxes of pictures and filled shapes, with their place in the drawing order
    """
    rows = sorted(runs, key=lambda run: run.box[1])
    bottoms = [run.box[1] for run in rows]
    highest = max((run.box[3] - run.box[1] for run in runs), default=0.0)
    for order, box in filled:
        left, bottom, right, top = box
        thin = min(right - left, top - bottom) < THIN
        begin = bisect.bisect_left(bottoms, bottom - highest)
        for run in rows[begin : bisect.bisect_left(bottoms, top, begin)]:
            ink = run.box
            if ink[0] >= right or ink[1] >= top or ink[2] <= left or ink[3] <= bottom:
                continue
            if thin:
                if _is_cut(ink, box, CUT * run.size):
                    yield run, CUTS
                continue
            width, height = _shared(ink, box)
            if run.order < order and width * height > COVERED:
                yield run, COVERS
            elif min(width, height, _beyond(ink, box)) > SHARED * run.size:
                yield run, CROSSES


def _beyond(inner: Box, box: Box) -> float:
    """Return by how much a box goes over the edges of another, at most."""
    return max(box[0] - inner[0], box[1] - inner[1], inner[2] - box[2], inner[3] - box[3])


def _is_cut(ink: Box, rule: Box, least: float) -> bool:
    """Return whether a rule goes through a run, so far from the edges of its ink."""
    side = 1 if rule[2] - rule[0] > rule[3] - rule[1] else 0  # Across or down the page.
    within = rule[side] - ink[side] > least and ink[side + 2] - rule[side + 2] > least
    along = _shared(ink, rule)[1 - side]
    return within and along > least


def _neighbours(runs: Sequence[Run]) -> Iterator[tuple[Run, Run]]:
    """Yield each two runs whose boxes meet."""
    rows = sorted(runs, key=lambda run: run.box[1])
    bottoms = [run.box[1] for run in rows]
    for index, one in enumerate(rows, 1):
        left, _, right, top = one.box
        for other in rows[index : bisect.bisect_left(bottoms, top, index)]:
            if other.box[0] < right and other.box[2] > left:
                yield one, other


def _collide(one: Box, other: Box, most: float, lean: float) -> bool:
    """Return whether two characters have more in common than letters of good type."""
    width, height = _shared(one, other)
    if width <= 0 or height <= 0:
        return False
    narrower = min(one[2] - one[0], other[2] - other[0])
    lower = min(one[3] - one[1], other[3] - other[1])
    return width > max(min(most, narrower / 2), lean) and height > min(most, lower / 2)


def _shared(one: Box, other: Box) -> tuple[float, float]:
    """Return the width and the height that two boxes have in common; negative where they do not."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return width, height


def _words_from(run: Run, number: int) -> str:
    """Return the text of a run from the word with one of its characters on."""
    words = list(re.finditer(r"\S+", run.text))
    for word in words:
        number -= len(word[0])
        if number < 0:
            return run.text[word.start() :].strip()
    return run.text.strip()


def _inks(page: Any, runs: Mapping[int, Run]) -> Inks:
    """Return the boxes of the characters of some runs, given by their drawing order."""
    text_page = page.get_textpage()
    objects = enumerate(page.get_objects())
    found = {ctypes.addressof(one.raw.contents): runs[at] for at, one in objects if at in runs}
    inks: dict[int, list[Box]] = defaultdict(list)
    sides = [ctypes.c_double() for _ in range(4)]
    for index in range(pdfium.FPDFText_CountChars(text_page)):
        item = pdfium.FPDFText_GetTextObject(text_page, index)
        run = found.get(ctypes.addressof(item.contents)) if item else None
        sign = chr(pdfium.FPDFText_GetUnicode(text_page, index))
        if run and not sign.isspace():
            pdfium.FPDFText_GetCharBox(text_page, index, *sides)
            left, right, bottom, top = (side.value for side in sides)
            inks[run.order].append(_without_accent(sign, (left, bottom, right, top), run.size))
    text_page.close()
    return inks


def _without_accent(sign: str, box: Box, size: float) -> Box:
    """Return the box of a character without the accent above it."""
    if unicodedata.category(sign) == "Mn":  # It may come from another font than its letter.
        return NOWHERE
    left, bottom, right, top = box
    parts = unicodedata.decomposition(sign)
    accented = parts and not parts.startswith("<")
    return (left, bottom, right, top - ACCENT * size) if accented else box


def overlapping_in_pictures(runs: Sequence[Run]) -> Iterator[tuple[str, str]]:
    """Yield pairs of words in pictures that lie on each other, letter on letter.

    The engine draws these letters one by one. An outline below the same letters harms nothing.
    """
    words: list[str] = []
    letters: list[tuple[Box, str, int]] = []
    for before, run in zip([*runs[:1], *runs], runs, strict=False):
        if not words or before.text[-1:].isspace() or are_apart(before.box, run.box):
            words.append("")
        words[-1] += run.text
        if any(map(str.isalnum, run.text)):
            letters.append((run.box, run.text.strip(), len(words) - 1))
    letters.sort()
    found = set()
    for index, (box, letter, word) in enumerate(letters):
        for place, other_letter, other in letters[index + 1 :]:
            if place[0] >= box[2]:
                break
            if word != other and letter != other_letter and _share(box, place) > OF_LETTER:
                found.add((min(word, other), max(word, other)))
    for one, two in sorted(found):
        yield words[one].strip(), words[two].strip()


def _share(one: Box, other: Box) -> float:
    """Return which share of the smaller of two boxes the other one lies on."""
    width, height = _shared(one, other)
    smaller = min((right - left) * (top - bottom) for left, bottom, right, top in (one, other))
    return width * height / smaller if min(width, height, smaller) > 0 else 0.0
