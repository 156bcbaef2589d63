"""Compare the numbers that a text quotes with those of its claim; find numbers about health."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from handouts.claims.numbers.reader import DATES, Quoted, compiled, find_numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from decimal import Decimal

    from handouts.claims.ledger.entries import Number
    from handouts.claims.pages.roles import Use


@dataclass(frozen=True)
class Disagreement:
    """Two places that give one claim different numbers in the same words."""

    words: str
    first: Use
    first_number: Quoted
    second: Use
    second_number: Quoted


ABOUT = (
    # People, studies and treatments; then durations, effects, amounts and prices.
    "people", "person", "patients?", "adults?", "participants?", "men", "women", "children",
    "volunteers?", "responders?", "non-responders?", "users?", "trials?", "studies", "study",
    "tests?", "papers?", "reviews?", "reports?", "groups?", "arms?", "centres?", "centers?",
    "clinics?", "hospitals?", "injections?", "doses?", "cells?", "treatments?", "sessions?",
    "operations?", "procedures?", "infections?", "deaths?", "harms?", "events?", "cases?",
    "discs?", "countries", "minutes?", "hours?", "days?", "weeks?", "months?", "years?",
    "points?", "fold", "mg", "g", "kg", "ml", "mcg", "µg", "cm", "mm", "dollars?", "pounds?",
    "euros?", "USD", "GBP", "EUR",
)  # fmt: skip
"""Words beside a number that make it one about health."""
_BREAKS = (
    "to", "and", "or", "for", "that", "which", "who", "with", "if", "when", "why", "how",
    "what", "is", "are", "was", "were", "in", "on", "at", "by", "from", "as", "but", "than",
    "because", "reasons", "ways", "things", "questions", "steps", "pages", "sides", "parts",
    "lines", "words", "sheets",
)  # fmt: skip
_ABOUT = re.compile(
    rf"(?:[\s\u00a0-]+of (?:the|these|those|them))?"
    rf"(?:[\s\u00a0-]+(?!(?:{'|'.join(_BREAKS)})\b)[A-Za-z]+){{0,2}}[\s\u00a0-]*\b"
    rf"(?:{'|'.join(ABOUT)})\b",
    re.IGNORECASE,
)
_OF_SO_MANY = re.compile(r"(?<!\s)\s++out of\b")
NEAR = 40
"""Characters before a number in which `_BEFORE` can stand."""
_BEFORE = re.compile(
    r"(?:[£$€]|\b(?:aged?|p|n|CI|ratio|difference|mean|median)\s?[=<>:≤≥]?\s?)$", re.IGNORECASE
)


def unlisted(text: str, numbers: Iterable[Number], checked: date | None = None) -> list[Quoted]:
    """Return the numbers of a text that no claim lists; the day of the last check may be quoted."""
    listed = tuple(numbers)
    dates = _date_spans(text, checked) if checked else []
    return [
        number
        for number in find_numbers(text)
        if number.kind != "one"
        and not _is_listed(number, listed)
        and not any(start <= number.start < end for start, end in dates)
    ]


def health_numbers(text: str) -> list[Quoted]:
    """Return the counts, shares, effects, doses, prices and durations in a text.

    Judged by the words beside the number, so that "three questions" and "page 2" are none.
    """
    found = find_numbers(text, dates=False)
    return [number for number in found if _is_about_health(number, text)]


def disagreements(uses: Sequence[Use], numbers: Iterable[Number]) -> list[Disagreement]:
    """Return where the uses of one claim have different numbers in the same words.

    Two listed numbers may both be right ("at 6 months", "at 12 months"). They disagree if they are
    swapped, or if one of them is the word "one" and not listed. Of uses with the same words only
    the first is compared: a claim may stand on a thousand pages.
    """
    listed = tuple(numbers)
    found = []
    firsts: dict[str, Use] = {}
    for second in uses:
        if not _by_words(second.text):
            continue
        for first in firsts.values():
            found += _conflicts(first, second, listed)
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
        lacking = [number for number in (one, other) if not _is_listed(number, listed)]
        # Any other number that is not listed is reported by `unlisted`.
        if any(number.kind != "one" for number in lacking):
            continue
        pairs = ((theirs[word].value, ours[word].value) for word in common)
        swapped = (other.value, one.value) in pairs
        if swapped or lacking:
            found.append(Disagreement(words, first, one, second, other))
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
            if word not in {*_BREAKS, "a", "an", "the", "of", "out", "people", "had", "felt"}
        ]
        if words:
            found.setdefault(" ".join(words[:2]), number)
    return found


def _is_listed(number: Quoted, listed: tuple[Number, ...]) -> bool:
    if number.kind == "fraction":
        shares = (_value(item) / item.of for item in listed if item.of)
        return number.value in {*map(_value, listed), *shares}
    if number.of is None:
        return _is_one_of(number, listed)
    if any(item.of == number.of and _value(item) == number.value for item in listed):
        return True
    if number.kind == "percent":
        return False
    plain = [item for item in listed if item.of is None]
    return (number.text.startswith("one ") or _is_one_of(number, plain)) and any(
        number.of in (_value(item), item.of) for item in listed
    )


def _is_one_of(number: Quoted, listed: Iterable[Number]) -> bool:
    values = {number.value, number.scaled} - {None}
    return any(
        # "Fell by 1.2 points" means a difference of -1.2; "-1.2" does not mean one of 1.2.
        _value(item) in values or -_value(item) == number.value > 0 or item.of in values
        for item in listed
    )


def _value(item: Number) -> Fraction:
    return _fraction(item.value)


@functools.lru_cache(maxsize=4096)
def _fraction(value: Decimal) -> Fraction:
    return Fraction(value)  # Python reads it back from text, which is slow.


def _is_about_health(number: Quoted, text: str) -> bool:
    before = text[max(0, number.start - NEAR) : number.start]
    if number.kind == "one":
        return False
    if number.kind == "fraction" and "hal" not in number.text.lower():
        return True
    return (
        number.kind in {"ratio", "percent"}
        or _ABOUT.match(text, number.end) is not None
        or _OF_SO_MANY.match(text, number.end) is not None
        or _BEFORE.search(before) is not None
    )


def _date_spans(text: str, checked: date) -> list[tuple[int, int]]:
    if str(checked.year) not in text:
        return []
    written = {
        checked.isoformat(),
        f"{checked.day} {checked:%B %Y}",
        f"{checked:%B} {checked.day}, {checked.year}",
        f"{checked:%B %Y}",
    }
    matches = (match for pattern in DATES for match in compiled(pattern).finditer(text))
    return [match.span() for match in matches if match[0] in written]
