"""Ctrl-C, and SIGTERM where it is treated alike: never lost, never in the midst of a start."""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

AGAIN_SECONDS = 0.1
"""Time after which an ignored Ctrl-C is raised again: longer than a fork takes."""


def was_stopped(error: BaseException) -> bool:
    """Return whether an error is Ctrl-C, or what Sphinx raises after it as it ends processes."""
    return isinstance(error, KeyboardInterrupt) or isinstance(error.__context__, KeyboardInterrupt)


@contextlib.contextmanager
def ctrl_c_is_not_lost() -> Iterator[None]:
    """Raise Ctrl-C again where Python ignores it: beside a fork, or while an object is deleted.

    Python would show a traceback, and the program would go on.
    """
    show = sys.unraisablehook
    replaced: list[Any] = []

    def raise_again(ignored: UnraisableHookArgs) -> None:
        if isinstance(ignored.exc_value, KeyboardInterrupt):
            replaced.append(signal.signal(signal.SIGALRM, signal.default_int_handler))
            signal.setitimer(signal.ITIMER_REAL, AGAIN_SECONDS)
        elif not replaced:  # Else it follows from Ctrl-C.
            show(ignored)

    sys.unraisablehook = raise_again
    try:
        yield
    finally:
        sys.unraisablehook = show
        if replaced:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, replaced[0])


@contextlib.contextmanager
def ctrl_c_later() -> Iterator[None]:
    """Raise Ctrl-C after processes have started: a half-started one would show a traceback."""
    received: list[int] = []
    both = (signal.SIGINT, signal.SIGTERM)
    handlers = [signal.signal(one, lambda number, _: received.append(number)) for one in both]
    try:
        yield
    finally:
        for one, handler in zip(both, handlers, strict=True):
            signal.signal(one, handler)
        for number in received:
            signal.raise_signal(number)
