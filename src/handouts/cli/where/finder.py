"""Find words among lines of text as a reader quotes them: letters and digits count.

The end of a line, a curly quotation mark and a hyphen are neither, so they make no difference.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

NUMBERS = re.compile(r"\[\s*\d+(?:\s*[,–-]\s*\d+)*\s*\]")
"""Numbers of sources, which a sheet adds to the words."""
FEWEST_WORDS = 4
"""Words that a part must have to be worth showing."""
LIKENESS = 0.5
"""Share of the words that a line must have to be worth showing."""


@dataclass(frozen=True)
class TextLine:
    """A line of a file, as readers see it."""

    path: str
    number: int
    text: str = field(compare=False)
    """Its words, which can differ between countries."""
    label: str = ""
    """The block that the line is part of, if a handout prints it."""
    handouts: tuple[str, ...] = ()
    """Pages whose sheets print that block."""


@dataclass(frozen=True)
class LineRun:
    """Lines that are read one after the other: a page, or a file of data."""

    lines: tuple[TextLine, ...]

    @cached_property
    def letters(self) -> str:
        """All letters and digits, without anything between them."""
        return "".join(fold(word) for line in self.lines for word in line.text.split())

    @cached_property
    def _begun(self) -> dict[int, TextLine]:
        """The line of each word, by the number of letters before it."""
        begun, at = {}, 0
        for line in self.lines:
            for word in line.text.split():
                begun[at] = line
                at += len(fold(word))
        return begun

    def find(self, wanted: str) -> Iterator[TextLine]:
        """Yield the line of each place where a word begins and the folded words stand."""
        at = self.letters.find(wanted)
        while at >= 0:
            if at in self._begun:
                yield self._begun[at]
            at = self.letters.find(wanted, at + 1)


def fold(text: str) -> str:
    """Return the letters and digits of a text, without case."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in plain if character.isalnum())


def find(words: str, runs: Sequence[LineRun]) -> list[TextLine]:
    """Return every place where the words stand, those that a sheet prints first."""
    # As they are first: a page may have numbers in brackets of its own.
    return _places(words, runs) or _places(NUMBERS.sub(" ", words), runs)


def _places(words: str, runs: Sequence[LineRun]) -> list[TextLine]:
    wanted = fold(words)
    found = [line for run in runs for line in run.find(wanted)] if wanted else []
    return sorted(dict.fromkeys(found), key=lambda line: not line.handouts)


def longest_part(words: str, runs: Sequence[LineRun]) -> tuple[str, list[TextLine]]:
    """Return the longest run of the words that stands somewhere, and its places.

    Words copied from a sheet can span a heading and a block, which stand on different pages.
    """
    parts = NUMBERS.sub(" ", words).split()
    best, end = range(0), 0
    for start in range(len(parts)):
        end = max(end, start)
        while end < len(parts) and _stands(parts[start : end + 1], runs):
            end += 1
        best = max(best, range(start, end), key=len)
    if len(best) < FEWEST_WORDS:
        return "", []
    part = " ".join(parts[best.start : best.stop])
    return part, _places(part, runs)


def _stands(words: Sequence[str], runs: Sequence[LineRun]) -> bool:
    wanted = fold(" ".join(words))
    return any(wanted in run.letters for run in runs)


def nearest_line(words: str, runs: Sequence[LineRun]) -> TextLine | None:
    """Return the line that is most like the words, if any is like them."""
    wanted = words.casefold().split()
    lines = [(_likeness(wanted, line.text), line) for run in runs for line in run.lines]
    score, best = max(lines, key=lambda one: one[0], default=(0.0, None))
    return best if score >= LIKENESS else None


def _likeness(wanted: list[str], text: str) -> float:
    """Return how much of the words a line has in their order, from 0 to 1."""
    line = text.casefold().split()
    if not set(wanted) & set(line):
        return 0.0
    matcher = difflib.SequenceMatcher(None, wanted, line, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / len(wanted)
