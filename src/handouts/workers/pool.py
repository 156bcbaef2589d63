"""Run jobs in worker processes, each with a limit of time, so that one bad sheet harms no other.

Knows processes; of sheets only that a job goes in and printed sheets come out.
"""

from __future__ import annotations

import multiprocessing
import tempfile
import time
from collections import deque
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import TYPE_CHECKING

from handouts.jobs import Job, Printed
from handouts.problems import Fault
from handouts.workers.worker import (
    NO_MEMORY_LIMIT,
    print_and_collect,
    start_worker,
    write_font_settings,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

START_METHOD = "spawn"
"""The same on every system, and nothing of the parent process leaks into a sheet."""
START_SECONDS = 60.0
"""Time that a new process may take to load the engine, on a slow or busy machine."""


class Waiting:
    """Jobs that are yet to be done; made only when they are wanted, or a few ahead of that."""

    def __init__(self, jobs: Iterable[Job]) -> None:
        self.jobs, self.ahead = iter(jobs), deque[Job]()

    def fetch(self, most: int) -> bool:
        """Have one more job made, unless so many lie ready; tell whether that was done."""
        job = next(self.jobs, None) if len(self.ahead) < most else None
        if job is not None:
            self.ahead.append(job)
        return job is not None

    def __bool__(self) -> bool:
        return bool(self.ahead) or self.fetch(1)


class Workers:
    """A pool of processes that is made again when one of them has to be killed."""

    def __init__(
        self,
        count: int,
        time_limit: float,
        memory_limit: int,
        task: Callable[[Job], list[Printed]] = print_and_collect,
        start_limit: float = START_SECONDS,
    ) -> None:
        self.count, self.time_limit, self.memory_limit = count, time_limit, memory_limit
        self.task, self.start_limit = task, start_limit
        self.notes: list[str] = []
        """What this system could not do, for the report."""

    def run(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, list[Printed]]]:
        """Yield each job with what became of it, as they end.

        A job that outlasts the limit, or whose process dies, ends with a fault. Jobs that were
        under way in the same pool are begun again, one by one, so that the guilty one is known.
        Jobs are taken while others are done: few are in memory, however many there are.
        """
        # The folder is made here: a process that is killed leaves its own behind.
        with tempfile.TemporaryDirectory(prefix="handouts-") as folder:
            write_font_settings(Path(folder))
            yield from self._run(Waiting(jobs), Path(folder))
            no_limit = Path(folder) / NO_MEMORY_LIMIT
            if no_limit.exists():
                reason = no_limit.read_text("utf-8")
                self.notes.append(f"this system sets no limit of memory for printing: {reason}")

    def _run(self, todo: Waiting, folder: Path) -> Iterator[tuple[Job, list[Printed]]]:
        suspects: deque[Job] = deque()
        while todo or suspects:
            alone = Waiting([suspects.popleft()]) if suspects else None
            batch, count = (alone, 1) if alone else (todo, self.count)
            pool = self._pool(count, folder)
            try:
                broken = yield from self._drain(pool, batch, count)
            finally:
                _kill(pool)
            if count == 1 and broken:
                yield broken[0], _ended(broken[0], "crash", "the process that printed it died")
            else:
                suspects += broken

    def _pool(self, count: int, folder: Path) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            count,
            mp_context=multiprocessing.get_context(START_METHOD),
            initializer=start_worker,
            initargs=(self.memory_limit, folder),
        )

    def _drain(
        self, pool: ProcessPoolExecutor, todo: Waiting, count: int
    ) -> Generator[tuple[Job, list[Printed]], None, list[Job]]:
        """Yield results until all is done or the pool is lost; return the jobs lost with it."""
        running: dict[Future[list[Printed]], tuple[Job, float]] = {}
        start = self.start_limit
        while todo or running:
            while todo and len(running) < count:
                limit = time.monotonic() + self.time_limit + start
                try:
                    future = pool.submit(self.task, todo.ahead[0])
                except BrokenProcessPool:  # Another job's process died since we last looked.
                    return [lost for lost, _ in running.values()]
                running[future] = todo.ahead.popleft(), limit
            soonest = min(limit for _, limit in running.values())
            pause = max(soonest - time.monotonic(), 0.01)
            if todo.fetch(count):  # While the processes are busy, so that none has to wait.
                pause = 0.0
            done, _ = wait(running, timeout=pause, return_when=FIRST_COMPLETED)
            for future in done:
                job, _ = running[future]
                error = future.exception()
                if isinstance(error, BrokenProcessPool):
                    return [lost for lost, _ in running.values()]
                del running[future]
                start = 0.0
                if error is None:
                    yield job, future.result()
                elif isinstance(error, MemoryError):
                    yield job, _ended(job, "limit", "it took more memory than allowed")
                else:
                    # The engine meets odd content with any error; it costs this handout only.
                    message = f"the layout engine failed: {type(error).__name__}: {error}"
                    yield job, _ended(job, "engine", message)
            late = [job for job, limit in running.values() if limit <= time.monotonic()]
            if late:
                others = [job for job, _ in running.values() if job not in late]
                for job in late:
                    message = f"it took longer than {self.time_limit:g} seconds"
                    yield job, _ended(job, "limit", message)
                return others if count > 1 else []
        return []


def _ended(job: Job, code: str, message: str) -> list[Printed]:
    return [Printed(plan.edition, faults=(Fault(code, message),)) for plan in job.plans]


def _kill(pool: ProcessPoolExecutor) -> None:
    # Cancelling does not stop a process that is busy; the pool's own list is the only handle
    # before Python 3.14.
    processes = list((getattr(pool, "_processes", None) or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.kill()
    for process in processes:
        process.join()
