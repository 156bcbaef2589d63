"""Check that each character of a finished PDF is drawn where, and as, it was laid out."""

from __future__ import annotations

import functools
import itertools
import math
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from handouts.problems import Fault, fault_of_words

if TYPE_CHECKING:
    from handouts.jobs import GlyphRun
    from handouts.preflight.run import Box, Run

MOST_MOVED = 0.5
"""Points by which a character may be away from its place."""
MOST_RESIZED = 0.1
"""Points by which its size may differ."""
MOST_RESHAPED = 0.005
"""Ems by which an edge of its shape may differ."""
RAISED = 1 / 64
"""Part of its height by which PDFium may raise the upper edge of a shape."""
HYPHENS = {"-", "\N{HYPHEN}"}
CELL = 4.0
"""Side in points of the squares by which places are looked up."""


class Glyph(NamedTuple):
    """A glyph that was laid out, and its place."""

    text: str
    x: float
    y: float
    number: int
    """Of its run."""


class Positions:
    """The glyphs that were laid out on a page, by their places."""

    def __init__(self, laid_out: Sequence[GlyphRun]) -> None:
        self.laid_out = laid_out
        self.next = 0
        """Number of the run after those found last."""
        self.whole: set[int] = set()
        """Numbers of the runs that were found as a whole."""
        self.drawn: set[Glyph] = set()
        """Glyphs of other runs at whose place a character was found."""

    @functools.cached_property
    def cells(self) -> Mapping[tuple[int, int], Sequence[Glyph]]:
        """The glyphs in each square of the page."""
        cells: dict[tuple[int, int], list[Glyph]] = defaultdict(list)
        for number, run in enumerate(self.laid_out):
            for glyph in map(Glyph, run.texts, run.xs, run.ys, itertools.repeat(number)):
                cells[_cell(glyph.x, glyph.y)].append(glyph)
        return cells

    def missing(self) -> Iterator[str]:
        """Yield each letter, digit and mark that is not drawn at its place."""
        if len(self.whole) == len(self.laid_out):  # As on nearly all pages.
            return
        glyphs = chain(*self.cells.values())
        for glyph in sorted(glyphs, key=lambda one: (one.number, one.x)):
            if not self.is_drawn(glyph) and _is_one_sign(glyph.text):
                here = self._at(glyph.x, glyph.y)
                if not any(self.is_drawn(one) and one.text == glyph.text for one in here):
                    yield glyph.text

    def is_drawn(self, glyph: Glyph) -> bool:
        """Return whether a character was found at the place of a glyph."""
        return glyph.number in self.whole or glyph in self.drawn

    def follow(self, run: Run) -> bool:
        """Return whether the characters of a run are just the next glyphs, as on good sheets."""
        at, number = 0, self.next
        while at < len(run.letters):
            if number == len(self.laid_out):
                return False
            here = _letters_at(run, at, self.laid_out[number])
            if not here:
                return False
            at, number = at + here, number + 1
        self.whole.update(range(self.next, number))
        self.next = number
        return True

    def of(self, text: str, x: float, y: float) -> list[GlyphRun]:
        """Return the runs of the glyphs at a place that may stand for a character there."""
        found = [glyph for glyph in self._at(x, y) if _may_be(text, glyph.text)]
        self.drawn.update(found)
        self.next = max((glyph.number + 1 for glyph in found), default=self.next)
        return [self.laid_out[glyph.number] for glyph in found]

    def _at(self, x: float, y: float) -> Iterator[Glyph]:
        around = itertools.product((-MOST_MOVED, MOST_MOVED), repeat=2)
        cells = {_cell(x + across, y + up) for across, up in around}
        for glyph in (glyph for cell in cells for glyph in self.cells.get(cell, ())):
            if abs(glyph.x - x) <= MOST_MOVED and abs(glyph.y - y) <= MOST_MOVED:
                yield glyph


def _letters_at(run: Run, at: int, laid_out: GlyphRun) -> int:
    """Return how many letters some glyphs have, if they are those of a run from a place on."""
    letters, xs, ys = "".join(laid_out.texts), laid_out.xs, laid_out.ys
    if len(letters) != len(xs):  # A reader of PDF takes ligatures apart.
        repeats = [index for index, text in enumerate(laid_out.texts) for _ in text]
        xs, ys = ([side[index] for index in repeats] for side in (xs, ys))
    here = slice(at, at + len(letters))
    # Where all letters together are not far away, none is.
    if (
        run.letters[here] == letters.replace("\N{HYPHEN}", "-")
        and math.dist(run.xs[here], xs) <= MOST_MOVED
        and math.dist(run.ys[here], ys) <= MOST_MOVED
        and _has_size(run, laid_out)
        and run.font == laid_out.font
    ):
        return len(letters)
    return 0


def faults_of_positions(runs: Sequence[Run], laid_out: Sequence[GlyphRun]) -> Iterator[Fault]:
    """Yield a fault for each run on a page that differs from the glyphs laid out there."""
    positions = Positions(laid_out)
    moved = False
    for run in runs:
        if what := _difference(run, positions):
            moved = True
            yield fault_of_words("illegible", run.quoted, f"is drawn {what} it was laid out")
    yield from _faults_of_shapes(runs, laid_out)
    # Where a run was moved, characters may be missing that it names already.
    if not moved and (missing := "".join(positions.missing())):
        yield fault_of_words("illegible", missing, "is not drawn where it was laid out")


def _difference(run: Run, positions: Positions) -> str:
    if positions.follow(run):
        return ""
    for character in zip(run.letters, run.xs, run.ys, strict=True):
        here = positions.of(*character)
        if not here:
            return "in another place than"
        if not any(_has_size(run, one) for one in here):
            return "in another size than"
        if all(one.font != run.font for one in here):
            return "in another font than"
    return ""


def _faults_of_shapes(runs: Sequence[Run], laid_out: Sequence[GlyphRun]) -> Iterator[Fault]:
    """Yield a fault for each character that has not the shape that its font gives it."""
    pairs: dict[str, dict[tuple[str, int], Box]] = defaultdict(dict)
    outlines: dict[str, dict[float, Callable[[Box], Sequence[Box]]]] = defaultdict(dict)
    for one in laid_out:
        # All glyphs of a kind have the same edges, and to compare numbers takes longer.
        kinds = zip(one.texts, map(id, one.inks), strict=False)
        pairs[one.font].update(zip(kinds, one.inks, strict=False))
        outlines[one.font][one.size] = one.outlines
    shapes: dict[tuple[str, str], list[Box]] = defaultdict(list)
    for font, found in pairs.items():
        for (text, _), ink in found.items():
            # PDFium gives each letter of a ligature, and each accent, the shape of the whole.
            same = "" if text.isascii() else unicodedata.normalize("NFKC", text)
            for sign in {*text, *same}:
                shapes[font, sign].append(ink)
    for run in runs:
        for sign, edges in run.inks.items():
            # A letter that is right once is right in all of its font.
            wanted = shapes.pop((run.font, sign), ())
            # PDFium counts the points that guide a curve.
            guides = (
                box for of in outlines[run.font].values() for ink in wanted for box in of(ink)
            )
            if wanted and not any(_is_alike(edges, one, run.size) for one in chain(wanted, guides)):
                message = f"“{sign}” in “{run.quoted}” has not the shape that its font gives it"
                yield Fault("illegible", message, about=run.quoted)


def _is_alike(ink: Box, wanted: Box, size: float) -> bool:
    """Return whether a shape in points has the edges wanted in ems; an empty one has none."""
    *sides, top = (abs(one / size - other) for one, other in zip(ink, wanted, strict=True))
    # PDFium raises the upper edge of most shapes by a part of it.
    raised = abs(wanted[3]) * RAISED
    return wanted[0] == wanted[2] or max(*sides, top - raised) <= MOST_RESHAPED


def _has_size(run: Run, laid_out: GlyphRun) -> bool:
    return abs(laid_out.size - run.size) <= MOST_RESIZED


def _may_be(text: str, laid_out: str) -> bool:
    # PDFium writes hyphens, ligatures and mirrored characters in other ways.
    if text in laid_out or text in unicodedata.normalize("NFKC", laid_out):
        return True
    return not text.isalnum() and not laid_out.isalnum()


def _is_one_sign(text: str) -> bool:
    # PDFium gives a letter and its accents places of their own, and a hyphen at a line's end none.
    if text in HYPHENS:
        return False
    return text.isalnum() or (len(text) == 1 and unicodedata.category(text)[0] in "PS")


def _cell(x: float, y: float) -> tuple[int, int]:
    return int(x // CELL), int(y // CELL)
