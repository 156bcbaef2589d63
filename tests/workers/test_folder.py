"""The temporary folder of a build: gone after it, whatever ended it."""

from __future__ import annotations

import fcntl
import subprocess
import sys
import tempfile
from typing import TextIO

from handouts.workers.folder import build_folder, remove_abandoned

KILLED = """
import os, signal
from handouts.workers.folder import build_folder
with build_folder() as folder:
    (folder / "fonts.conf").touch()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_the_folder_of_a_killed_build_is_removed_by_the_next(tmp_path, monkeypatch) -> None:
    subprocess.run(
        [sys.executable, "-c", KILLED], env={"TMPDIR": str(tmp_path)}, check=False, timeout=60
    )
    (left,) = tmp_path.iterdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    with build_folder() as folder:
        assert list(tmp_path.iterdir()) == [folder] != [left]
    assert list(tmp_path.iterdir()) == []


def test_the_folder_of_a_build_that_goes_on_stays(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    with build_folder() as one, build_folder():
        assert one.is_dir()


def test_the_folder_of_a_build_that_just_begins_stays(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    lock = fcntl.flock

    def flock_late(file: TextIO, operation: int) -> None:
        if operation == fcntl.LOCK_EX:  # Another build begins just before the lock is taken.
            remove_abandoned(tmp_path)
        lock(file, operation)

    monkeypatch.setattr(fcntl, "flock", flock_late)

    with build_folder() as folder:
        assert folder.is_dir()
