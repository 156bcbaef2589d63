"""Make a temporary folder for a build; a later build removes it if this one is killed."""

from __future__ import annotations

import contextlib
import fcntl
import functools
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from multiprocessing import util
from pathlib import Path

PREFIX = "handouts-build-"
LOCK = "lock"
"""Name of the file that is locked while the process that made the folder lives."""
AFTER_OTHERS = -200
"""When the folder for life is removed; `multiprocessing` has -100, for its own folder in it."""
for_life = ExitStack()
"""Closed, it removes the folder for life."""


@contextlib.contextmanager
def build_folder() -> Iterator[Path]:
    """Make a temporary folder and remove it afterwards; first remove those of killed builds."""
    remove_abandoned(Path(tempfile.gettempdir()))
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    try:
        with (folder / f"new-{LOCK}").open("w") as lock:
            # The system releases the lock when the process ends, however it ends.
            fcntl.flock(lock, fcntl.LOCK_EX)
            # Renamed only now, because another build removes folders whose lock is free.
            Path(lock.name).rename(folder / LOCK)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@functools.cache
def folder_for_life() -> Path:
    """Make a temporary folder for as long as this process lives."""
    util.Finalize(None, for_life.close, exitpriority=AFTER_OTHERS)
    return for_life.enter_context(build_folder())


def remove_abandoned(parent: Path) -> None:
    """Remove the folders of builds that have ended without removing theirs."""
    for folder in parent.glob(f"{PREFIX}*"):
        # A folder without a lock is being made; that of another user cannot be opened.
        with contextlib.suppress(OSError), (folder / LOCK).open("r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
