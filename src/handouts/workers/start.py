"""Start processes that print, with nothing in them of the process that builds."""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import sys
from collections.abc import Iterator
from multiprocessing import forkserver, resource_tracker
from typing import TYPE_CHECKING

from handouts.files import temporary_files_in
from handouts.workers.folder import folder_for_life

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

START_METHOD = "forkserver" if sys.platform == "linux" else "spawn"
"""On Linux, copies of a process with the engine in it, which takes forty times as long to load.
Elsewhere a copy may not use the libraries that the engine loads."""
LOADED = "handouts.workers.loaded"
"""What that process imports."""


@contextlib.contextmanager
def deaf_to_ctrl_c() -> Iterator[None]:
    """Let processes that start here never hear of Ctrl-C, which a terminal sends to all.

    They end with the process that builds; till then each would show a traceback of its own.
    """
    resource_tracker.ensure_running()  # When it starts, it lets signals through again.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def context() -> BaseContext:
    """Return what starts processes that print, and begin to load the engine for them."""
    if START_METHOD == "forkserver":
        found = multiprocessing.get_context(START_METHOD)
        found.set_forkserver_preload(["__main__", LOADED])
        try:
            with temporary_files_in(folder_for_life()), deaf_to_ctrl_c():
                forkserver.ensure_running()
        except OSError:  # The folder's name is too long for a socket.
            pass
        else:
            return found
    return multiprocessing.get_context("spawn")
