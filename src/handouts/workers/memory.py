"""Limit the memory of a process, and decide when Python's garbage collector runs.

Nodes of a doctree and boxes of a layout refer to their parents, so only the collector frees them.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import gc
import os
from collections.abc import Callable, Iterator
from typing import Any, ClassVar, TypeVar

MOST_LEFT = 500_000
"""Objects that layouts of a sheet, or all pages that a copy of the process reads, may leave."""
MOST_LEFT_BY_PAGES = 100_000
"""Objects that reading or composing a page may leave; most pages leave some thousand."""
COLLECT_PAGES = 16
"""Pages after which what they have left is freed. The last of them is still in use then."""
COLLECT_ALL = 128
"""Pages after which what has been in use is looked at again; a multiple of `COLLECT_PAGES`."""
COLLECT_AFTER = 4
"""Sheets after which what their layouts have left is freed."""

FRAMES = 1 << 16
"""Values for which a frame has room, so that as much is left for the frames of others: 512 KB."""
Work = TypeVar("Work", bound="Callable[..., object]")


def limit_memory(megabytes: int) -> None:
    """Limit the address space of this process.

    :raises ValueError: where the system sets no such limit, as macOS
    :raises OSError: the same
    """
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    size = megabytes * 1024 * 1024
    if hard != resource.RLIM_INFINITY:
        size = min(size, hard)
    resource.setrlimit(resource.RLIMIT_AS, (size, hard))


def collect_seldom() -> None:
    """Freeze what a process that prints has loaded, and keep the collector from running by itself.

    By default it takes a tenth of the time of a sheet. In the midst of a layout it finds little to
    free, and counts what it finds there as old, which is then seldom looked at: a process that
    has printed some hundred sheets held a quarter more than one that has printed twenty.
    """
    gc.freeze()
    gc.collect()  # Finds nothing, but resets the count of old objects.
    gc.set_threshold(MOST_LEFT, *gc.get_threshold()[1:])


def with_room_for_frames(function: Work) -> Work:
    """Let a function, and all that it calls, have their frames in one piece of memory.

    Python takes memory for frames in pieces of 16 KB, and gives each back once it is empty. A loop
    that calls functions where a piece ends does so at each call, which may take a quarter of the
    time of a sheet. Where pieces end is chance: it depends on how deep the calls are.
    """
    plain: Any = function
    # Its own frame is now too large for the usual size of a piece, and leaves half of its own.
    plain.__code__ = plain.__code__.replace(co_stacksize=FRAMES)
    return function


class LeftByLayouts:
    """Counts sheets, and frees what the layouts of every few of them have left."""

    def __init__(self) -> None:
        self.sheets = 0

    def add(self, sheets: int) -> None:
        """Count sheets that are finished, between two of which little is in use."""
        self.sheets += sheets
        if self.sheets >= COLLECT_AFTER:
            gc.collect()
            # What is in use, such as style sheets, is not looked through again. What of it is
            # dropped later is freed with the process, which prints few handouts (`MOST_JOBS`).
            gc.freeze()
            self.sheets = 0


class SeldomCollected:
    """Keeps the collector from what exists, and from running by itself, until the end of a build.

    Otherwise it looks through programs, Sphinx's environment and the page that is being read, again
    and again. That took a seventh of the time of reading pages, and a fourth of that of composing a
    thousand handouts.
    """

    _last: ClassVar[SeldomCollected | None] = None

    def __init__(self) -> None:
        if SeldomCollected._last:  # Its build failed, and a host that goes on builds again.
            SeldomCollected._last.end()
        SeldomCollected._last = self
        # Unfreezing would also unfreeze what the host has frozen.
        self._ours = not gc.get_freeze_count()
        self._thresholds = gc.get_threshold()
        self._process = os.getpid()
        self._pages = 0
        if self._ours:
            gc.set_threshold(MOST_LEFT_BY_PAGES, *self._thresholds[1:])
        self.freeze()

    def freeze(self) -> None:
        """Freeze what has been made since, too."""
        if self._ours:
            gc.freeze()
            gc.collect()  # Finds nothing, but resets the count of old objects.

    def collect(self) -> None:
        """Free, after every few pages, what they have left that were read or composed.

        What was still in use is looked at again many pages later.
        """
        if not self._ours:
            return
        if self._process != os.getpid():  # With `-j`, a copy reads some pages, and ends.
            gc.set_threshold(MOST_LEFT, *self._thresholds[1:])
            return
        self._pages += 1
        if not self._pages % COLLECT_PAGES:
            gc.collect(1 if self._pages % COLLECT_ALL else 2)

    def end(self) -> None:
        """Let the collector look as before."""
        SeldomCollected._last = None
        if self._ours:
            self.freeze()  # Otherwise it would look through all of the build at once.
            gc.set_threshold(*self._thresholds)
            gc.unfreeze()
            leave_at_once()


@functools.cache
def leave_at_once() -> None:
    """Let Python end without a last search for garbage, which takes as long as loading all of it.

    Objects that refer to each other are then not finalized, which Python does not promise.
    """
    atexit.register(gc.freeze)


@contextlib.contextmanager
def loading() -> Iterator[None]:
    """Turn the garbage collector off while programs and data are loaded.

    All of that stays, and collecting it took an eighth of a build with nothing to do.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
