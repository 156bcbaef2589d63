"""Find in a text what looks like a number to call."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_LONG = (
    # With a prefix: +44 20 …, 0800 …, (020) …, 1-866-…; and the free lines of Australia and Europe.
    r"(?<![\w.,])(?:\+|\(?0|1-)[\d()]*(?:[\s\u00a0-]\d{2,4}){2,}\b"
    r"|(?<![\w.,])0\d{8,10}\b|\b1[38]00[\s\u00a0]\d{3}[\s\u00a0]\d{3}\b"
    r"|\b116[\s\u00a0]?\d{3}\b|\b13[\s\u00a0]11[\s\u00a0]14\b|(?<!\w)#\d{4}\b"
)
_YEAR = re.compile(r"(?:19|20)\d\d")


@cache
def _data() -> Mapping[str, Mapping[str, list[str]]]:
    text = files(__package__).joinpath("emergency.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def emergency_numbers(country: str) -> list[str]:
    """Return the emergency numbers of a country, as far as this package knows them."""
    return list(_data()["numbers"].get(country, ()))


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    words = _data()["words"]
    units, call, places = ("|".join(words[name]) for name in ("units", "call", "places"))
    known = "|".join(
        sorted({one for row in _data()["numbers"].values() for one in row if len(one) > 2})
    )
    end = rf"(?![\w.,]*\d|[\s\u00a0-]*(?:{units})(?!\w))"
    return (
        re.compile(_LONG),
        re.compile(rf"(?<![\w.,£$€/-])(?:{known}|988){end}"),
        re.compile(
            rf"\b(?:{call})\.?:?\s+(?:[A-Za-z]+\s+){{0,3}}?(?P<number>\d{{2,6}}){end}",
            re.IGNORECASE,
        ),
        re.compile(rf"(?<![\w.,£$€])(?P<number>\d{{2,6}})\s\((?:{places})\b"),
    )


def telephone_numbers(text: str, *, in_list: bool = False) -> Iterator[tuple[int, str]]:
    """Yield the place and the text of each number that somebody may call.

    :param in_list: whether the text stands where numbers to call are listed, such as an emergency
        box or a table of services: there any bare number of three digits is one.

    >>> [number for _, number in telephone_numbers("Call 998, or ring 0800 611 116.")]
    ['0800 611 116', '998']
    """
    if not re.search(r"\d\d", text):
        return
    found: dict[int, str] = {}
    patterns = [*_patterns(), _bare()] if in_list else _patterns()
    for pattern in patterns:
        for match in pattern.finditer(text):
            name = "number" if "number" in pattern.groupindex else 0
            if not _YEAR.fullmatch(match[name]):
                found.setdefault(match.start(name), match[name])
    yield from found.items()


@cache
def _bare() -> re.Pattern[str]:
    units = "|".join(_data()["words"]["units"])
    return re.compile(rf"(?<![\w.,£$€/-])\d{{3}}(?![\w.,]*\d|[\s\u00a0-]*(?:{units})(?!\w))")


@cache
def heads_of_lists() -> re.Pattern[str]:
    """Return a pattern for the words that head a table of numbers to call."""
    return re.compile(rf"\b(?:{'|'.join(_data()['words']['headings'])})\b", re.IGNORECASE)
