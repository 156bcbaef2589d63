"""The numbers that a claim lists, and those of a text that are not among them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from handouts.claims.numbers.not_results import DATES, compiled
from handouts.claims.numbers.reader import Quoted, find_numbers

if TYPE_CHECKING:
    from decimal import Decimal


@dataclass(frozen=True)
class Number:
    """A number that a claim may quote."""

    name: str
    value: Decimal
    of: int | None
    """What it is counted out of, such as 100; none when it stands alone."""
    means: str

    @cached_property
    def exact(self) -> Fraction:
        """Its value, to be compared; Python makes it from text, which is slow."""
        return Fraction(self.value)

    def __str__(self) -> str:
        text = f"{self.value:f}" if self.of is None else f"{self.value:f} of {self.of}"
        return f"{text} ({self.means})" if self.means else text


def unlisted(text: str, numbers: Iterable[Number], checked: date | None = None) -> list[Quoted]:
    """Return the numbers of a text that no claim lists; the day of the last check may be quoted."""
    return list(_unlisted(text, tuple(numbers), checked))


@lru_cache(maxsize=4096)
def _unlisted(text: str, listed: tuple[Number, ...], checked: date | None) -> tuple[Quoted, ...]:
    # The same words stand on their page and in every handout that embeds them.
    dates = _date_spans(text, checked) if checked else []
    return tuple(
        number
        for number in find_numbers(text)
        if number.kind != "one"
        and not is_listed(number, listed)
        and not any(start <= number.start < end for start, end in dates)
    )


def is_listed(number: Quoted, listed: tuple[Number, ...]) -> bool:
    """Return whether a number of a text is one of the list, as it is or as a share."""
    if number.kind == "fraction":
        shares = (item.exact / item.of for item in listed if item.of)
        return number.value in {*(item.exact for item in listed), *shares}
    if number.of is None:
        return _is_one_of(number, listed)
    of_as_many = [item.exact for item in listed if item.of == number.of]
    if of_as_many or number.kind == "percent":
        return any(_is_meant(value, number.value) for value in of_as_many)
    plain = [item for item in listed if item.of is None]
    # "One of the 8 trials" and "none of the 8" are no results of their own.
    is_said = number.kind == "none" or number.text.lower().split()[0] == "one"
    return number.of in {item.exact for item in plain} and (is_said or _is_one_of(number, plain))


def _is_one_of(number: Quoted, listed: Iterable[Number]) -> bool:
    return any(
        _is_meant(item.exact, value) or item.of == value
        for item in listed
        for value in _values(number, item)
    )


def _is_meant(listed: Fraction, quoted: Fraction) -> bool:
    """Return whether a number is meant: "fell by 1.2" is -1.2, but "-1.2" is not 1.2."""
    return listed == quoted or -listed == quoted > 0


def _values(number: Quoted, item: Number) -> tuple[Fraction, ...]:
    """Return what a number may be in the list: 18 of "18 million" only where it means million."""
    if number.scaled is None:
        return (number.value,)
    is_meant = number.scale in item.means.lower()
    return (number.scaled, number.value) if is_meant else (number.scaled,)


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
    return [match.span() for match in matches if " ".join(match[0].split()) in written]
