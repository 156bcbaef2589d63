"""Read the tables of a TOML file: check each value, and note each fault with its line."""

from __future__ import annotations

import math
import re
import tomllib
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any, TypeGuard

from handouts.claims.markup import markup_in
from handouts.claims.numbers.reader import MOST_DIGITS
from handouts.dates import to_come
from handouts.problems import Fault, nearest

ID = re.compile(r"[a-z0-9]++(?>(?:-[a-z0-9]++)*)")
KEY = re.compile(r"(?:^|[{,.])\s*+[\"']?([\w-]++)(?=[\"']?\s*+[.=])")
"""A key on a line, in a table within the line, or after a dot."""
SLIPS = {
    r"=\s*\d{1,2}[-./]\d{1,2}[-./]\d{2,4}": "write a date as 2026-11-22",
    r"[=\[,]\s*[\u2212\u2013]\s*\d": "write a minus as the hyphen of the keyboard",
    r"=\s*[“”‘’„«]": "write straight quotation marks",
    r"=\s*\d{1,3},\d{3}\b": "write a number without commas",
    r"=\s*\d+%": "write a number without a per cent sign",
    r"=\s*(?i:true|false|yes|no)\b": "write true or false",
    r"=\s*(?!(?:inf|nan)\b)[A-Za-z]": "put text in quotation marks",
    r'=\s*"[^"]*"[^\s,}\]#]': "write a quotation mark within text as “ or ”",
    r"^\s*[\w-]+(?: [\w-]+)+\s*=": "write a name without spaces",
}
"""What a line that is not TOML may have: a pattern for each slip, and what to write."""


@dataclass
class TomlFile:
    """The tables of a TOML file, what is wrong with them, and the line of each key."""

    noun: str
    """What one table is, such as “claim”; faults begin with it. Empty for entries of arrays."""
    group: str = ""
    """Key of a table that holds more such tables; empty if there is none."""
    code: str = "ledger"
    """Code of the faults that name no other."""
    today: date | None = None
    """The day after which no date may lie; without it, any day may be written."""
    tables: dict[str, Any] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    readable: bool = True
    headings: dict[tuple[str, ...], int] = field(default_factory=dict)
    """Line of each heading, by the path of its table; entries of an array are counted from 0."""

    def fault(self, where: tuple[str, ...], message: str, code: str = "") -> None:
        """Note what is wrong at a path of keys."""
        own = where[1:] if where[0] == self.group and len(where) > 1 else where
        text = f"{self.noun} '{own[0]}': {message}" if self.noun else f"{where[0]}: {message}"
        line = self.line_of(where)
        self.faults.append(Fault(code or self.code, text, line=line, about=own[0]))

    def tables_in(
        self, tables: dict[str, Any], example: str, path: tuple[str, ...] = ()
    ) -> Iterator[TomlTable]:
        """Yield each table in a table, and note each value that is not one.

        :param example: heading of such a table, for messages
        :param path: the keys that lead there
        """
        for key, values in tables.items():
            if isinstance(values, dict):
                yield TomlTable(self, (*path, key), values)
            else:
                message = f"expected a table of a {self.noun}, such as [{example}]"
                self.fault((*path, key), message)

    def line_of(self, where: tuple[str, ...]) -> int:
        """Return the line of a table, a field or a number, which tomllib does not keep."""
        if where in self.headings:
            return self.headings[where]
        if len(where) == 1:
            return self._first_lines.get(where[0]) or self._lines_of.get(where[0], [1])[0]
        home = self.line_of(where[:-1])
        later = bisect_right(self._starts, home)
        end = self._starts[later] if later < len(self._starts) else math.inf
        lines = self._lines_of.get(where[-1], [])
        at = bisect_left(lines, home)
        return lines[at] if at < len(lines) and lines[at] < end else home

    @cached_property
    def _starts(self) -> list[int]:
        """The lines of all headings, in order; known once the file is parsed."""
        return sorted(self.headings.values())

    @cached_property
    def _first_lines(self) -> dict[str, int]:
        """The line of the first heading that begins with each key."""
        return {where[0]: line for where, line in reversed(self.headings.items())}

    @cached_property
    def _lines_of(self) -> dict[str, list[int]]:
        """The lines with each key, in order."""
        found: dict[str, list[int]] = {}
        for number, line in enumerate(self.lines, start=1):
            for name in KEY.findall(line):
                found.setdefault(name, []).append(number)
        return found

    def sorted_faults(self) -> tuple[Fault, ...]:
        """Return the faults in the order of their lines."""
        return tuple(sorted(self.faults, key=lambda one: (one.line or 0, one.message)))


@dataclass(frozen=True)
class TomlTable:
    """A table of a file. Each method returns a value of it, and notes what is wrong with that.

    A wrong value is replaced by one that does no harm: an empty text, None, or False.
    """

    file: TomlFile
    path: tuple[str, ...]
    """The keys that lead to it."""
    values: dict[str, Any]

    @property
    def id(self) -> str:
        """The last key of its path."""
        return self.path[-1]

    def fault(self, name: str, message: str, code: str = "") -> None:
        """Note what is wrong with a field, or with the table itself if the name is empty."""
        self.file.fault((*self.path, name) if name else self.path, message, code)

    def check_fields(
        self, *, allowed: tuple[str, ...], required: tuple[str, ...], printed: tuple[str, ...]
    ) -> None:
        """Note a faulty id, fields that are unknown or missing, and markup in words.

        :param printed: fields whose words are printed, and so hold no markup
        """
        if not ID.fullmatch(self.id):
            self.fault("", "an id has small letters, digits and single hyphens only")
        for name in self.values.keys() - set(allowed):
            self.fault(name, f"no such field '{name}'{nearest(name, allowed)}")
        for name in required:
            if name not in self.values:
                self.fault("", f"field '{name}' is missing")
        for name in printed:
            if found := markup_in(str(self.values.get(name, ""))):
                message = f"'{name}' has the markup “{found}”, which would be printed; remove it"
                self.fault(name, message, "stray-markup")

    def words(self, name: str) -> str:
        """Return the text of a field."""
        value = self.values.get(name, "")
        if name in self.values and (not isinstance(value, str) or not value.strip()):
            self.fault(name, f"'{name}' must be text, found {as_toml(value)}")
        return value if isinstance(value, str) else ""

    def day(self, name: str) -> date | None:
        """Return the date of a field, which may not be after today."""
        value, today = self.values.get(name), self.file.today
        if value is None:
            return None
        if isinstance(value, datetime) or not isinstance(value, date):
            self.fault(name, f"'{name}' must be a date such as 2026-11-22, found {str(value)!r}")
            return None
        if today and to_come(value, today):
            self.fault(name, f"'{name}' is {value}, which is after today, {today}")
        return value

    def one_of(self, name: str, allowed: tuple[str, ...]) -> str:
        """Return the word of a field, which is one of those allowed."""
        value = self.values.get(name, "")
        if name in self.values and value not in allowed:
            expected = ", ".join(allowed)
            self.fault(name, f"'{name}' must be one of {expected}; found {as_toml(value)}")
            return ""
        return str(value)

    def yes_or_no(self, name: str) -> bool:
        """Return the truth value of a field."""
        value = self.values.get(name, False)
        if not isinstance(value, bool):
            self.fault(name, f"'{name}' must be true or false, found {as_toml(value)}")
        return value is True


def parse_toml(
    text: str, noun: str, group: str = "", code: str = "ledger", today: date | None = None
) -> TomlFile:
    """Return the tables of a text, or a file that is not readable, with the fault.

    :param noun: what one table is, such as “claim”; empty if tables are entries of arrays
    :param group: key of a table that holds more such tables
    :param code: of the faults that name no other
    :param today: the day after which no date may lie
    """
    file = TomlFile(noun, group, code, today, lines=text.split("\n"))
    try:
        file.tables, file.headings = _parsed(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        line = int(found[1]) if found else len(file.lines)
        message = f"this is not TOML: {_without_place(error)}{_slip_in(file.lines[line - 1])}"
        return _unreadable(noun, message, line)
    except ValueError:  # Python refuses to read thousands of digits.
        longest = max(re.finditer(r"\d+", text), key=lambda found: len(found[0]))
        message = f"a number has {len(longest[0])} digits, at most {MOST_DIGITS} are read"
        return _unreadable(noun, message, text.count("\n", 0, longest.start()) + 1)
    except RecursionError:
        return _unreadable(noun, "tables are nested too deeply to be read", 1)
    return file


@lru_cache(maxsize=4)
def _parsed(text: str) -> tuple[dict[str, Any], dict[tuple[str, ...], int]]:
    """Return the tables of a text and the lines of their headings, not to be changed.

    A ledger is read twice in each build: by itself, and beside its sources.
    """
    tables = tomllib.loads(text, parse_float=Decimal)
    return tables, dict(_headings(text.split("\n")))


def _unreadable(noun: str, message: str, line: int) -> TomlFile:
    return TomlFile(noun, faults=[Fault("ledger", message, line=line)], readable=False)


def as_toml(value: object) -> str:
    """Return a value as an author wrote it in TOML.

    >>> as_toml("5"), as_toml(Decimal("1.5")), as_toml(value=True)
    ("'5'", '1.5', 'true')
    """
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | Decimal | date) else repr(value)


def is_short(value: object) -> TypeGuard[int | Decimal]:
    """Return whether a number has few enough digits to be compared exactly."""
    if isinstance(value, Decimal):
        low = value.as_tuple().exponent
        return isinstance(low, int) and abs(value.adjusted()) < MOST_DIGITS and -low < MOST_DIGITS
    return isinstance(value, int) and abs(value) < 10**MOST_DIGITS


def _slip_in(line: str) -> str:
    """Return what to write in place of a usual slip of a line, if it has one."""
    found = (f"; {one}" for pattern, one in SLIPS.items() if re.search(pattern, line))
    return next(found, "")


def _without_place(error: tomllib.TOMLDecodeError) -> str:
    said = re.sub(r" \(at .*\)$", "", str(error))
    twice = re.search(r"Cannot declare \('([^']*)',\) twice", said)
    return f"'{twice[1]}' stands twice; rename or remove one" if twice else said


def _headings(lines: list[str]) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield the path and line of each table's heading."""
    counted: Counter[tuple[str, ...]] = Counter()
    for number, line in enumerate(lines, start=1):
        if found := re.match(r"\s*+(\[\[?)([^\[\]]++)\]", line):
            path = tuple(part.strip(" \t\"'") for part in found[2].split("."))
            entry = (str(counted[path]),) if found[1] == "[[" else ()
            counted[path] += 1
            yield (*path, *entry), number
