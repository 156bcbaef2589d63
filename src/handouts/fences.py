"""Colon fences that do not pair up, found in the text of a MyST page.

Inside a colon fence, a `:::` line as long as the outer one closes the outer box without a word,
and what follows lands in a box nobody asked for; Sphinx is silent about it.
Knows only text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

COLONS = re.compile(r"^ {0,3}(:{3,})\s*(.*?)\s*$")
TICKS = re.compile(r"^ {0,3}(`{3,}|~{3,})\s*(.*?)\s*$")
LITERAL = {"code", "code-block", "code-cell", "sourcecode", "math", "parsed-literal", "eval-rst"}
"""Directives whose content is not Markdown."""


class Line(NamedTuple):
    """One line of a page."""

    number: int
    text: str


def fence_faults(text: str) -> list[tuple[int, str]]:
    """Return the line and a message for each colon fence that opens or closes nothing."""
    lines = [Line(number, line) for number, line in enumerate(text.splitlines(), 1)]
    return list(_faults(lines))


def _faults(lines: Sequence[Line]) -> Iterator[tuple[int, str]]:
    index = 0
    while index < len(lines):
        ticks = TICKS.match(lines[index].text)
        colons = COLONS.match(lines[index].text)
        if ticks:
            end = _end(lines, index, ticks[1][0], len(ticks[1]))
            if _holds_markdown(ticks[2]):
                yield from _faults(lines[index + 1 : end])
            index = end
        elif colons:
            end = _end(lines, index, ":", len(colons[1]))
            yield from _fence(lines, index, end, colons)
            index = end
        index += 1


def _fence(
    lines: Sequence[Line], start: int, end: int, opening: re.Match[str]
) -> Iterator[tuple[int, str]]:
    marks, name = opening.groups()
    number = lines[start].number
    if not name:
        yield (
            number,
            f"'{marks}' closes no box here: a fence inside another one was as long as the outer "
            "one, and closed it; give the outer fence one colon more than the inner",
        )
        return
    if end == len(lines):
        yield number, f"'{marks}{name}' is never closed; close it with '{marks}' on its own line"
    if _holds_markdown(name):
        yield from _faults(lines[start + 1 : end])


def _end(lines: Sequence[Line], start: int, mark: str, length: int) -> int:
    closing = re.compile(rf"^ {{0,3}}{re.escape(mark)}{{{length},}}\s*$")
    for index in range(start + 1, len(lines)):
        if closing.match(lines[index].text):
            return index
    return len(lines)


def _holds_markdown(info: str) -> bool:
    name = re.match(r"\{([\w:.+-]+)\}", info)
    return bool(name) and name[1] not in LITERAL if name else False
