"""Add entries to the end of the register's file, all or none."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from handouts.files import write_atomically
from handouts.problems import HandoutsError
from handouts.releases.register_file import register_of_bytes

if TYPE_CHECKING:
    from handouts.releases.register import Entry, Register


class RegisterError(HandoutsError):
    """The register cannot be added to."""


def add_entries(path: Path, entries: Sequence[Entry], before: Register) -> None:
    """Add entries to the end of the file, all or none; no byte that stands there is changed.

    :param path: the file, which is made if there is none
    :param before: the register as it was read
    :raises RegisterError: if somebody has changed the file since, or an entry cannot be one
    """
    file = path.resolve()  # A link stays one.
    file.parent.mkdir(parents=True, exist_ok=True)
    with _alone_in(file.parent):
        data = file.read_bytes() if file.is_file() else b""
        if register_of_bytes(data, path.name).entries != before.entries:
            message = f"'{path}' has changed meanwhile; nothing was added to it, so try again"
            raise RegisterError(message)
        added = _appended(data, entries)
        if problems := register_of_bytes(added, path.name).problems:
            raise RegisterError(problems[0].message)
        write_atomically(file, added)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Wait until no other command writes in a folder; the lock ends with its process."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        # The folder is locked: the file itself is replaced, and a file for the lock would be left.
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _appended(data: bytes, entries: Sequence[Entry]) -> bytes:
    """Return the file with more entries, their lines ended as those before are."""
    end = b"\r\n" if b"\r\n" in data else b"\n"
    texts = [entry_text(one).encode().replace(b"\n", end) for one in entries]
    return (end * 2).join(filter(None, [data.rstrip(b"\r\n"), *texts])) + end


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
    if isinstance(value, tuple):
        return f"[{', '.join(map(_value_text, value))}]"
    return str(value).lower() if isinstance(value, bool) else str(value)
