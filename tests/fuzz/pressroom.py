"""Worker processes that serve one build after the other: starting one takes longer than a case."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any
from unittest import mock

from pebble import ProcessPool

from handouts.workers.worker import write_font_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future
    from pathlib import Path

MOST_JOBS = 200
"""Jobs after which a process is renewed, as no build of a project would ask more of it."""


class SharedPool:
    """Stands in for the pool that each build makes, and hands out the same one again."""

    active = True

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pool: ProcessPool | None = None
        self.jobs: list[Future[Any]] = []
        write_font_settings(folder)

    def __call__(self, count: int, *, initargs: tuple[int, Path], **given: Any) -> SharedPool:
        """Return itself, as `ProcessPool` would make a new one."""
        if self.pool is None:
            memory_limit, _ = initargs  # The build's own folder of fonts goes with the build.
            self.pool = ProcessPool(1, initargs=(memory_limit, self.folder), **given)
        return self

    def schedule(self, task: Callable[..., Any], **given: Any) -> Future[Any]:
        """Give a job to the process."""
        assert self.pool is not None
        job = self.pool.schedule(task, **given)
        self.jobs.append(job)
        return job

    def stop(self) -> None:
        """Keep the process for the next build, unless it is busy, broken or old."""
        well = all(job.done() and job.exception() is None for job in self.jobs)
        if not well or len(self.jobs) >= MOST_JOBS:
            self.close()

    def join(self) -> None:
        """Wait for nothing: `stop` has done so."""

    def close(self) -> None:
        """End the process."""
        if self.pool is not None:
            self.pool.stop()
            self.pool.join()
        self.pool, self.jobs = None, []


@contextlib.contextmanager
def pressroom(folder: Path) -> Iterator[None]:
    """Let all builds meanwhile be printed by the same process."""
    room = SharedPool(folder)
    with mock.patch("handouts.workers.pool.ProcessPool", room):
        try:
            yield
        finally:
            room.close()
