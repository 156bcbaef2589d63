"""Submit jobs to processes, some at a time, and say what became of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handouts.jobs import Job, Printed
    from handouts.problems import Fault
    from handouts.workers.side_by_side import InParts

    Submit = Callable[[Job], Future[list[Printed]]]
    Explain = Callable[[BaseException], Fault]
    EndPool = Callable[[], None]

SERVER_ENDED = 255
"""Exit code of a process whose own is not known, since the server that copied it has ended."""
MOST_POOLS = 2
"""Pools that end before jobs are submitted alone, to know which of them ends one."""
START_SECONDS = 60.0
"""Most time for a new process to load the engine, on a slow or busy machine."""


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


def _is_lost(error: BaseException | None) -> bool:
    """Return whether nothing more comes of submitted jobs after an exception."""
    # Copies end with their server, in the midst of a result, or with a lock.
    server_ended = getattr(error, "exitcode", None) == SERVER_ENDED
    return server_ended or isinstance(error, BrokenProcessPool)
