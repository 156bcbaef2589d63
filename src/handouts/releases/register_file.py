"""Read the register of releases from its file, a TOML file: every fault at its line."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

from handouts.claims.data.files import text_of
from handouts.claims.data.toml import TomlFile, TomlTable, as_toml, parse_toml
from handouts.i18n import language_tag
from handouts.problems import Fault, Place, Problem, nearest
from handouts.releases.register import Approval, Entry, Register, Release, Withdrawal

DEFAULT = "releases.toml"
"""Name of the file, in the folder of the sources, where `conf.py` names no other."""
KINDS: Mapping[str, type[Entry]] = {
    "release": Release,
    "withdrawal": Withdrawal,
    "approval": Approval,
}
ID = re.compile(r"[A-Za-z][A-Za-z0-9]*")
"""Never a number, because YAML reads `0123` as 83."""
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Characters that break a line, move a cursor or change the direction of text."""
TWICE = (
    "; if two branches released it, keep the entry whose sheets were given out, remove the other, "
    "and release those words again: handouts release {id}"
)


def read_register(path: Path, name: str) -> Register:
    """Return the register in a file; an empty one when there is no file.

    :param path: the file
    :param name: the same, relative to the source folder, for problems
    """
    return register_of_bytes(path.read_bytes(), name) if path.is_file() else Register()


def register_of_bytes(data: bytes, name: str) -> Register:
    """Return the register in the bytes of a file; `name` is that of the file, for problems."""
    read = text_of(data, name)
    file = parse_toml(read.text, "")
    entries = tuple(_entries(file))
    faults = (*read.faults, *file.sorted_faults()) or tuple(entry_faults(entries))
    problems = tuple(Problem("releases", one.message, Place(name, one.line)) for one in faults)
    # What is left of a faulty register could call a withdrawn version current.
    return Register(() if faults else entries, problems, exists=True)


def _entries(file: TomlFile) -> Iterator[Entry]:
    """Yield the entries in the order of their lines, and note what is wrong with them."""
    # Another heading is that of a table in an entry, a fault already, or a line of some text.
    entries = [path for path in file.headings if path[0] in KINDS and len(path) == 2]
    headings = [path for path in entries if path[1].isdigit()]
    counted = Counter(kind for kind, _ in headings)
    for name, rows in file.tables.items():
        if name not in KINDS:
            file.fault((name,), f"no such kind of entry{nearest(name, KINDS)}")
        elif not isinstance(rows, list) or len(rows) != counted[name]:
            # The order of entries must be known.
            file.fault((name,), f"write each as a table under [[{name}]]")
    if not file.faults:
        tables = (TomlTable(file, one, file.tables[one[0]][int(one[1])]) for one in headings)
        yield from filter(None, map(_entry, tables))


def _entry(table: TomlTable) -> Entry | None:
    """Return an entry, or nothing if it cannot be read, and note why."""
    kind, noted = KINDS[table.path[0]], len(table.file.faults)
    keys = keys_of(kind)
    required = tuple(name for name, needed in keys.items() if needed)
    table.check_fields(allowed=tuple(keys), required=required, printed=())
    for name, value in table.values.items():
        if name in keys and (fault := field_fault(name, value)):
            table.fault(name, fault)
    if len(table.file.faults) > noted:
        return None
    # An entry is compared and kept in sets.
    values: dict[str, Any] = {
        name.replace("-", "_"): tuple(value) if isinstance(value, list) else value
        for name, value in table.values.items()
    }
    return kind(**values, line=table.file.line_of(table.path))


# The fields of an entry.


def keys_of(kind: type[Entry]) -> dict[str, bool]:
    """Return the keys of an entry in the file, and whether each must be there."""
    return {
        one.name.replace("_", "-"): one.default is MISSING and one.default_factory is MISSING
        for one in fields(kind)
        if one.name != "line"
    }


def field_fault(key: str, value: object) -> str:
    """Return why a value cannot be that of a field, or nothing."""
    is_good, expected = FIELDS.get(key, TEXT)
    return "" if is_good(value) else f"'{key}' must be {expected}, found {as_toml(value)}"


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and not UNSEEN.search(value)


def _form(pattern: str) -> Callable[[object], bool]:
    """Return what accepts text of one form."""
    return lambda value: isinstance(value, str) and bool(re.fullmatch(pattern, value))


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def _is_day(value: object) -> bool:
    return isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)


def _is_table(value: object, name: str, part: Callable[[object], bool]) -> bool:
    """Return whether a value is a table whose names have a form, and whose values are accepted."""
    return isinstance(value, dict) and all(
        re.fullmatch(name, key) and part(one) for key, one in value.items()
    )


DIGEST = "sha256:[0-9a-f]{64}"
TEXT = (_is_text, "text in one line, without control characters")
DAY = (_is_day, "a date such as 2026-11-22, without quotation marks")
FIELDS: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "id": (_form(ID.pattern), "a letter and then letters and digits, such as 'SC1'"),
    # It is part of an address, so nothing else may stand there.
    "language": (
        _form("[A-Za-z]{2,3}([_@-][A-Za-z0-9]+)*"),
        "a language of Sphinx, such as 'en' or 'pt_BR'",
    ),
    "version": (_is_number, "a whole number from 1"),
    "versions": (
        lambda value: isinstance(value, list) and bool(value) and all(map(_is_number, value)),
        "a list of versions, such as [1, 2]",
    ),
    "date": DAY,
    "last-day": DAY,
    "safety": (lambda value: isinstance(value, bool), "true or false"),
    "words": (_form(f"(words-[0-9]+:)?{DIGEST}"), "'words-1:sha256:' and 64 digits from 0 to f"),
    "engines": (
        lambda value: _is_table(value, ".*", _is_text),
        'a table of versions, such as { weasyprint = "70.0" }',
    ),
    "editions": (
        lambda value: _is_table(value, "[a-z0-9]+(-[a-z0-9]+)*", _form(DIGEST)),
        'a table of editions, such as { a4 = "sha256:…" }, each with 64 digits from 0 to f',
    ),
}
"""What each field must be: what accepts a value, and what is expected; all others are text."""


# Entries against each other.


def entry_faults(entries: Sequence[Entry]) -> Iterator[Fault]:
    """Yield contradictions among entries that can be read."""
    yield from _spelling_faults(entries)
    newest: dict[tuple[str, str], Release] = {}
    for one in entries:
        if isinstance(one, Release):
            before = newest.get((one.id, one.language))
            for message in _release_faults(one, before):
                yield Fault("releases", message, line=one.line)
            newest[one.id, one.language] = one
    yield from _withdrawal_faults(entries)


def _withdrawal_faults(entries: Sequence[Entry]) -> Iterator[Fault]:
    """Yield withdrawals of what was never released; the order of the entries does not matter."""
    released = {(one.id, one.language, one.version) for one in entries if isinstance(one, Release)}
    for one in entries:
        for number in one.versions if isinstance(one, Withdrawal) else ():
            if (one.id, one.language, number) not in released:
                which = f"version {number} of '{one.id}' ({one.language})"
                yield Fault("releases", f"withdrawal: {which} was never released", line=one.line)


def _spelling_faults(entries: Sequence[Entry]) -> Iterator[Fault]:
    # Two languages of one tag would share the addresses of their status pages, and two ids might.
    spelling: dict[tuple[str, str], str] = {}
    for one in entries:
        for key, name in (("id", one.id), ("language", one.language)):
            first = spelling.setdefault((key, language_tag(name).lower()), name)
            if first != name:
                message = f"{key} '{name}' is also written '{first}': use one spelling"
                yield Fault("releases", message, line=one.line)


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
