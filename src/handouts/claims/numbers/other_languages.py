"""Numbers in texts of other languages than English, of which only digits are read."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from babel.dates import format_date
from babel.numbers import get_decimal_symbol, get_group_symbol

from handouts.claims.numbers.reader import Quoted, find_numbers
from handouts.i18n import is_english, locale_of

if TYPE_CHECKING:
    from fractions import Fraction

CONFIDENCE = 95
"""Per cent of a confidence interval, which names the interval and is no result."""
_WORD = re.compile(r"\b[^\W\d_]+\b")
_MARK = re.compile(r"(?<=\d)\D(?=\d)")
_PART = re.compile(r"\d[.,] | [.,]\d")
"""Beside what is no whole number, but a part of one with the marks of another language."""
_FORMS = ("full", "long", "medium", "short")


def digits_of(text: str, language: str, day: date | None = None) -> str:
    """Return a text without its words, each number in digits as English writes it.

    The text keeps its length and its lines. English is returned as it is.

    :param day: left out as well, where it is written as a date of the language
    """
    if is_english(language):
        return text
    for written in _written(day, language) if day else ():
        text = written.sub(lambda found: re.sub(r"\S", " ", found[0]), text)
    bare = _WORD.sub(lambda found: " " * len(found[0]), text)
    locale = locale_of(language)
    marks = {get_group_symbol(locale): ",", get_decimal_symbol(locale): "."} if locale else {}
    return _MARK.sub(lambda found: marks.get(found[0], found[0]), bare)


@lru_cache(maxsize=256)
def _written(day: date, language: str) -> list[re.Pattern[str]]:
    """Return how a language writes a day, the longest form first."""
    locale = locale_of(language)
    forms = {format_date(day, form, locale=locale) for form in _FORMS} if locale else set()
    found = sorted({day.isoformat(), *forms}, key=len, reverse=True)
    spaced = [r"\s".join(map(re.escape, form.split())) for form in found]
    return [re.compile(rf"(?<!\d){form}(?!\d)") for form in spaced]


def numbers_stated(statement: str, language: str) -> set[Fraction]:
    """Return the numbers of a statement, which is in the language of the pages or in English."""
    found = set()
    for text in {statement, digits_of(statement, language)}:
        for number in find_numbers(text):
            around = f"{text[: number.start][-2:]} {text[number.end :][:2]}"
            if not _PART.search(around):
                found.add(number.value)
    return found


def is_surely_quantity(number: Quoted) -> bool:
    """Return whether a number is certainly no part of a name, such as phase 3, in any language."""
    if number.kind == "percent":
        return number.value != CONFIDENCE
    return number.value >= 10 or number.value.denominator > 1
