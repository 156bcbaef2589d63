"""The ledger of claims as values, read and checked as a whole.

Knows where a project keeps its data files; nothing of doctrees or of what pages say.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeGuard

from handouts.problems import Fault, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from sphinx.environment import BuildEnvironment

CERTAINTIES = ("high", "moderate", "low", "very low", "fact")
KEYS = ("statement", "sources", "certainty", "checked", "numbers", "note")
REQUIRED = KEYS[:4]
NUMBER_KEYS = ("value", "of", "means")
EXAMPLE = '{ value = 74, of = 100, means = "people better" }'


@dataclass(frozen=True)
class Number:
    """A number that a claim may quote."""

    name: str
    value: Decimal
    of: int | None
    """What it is counted out of, such as 100; none when it stands alone."""
    means: str

    def __str__(self) -> str:
        text = f"{self.value:f}" if self.of is None else f"{self.value:f} of {self.of}"
        return f"{text} ({self.means})" if self.means else text


@dataclass(frozen=True)
class Claim:
    """What may be said about one thing, on what grounds, and how firmly."""

    id: str
    statement: str
    sources: tuple[str, ...]
    """Keys of the bibliography."""
    certainty: str
    """One of `CERTAINTIES`; `fact` needs no grade."""
    numbers: Mapping[str, Number]
    checked: date | None
    note: str
    """Words for editors, never printed."""
    line: int
    """Line of the ledger on which the claim begins."""

    def row_fault(self, name: str, of: int) -> str:
        """Return why a number cannot be drawn as so many of `of` dots, or nothing."""
        number = self.numbers.get(name)
        if number is None:
            return f"no number '{name}'{nearest(name, self.numbers)}"
        if number.of is None:
            return f"number '{name}' is {number}, out of nothing; give it of = {of} in the ledger"
        if number.of != of:
            return f"number '{name}' is {number}, the array has {of} dots; write :of: {number.of}"
        if number.value != number.value.to_integral_value() or not 0 <= number.value <= of:
            return f"number '{name}' is {number}; dots need a whole number from 0 to {of}"
        return ""


@dataclass(frozen=True)
class Ledger:
    """All claims of a project, and all that is wrong with them."""

    claims: Mapping[str, Claim] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    readable: bool = True
    """False when there is no such file, or it is not TOML: then no claim is known."""

    def faults_of(self, ids: Iterable[str]) -> list[Fault]:
        """Return what is wrong with these claims, or with the file as a whole."""
        heads = tuple(f"claim '{name}':" for name in ids)
        return [one for one in self.faults if not self.readable or one.message.startswith(heads)]


def ledger_path(env: BuildEnvironment) -> Path | None:
    """Return where the ledger is, or nothing when the project has none."""
    return _data_file(env, "handouts_ledger")


def bibliography_path(env: BuildEnvironment) -> Path | None:
    """Return where the bibliography is, or nothing when the project has none."""
    return _data_file(env, "handouts_bibliography")


def _data_file(env: BuildEnvironment, setting: str) -> Path | None:
    name = getattr(env.config, setting)
    path: Path = env.srcdir / name
    return path if name and path.is_file() else None


def ledger_of(env: BuildEnvironment) -> Ledger:
    """Return the ledger to quote from; whoever looks for faults reads it with the sources."""
    return read_ledger(env.srcdir / env.config.handouts_ledger)


def note_data_files(env: BuildEnvironment) -> None:
    """Have Sphinx read the page again when the ledger or the bibliography changes."""
    for name in (env.config.handouts_ledger, env.config.handouts_bibliography):
        if name:
            env.note_dependency(str(env.srcdir / name))


def page_of(env: BuildEnvironment) -> dict[str, str]:
    """Return the attributes by which a node remembers its page, wherever it is embedded."""
    docname = env.current_document.docname
    return {"docname": docname, "path": env.doc2path(docname, False).as_posix()}


def read_ledger(
    path: Path, known_sources: Mapping[str, bool] | None = None, today: date | None = None
) -> Ledger:
    """Return the ledger at `path`.

    `known_sources` says of each key of the bibliography whether somebody has verified it; without
    it, and without `today`, those two are not compared.
    """
    if not path.is_file():
        return Ledger(
            faults=(Fault("ledger", f"there is no ledger at '{path.name}'", line=1),),
            readable=False,
        )
    text = path.read_text("utf-8")
    sources = None if known_sources is None else tuple(sorted(known_sources.items()))
    return _read(text, sources, today)


@lru_cache(maxsize=4)
def _read(text: str, sources: tuple[tuple[str, bool], ...] | None, today: date | None) -> Ledger:
    try:
        tables = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        message = f"this is not TOML: {_without_place(error)}"
        fault = Fault("ledger", message, line=_line_of_error(error, text))
        return Ledger(faults=(fault,), readable=False)
    reader = _LedgerReader(text.splitlines(), None if sources is None else dict(sources), today)
    claims = {key: reader.claim(key, table) for key, table in tables.items()}
    found = {key: claim for key, claim in claims.items() if claim}
    return Ledger(found, tuple(sorted(reader.faults, key=lambda one: (one.line or 0, one.message))))


def _line_of_error(error: tomllib.TOMLDecodeError, text: str) -> int:
    found = re.search(r"at line (\d+)", str(error))
    return int(found[1]) if found else text.count("\n") + 1


def _without_place(error: tomllib.TOMLDecodeError) -> str:
    said = re.sub(r" \(at .*\)$", "", str(error))
    twice = re.search(r"Cannot declare \('([^']*)',\) twice", said)
    return f"'{twice[1]}' stands twice; rename or remove one" if twice else said


class _LedgerReader:
    """Makes claims of tables and notes every fault with its line."""

    def __init__(
        self, lines: list[str], sources: Mapping[str, bool] | None, today: date | None
    ) -> None:
        self.lines = lines
        self.tables = dict(_tables(lines))
        self.sources = sources
        self.today = today
        self.faults: list[Fault] = []

    def claim(self, key: str, table: object) -> Claim | None:
        if not isinstance(table, dict):
            self.fault((key,), "expected a table of a claim, such as [cells-no-better]")
            return None
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key):
            self.fault((key,), "an id has small letters, digits and single hyphens only")
        for name in table.keys() - set(KEYS):
            self.fault((key, name), f"no such field '{name}'{nearest(name, KEYS)}")
        for name in REQUIRED:
            if name not in table:
                self.fault((key,), f"field '{name}' is missing")
        return Claim(
            id=key,
            statement=self.text(key, table, "statement"),
            sources=self.keys_of_sources(key, table),
            certainty=self.certainty(key, table),
            numbers=dict(self.numbers(key, table)),
            checked=self.checked(key, table),
            note=self.text(key, table, "note"),
            line=self.line_of((key,)),
        )

    def fault(self, where: tuple[str, ...], message: str, code: str = "ledger") -> None:
        named = f"claim '{where[0]}': {message}"
        self.faults.append(Fault(code, named, line=self.line_of(where)))

    def text(self, key: str, table: dict[str, Any], name: str) -> str:
        value = table.get(name, "")
        if name in table and (not isinstance(value, str) or not value.strip()):
            self.fault((key, name), f"'{name}' must be text, found {value!r}")
        return value if isinstance(value, str) else ""

    def keys_of_sources(self, key: str, table: dict[str, Any]) -> tuple[str, ...]:
        if "sources" not in table:
            return ()
        value, where = table["sources"], (key, "sources")
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.fault(where, f"'sources' must be a list of keys, found {value!r}")
            return ()
        if not value:
            self.fault(where, "'sources' is empty; a claim needs a source", "claim-source")
        if self.sources is not None and value:
            self.look_up(where, value, self.sources)
        return tuple(value)

    def look_up(self, where: tuple[str, ...], keys: list[str], sources: Mapping[str, bool]) -> None:
        unknown = [key for key in keys if key not in sources]
        for key in unknown:
            message = f"the bibliography has no '{key}'{nearest(key, sources)}"
            self.fault(where, message, "claim-source")
        if not unknown and not any(sources[key] for key in keys):
            message = (
                f"none of its sources ({', '.join(keys)}) has status = {{verified}} in the "
                "bibliography; verify one, or add one that is"
            )
            self.fault(where, message, "claim-source")

    def certainty(self, key: str, table: dict[str, Any]) -> str:
        value = table.get("certainty", "fact")
        if value in CERTAINTIES:
            return str(value)
        allowed = ", ".join(CERTAINTIES)
        self.fault((key, "certainty"), f"'certainty' must be one of {allowed}; found {value!r}")
        return "fact"

    def checked(self, key: str, table: dict[str, Any]) -> date | None:
        value, where = table.get("checked"), (key, "checked")
        if value is None:
            return None
        if isinstance(value, datetime) or not isinstance(value, date):
            self.fault(where, f"'checked' must be a date such as 2026-11-22, found {str(value)!r}")
            return None
        if self.today and value > self.today:
            self.fault(where, f"'checked' is {value}, which is after today, {self.today}")
        return value

    def numbers(self, key: str, table: dict[str, Any]) -> Iterator[tuple[str, Number]]:
        numbers = table.get("numbers", {})
        if not isinstance(numbers, dict):
            self.fault((key, "numbers"), f"'numbers' holds entries such as {EXAMPLE} by name")
            return
        for name, value in numbers.items():
            if number := self.number((key, "numbers", name), value):
                yield name, number

    def number(self, where: tuple[str, ...], table: object) -> Number | None:
        name = where[-1]
        if not isinstance(table, dict):
            self.fault(where, f"number '{name}' must be written as {EXAMPLE}")
            return None
        for other in table.keys() - set(NUMBER_KEYS):
            hint = nearest(other, NUMBER_KEYS)
            self.fault(where, f"number '{name}' has no field '{other}'{hint}")
        value, of, means = table.get("value"), table.get("of"), table.get("means", "")
        if not isinstance(means, str) or not means.strip():
            self.fault(where, f"number '{name}' does not say what it means")
        if not _is_number(value):
            self.fault(where, f"number '{name}': 'value' must be a number, found {value!r}")
            return None
        if of is not None and (not isinstance(of, int) or isinstance(of, bool) or of < 1):
            self.fault(where, f"number '{name}': 'of' must be a whole number, found {of!r}")
            of = None
        if of is not None and Decimal(value) > of:
            self.fault(where, f"number '{name}': {value} of {of} is more than all")
        return Number(name, Decimal(value), of, str(means))

    def line_of(self, where: tuple[str, ...]) -> int:
        """Return the line where a claim, a field or a number stands: tomllib does not say."""
        if where in self.tables:
            return self.tables[where]
        if len(where) == 1:
            begins = [line for parts, line in self.tables.items() if parts[0] == where[0]]
            return min(begins, default=0) or self.find(where[0], 0, len(self.lines)) or 1
        home = self.tables.get(where[:-1]) or self.line_of(where[:-1])
        end = min((line for line in self.tables.values() if line > home), default=None)
        return self.find(where[-1], home - 1, end - 1 if end else len(self.lines)) or home

    def find(self, key: str, start: int, end: int) -> int:
        pattern = re.compile(rf"(?:.*[{{,.\s])?[\"']?{re.escape(key)}[\"']?\s*[.=]")
        for number, line in enumerate(self.lines[start:end], start=start + 1):
            if pattern.match(line):
                return number
        return 0


def _tables(lines: list[str]) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield the path and line of each table's heading."""
    for number, line in enumerate(lines, start=1):
        if found := re.match(r"\s*\[\s*([^\[\]]+?)\s*\]", line):
            yield tuple(part.strip(" \"'") for part in found[1].split(".")), number


def _is_number(value: object) -> TypeGuard[int | Decimal]:
    if isinstance(value, Decimal):
        return value.is_finite()
    return isinstance(value, int) and not isinstance(value, bool)
