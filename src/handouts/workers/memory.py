"""Limit the memory of a process, and decide when Python's garbage collector runs.

Nodes of a doctree and boxes of a layout refer to their parents, so only the collector frees them.
"""

from __future__ import annotations

import contextlib
import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

THRESHOLDS = (100_000, 1)
"""Thresholds of the two younger generations: more objects than composing a handout makes."""
MOST_LEFT = 500_000
"""Objects that layouts may leave, for sheets that are laid out again and again."""
COLLECT_AFTER = 4
"""Sheets after which what their layouts have left is freed."""


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


class LeftByLayouts:
    """Counts sheets, and frees what the layouts of every few of them have left."""

    def __init__(self) -> None:
        self.sheets = 0

    def add(self, sheets: int) -> None:
        """Count sheets that are finished, between two of which little is in use."""
        self.sheets += sheets
        if self.sheets >= COLLECT_AFTER:
            gc.collect()
            self.sheets = 0


@contextlib.contextmanager
def frozen() -> Iterator[None]:
    """Freeze all objects that exist, for the length of a block.

    Otherwise the collector, which looks through Sphinx's environment again and again, takes a
    third of the time of composing a thousand handouts.
    """
    before = gc.get_threshold()
    ours = not gc.get_freeze_count()  # Unfreezing would also unfreeze what the host has frozen.
    if ours:
        gc.freeze()
        gc.collect()  # Finds nothing, but resets the count of old objects.
    gc.set_threshold(*THRESHOLDS, *before[2:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        if ours:
            gc.unfreeze()


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


def exclude_loaded(app: Sphinx) -> None:
    """Exclude what a command has loaded from garbage collection until pages are read."""

    def include_all(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        if docnames:
            gc.unfreeze()

    if not gc.get_freeze_count():
        gc.freeze()
        app.connect("env-before-read-docs", include_all)
