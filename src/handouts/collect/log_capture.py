"""Warnings that Sphinx logs while it reads a page, or resolves the references of a sheet.

Text that could not be read is gone from the doctree: only the warning says that it was there.
Knows Sphinx's log; nothing of handouts.
"""

from __future__ import annotations

import contextlib
import logging
from typing import TYPE_CHECKING

from sphinx.util.logging import NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Iterator

LOST = {
    "myst.directive_parse",
    "myst.directive_unknown",
    "myst.directive_body",
    "myst.render",
    "myst.role_unknown",
    "myst.substitution",
    "docutils",
    # Components of sphinx-design drop what they do not expect in them.
    "design.accordion",
    "design.card",
    "design.grid",
    "design.steps",
    "design.tab",
}
"""Kinds of warnings that mean that words of a page are not in its doctree."""
DANGLING = {"ref", "myst.xref_missing"}
"""Kinds of warnings that mean that a reference shows its target's name and leads nowhere."""


class LogCapture(logging.Handler):
    """Keeps the warnings of some kinds: the line, and the first line of the text."""

    def __init__(self, kinds: set[str]) -> None:
        super().__init__(logging.WARNING)
        self.kinds = kinds
        self.found: list[tuple[int | None, str]] = []

    def start(self) -> None:
        """Begin to keep warnings, and forget those of before."""
        self.found = []
        logging.getLogger(NAMESPACE).addHandler(self)

    def stop(self) -> list[tuple[int | None, str]]:
        """Return what has been kept, and keep no more."""
        logging.getLogger(NAMESPACE).removeHandler(self)
        return self.found

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one warning, if it is of a kind that matters."""
        kind = str(getattr(record, "type", "") or "")
        subtype = getattr(record, "subtype", None)
        if kind == "docutils" and record.levelno < logging.ERROR:
            return  # Of form only.
        text = record.getMessage().strip().partition("\n")[0].partition(" [handouts.")[0]
        if {kind, f"{kind}.{subtype}"} & self.kinds:
            self.found.append((_line(getattr(record, "location", None)), text))


def _line(location: object) -> int | None:
    """Return the line of a place as Sphinx writes it: a node, a pair, or a text with colons."""
    if isinstance(location, tuple):
        return location[1] if isinstance(location[1], int) else None
    if isinstance(location, str):
        tail = location.rpartition(":")[2]
        return int(tail) if tail.isdigit() else None
    return getattr(location, "line", None)


@contextlib.contextmanager
def captured_log(kinds: set[str]) -> Iterator[list[tuple[int | None, str]]]:
    """Yield a list that fills with the warnings of some kinds meanwhile."""
    capture = LogCapture(kinds)
    capture.start()
    try:
        yield capture.found
    finally:
        capture.stop()
