"""Read the register of releases from its file, a TOML file: every fault at its line."""

from __future__ import annotations

import datetime
import functools
import re
from collections import Counter
from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, Any

from handouts.claims.data_files import text_of
from handouts.claims.toml_file import parse_toml, written
from handouts.i18n import language_tag
from handouts.problems import Fault, Place, Problem, nearest
from handouts.releases.register import Approval, Entry, Register, Release, Withdrawal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

DEFAULT = "releases.toml"
"""Name of the file, in the folder of the sources, where `conf.py` names no other."""
HEADING = re.compile(r"\s*\[\[\s*([\w-]+)\s*\]\]")
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
    if read.faults:
        return _register((), read.faults, name)
    file = parse_toml(read.text, "release")
    if file.faults:
        return _register((), file.faults, name)
    entries, faults = _entries(file.tables, read.text.split("\n"))
    return _register(entries, faults or list(entry_faults(entries)), name)


def _register(entries: Iterable[Entry], faults: Sequence[Fault], name: str) -> Register:
    """Return a register; what is left of a faulty one could call a withdrawn version current."""
    problems = [Problem("releases", one.message, Place(name, one.line)) for one in faults]
    return Register(() if faults else tuple(entries), tuple(problems), exists=True)


def _entries(tables: Mapping[str, Any], lines: Sequence[str]) -> tuple[list[Entry], list[Fault]]:
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
        entry = _entry(KINDS[kind], next(left[kind]), start, lines[start:end], faults)
        entries += [entry] if entry else []
    return entries, faults


def _foreign(
    tables: Mapping[str, Any], headings: Sequence[tuple[int, str]], lines: Sequence[str]
) -> Iterator[Fault]:
    """Yield what is no entry, or is not written as one: the order of entries must be known."""
    counted = Counter(kind for _, kind in headings)
    for name, rows in tables.items():
        line = _line_of_key(lines, name)
        if name not in KINDS:
            message = f"no such kind of entry '{name}'{nearest(name, KINDS)}"
            yield Fault("releases", message, line=line)
        elif not isinstance(rows, list) or len(rows) != counted[name]:
            yield Fault("releases", f"write each {name} as a table under [[{name}]]", line=line)


def _line_of_key(lines: Sequence[str], name: str) -> int:
    pattern = re.compile(rf"\s*(\[\s*)*[\"']?{re.escape(name)}\b")
    return next((number for number, line in enumerate(lines, 1) if pattern.match(line)), 1)


def _line_in_entry(lines: Sequence[str], heading: int, key: str) -> int:
    """Return the line of a key among those below a heading, or the line of the heading."""
    pattern = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[.=]")
    numbered = enumerate(lines, heading + 1)
    return next((number for number, line in numbered if pattern.match(line)), heading)


def _entry(
    kind: type[Entry],
    table: Mapping[str, Any],
    line: int,
    below: Sequence[str],
    faults: list[Fault],
) -> Entry | None:
    """Return an entry, or nothing if it cannot be read; what is wrong is added to `faults`.

    :param line: that of its heading
    :param below: the lines below that
    """
    keys, noun = keys_of(kind), kind.__name__.lower()
    line_of = functools.partial(_line_in_entry, below, line)
    wrong = [
        (line_of(name), f"no such field '{name}'{nearest(name, keys)}")
        for name in table
        if name not in keys
    ]
    wrong += [
        (line, f"field '{name}' is missing")
        for name, needed in keys.items()
        if needed and name not in table
    ]
    given = [name for name in table if name in keys]
    wrong += [(line_of(one), fault) for one in given if (fault := field_fault(one, table[one]))]
    faults += [Fault("releases", f"{noun}: {text}", line=at) for at, text in sorted(wrong)]
    values = {name.replace("-", "_"): table[name] for name in given}
    if wrong:
        return None
    if "versions" in values:
        values["versions"] = tuple(values["versions"])  # An entry is compared and kept in sets.
    return kind(**values, line=line)


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
    return "" if is_good(value) else f"'{key}' must be {expected}, found {written(value)}"


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
        "names of editions, such as 'a4', each with 'sha256:' and 64 digits from 0 to f",
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
