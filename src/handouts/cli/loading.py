"""Load programs quickly."""

from __future__ import annotations

import contextlib
import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def loading() -> Iterator[None]:
    """Let the garbage collector rest while programs and what they know are loaded.

    All of that stays, and looking through it took an eighth of a build with nothing to do. What
    is loaded is not looked through later either.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
