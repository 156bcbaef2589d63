"""Compare the unit of a quoted number with that of the same number in the ledger."""

from __future__ import annotations

import re
from collections.abc import Iterable
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
_KIND_OF = {unit: kind for kind in KINDS for unit in kind}
_UNIT = re.compile(rf"[\s-]{{0,2}}({'|'.join(_KIND_OF)})s?\b")
_WORD = re.compile(rf"(?<![\w/])({'|'.join(_KIND_OF)})s?\b")


def other_unit(number: Quoted, text: str, listed: Iterable[Number], statement: str) -> str:
    """Return the unit that the ledger has for a number where a text has another, or nothing.

    The ledger has it in what a listed number means, or in its statement.

    >>> other_unit(find_numbers("in 12 weeks")[0], "in 12 weeks", [], "Better after 12 months.")
    'month'
    """
    found = _UNIT.match(text, number.end)
    if found is None:
        return ""
    meant = {
        word[1]
        for item in listed
        if item.exact == number.value
        for word in _WORD.finditer(item.means)
    }
    for other in find_numbers(statement):
        word = _UNIT.match(statement, other.end)
        if word and other.value == number.value:
            meant.add(word[1])
    alike = meant.intersection(_KIND_OF[found[1]])
    return "" if found[1] in alike else next(iter(sorted(alike)), "")
