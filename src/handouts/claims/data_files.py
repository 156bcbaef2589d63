"""Read a project's data files: text that is UTF-8, tables of TOML, and the line of each key.

Knows where a project keeps them; nothing of what stands in them.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from handouts.claims.markup import markup_in
from handouts.claims.number_reader import MOST_DIGITS
from handouts.problems import Fault, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

MOST_BYTES = 5_000_000
"""Size of a data file; a ledger of thousands of claims has a tenth of it."""
ID = re.compile(r"[a-z0-9]++(?:-[a-z0-9]++)*+")
KEY = re.compile(r"(?<![\w-])[\w-]++(?=[\"']?\s*+[.=])")
LEDGER, BIBLIOGRAPHY, SERVICES = "handouts_ledger", "handouts_bibliography", "handouts_services"
SETTINGS = (LEDGER, BIBLIOGRAPHY, SERVICES)
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


def data_file(env: BuildEnvironment, setting: str) -> Path | None:
    """Return the file that a setting names, or nothing when the project has none."""
    name = getattr(env.config, setting)
    path: Path = env.srcdir / name
    return path if name and path.is_file() else None


def note_data_files(env: BuildEnvironment, *settings: str) -> None:
    """Have Sphinx read the page again when one of the data files changes: of all, or of some.

    A page that states claims need not note the ledger: it is read again when one of them changes
    (`collect/collector.py`).
    """
    for setting in settings or SETTINGS:
        # Of a dependency that is not there, Sphinx believes at each build that it has changed.
        if path := data_file(env, setting):
            env.note_dependency(str(path))


def on_env_get_outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> set[str]:
    """Return all pages when a data file has come: those that it is for could not note it."""
    present = {setting for setting in SETTINGS if data_file(env, setting)}
    before: set[str] = getattr(env, "handouts_data_files", present)
    env.handouts_data_files = present  # type: ignore[attr-defined]
    return set() if present <= before else env.found_docs - added - changed


@dataclass(frozen=True)
class DataText:
    """The text of a data file, or why it cannot be read."""

    text: str = ""
    faults: tuple[Fault, ...] = ()


def read_text(path: Path) -> DataText:
    """Return the text of a file in UTF-8; a byte order mark is no part of it."""
    return text_of(path.read_bytes(), path.name)


def text_of(data: bytes, name: str) -> DataText:
    """Return the text that the bytes of a file are; `name` is that of the file."""
    if len(data) > MOST_BYTES:
        message = f"'{name}' has {len(data):,} bytes, at most {MOST_BYTES:,} are read; split it"
        return DataText(faults=(Fault("ledger", message, line=1),))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = (
            f"'{name}' is not in UTF-8: byte 0x{data[error.start]:02x} cannot be read; "
            "save the file as UTF-8"
        )
        return DataText(faults=(Fault("ledger", message, line=line),))
    return DataText(text.replace("\r\n", "\n"))


@dataclass
class TomlFile:
    """The tables of a TOML file, what is wrong with them, and where each key stands."""

    noun: str
    """What one table is, such as “claim”; faults begin with it."""
    group: str = ""
    """Key of a table that holds such tables as well; nothing where there is none."""
    code: str = "ledger"
    """Code of a fault, where nothing else is said."""
    tables: dict[str, Any] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    readable: bool = True
    headings: dict[tuple[str, ...], int] = field(default_factory=dict)
    first_lines: dict[str, int] = field(default_factory=dict)
    _keys: dict[tuple[int, int], dict[str, int]] = field(default_factory=dict)
    """Line of each key that stands between two lines."""

    def fault(self, where: tuple[str, ...], message: str, code: str = "") -> None:
        """Note that what stands at a path of keys is wrong."""
        own = where[1:] if where[0] == self.group and len(where) > 1 else where
        text = f"{self.noun} '{own[0]}': {message}"
        self.faults.append(Fault(code or self.code, text, line=self.line_of(where)))

    def line_of(self, where: tuple[str, ...]) -> int:
        """Return the line of a table, a field or a number: tomllib does not keep it."""
        if where in self.headings:
            return self.headings[where]
        if len(where) == 1:
            return self.first_lines.get(where[0]) or self._find(where[0], 0, len(self.lines)) or 1
        home = self.headings.get(where[:-1]) or self.line_of(where[:-1])
        later = bisect_right(self._starts, home)
        end = self._starts[later] - 1 if later < len(self._starts) else len(self.lines)
        return self._find(where[-1], home - 1, end) or home

    @cached_property
    def _starts(self) -> list[int]:
        """Return the lines of all headings, in order; known once the file is parsed."""
        return sorted(self.headings.values())

    def _find(self, key: str, start: int, end: int) -> int:
        if (start, end) not in self._keys:
            # Each line is looked through once, however many faults it has.
            found = self._keys[start, end] = {}
            for number, line in enumerate(self.lines[start:end], start=start + 1):
                for name in KEY.findall(line):
                    found.setdefault(name, number)
        return self._keys[start, end].get(key, 0)

    def look_at(
        self,
        path: tuple[str, ...],
        table: dict[str, Any],
        *,
        allowed: tuple[str, ...],
        required: tuple[str, ...],
        printed: tuple[str, ...],
    ) -> None:
        """Note an id that is none, fields that are unknown or missing, and markup in words.

        :param printed: fields whose words are printed, and so hold no markup
        """
        if not ID.fullmatch(path[-1]):
            self.fault(path, "an id has small letters, digits and single hyphens only")
        for name in table.keys() - set(allowed):
            self.fault((*path, name), f"no such field '{name}'{nearest(name, allowed)}")
        for name in required:
            if name not in table:
                self.fault(path, f"field '{name}' is missing")
        for name in printed:
            if found := markup_in(str(table.get(name, ""))):
                message = f"'{name}' has the markup “{found}”, which would be printed; remove it"
                self.fault((*path, name), message, "stray-markup")

    # One value of a table; what is wrong is noted, and something harmless returned.

    def words(self, where: tuple[str, ...], table: dict[str, Any]) -> str:
        """Return the text at a path; nothing when there is none."""
        name = where[-1]
        value = table.get(name, "")
        if name in table and (not isinstance(value, str) or not value.strip()):
            self.fault(where, f"'{name}' must be text, found {written(value)}")
        return value if isinstance(value, str) else ""

    def day(
        self, where: tuple[str, ...], table: dict[str, Any], today: date | None = None
    ) -> date | None:
        """Return the date at a path, which may not be after today."""
        name, value = where[-1], table.get(where[-1])
        if value is None:
            return None
        if isinstance(value, datetime) or not isinstance(value, date):
            self.fault(where, f"'{name}' must be a date such as 2026-11-22, found {str(value)!r}")
            return None
        if today and value > today:
            self.fault(where, f"'{name}' is {value}, which is after today, {today}")
        return value

    def one_of(
        self, where: tuple[str, ...], table: dict[str, Any], allowed: tuple[str, ...]
    ) -> str:
        """Return the word at a path, which is one of those allowed; nothing when there is none."""
        name, value = where[-1], table.get(where[-1], "")
        if name in table and value not in allowed:
            message = f"'{name}' must be one of {', '.join(allowed)}; found {written(value)}"
            self.fault(where, message)
            return ""
        return str(value)

    def yes_or_no(self, where: tuple[str, ...], table: dict[str, Any]) -> bool:
        """Return the truth value at a path; False when there is none."""
        name, value = where[-1], table.get(where[-1], False)
        if not isinstance(value, bool):
            self.fault(where, f"'{name}' must be true or false, found {written(value)}")
        return value is True


def parse_toml(text: str, noun: str, group: str = "", code: str = "ledger") -> TomlFile:
    """Return the tables of a text, or a file that is not readable, with the fault.

    :param noun: what one table is, such as “claim”
    :param group: key of a table that holds such tables as well
    :param code: of a fault, where nothing else is said
    """
    file = TomlFile(noun, group, code, lines=text.split("\n"))
    try:
        tables, headings = _parsed(text)
    except tomllib.TOMLDecodeError as error:
        line = _line_of_error(error, text)
        message = f"this is not TOML: {_without_place(error)}{_slip_in(file.lines[line - 1])}"
        return _unreadable(noun, message, line)
    except ValueError:  # Python refuses to read thousands of digits.
        longest = max(re.finditer(r"\d+", text), key=lambda found: len(found[0]))
        message = f"a number has {len(longest[0])} digits, at most {MOST_DIGITS} are read"
        return _unreadable(noun, message, text.count("\n", 0, longest.start()) + 1)
    except RecursionError:
        return _unreadable(noun, "tables are nested too deeply to be read", 1)
    file.tables, file.headings = tables, headings
    for parts, line in headings.items():
        file.first_lines.setdefault(parts[0], line)
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


def written(value: object) -> str:
    """Return a value as an author wrote it in TOML.

    >>> written("5"), written(Decimal("1.5")), written(value=True)
    ("'5'", '1.5', 'true')
    """
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | Decimal | date) else repr(value)


def is_short(value: object) -> bool:
    """Return whether a number has few enough digits to be compared exactly."""
    if isinstance(value, Decimal):
        low = value.as_tuple().exponent
        return isinstance(low, int) and abs(value.adjusted()) < MOST_DIGITS and -low < MOST_DIGITS
    return isinstance(value, int) and abs(value) < 10**MOST_DIGITS


def _line_of_error(error: tomllib.TOMLDecodeError, text: str) -> int:
    found = re.search(r"at line (\d+)", str(error))
    return int(found[1]) if found else text.count("\n") + 1


def _slip_in(line: str) -> str:
    """Return what to write in place of a usual slip of a line, if it has one."""
    found = (one for pattern, one in SLIPS.items() if re.search(pattern, line))
    advice = next(found, "")
    return f"; {advice}" if advice else ""


def _without_place(error: tomllib.TOMLDecodeError) -> str:
    said = re.sub(r" \(at .*\)$", "", str(error))
    twice = re.search(r"Cannot declare \('([^']*)',\) twice", said)
    return f"'{twice[1]}' stands twice; rename or remove one" if twice else said


def _headings(lines: list[str]) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield the path and line of each table's heading."""
    for number, line in enumerate(lines, start=1):
        if found := re.match(r"\s*+\[([^\[\]]++)\]", line):
            yield tuple(part.strip(" \t\"'") for part in found[1].split(".")), number
