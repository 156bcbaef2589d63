"""Make a temporary folder for a build; a later build removes it if this one is killed."""

from __future__ import annotations

import contextlib
import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

PREFIX = "handouts-build-"
LOCK = "lock"
"""Name of the file that is locked while the process that made the folder lives."""


@contextlib.contextmanager
def build_folder() -> Iterator[Path]:
    """Make a temporary folder and remove it afterwards; first remove those of killed builds."""
    remove_abandoned(Path(tempfile.gettempdir()))
    with (
        tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as name,
        Path(name, f"new-{LOCK}").open("w") as lock,
    ):
        # The system releases the lock when the process ends, however it ends.
        fcntl.flock(lock, fcntl.LOCK_EX)
        # Renamed only now, because another build removes folders whose lock is free.
        Path(lock.name).rename(Path(name, LOCK))
        yield Path(name)


def remove_abandoned(parent: Path) -> None:
    """Remove the folders of builds that have ended without removing theirs."""
    for folder in parent.glob(f"{PREFIX}*"):
        # A folder without a lock is being made; that of another user cannot be opened.
        with contextlib.suppress(OSError), (folder / LOCK).open("r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
