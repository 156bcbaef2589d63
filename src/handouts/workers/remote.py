"""Run jobs on an executor that a project names, which may print on other machines.

Knows executors of the standard library; what a job needs of this machine is packed with it.
"""

from __future__ import annotations

import atexit
import functools
import hashlib
import shutil
import tempfile
import threading
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from handouts.files import FONTS
from handouts.jobs import THEME_FONTS, Job, Printed
from handouts.problems import Fault
from handouts.workers.pool import START_SECONDS, Waiting
from handouts.workers.versions import engines, package_digest
from handouts.workers.worker import load_engine, print_handout, write_font_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Executor

IN_HAND = 64
"""Most jobs that are given to an executor before one comes back."""


@dataclass(frozen=True)
class Parcel:
    """A job with all that it needs from this machine."""

    job: Job
    fonts: tuple[tuple[str, bytes], ...]
    """Name and content of each font file; those of the theme are where this package is."""
    versions: tuple[str, ...]
    """Those of this machine: with others the same job could give other bytes."""


def pack(job: Job) -> Parcel:
    """Return a job as a value that can be sent anywhere."""
    fonts = tuple(
        (path.name, b"" if path.name in THEME_FONTS else path.read_bytes()) for path in job.fonts
    )
    return Parcel(replace(job, fonts=()), fonts, versions())


def versions() -> tuple[str, ...]:
    """Return what must be the same on all machines that print for one project."""
    return (f"handouts {package_digest()[:12]}", *engines())


_ONE_AT_A_TIME = threading.Lock()
"""The engine has one log and one set of fonts in a process, whatever threads it has."""


def print_parcel(parcel: Parcel) -> list[Printed]:
    """Print a job where it has been sent; what is missing there is told as a fault."""
    others = sorted(set(parcel.versions) ^ set(versions()))
    if others:
        message = (
            f"it was sent to a machine with other versions ({', '.join(others)}); "
            "install the same on all"
        )
        return _ended(parcel.job, "limit", message)
    with _ONE_AT_A_TIME:
        folder = _folder()
        fonts = tuple(_font(folder, name, data) for name, data in parcel.fonts)
        return print_handout(replace(parcel.job, fonts=fonts))


@functools.cache
def _folder() -> Path:
    """Load the engine, once in each process; return a folder that lives as long."""
    folder = Path(tempfile.mkdtemp(prefix="handouts-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    write_font_settings(folder)
    load_engine(folder)
    return folder


def _font(folder: Path, name: str, data: bytes) -> Path:
    if not data:
        return FONTS / name
    path = folder / f"{hashlib.sha256(data).hexdigest()[:16]}-{Path(name).name}"
    if not path.exists():
        path.write_bytes(data)
    return path


class Elsewhere:
    """Takes the place of the workers where a project names an executor of its own.

    What bounds memory, and begins a lost job again, is the executor; the limit of time is that
    for which nothing at all comes back.
    """

    def __init__(
        self,
        make: Callable[[int], Executor],
        count: int,
        time_limit: float,
        start_limit: float = START_SECONDS,
    ) -> None:
        self.make, self.count = make, count
        self.time_limit, self.start_limit = time_limit, start_limit
        self.notes: list[str] = []

    def run(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, list[Printed]]]:
        """Yield each job with what became of it, as they end."""
        waiting = Waiting(jobs)
        if not waiting:
            return
        executor = self.make(self.count)
        try:
            yield from self._drain(executor, waiting)
        finally:
            executor.shutdown(wait=False, cancel_futures=True)

    def _drain(self, executor: Executor, waiting: Waiting) -> Iterator[tuple[Job, list[Printed]]]:
        running: dict[Future[list[Printed]], Job] = {}
        limit = self.time_limit + self.start_limit
        while waiting or running:
            while len(running) < IN_HAND and waiting:
                job = waiting.ahead.popleft()
                try:
                    running[executor.submit(print_parcel, pack(job))] = job
                except BrokenExecutor as error:
                    yield job, _lost(job, error)
                # Whatever is done already need not wait until all have been composed.
                if wait(running, timeout=0, return_when=FIRST_COMPLETED).done:
                    break
            if not running:
                continue
            done, _ = wait(running, timeout=limit, return_when=FIRST_COMPLETED)
            if not done:
                message = f"nothing came back for {limit:g} seconds"
                for job in running.values():
                    yield job, _ended(job, "limit", message)
                running.clear()
            for future in done:
                yield _outcome(running.pop(future), future)


def _outcome(job: Job, future: Future[list[Printed]]) -> tuple[Job, list[Printed]]:
    if future.cancelled():
        return job, _lost(job, CancelledError("the executor gave it up"))
    error = future.exception()
    return job, future.result() if error is None else _lost(job, error)


def _lost(job: Job, error: BaseException) -> list[Printed]:
    return _ended(job, "crash", f"the executor lost it: {type(error).__name__}: {error}"[:300])


def _ended(job: Job, code: str, message: str) -> list[Printed]:
    return [Printed(plan.edition, faults=(Fault(code, message),)) for plan in job.plans]
