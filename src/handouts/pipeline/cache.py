"""Cache finished sheets by digest; entries appear whole, also with two builds at a time.

Knows files; nothing of Sphinx, HTML or what a sheet is.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import os
import re
import shutil
import stat
import time
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from handouts.files import FORMAT, naming, temporary_folder, write_atomically

KEY = "HANDOUTS_CACHE_KEY"
"""Environment variable with a secret, with which several users or machines can share a cache."""
SEALED = re.compile(rb'\{"sum": "(\w{64})", "data": (.*)\}', re.DOTALL)
KEEP_SECONDS = 24 * 3600
"""How long unused entries are kept, for other builds."""


class SheetCache:
    """A folder of entries, each of some files and a note, under its digest."""

    def __init__(self, folder: Path, known: KnownFiles | None = None) -> None:
        self.folder, self.known = folder, known or KnownFiles()

    def get(self, digest: str) -> dict[str, Any] | None:
        """Return the note of an entry; nothing if it is missing, damaged or not trusted."""
        # Asked for of all handouts at every start: with paths in place of strings it takes longer.
        entry = f"{self.folder}{os.sep}{digest}"
        try:
            files = [f"{entry}{os.sep}{name}" for name in os.listdir(entry)]  # noqa: PTH208
            note = _unsealed(f"{entry}{os.sep}note.json", entry, *files)
        except OSError:  # It is missing, or another build has just removed it.
            return None
        if note is None or note.get("digest") != digest:
            return None
        sums = note.get("files", {}).items()
        known = self.known.digest
        return note if all(known(f"{entry}{os.sep}{name}") == one for name, one in sums) else None

    def put(self, digest: str, note: Mapping[str, Any], files: Mapping[str, bytes]) -> None:
        """Add an entry; one that is there already is replaced only if it is damaged."""
        self.folder.mkdir(parents=True, exist_ok=True)
        new = temporary_folder(f".{digest[:8]}-", self.folder)
        sums = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
        sealed = _sealed({**note, "files": sums, "digest": digest})
        with naming(self.folder):
            for name, data in [*files.items(), ("note.json", sealed)]:
                (new / name).write_bytes(data)
        self._swap_in(new, self.folder / digest, digest)

    def _swap_in(self, new: Path, entry: Path, digest: str) -> None:
        if self.get(digest) is None and entry.exists():
            with contextlib.suppress(FileNotFoundError):  # Another build was faster.
                entry.rename(temporary_folder(".damaged-", self.folder) / "entry")
        try:
            new.rename(entry)
        except OSError:
            # Another build was faster; its entry says the same, because the digest does.
            shutil.rmtree(new, ignore_errors=True)
            if self.get(digest) is None:
                raise

    def sum_of(self, digest: str, name: str) -> str:
        """Return the digest of a file of an entry; nothing if it cannot be read."""
        return self.known.digest(f"{self.folder}{os.sep}{digest}{os.sep}{name}")

    def read(self, digest: str, name: str) -> bytes:
        """Return a file of an entry."""
        return (self.folder / digest / name).read_bytes()

    def prune(self, wanted: Iterable[str], now: float | None = None) -> None:
        """Remove entries that are not wanted and older than a day."""
        keep = set(wanted)
        limit = (time.time() if now is None else now) - KEEP_SECONDS
        if not self.folder.is_dir():
            return
        for name in set(os.listdir(self.folder)) - keep:  # noqa: PTH208
            entry = self.folder / name
            with contextlib.suppress(FileNotFoundError):  # Another build has just removed it.
                if entry.stat().st_mtime < limit:
                    shutil.rmtree(entry, ignore_errors=True)


class Record:
    """A small table in a file, which one build leaves for the next.

    One that is missing, damaged, not trusted or of another version is read as empty.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def rows(self) -> dict[str, Any]:
        """What the last build has left, until it is changed or replaced."""
        try:
            found = _unsealed(self.path, self.path)
        except OSError:
            found = None
        return found.get("rows", {}) if found else {}

    def save(self) -> None:
        """Write the table."""
        write_atomically(self.path, _sealed({"rows": self.rows}))

    def replace(self, rows: dict[str, Any]) -> None:
        """Write another table in place of this one, unless it is the same."""
        if rows != self.rows:
            self.rows = rows
            self.save()


class KnownFiles:
    """Digests of files, which are read again only when they look changed.

    A file that is written, or whose time is set, has another time of change, which only the clock
    sets.
    """

    def __init__(self, record: Record | None = None) -> None:
        self._record = record
        self._now: dict[str, Any] = {}

    def digest(self, path: str | Path) -> str:
        """Return the digest of a file; nothing for one that cannot be read."""
        name = str(path)
        try:
            status = os.stat(name)  # noqa: PTH116
            look = [status.st_size, status.st_mtime_ns, status.st_ctime_ns]
            before = self._record.rows if self._record else {}
            row = self._now.get(name) or before.get(name)
            if row is None or row[:-1] != look:
                row = [*look, hashlib.sha256(Path(name).read_bytes()).hexdigest()]
        except OSError:
            return ""
        self._now[name] = row
        return str(row[-1])

    def save(self) -> None:
        """Save what this build has looked at, for the next one."""
        if self._record:
            self._record.replace(dict(self._now))


def is_trusted(*paths: str | Path) -> bool:
    """Return whether only this user can write some files, or a key protects them."""
    return bool(_key()) or not any(map(_others_can_write, paths))


def _others_can_write(path: str | Path) -> bool:
    status = os.stat(path)  # noqa: PTH116
    if status.st_uid != os.geteuid() or status.st_mode & stat.S_IWOTH:
        return True
    # On many systems a user's own group has no other member.
    return bool(status.st_mode & stat.S_IWGRP) and status.st_gid != os.getegid()


def _key() -> bytes:
    return os.environ.get(KEY, "").encode()


def _sum_of(data: bytes) -> bytes:
    key = _key()
    found = hmac.new(key, data, "sha256") if key else hashlib.sha256(data)
    return found.hexdigest().encode()


def _sealed(values: dict[str, Any]) -> bytes:
    """Return values as JSON, with a sum of it, which shows damage and, with a key, forgery."""
    data = json.dumps({**values, "format": FORMAT}, sort_keys=True).encode()
    return b'{"sum": "%b", "data": %b}' % (_sum_of(data), data)


def _unsealed(path: str | Path, *trusted: str | Path) -> dict[str, Any] | None:
    """Return the values of a file; nothing if it is damaged.

    :param trusted: the file, and others that others may not write either
    :raises OSError: if any of them is missing
    """
    found = SEALED.fullmatch(Path(path).read_bytes()) if is_trusted(*trusted) else None
    if found is None or not hmac.compare_digest(found[1], _sum_of(found[2])):
        return None
    values = json.loads(found[2])
    is_ours = isinstance(values, dict) and values.get("format") == FORMAT
    return values if is_ours else None
