"""Run jobs in worker processes with limits; one that fails harms no other."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pebble import ProcessExpired, ProcessPool

from handouts.problems import Fault, HandoutsError
from handouts.workers.folder import build_folder
from handouts.workers.side_by_side import InParts, nothing
from handouts.workers.start import context, deaf_to_ctrl_c
from handouts.workers.worker import (
    NO_MEMORY_LIMIT,
    print_and_collect,
    start_worker,
    write_font_settings,
)

if TYPE_CHECKING:
    from handouts.jobs import Job, Printed
    from handouts.workers.side_by_side import Ready

    Task = Callable[[Job], list[Printed]]
    Submit = Callable[[Job], Future[list[Printed]]]
    Explain = Callable[[BaseException], Fault]
    EndPool = Callable[[], None]

MOST_JOBS = 100
"""Jobs after which a process ends and another begins, so that its memory grows no further."""
SERVER_ENDED = 255
"""Exit code of a process whose own is not known, since the server that copied it has ended."""
MOST_POOLS = 2
"""Pools that end before jobs are submitted alone, to know which of them ends one."""
END_SECONDS = 0.1
"""Most time for the system to end a process that takes no connections any more."""
START_SECONDS = 60.0
"""Most time for a new process to load the engine, on a slow or busy machine."""


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


def _is_lost(error: BaseException | None) -> bool:
    """Return whether nothing more comes of submitted jobs after an exception."""
    # Copies end with their server, in the midst of a result, or with a lock.
    server_ended = getattr(error, "exitcode", None) == SERVER_ENDED
    return server_ended or isinstance(error, BrokenProcessPool)


def run_jobs(
    jobs: InParts,
    submit: Submit,
    most: int,
    silence: float,
    explain: Explain,
    end_pool: EndPool | None = None,
) -> Iterator[tuple[Job, list[Printed]]]:
    """Yield each job with what became of it, as they end.

    :param jobs: made one by one when they are submitted, so few are in memory
    :param submit: gives a job to a process, and returns its future result
    :param most: jobs that may be submitted at a time
    :param silence: seconds without any result after which all submitted jobs fail
    :param explain: returns the fault to report for an exception
    :param end_pool: ends processes of which one was lost, so that jobs are submitted to others;
        without it, each job that is lost fails
    """
    submitted = _Submitted(jobs, submit, explain, end_pool)
    try:
        while True:
            yield from submitted.add(most)
            if not submitted.futures:
                return
            yield from submitted.take(silence)
    finally:
        for future in submitted.futures:
            future.cancel()


class _Submitted:
    """The jobs that processes have, by their future results."""

    def __init__(
        self, jobs: InParts, submit: Submit, explain: Explain, end_pool: EndPool | None
    ) -> None:
        self._jobs, self._submit, self._explain, self._end_pool = jobs, submit, explain, end_pool
        self._pools_lost = 0
        self.futures: dict[Future[list[Printed]], Job] = {}

    def add(self, most: int) -> Iterator[tuple[Job, list[Printed]]]:
        """Submit jobs until there are so many or one has ended; yield what cannot be submitted."""
        most = most if self._pools_lost < MOST_POOLS else 1
        while len(self.futures) < most and (job := next(self._jobs, None)):
            try:
                self.futures[self._submit(job)] = job
            except RuntimeError as error:  # The executor is broken, or was shut down.
                if self._end_pool:
                    self._end_pool()
                    self._put_back()
                if 0 < self._pools_lost <= MOST_POOLS:
                    self._jobs.put_back([job])
                else:
                    yield from self._jobs.take(job, job.refused(self._explain(error)))
            # Return results while others are composed.
            if wait(self.futures, timeout=0, return_when=FIRST_COMPLETED).done:
                break

    def take(self, silence: float) -> Iterator[tuple[Job, list[Printed]]]:
        """Yield what has ended next; after so many seconds without a result, all has failed."""
        done, _ = wait(self.futures, timeout=silence, return_when=FIRST_COMPLETED)
        is_silent = not done
        if self._end_pool and any(_is_lost(_failure(future)) for future in done):
            self._end_pool()
            self._put_back()
            done = set(self.futures)
        for future in list(self.futures) if is_silent else done:
            job = self.futures.pop(future)
            future.cancel()  # Has no effect on one that has ended.
            failure = TimeoutError() if is_silent else _failure(future)
            printed = future.result() if failure is None else job.refused(self._explain(failure))
            yield from self._jobs.take(job, printed)

    def _put_back(self) -> None:
        """Let what has not ended be submitted again, and what has failed with the first pools."""
        self._pools_lost += 1
        for future, job in list(self.futures.items()):
            if not future.done() or (self._pools_lost <= MOST_POOLS and _failure(future)):
                self._jobs.put_back([job])
                del self.futures[future]


def _failure(future: Future[list[Printed]]) -> BaseException | None:
    return CancelledError() if future.cancelled() else future.exception()
