"""Find in a text what looks like a number to call."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from handouts.claims.numbers.health import ABOUT
from handouts.claims.numbers.not_results import LONG, WELL_KNOWN
from handouts.claims.numbers.reader import UNITS

_YEAR = re.compile(r"(?:19|20)\d\d")
_SPOKEN = {"zero": "0", "oh": "0"} | {word: str(UNITS[word]) for word in list(UNITS)[1:10]}
_TIMES = {"double": 2, "triple": 3, "treble": 3}
_WORD = rf"(?:(?:{'|'.join(_TIMES)})[\s-]+)?(?:{'|'.join(_SPOKEN)})\b"
MAY_HOLD = re.compile(rf"\d[\s-]?\d|\b(?:{'|'.join((*_TIMES, *_SPOKEN))})[\s,-]", re.IGNORECASE)
"""What every text with a number to call has, and few others."""
_FEWEST = 3
"""Digits of a number in words."""


@cache
def _data() -> Mapping[str, Mapping[str, list[str]]]:
    text = files(__package__).joinpath("emergency.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def emergency_numbers(country: str) -> list[str]:
    """Return the emergency numbers of a country, as far as this package knows them."""
    return list(_data()["numbers"].get(country, ()))


@cache
def _patterns(*, in_list: bool) -> list[re.Pattern[str]]:
    words = _data()["words"]
    call, places = ("|".join(words[name]) for name in ("call", "places"))
    # No price, measure or part of a longer number; nothing that counts something.
    measures = "".join(rf"(?<!\b{word}\s)" for word in words["measures"])
    units = "|".join((*words["units"], *ABOUT))
    start = rf"(?<![\w.,£$€/-]){measures}"
    end = rf"(?![\w.,/-]*\d|[\s\u00a0-]*(?:{units})(?!\w))"
    word = r"[“‘'\"]?[A-Za-z]+[”’'\"]?"
    # 998, 998/112, 9-9-8, 9 98, nine-nine-eight, triple nine; all of it, since a part is another.
    number = (
        r"(?P<number>(?>\d(?:-\d)+|\d{2,6}(?:/\d{2,6})+|\d{1,6}(?:\s\d{1,6})*"
        rf"|{_WORD}(?:[\s,-]+{_WORD})*))"
    )
    return [
        re.compile(LONG),
        re.compile(rf"{start}(?:{WELL_KNOWN})(?:/(?:{WELL_KNOWN}))*{end}"),
        re.compile(rf"\b(?:{call})\.?:?\s+(?:{word}\s+){{0,3}}?{number}{end}", re.IGNORECASE),
        re.compile(rf"(?<![\w.,£$€])(?P<number>\d{{2,6}})\s\((?:{places})\b"),
        *([re.compile(rf"{start}\d{{3}}{end}")] if in_list else []),
    ]


def telephone_numbers(text: str, *, in_list: bool = False) -> Iterator[tuple[int, str]]:
    """Yield the place and the text of each number that somebody may call.

    :param in_list: whether the text stands where numbers to call are listed, such as an emergency
        box or a table of services: there any bare number of three digits is one.

    >>> [number for _, number in telephone_numbers("Call 998, or ring 0800 611 116.")]
    ['0800 611 116', '998']
    """
    found: dict[int, str] = {}
    for pattern in _patterns(in_list=in_list):
        for match in pattern.finditer(text):
            name = "number" if "number" in pattern.groupindex else 0
            start, end = match.span(name)
            inside = any(at < end and start < at + len(one) for at, one in found.items())
            if not inside and _may_be_called(match[name]):
                found[start] = match[name]
    yield from found.items()


def _may_be_called(number: str) -> bool:
    """Return whether something is neither a single digit nor a year."""
    digits = digits_in(number)
    fewest = 2 if digits else _FEWEST
    return len(digits or digits_said(number)) >= fewest and not _YEAR.fullmatch(number)


def digits_in(text: str) -> str:
    """Return the digits of a number, however it is set."""
    return "".join(filter(str.isdigit, text))


def digits_said(text: str) -> str:
    """Return the digits of a number in words.

    >>> digits_said("one double-oh nine")
    '1009'
    """
    digits, times = "", 1
    for word in re.findall("[a-z]+", text.lower()):
        digits += _SPOKEN.get(word, "") * times
        times = _TIMES.get(word, 1)
    return digits


@cache
def heads_of_lists() -> re.Pattern[str]:
    """Return a pattern for the words that head a table of numbers to call."""
    return re.compile(rf"\b(?:{'|'.join(_data()['words']['headings'])})\b", re.IGNORECASE)
