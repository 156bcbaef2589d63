"""Run Sphinx, and say why it gave up without what only its developers need to know."""

from __future__ import annotations

import contextlib
import io
import re
import sys
from typing import TYPE_CHECKING

from sphinx.cmd.build import main as sphinx_build

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
GIVEN_UP = re.compile(r"(?:Configuration|Theme|Application|Sphinx) error!")
"""How Sphinx begins when the cause is in the project; its own faults it tells otherwise."""
REASON = re.compile(r"^([ ]*)(?:\w+\.)*\w*Error: (.+?)(?:\n\s*\n|\Z)", re.DOTALL | re.MULTILINE)


def run_sphinx(arguments: Sequence[str]) -> int:
    """Build as `sphinx-build` does, and return its exit status."""
    errors = ShortErrors(sys.stderr)
    with contextlib.redirect_stderr(errors):
        status = sphinx_build(arguments)
    errors.finish()
    return status


def reason_of(said: str) -> str:
    """Return why Sphinx gave up, from all that it said then, or nothing."""
    found = REASON.search(said)
    return re.sub(rf"^{found[1]}", "", found[2], flags=re.MULTILINE).strip() if found else ""


class ShortErrors(io.TextIOBase):
    """A stream that takes what Sphinx complains of, line by line."""

    def __init__(self, out: TextIO) -> None:
        self.out = out
        self._rest = ""
        self._last_words: list[str] = []

    def write(self, text: str) -> int:
        """Take every line that is whole."""
        *lines, self._rest = (self._rest + text).split("\n")
        for line in lines:
            self._take(line)
        return len(text)

    def finish(self) -> None:
        """Pass on what no end of line followed, and why Sphinx gave up, if it did."""
        if self._rest:
            self._take(self._rest)
        if self._last_words:
            said = "\n".join(self._last_words)
            self.out.write(f"{self._last_words[0]}\n{reason_of(said) or said}\n")
        self._rest, self._last_words = "", []

    def _take(self, line: str) -> None:
        plain = COLOUR.sub("", line)
        if self._last_words or GIVEN_UP.fullmatch(plain):
            self._last_words.append(plain)
        else:
            self.pass_on(line)

    def pass_on(self, line: str) -> None:
        """Write a line as it is."""
        self.out.write(f"{line}\n")
