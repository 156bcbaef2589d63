"""Compare the unit of a quoted number with that of the same number in the ledger."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from handouts.claims.numbers.reader import Quoted, find_numbers

if TYPE_CHECKING:
    from handouts.claims.numbers.listed import Number

KINDS = (
    ("second", "minute", "hour", "day", "week", "month", "year"),
    ("mcg", "µg", "mg", "g", "kg"),
    ("ml", "l", "litre"),
    ("mm", "cm", "m", "km"),
)
"""Units of one kind, of which at most one can be meant."""
SAME = {"mcg": "µg", "litre": "l"}
_KIND_OF = {unit: kind for kind in KINDS for unit in kind}
_UNIT = re.compile(rf"[\s-]{{0,2}}({'|'.join(_KIND_OF)})s?\b")
_WORD = re.compile(rf"(?<![\w/])({'|'.join(_KIND_OF)})s?\b")


@lru_cache(maxsize=4096)  # A block stands on its page and in handouts that embed it.
def other_units(
    text: str, listed: tuple[Number, ...], statement: str
) -> tuple[tuple[Quoted, str], ...]:
    """Return the numbers of a text that the ledger has with another unit, each with that unit."""
    found = ((one, other_unit(one, text, listed, statement)) for one in find_numbers(text))
    return tuple((number, unit) for number, unit in found if unit)


def other_unit(number: Quoted, text: str, listed: Iterable[Number], statement: str) -> str:
    """Return the unit that the ledger has for a number where a text has another, or nothing.

    The ledger has it in what a listed number means, or in its statement.

    >>> other_unit(find_numbers("in 12 weeks")[0], "in 12 weeks", [], "Better after 12 months.")
    'month'
    """
    unit = _unit_after(number, text)
    if not unit:
        return ""
    alike = {
        *(one for item in listed if item.exact == number.value for one in _units_of(item)),
        *(
            _unit_after(one, statement)
            for one in find_numbers(statement)
            if one.value == number.value
        ),
    }.intersection(_KIND_OF[unit])
    return "" if unit in alike else next(iter(sorted(alike)), "")


def _unit_after(number: Quoted, text: str) -> str:
    found = _UNIT.match(text, number.end)
    return SAME.get(found[1], found[1]) if found else ""


def _units_of(item: Number) -> set[str]:
    """Return the units in what a number means, without those of other numbers there."""
    others = (one for one in find_numbers(item.means) if one.value != item.exact)
    of_others = {found.start(1) for one in others if (found := _UNIT.match(item.means, one.end))}
    words = (word for word in _WORD.finditer(item.means) if word.start() not in of_others)
    return {SAME.get(word[1], word[1]) for word in words}
