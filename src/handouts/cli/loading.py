"""Let the garbage collector rest while programs are loaded."""

from __future__ import annotations

import atexit
import contextlib
import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

# At its end Python would collect all garbage once more, which takes as long again.
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


def exclude_loaded(app: Sphinx) -> None:
    """Exclude what is loaded from garbage collection until pages are read.

    Builds that compose many pages have rules of their own (`workers/memory.py`).
    """

    def include_all(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        if docnames:
            gc.unfreeze()

    if not gc.get_freeze_count():
        gc.freeze()
        app.connect("env-before-read-docs", include_all)
