"""Check that each character of a finished PDF is drawn where, and as, it was laid out."""

from __future__ import annotations

import bisect
import functools
import itertools
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from handouts.problems import Fault

if TYPE_CHECKING:
    from handouts.jobs import Glyph
    from handouts.preflight.run import Character, Run

MOST_MOVED = 0.5
"""Points by which a character may be away from its place."""
MOST_RESIZED = 0.1
"""Points by which its size may differ."""
HYPHENS = {"-", "\N{HYPHEN}"}
CELL = 4.0
"""Side in points of the squares by which places are looked up."""


class Positions:
    """The glyphs that were laid out on a page, by their places."""

    def __init__(self, glyphs: Sequence[Glyph]) -> None:
        self.glyphs = glyphs
        self.drawn: set[int] = set()
        """Indexes of the glyphs at whose place a character was found."""
        self.last = -1
        self.solid = [index for index, glyph in enumerate(glyphs) if not glyph.text.isspace()]

    @functools.cached_property
    def cells(self) -> Mapping[tuple[int, int], Sequence[int]]:
        """The indexes of the glyphs in each square of the page."""
        cells: dict[tuple[int, int], list[int]] = defaultdict(list)
        for index, glyph in enumerate(self.glyphs):
            cells[_cell(glyph.x, glyph.y)].append(index)
        return cells

    def missing(self) -> Iterator[Glyph]:
        """Yield each letter, digit and mark that is not drawn at its place."""
        if self.drawn.issuperset(self.solid):  # As on nearly all pages.
            return
        for index, glyph in enumerate(self.glyphs):
            if index not in self.drawn and _is_one_sign(glyph.text):
                here = self.drawn.intersection(self._at(glyph.x, glyph.y))
                if not any(self.glyphs[one].text == glyph.text for one in here):
                    yield glyph

    def follow(self, run: Run) -> bool:
        """Return whether the characters of a whole run are just the next glyphs."""
        first = after = bisect.bisect_right(self.solid, self.last)
        letters = ""  # Of a ligature, which a reader takes apart, that are still to come.
        for text, x, y in run.characters:
            if not letters:
                if after == len(self.solid):
                    return False
                letters, left, up, size, font = self.glyphs[self.solid[after]]
                after += 1
            if (
                letters[:1] != text
                or not -MOST_MOVED <= left - x <= MOST_MOVED
                or not -MOST_MOVED <= up - y <= MOST_MOVED
                or not -MOST_RESIZED <= size - run.size <= MOST_RESIZED
                or font != run.font
            ):
                return False
            letters = letters[1:]
        if letters:
            return False
        found = self.solid[first:after]
        self.last = found[-1] if found else self.last
        self.drawn.update(found)
        return True

    def follows(self, character: Character, run: Run) -> bool:
        """Return whether a character of a run is the next glyph, perhaps after a space.

        Nearly all are, because characters come in the order in which they were laid out.
        """
        for index in (self.last + 1, self.last + 2):
            if index < len(self.glyphs):
                glyph = self.glyphs[index]
                text, x, y = character
                near = abs(glyph.x - x) <= MOST_MOVED and abs(glyph.y - y) <= MOST_MOVED
                alike = abs(glyph.size - run.size) <= MOST_RESIZED and glyph.font == run.font
                if near and alike and _may_be(text, glyph.text):
                    self.last = index
                    self.drawn.add(index)
                    return True
        return False

    def of(self, character: Character) -> list[Glyph]:
        """Return the glyphs at the place of a character that may stand for it."""
        text, x, y = character
        found = [index for index in self._at(x, y) if _may_be(text, self.glyphs[index].text)]
        self.drawn.update(found)
        self.last = max(found, default=self.last)
        return [self.glyphs[index] for index in found]

    def _at(self, x: float, y: float) -> Iterator[int]:
        around = itertools.product((-MOST_MOVED, MOST_MOVED), repeat=2)
        cells = {_cell(x + across, y + up) for across, up in around}
        for index in (index for cell in cells for index in self.cells.get(cell, ())):
            glyph = self.glyphs[index]
            if abs(glyph.x - x) <= MOST_MOVED and abs(glyph.y - y) <= MOST_MOVED:
                yield index


def faults_of_positions(runs: Sequence[Run], glyphs: Sequence[Glyph]) -> Iterator[Fault]:
    """Yield a fault for each run on a page that differs from the glyphs laid out there."""
    positions = Positions(glyphs)
    moved = False
    for run in runs:
        if what := _difference(run, positions):
            moved = True
            yield Fault("illegible", f"“{run.text.strip()[:60]}” is drawn {what} it was laid out")
    # Where a run was moved, characters may be missing that it names already.
    if not moved and (missing := "".join(glyph.text for glyph in positions.missing())):
        yield Fault("illegible", f"“{missing[:60]}” is not drawn where it was laid out")


def _difference(run: Run, positions: Positions) -> str:
    if positions.follow(run):
        return ""
    for character in run.characters:
        if positions.follows(character, run):
            continue
        here = positions.of(character)
        if not here:
            return "in another place than"
        if all(abs(glyph.size - run.size) > MOST_RESIZED for glyph in here):
            return "in another size than"
        if all(glyph.font != run.font for glyph in here):
            return "in another font than"
    return ""


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
