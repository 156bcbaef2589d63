"""Keep what WeasyPrint warns of, and read faults from it."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, ClassVar

from weasyprint.logger import LOGGER

from handouts.problems import Fault
from handouts.typeset.coverage import without_font

if TYPE_CHECKING:
    from collections.abc import Iterator

NOTDEF = re.compile(r"\.notdef glyph.*?: \"(.)\" \(U\+", re.DOTALL)


class Log(logging.Handler):
    """The warnings that WeasyPrint logs while it works on one sheet."""

    total: ClassVar[int] = 0
    """Warnings of all sheets of this process."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message."""
        self.messages.append(record.getMessage())
        Log.total += 1

    def __enter__(self) -> Log:
        LOGGER.addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        LOGGER.removeHandler(self)

    def faults(self) -> Iterator[Fault]:
        """Yield a fault for each warning, once."""
        for message in dict.fromkeys(self.messages):
            found = NOTDEF.search(message)
            if found:
                yield without_font(found[1])
            else:
                short = re.sub(r"data:[\w/+-]+;base64,\S+", "a picture", message)
                yield Fault("engine", f"the layout engine says: {short[:300]}")
