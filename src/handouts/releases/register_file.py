"""Read the register of releases from its file, a TOML file: every fault at its line."""

from __future__ import annotations

import functools
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from handouts.claims.data_files import text_of
from handouts.claims.toml_file import parse_toml, written
from handouts.problems import Fault, Place, Problem, nearest
from handouts.releases.consistency import entry_faults
from handouts.releases.fields import FieldError, keys_of, read_field
from handouts.releases.register import Approval, Entry, Register, Release, Withdrawal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

DEFAULT = "releases.toml"
"""Name of the file, in the folder of the sources, where `conf.py` names no other."""
HEADING = re.compile(r"\s*\[\[\s*([\w-]+)\s*\]\]")
KINDS: Mapping[str, type[Entry]] = {
    "release": Release,
    "withdrawal": Withdrawal,
    "approval": Approval,
}


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
    values: dict[str, Any] = {}
    for name in keys.keys() & table.keys():
        try:
            values[name.replace("-", "_")] = read_field(name, table[name])
        except FieldError as error:
            wrong.append((line_of(name), f"'{name}' {error}, found {written(table[name])}"))
    faults += [Fault("releases", f"{noun}: {text}", line=at) for at, text in sorted(wrong)]
    return None if wrong else kind(**values, line=line)
