"""Limit the memory of a process, and decide when Python's garbage collector runs.

Nodes of a doctree and boxes of a layout refer to their parents, so only the collector frees them.
"""

from __future__ import annotations

import contextlib
import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

THRESHOLDS = (100_000, 1)
"""Thresholds of the two younger generations: more objects than composing a handout makes."""


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
    """Freeze what a process that prints has loaded, and let the collector run seldom.

    By default it takes a tenth of the time of a sheet. It looks at the oldest generation every
    third time, because with the default of ten no sheet of the first hundred was freed.
    """
    gc.freeze()
    gc.collect()  # Finds nothing, but resets the count of old objects.
    gc.set_threshold(*THRESHOLDS, 2)


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
