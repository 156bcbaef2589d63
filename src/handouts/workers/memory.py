"""The memory of a process: its limit, and when Python collects what nobody uses any more.

Nodes of a doctree and boxes of a layout know their parents, so only the collector frees them.
"""

from __future__ import annotations

import contextlib
import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

THRESHOLDS = (100_000, 1)
"""New objects after which the collector looks at young ones: more than composing a handout makes.
It looks at older ones soon after."""


def limit_memory(megabytes: int) -> None:
    """Limit the address space of this process.

    Raises ValueError or OSError where the system sets no such limit, as macOS.
    """
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    size = megabytes * 1024 * 1024
    if hard != resource.RLIM_INFINITY:
        size = min(size, hard)
    resource.setrlimit(resource.RLIMIT_AS, (size, hard))


def collect_seldom() -> None:
    """Let the collector of a process that prints pass over what it has loaded, and look seldom.

    As it looks by default, a tenth of the time of a sheet is the collector's. It looks at the
    oldest ones every third time: few stay, and with the default of ten a hundred sheets were
    printed before any of them was freed.
    """
    gc.freeze()
    gc.collect()  # Finds nothing, but resets the count of objects that it takes for old.
    gc.set_threshold(*THRESHOLDS, 2)


@contextlib.contextmanager
def frozen() -> Iterator[None]:
    """Let the collector pass over all objects that live now, for the length of a block.

    Without it, a third of the time of composing a thousand handouts is the collector's, which
    looks again and again through Sphinx's environment.
    """
    before = gc.get_threshold()
    ours = not gc.get_freeze_count()  # What the host has frozen stays so: all would be unfrozen.
    if ours:
        gc.freeze()
        gc.collect()  # Finds nothing, but resets the count of objects that it takes for old.
    gc.set_threshold(*THRESHOLDS, *before[2:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        if ours:
            gc.unfreeze()
