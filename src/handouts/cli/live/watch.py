"""Notice when files of a project are saved; knows files, and nothing of sites."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

PAUSE = 0.05
"""Seconds between two looks: some hundred files are looked at in some milliseconds."""
SHARE = 0.1
"""Most of the time that is spent with looking, however many files there are."""
NOT_SOURCES = re.compile(r"\..*|.*~|.*\.sw[a-z]|__pycache__|4913|.*\.tmp")
"""Names of files and folders that editors and systems leave beside the sources."""

State = dict[Path, tuple[int, int]]
"""Time and size of each file."""


def changes(folders: Sequence[Path], ignored: Sequence[Path]) -> Iterator[list[Path]]:
    """Yield the files that were saved, added or removed since the last time, again and again.

    :param folders: looked at with all their folders; what is added to it later is looked at too
    :param ignored: folders below them that are not looked at, such as that of the output
    """
    skipped = {path.resolve() for path in ignored}
    before = _state(folders, skipped)
    return _watch(folders, skipped, before, len(folders))


def _watch(
    folders: Sequence[Path], skipped: set[Path], before: State, count: int
) -> Iterator[list[Path]]:
    took = 0.0
    while True:
        time.sleep(max(PAUSE, took / SHARE))
        before |= _state(folders[count:], skipped)
        count = len(folders)
        start = time.perf_counter()
        now = _state(folders, skipped)
        took = time.perf_counter() - start
        if now != before:
            now = _settled(folders, skipped, now)
        changed = sorted(path for path, _ in now.items() ^ before.items())
        if changed:
            before = now
            yield list(dict.fromkeys(changed))


def _settled(folders: Sequence[Path], skipped: set[Path], state: State) -> State:
    """Return the state of the files once nothing changes: an editor saves in several steps."""
    while True:
        time.sleep(PAUSE / 2)
        later = _state(folders, skipped)
        if later == state:
            return state
        state = later


def _state(folders: Iterable[Path], skipped: set[Path]) -> State:
    """Return the time and size of each file."""
    found: State = {}
    for path in (path for folder in folders for path in _files_in(folder)):
        if NOT_SOURCES.fullmatch(path.name) or _is_compiled(path):
            continue
        if path.is_dir():
            if path.resolve() not in skipped and not path.is_symlink():
                found |= _state([path], skipped)
            continue
        try:
            status = path.stat()
        except OSError:  # It was removed between the two looks.
            continue
        found[path] = (status.st_mtime_ns, status.st_size)
    return found


def _files_in(folder: Path) -> list[Path]:
    """Return what lies in a folder; nothing if it was removed meanwhile, or cannot be read."""
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _is_compiled(path: Path) -> bool:
    """Return whether a build has compiled a catalogue from the text beside it."""
    return path.suffix == ".mo" and path.with_suffix(".po").exists()
