"""When Python looks for garbage: seldom, and best when most of what was made is gone.

Nodes of a doctree and boxes of a layout know their parents, so only the collector frees them. Left
to itself it looks through all that lives, again and again, and with many pages much lives. Knows
nothing of doctrees, boxes or sheets.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

THRESHOLDS = (100_000, 1)
"""New objects after which the collector looks by itself, at first at the young ones: more than
composing a handout makes. It looks at older ones soon after, so that a sheet that is laid out many
times does not fill the memory."""


def freeze() -> None:
    """Never look again through what lives now, and only seldom through what comes."""
    _freeze()
    # At the end it must be looked through: it would be freed when nothing works any more.
    atexit.register(gc.unfreeze)


@contextlib.contextmanager
def frozen() -> Iterator[None]:
    """Do the same for as long as something lasts; not to be used within itself."""
    before = gc.get_threshold()
    _freeze()
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def _freeze() -> None:
    gc.freeze()
    gc.collect()  # There is nothing to find, but what it counts as old begins anew.
    gc.set_threshold(*THRESHOLDS, *gc.get_threshold()[2:])


def collect() -> None:
    """Free what has been made since, and is used no more."""
    gc.collect()
