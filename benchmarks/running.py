"""Run a command, and measure it with all the processes that it starts."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


ADOPT_ORPHANS = 36
"""Number of the Linux kernel."""


@dataclass(frozen=True)
class Run:
    """What one run took."""

    wall: float
    """Seconds by the clock."""
    cpu: float
    """Seconds of all processors, of all processes together."""
    memory: float
    """Most megabytes that the processes held at one time, what they share counted once each."""
    main: float
    """Most megabytes that the first of them held."""
    child: float
    """Most megabytes that any other held."""
    output: str
    failed: bool


def run(command: Sequence[str], log: Path, **environment: str) -> Run:
    """Run a command to its end."""
    # Whoever installs a package has its modules compiled.
    inherited = {key: one for key, one in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    _adopt_orphans(True)
    own = set(psutil.Process().children())
    before = os.times()
    start = time.perf_counter()
    with log.open("w+") as file:
        process = subprocess.Popen(
            command, stdout=file, stderr=subprocess.STDOUT, env={**inherited, **environment}
        )
        peaks = [0.0, 0.0, 0.0]
        watch = threading.Thread(target=_watch, args=(process, peaks))
        watch.start()
        code = process.wait()
        wall = time.perf_counter() - start
        watch.join()
        while adopted := set(psutil.Process().children()) - own:
            adopted.pop().wait()
        _adopt_orphans(False)
        file.seek(0)
        output = file.read()
    after = os.times()
    cpu = after.children_user + after.children_system
    cpu -= before.children_user + before.children_system
    return Run(wall, cpu, *peaks, output, code != 0)


def _adopt_orphans(adopt: bool) -> None:
    """Have processes that outlive their parent as children, so that their time is counted.

    Those that print are children of one that ends a moment after the build.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(ADOPT_ORPHANS, int(adopt), 0, 0, 0)


def _watch(process: subprocess.Popen[bytes], peaks: list[float]) -> None:
    first = psutil.Process(process.pid)
    while process.poll() is None:
        sizes = []
        try:
            sizes.append(first.memory_info().rss / 1e6)
            others = first.children(recursive=True)
        except psutil.NoSuchProcess:
            return
        for one in others:
            try:
                sizes.append(one.memory_info().rss / 1e6)
            except psutil.NoSuchProcess:
                continue
        now = sum(sizes), sizes[0], max(sizes[1:], default=0.0)
        peaks[:] = map(max, peaks, now)
        time.sleep(0.05)
