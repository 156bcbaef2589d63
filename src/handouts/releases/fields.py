"""The fields of an entry in the register: what each may be, and what it is read as."""

from __future__ import annotations

import datetime
import re
from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from handouts.releases.register import Entry

    Reader = Callable[[object], Any]

ID = re.compile(r"[A-Za-z][A-Za-z0-9]*")
"""Never a number: of `0123` YAML makes 83."""
EDITION = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Characters that break a line, move a cursor or turn the direction of what stands beside."""


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


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip() or UNSEEN.search(value):
        message = "must be text in one line, without control characters"
        raise FieldError(message)
    return value


def _matching(pattern: str, kind: str) -> Reader:
    """Return what reads text of one form."""
    compiled = re.compile(pattern)

    def read(value: object) -> str:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            message = f"must be {kind}"
            raise FieldError(message)
        return value

    return read


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        message = "must be a whole number from 1"
        raise FieldError(message)
    return value


def _numbers(value: object) -> tuple[int, ...]:
    if not isinstance(value, list) or not value:
        message = "must be a list of versions, such as [1, 2]"
        raise FieldError(message)
    return tuple(map(_number, value))


def _day(value: object) -> datetime.date:
    if isinstance(value, datetime.datetime) or not isinstance(value, datetime.date):
        message = "must be a date such as 2026-11-22, without quotation marks"
        raise FieldError(message)
    return value


def _yes_or_no(value: object) -> bool:
    if not isinstance(value, bool):
        message = "must be true or false"
        raise FieldError(message)
    return value


def _each(read: Reader) -> Reader:
    """Return what reads a table of values of one kind."""

    def read_table(value: object) -> dict[str, Any]:
        if not isinstance(value, dict):
            message = 'must be a table, such as { a4 = "..." }'
            raise FieldError(message)
        return {name: read(one) for name, one in value.items()}

    return read_table


def _editions(value: object) -> dict[str, str]:
    digests: dict[str, str] = _each(_digest)(value)
    for name in digests:
        if not EDITION.fullmatch(name):
            message = "must have names of editions, such as 'a4' or 'large-print'"
            raise FieldError(message)
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
