"""Run jobs in worker processes with limits; one that fails harms no other."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pebble import ProcessExpired, ProcessPool

from handouts.problems import Fault, HandoutsError
from handouts.workers.folder import build_folder
from handouts.workers.side_by_side import InParts, nothing
from handouts.workers.start import context, deaf_to_ctrl_c
from handouts.workers.submitting import START_SECONDS, run_jobs
from handouts.workers.worker import (
    NO_MEMORY_LIMIT,
    print_and_collect,
    start_worker,
    write_font_settings,
)

if TYPE_CHECKING:
    from concurrent.futures import Future

    from handouts.jobs import Job, Printed
    from handouts.workers.side_by_side import Ready

    Task = Callable[[Job], list[Printed]]

MOST_JOBS = 100
"""Jobs after which a process ends and another begins, so that its memory grows no further."""
END_SECONDS = 0.1
"""Most time for the system to end a process that takes no connections any more."""


class Workers:
    """Processes of this machine that print one job at a time each."""

    def __init__(
        self,
        count: int,
        time_limit: float,
        memory_limit: int,
        task: Task = print_and_collect,
        start_limit: float = START_SECONDS,
    ) -> None:
        self.count, self.time_limit, self.memory_limit = count, time_limit, memory_limit
        self.task, self.start_limit = task, start_limit
        self.notes: list[str] = []
        """What this system cannot do, for the report."""

    def run(
        self, jobs: Iterable[Job], ready: Ready = nothing
    ) -> Iterator[tuple[Job, list[Printed]]]:
        """Yield each job with what became of it, as they end.

        A job that outlasts the limit, or whose process dies, ends with a fault; the others go on.

        :param jobs: what is to be printed
        :param ready: called with each part of a job and its sheets, when it is printed
        """
        with build_folder() as folder:
            write_font_settings(folder)
            yield from self._run(InParts(jobs, ready), folder)
            no_limit = folder / NO_MEMORY_LIMIT
            if no_limit.exists():
                reason = no_limit.read_text("utf-8")
                self.notes.append(f"this system sets no limit of memory for printing: {reason}")

    def _run(self, jobs: InParts, folder: Path) -> Iterator[tuple[Job, list[Printed]]]:
        with contextlib.closing(_Pools(partial(self._pool, folder))) as pools:

            def submit(job: Job) -> Future[list[Printed]]:
                return pools.schedule(self.task, job, self.time_limit)

            # The limit of a job begins when a process takes it. The limit of silence is for
            # processes that take none.
            silence = self.time_limit + self.start_limit
            yield from run_jobs(jobs, submit, 2 * self.count, silence, self._fault, pools.end_last)

    def _pool(self, folder: Path) -> ProcessPool:
        return ProcessPool(
            self.count,
            max_tasks=MOST_JOBS,
            initializer=start_worker,
            initargs=(self.memory_limit, folder),
            context=context(),
        )

    def _fault(self, error: BaseException) -> Fault:
        if isinstance(error, TimeoutError):
            return Fault("limit", f"it took longer than {self.time_limit:g} seconds")
        if isinstance(error, ProcessExpired | BrokenProcessPool):
            return Fault("crash", "the process that printed it died")
        if isinstance(error, MemoryError):
            return Fault("limit", "it took more memory than allowed")
        # The engine can raise any error at odd content.
        return Fault("engine", f"the layout engine failed: {type(error).__name__}: {error}")


class _Pools:
    """The pools of one run: another begins when one has ended."""

    def __init__(self, make: Callable[[], ProcessPool]) -> None:
        self._make = make
        self._made: list[ProcessPool] = []

    def schedule(self, task: Task, job: Job, limit: float) -> Future[list[Printed]]:
        """Let a process do a task with a job, within so many seconds.

        :raises HandoutsError: if no process can be started
        """
        # A process that dies while it has no job breaks its pool.
        if not self._made or not self._made[-1].active:
            self._made.append(self._make())
        try:
            with deaf_to_ctrl_c():  # The first job of a pool starts its processes.
                return self._made[-1].schedule(task, args=[job], timeout=limit)
        except OSError as error:  # In some containers, and where a user may have few of them.
            message = f"the processes that print cannot be started: {error.strerror or error}"
            remedy = "give this machine shared memory (/dev/shm), and this user more processes"
            raise HandoutsError(f"{message}; {remedy}") from error

    def end_last(self) -> None:
        """End the last pool, and its processes with it."""
        _end(self._made[-1])
        time.sleep(END_SECONDS)

    def close(self) -> None:
        """End all pools."""
        for pool in self._made:
            _end(pool)


def _end(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]
    pool.join()
