"""The register of releases as a TOML file: read with every fault at its line, and added to."""

from __future__ import annotations

import datetime
import json
import re
from collections import Counter
from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, Any

from handouts.claims.data_files import parse_toml, read_text
from handouts.files import write_atomically
from handouts.problems import Place, Problem, nearest
from handouts.releases.register import Approval, Entry, Register, Release, Withdrawal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from handouts.problems import Fault

    Reader = Callable[[object], Any]

HEADING = re.compile(r"\s*\[\[\s*([\w-]+)\s*\]\]")
ID = re.compile(r"[A-Za-z0-9]+")
DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
WORDS = re.compile(r"(words-[0-9]+:)?sha256:[0-9a-f]{64}")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}([_@-][A-Za-z0-9]+)*")
"""As Sphinx writes it; it is part of an address, so nothing else may stand there."""
EDITION = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Characters that break a line, move a cursor or turn the direction of what stands beside."""


class _ValueError(ValueError):
    """What a field must be, in words that follow its name."""


def read_register(path: Path, name: str) -> Register:
    """Return the register in a file; an empty one when there is no file.

    :param path: the file
    :param name: the same, relative to the source folder, for problems
    """
    if not path.is_file():
        return Register()
    read = read_text(path)
    if read.faults:
        return _unreadable(read.faults, name)
    return register_of_text(read.text, name)


def register_of_text(text: str, name: str) -> Register:
    """Return the register in a text; `name` is that of its file, for problems."""
    file = parse_toml(text, "release")
    if file.faults:
        return _unreadable(file.faults, name)
    entries, found = _entries(file.tables, text.split("\n"))
    found += _order_faults(entries) if not found else []
    return Register(
        # What is left of a faulty register could call a withdrawn version current.
        entries=() if found else tuple(entries),
        problems=tuple(Problem("releases", message, Place(name, line)) for line, message in found),
        exists=True,
    )


def _unreadable(faults: Iterable[Fault], name: str) -> Register:
    problems = [Problem("releases", one.message, Place(name, one.line)) for one in faults]
    return Register(problems=tuple(problems), exists=True)


# Values of fields.


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip() or UNSEEN.search(value):
        message = "must be text in one line, without control characters"
        raise _ValueError(message)
    return value


def _language(value: object) -> str:
    if not isinstance(value, str) or not LANGUAGE.fullmatch(value):
        message = "must be a language of Sphinx, such as 'en' or 'pt_BR'"
        raise _ValueError(message)
    return value


def _id(value: object) -> str:
    if not isinstance(value, str) or not ID.fullmatch(value):
        message = "must be letters and digits, such as 'SC1'"
        raise _ValueError(message)
    return value


def _version(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        message = "must be a whole number from 1"
        raise _ValueError(message)
    return value


def _day(value: object) -> datetime.date:
    if isinstance(value, datetime.datetime) or not isinstance(value, datetime.date):
        message = "must be a date such as 2026-11-22, without quotation marks"
        raise _ValueError(message)
    return value


def _yes_or_no(value: object) -> bool:
    if not isinstance(value, bool):
        message = "must be true or false"
        raise _ValueError(message)
    return value


def _digest(value: object) -> str:
    if not isinstance(value, str) or not DIGEST.fullmatch(value):
        message = "must be 'sha256:' and 64 digits from 0 to f"
        raise _ValueError(message)
    return value


def _words(value: object) -> str:
    if not isinstance(value, str) or not WORDS.fullmatch(value):
        message = "must be 'words-1:sha256:' and 64 digits from 0 to f"
        raise _ValueError(message)
    return value


def _each(read: Reader) -> Reader:
    """Return what reads a table of values of one kind."""

    def read_table(value: object) -> dict[str, Any]:
        if not isinstance(value, dict):
            message = 'must be a table, such as { a4 = "..." }'
            raise _ValueError(message)
        return {name: read(one) for name, one in value.items()}

    return read_table


def _editions(value: object) -> dict[str, str]:
    digests: dict[str, str] = _each(_digest)(value)
    for name in digests:
        if not EDITION.fullmatch(name):
            message = "must have names of editions, such as 'a4' or 'large-print'"
            raise _ValueError(message)
    return digests


READERS: Mapping[str, Reader] = {
    "id": _id,
    "language": _language,
    "version": _version,
    "date": _day,
    "last-day": _day,
    "safety": _yes_or_no,
    "words": _words,
    "engines": _each(_text),
    "editions": _editions,
}
"""What reads a field; all others are text."""
KINDS: Mapping[str, type[Entry]] = {
    "release": Release,
    "withdrawal": Withdrawal,
    "approval": Approval,
}


def keys_of(kind: type[Entry]) -> dict[str, bool]:
    """Return the keys of an entry in the file, and whether each must be there."""
    return {
        one.name.replace("_", "-"): one.default is MISSING and one.default_factory is MISSING
        for one in fields(kind)
        if one.name != "line"
    }


# Entries.

Found = list[tuple[int, str]]
"""Line and message of what is wrong."""


def _entries(tables: Mapping[str, Any], lines: Sequence[str]) -> tuple[list[Entry], Found]:
    """Return the entries in the order of their lines, and what is wrong with them."""
    headings = [
        (number, found[1])
        for number, line in enumerate(lines, 1)
        # Another name is a fault already, or a line of some text.
        if (found := HEADING.match(line)) and found[1] in KINDS
    ]
    faults = list(_foreign(tables, headings, lines))
    if faults:
        return [], faults
    left = {kind: iter(tables.get(kind, ())) for kind in KINDS}
    ends = [number - 1 for number, _ in headings[1:]] + [len(lines)]
    entries: list[Entry] = []
    for (start, kind), end in zip(headings, ends, strict=False):  # No heading: one end more.
        entry = _entry(KINDS[kind], next(left[kind]), _LinesOf(lines, start, end), faults)
        entries += [entry] if entry else []
    return entries, faults


def _foreign(
    tables: Mapping[str, Any], headings: Sequence[tuple[int, str]], lines: Sequence[str]
) -> Iterator[tuple[int, str]]:
    """Yield what is no entry, or is not written as one: the order of entries must be known."""
    counted = Counter(kind for _, kind in headings)
    for name, rows in tables.items():
        if name not in KINDS:
            line = _line_of_key(lines, name)
            yield line, f"no such kind of entry '{name}'{nearest(name, KINDS)}"
        elif not isinstance(rows, list) or len(rows) != counted[name]:
            yield _line_of_key(lines, name), f"write each {name} as a table under [[{name}]]"


def _line_of_key(lines: Sequence[str], name: str) -> int:
    pattern = re.compile(rf"\s*(\[\s*)*[\"']?{re.escape(name)}\b")
    return next((number for number, line in enumerate(lines, 1) if pattern.match(line)), 1)


class _LinesOf:
    """The lines of one entry, which begins with its heading."""

    def __init__(self, lines: Sequence[str], start: int, end: int) -> None:
        self.lines, self.start, self.end = lines, start, end

    def of(self, key: str) -> int:
        """Return the line of a key, or that of the heading."""
        pattern = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[.=]")
        numbered = enumerate(self.lines[self.start : self.end], self.start + 1)
        return next((number for number, line in numbered if pattern.match(line)), self.start)


def _entry(
    kind: type[Entry], table: Mapping[str, Any], at: _LinesOf, faults: Found
) -> Entry | None:
    """Return an entry, or nothing if it cannot be read; what is wrong is added to `faults`."""
    keys, noun = keys_of(kind), kind.__name__.lower()
    wrong: Found = [
        (at.of(name), f"{noun}: no such field '{name}'{nearest(name, keys)}")
        for name in table
        if name not in keys
    ]
    wrong += [
        (at.start, f"{noun}: field '{name}' is missing")
        for name, needed in keys.items()
        if needed and name not in table
    ]
    values: dict[str, Any] = {}
    for name in keys.keys() & table.keys():
        try:
            values[name.replace("-", "_")] = READERS.get(name, _text)(table[name])
        except _ValueError as error:
            wrong.append((at.of(name), f"{noun}: '{name}' {error}, found {table[name]!r}"))
    faults += sorted(wrong)
    return None if wrong else kind(**values, line=at.start)


# What entries say together.


def _order_faults(entries: Iterable[Entry]) -> Found:
    """Return what is wrong with the order of versions, days and names."""
    faults: Found = []
    newest: dict[tuple[str, str], Release] = {}
    spelling: dict[str, str] = {}
    for entry in entries:
        spelled = spelling.setdefault(entry.id.lower(), entry.id)
        if spelled != entry.id:
            message = f"id '{entry.id}' is also written '{spelled}': use one spelling"
            faults.append((entry.line, message))
        if isinstance(entry, Release):
            key = (entry.id, entry.language)
            faults += [(entry.line, message) for message in _release_faults(entry, newest.get(key))]
            newest[key] = entry
        elif isinstance(entry, Withdrawal) and not _was_released(entry, newest.values()):
            message = f"withdrawal: no such version of '{entry.id}' was released before it"
            faults.append((entry.line, message))
    return faults


TWICE = (
    "; if two branches released it, keep the entry whose sheets were given out, remove the other, "
    "and release those words again: handouts release {id}"
)


def _release_faults(release: Release, before: Release | None) -> Iterator[str]:
    expected = before.version + 1 if before else 1
    if release.version != expected:
        yield (
            f"release: version {release.version} of '{release.id}' ({release.language}) stands "
            f"where version {expected} is expected: versions are counted 1, 2, 3"
            f"{TWICE.format(id=release.id) if before and release.version == before.version else ''}"
        )
    if before and release.date < before.date:
        yield f"release: {release.name} has an earlier date than version {before.version}"
    if release.last_day and release.last_day < release.date:
        yield f"release: the last day of {release.name} is before its date"
    if not release.editions:
        yield f"release: {release.name} has no editions"


def _was_released(withdrawal: Withdrawal, newest: Iterable[Release]) -> bool:
    return any(
        one.id == withdrawal.id
        and withdrawal.language in {None, one.language}
        and (withdrawal.version or 1) <= one.version
        for one in newest
    )


# Adding to the file.


class RegisterError(ValueError):
    """The register cannot be added to; the message is for the user."""


def add_entries(path: Path, entries: Sequence[Entry], before: Register) -> None:
    """Add entries to the end of the file, all or none; what stands there stays as it is.

    :param path: the file, which is made if there is none
    :param before: the register as it was read
    :raises RegisterError: if somebody has changed the file since, or an entry cannot be one
    """
    text = read_text(path).text if path.is_file() else ""
    if register_of_text(text, path.name).entries != before.entries:
        message = f"'{path}' has changed meanwhile; nothing was added to it, so try again"
        raise RegisterError(message)
    parts = [text.rstrip("\n"), *map(entry_text, entries)]
    added = "\n\n".join(filter(None, parts)) + "\n"
    if problems := register_of_text(added, path.name).problems:
        raise RegisterError(problems[0].message)
    write_atomically(path, added.encode())


def entry_text(entry: Entry) -> str:
    """Return an entry as it stands in the file."""
    kind = type(entry)
    lines = [f"[[{kind.__name__.lower()}]]"]
    for one in fields(kind):
        value = getattr(entry, one.name)
        if one.name != "line" and value not in (None, "", {}):
            lines.append(f"{one.name.replace('_', '-')} = {_value_text(value)}")
    return "\n".join(lines)


def _value_text(value: object) -> str:
    if isinstance(value, str):
        # A string of JSON is one of TOML, for text without control characters.
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, dict):
        pairs = [f"{json.dumps(name)} = {_value_text(one)}" for name, one in value.items()]
        return f"{{ {', '.join(pairs)} }}"
    return str(value).lower() if isinstance(value, bool) else str(value)
