"""Numbers in texts of other languages than English, of which only digits are read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from babel.numbers import get_decimal_symbol, get_group_symbol

from handouts.i18n import is_english, locale_of

if TYPE_CHECKING:
    from handouts.claims.numbers.reader import Quoted

CONFIDENCE = 95
"""Per cent of a confidence interval, which names the interval and is no result."""
_WORD = re.compile(r"\b[^\W\d_]+\b")
_MARK = re.compile(r"(?<=\d)\D(?=\d)")


def digits_of(text: str, language: str) -> str:
    """Return a text without its words, each number in digits as English writes it.

    The text keeps its length and its lines. English is returned as it is.
    """
    if is_english(language):
        return text
    bare = _WORD.sub(lambda found: " " * len(found[0]), text)
    locale = locale_of(language)
    marks = {get_group_symbol(locale): ",", get_decimal_symbol(locale): "."} if locale else {}
    return _MARK.sub(lambda found: marks.get(found[0], found[0]), bare)


def is_surely_quantity(number: Quoted) -> bool:
    """Return whether a number is certainly no part of a name, such as phase 3, in any language."""
    if number.kind == "percent":
        return number.value != CONFIDENCE
    return number.value >= 10 or number.value.denominator > 1
