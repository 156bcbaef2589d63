"""Find where two places give one claim different numbers in the same words."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handouts.claims.numbers.health import BREAKS
from handouts.claims.numbers.listed import Number, is_listed
from handouts.claims.numbers.reader import Quoted, find_numbers

if TYPE_CHECKING:
    from handouts.claims.pages.uses import Use


@dataclass(frozen=True)
class Disagreement:
    """Two places that give one claim different numbers in the same words."""

    words: str
    first: Use
    first_number: Quoted
    second: Use
    second_number: Quoted


def disagreements(uses: Sequence[Use], numbers: Iterable[Number]) -> list[Disagreement]:
    """Return where the uses of one claim have different numbers in the same words.

    Two listed numbers may both be right ("at 6 months", "at 12 months"). They disagree if they are
    swapped, or if one of them is the word "one" and not listed. Of uses with the same words only
    the first is compared with later ones, and texts that agree are compared once: a claim may stand
    on a thousand pages.
    """
    listed = tuple(numbers)
    found = []
    firsts: dict[str, Use] = {}
    agreeing: set[tuple[str, str]] = set()
    for second in uses:
        if not _by_words(second.text):
            continue
        for first in firsts.values():
            if (pair := (first.text, second.text)) in agreeing:
                continue
            if conflicts := _conflicts(first, second, listed):
                found += conflicts
            else:
                agreeing.add(pair)
        firsts.setdefault(second.text, second)
    return found


def _conflicts(first: Use, second: Use, listed: tuple[Number, ...]) -> list[Disagreement]:
    theirs, ours = _by_words(first.text), _by_words(second.text)
    common = theirs.keys() & ours.keys()
    found = []
    for words in common:
        one, other = theirs[words], ours[words]
        if one.value == other.value:
            continue
        lacking = [number for number in (one, other) if not is_listed(number, listed)]
        # Any other number that is not listed is reported by `unlisted`.
        if any(number.kind != "one" for number in lacking):
            continue
        pairs = ((theirs[word].value, ours[word].value) for word in common)
        swapped = (other.value, one.value) in pairs
        if swapped or lacking:
            found.append(Disagreement(words, first, one, second=second, second_number=other))
    return sorted(found, key=lambda item: item.first_number.start)


@functools.lru_cache(maxsize=4096)
def _by_words(text: str) -> dict[str, Quoted]:
    """Return each number of a text by the two content words that follow it."""
    numbers = find_numbers(text)
    ends = [*(number.start for number in numbers[1:]), len(text)]
    found: dict[str, Quoted] = {}
    for number, end in zip(numbers, ends, strict=False):
        phrase = re.split(r"[.;:!?]", text[number.end : end])[0]
        words = [
            word
            for word in re.findall(r"[a-z]+", phrase.lower())
            if word not in {*BREAKS, "a", "an", "the", "of", "out", "people", "had", "felt"}
        ]
        if words:
            found.setdefault(" ".join(words[:2]), number)
    return found
