"""Read and check the fields of an entry in the register."""

from __future__ import annotations

import datetime
import re
from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from handouts.releases.register import Entry

    Reader = Callable[[object], Any]

ID = re.compile(r"[A-Za-z][A-Za-z0-9]*")
"""Never a number, because YAML reads `0123` as 83."""
EDITION = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Characters that break a line, move a cursor or change the direction of text."""


class FieldError(ValueError):
    """A value cannot be that of its field; the message says what it must be."""


def keys_of(kind: type[Entry]) -> dict[str, bool]:
    """Return the keys of an entry in the file, and whether each must be there."""
    return {
        one.name.replace("_", "-"): one.default is MISSING and one.default_factory is MISSING
        for one in fields(kind)
        if one.name != "line"
    }


def read_field(key: str, value: object) -> Any:
    """Return the value of a field; raises FieldError if it cannot be one."""
    return READERS.get(key, _text)(value)


def _require(is_good: bool, expected: str) -> None:
    """Raise FieldError unless a value is as its field expects."""
    if not is_good:
        raise FieldError(f"must be {expected}")


def _text(value: object) -> str:
    is_text = isinstance(value, str) and value.strip() and not UNSEEN.search(value)
    _require(bool(is_text), "text in one line, without control characters")
    return str(value)


def _matching(pattern: str, expected: str) -> Reader:
    """Return what reads text of one form."""
    compiled = re.compile(pattern)

    def read(value: object) -> str:
        _require(isinstance(value, str) and bool(compiled.fullmatch(value)), expected)
        return str(value)

    return read


def _number(value: object) -> Any:
    is_number = isinstance(value, int) and not isinstance(value, bool) and value >= 1
    _require(is_number, "a whole number from 1")
    return value


def _numbers(value: object) -> tuple[int, ...]:
    _require(isinstance(value, list) and bool(value), "a list of versions, such as [1, 2]")
    return tuple(map(_number, cast("list[object]", value)))


def _day(value: object) -> Any:
    is_day = isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)
    _require(is_day, "a date such as 2026-11-22, without quotation marks")
    return value


def _yes_or_no(value: object) -> bool:
    _require(isinstance(value, bool), "true or false")
    return value is True


def _each(read: Reader) -> Reader:
    """Return what reads a table of values of one kind."""

    def read_table(value: object) -> dict[str, Any]:
        _require(isinstance(value, dict), 'a table, such as { a4 = "..." }')
        return {name: read(one) for name, one in cast("dict[str, object]", value).items()}

    return read_table


def _editions(value: object) -> dict[str, str]:
    digests: dict[str, str] = _each(_digest)(value)
    if not all(map(EDITION.fullmatch, digests)):
        raise FieldError("must have names of editions, such as 'a4' or 'large-print'")
    return digests


_digest = _matching("sha256:[0-9a-f]{64}", "'sha256:' and 64 digits from 0 to f")

READERS: Mapping[str, Reader] = {
    "id": _matching(ID.pattern, "a letter and then letters and digits, such as 'SC1'"),
    # It is part of an address, so nothing else may stand there.
    "language": _matching(
        "[A-Za-z]{2,3}([_@-][A-Za-z0-9]+)*", "a language of Sphinx, such as 'en' or 'pt_BR'"
    ),
    "version": _number,
    "versions": _numbers,
    "date": _day,
    "last-day": _day,
    "safety": _yes_or_no,
    "words": _matching(
        "(words-[0-9]+:)?sha256:[0-9a-f]{64}", "'words-1:sha256:' and 64 digits from 0 to f"
    ),
    "engines": _each(_text),
    "editions": _editions,
}
"""What reads a field; all others are text."""
