"""What Sphinx complains of while it reads a page, or resolves the references of a sheet.

Text that could not be read is gone from the doctree: only the complaint tells that it was there.
Knows Sphinx's log; nothing of handouts.
"""

from __future__ import annotations

import contextlib
import logging
from typing import TYPE_CHECKING

from sphinx.util.logging import NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

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
"""Complaints that mean that words of a page are not in its doctree."""
DANGLING = {"ref", "myst.xref_missing"}
"""Complaints that mean that a reference shows its target's name and leads nowhere."""


class Complaints(logging.Handler):
    """Keeps the complaints of some kinds: the line, and the first line of the text."""

    def __init__(self, kinds: set[str]) -> None:
        super().__init__(logging.WARNING)
        self.kinds = kinds
        self.found: list[tuple[int | None, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one complaint, if it is of a kind that matters."""
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
def complaints(kinds: set[str]) -> Iterator[list[tuple[int | None, str]]]:
    """Yield a list that fills with what Sphinx complains of meanwhile."""
    handler = Complaints(kinds)
    logger = logging.getLogger(NAMESPACE)
    logger.addHandler(handler)
    try:
        yield handler.found
    finally:
        logger.removeHandler(handler)


_READING: dict[str, Complaints] = {}


def on_source_read(app: Sphinx, docname: str, content: list[str]) -> None:
    """Begin to listen: the page is about to be parsed."""
    stop_listening()
    _READING[docname] = Complaints(LOST)
    logging.getLogger(NAMESPACE).addHandler(_READING[docname])


def heard(docname: str) -> list[tuple[int | None, str]]:
    """Return what was complained of while a page was parsed, and stop listening."""
    handler = _READING.get(docname)
    stop_listening()
    return handler.found if handler else []


def stop_listening() -> None:
    """Take away whatever still listens, also after a page that could not be read at all."""
    for handler in _READING.values():
        logging.getLogger(NAMESPACE).removeHandler(handler)
    _READING.clear()
