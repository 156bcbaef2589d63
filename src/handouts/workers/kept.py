"""Processes that print and are kept from one build to the next: an executor for `live`."""

from __future__ import annotations

import functools
import gc
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor

from handouts.workers.worker import end_with_parent


class KeptProcesses(ProcessPoolExecutor):
    """Processes that print, and are kept for the next build with the engine loaded."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Keep the processes: each build asks for their end."""


def kept_processes(_: int) -> KeptProcesses:
    """Return processes that print, the same ones at each call; a `handouts_executor`."""
    try:
        _kept().submit(int)
    except RuntimeError:  # One of them died, which ends the others.
        _kept.cache_clear()
    return _kept()


@functools.cache
def _kept() -> KeptProcesses:
    return KeptProcesses(
        os.cpu_count(),
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin,
    )


def _begin() -> None:
    """Prepare a process, which may wait long for its first job."""
    end_with_parent()
    # The collector looks seldom: a sheet leaves little behind, and loaded programs stay.
    gc.set_threshold(50_000, 50)
