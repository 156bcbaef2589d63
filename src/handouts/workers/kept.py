"""Processes that print and are kept from one build to the next: an executor for `live`."""

from __future__ import annotations

import functools
import gc
import multiprocessing
import os
import weakref
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import util
from typing import Any

from handouts.workers.interrupts import ctrl_c_later
from handouts.workers.worker import end_with_parent


class KeptProcesses(ProcessPoolExecutor):
    """Processes that print, and are kept for the next build with the engine loaded."""

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.submitted: weakref.WeakSet[Future[Any]] = weakref.WeakSet()
        """The jobs that have not come back, and others of which somebody has the result."""

    def submit(self, function: Any, /, *given: Any, **options: Any) -> Future[Any]:
        """Give a job to a process, which may be started for it, and remember it."""
        with ctrl_c_later():
            job = super().submit(function, *given, **options)
        self.submitted.add(job)
        return job

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Keep the processes, whose end each build asks for, unless one is still at work.

        Its job took too long and was given up, but may never end.
        """
        if any(job.running() for job in self.submitted):
            for process in list((self._processes or {}).values()):
                process.kill()
            _kept.cache_clear()

    def end(self) -> None:
        """Let the processes end, and wait until they have."""
        super().shutdown(cancel_futures=True)


def kept_processes(_: int) -> KeptProcesses:
    """Return processes that print, the same ones at each call; a `handouts_executor`."""
    try:
        _kept().submit(int)
    except RuntimeError:  # One of them died, which ends the others.
        _kept.cache_clear()
    return _kept()


@functools.cache
def _kept() -> KeptProcesses:
    context = multiprocessing.get_context("spawn")
    processes = KeptProcesses(os.cpu_count(), mp_context=context, initializer=_begin)
    # When Python ends, it waits for its processes before it lets those of an executor end; and the
    # queue by which they learn of it is closed with priority 10.
    util.Finalize(None, processes.end, exitpriority=100)
    return processes


def _begin() -> None:
    """Prepare a process, which may wait long for its first job."""
    end_with_parent()
    # The collector looks seldom: a sheet leaves little behind, and loaded programs stay.
    gc.set_threshold(50_000, 50)
