"""When Python looks for garbage: seldom, and best when most of what was made is gone.

Nodes of a doctree and boxes of a layout know their parents, so only the collector frees them. Left
to itself it looks through all that lives, again and again: that took a third of the time of
composing a thousand handouts, and a tenth of the time of printing them.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

YOUNG = 100_000
"""New objects after which the collector looks by itself: more than composing a handout makes, and
few enough that a sheet that is laid out many times does not fill the memory."""


def set_aside() -> None:
    """Never look again through what lives now, and only seldom through what comes."""
    gc.collect()
    gc.freeze()
    # Else it would not be looked through at the end either, and freed when nothing works any more.
    atexit.register(gc.unfreeze)
    gc.set_threshold(YOUNG, *gc.get_threshold()[1:])


@contextlib.contextmanager
def left_alone() -> Iterator[None]:
    """Do the same for as long as something lasts."""
    before = gc.get_threshold()
    set_aside()
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
        atexit.unregister(gc.unfreeze)


def clear() -> None:
    """Free what was made since, and is used no more."""
    gc.collect()
