"""Load programs quickly."""

from __future__ import annotations

import atexit
import contextlib
import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

# At the end Python would look once more through all that lives, which takes as long again.
atexit.register(gc.freeze)


@contextlib.contextmanager
def loading() -> Iterator[None]:
    """Let the garbage collector rest while programs and what they know are loaded.

    All of that stays, and looking through it took an eighth of a build with nothing to do.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def pass_over_what_is_loaded(app: Sphinx) -> None:
    """Let the garbage collector look only at what is made from now on, until pages are read.

    Who composes many pages has rules of its own (`workers/memory.py`), and so may the host.
    """

    def look_at_all(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        if docnames:
            gc.unfreeze()

    if not gc.get_freeze_count():
        gc.freeze()
        app.connect("env-before-read-docs", look_at_all)
