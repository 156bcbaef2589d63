"""Fences that do not hold what they seem to, found in the text of a MyST page.

Inside a colon fence, a `:::` line as long as the outer one closes the outer box without a word,
and what follows lands in a box nobody asked for; Sphinx is silent about it.
Knows only text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

INDENT = r"^ {0,3}(?:(?:[*+-]|\d{1,9}[.)]|:) +)*"
"""What may stand before a fence: spaces, and the marks of the list items that it opens."""
COLONS = re.compile(rf"{INDENT}(:{{3,}})\s*(.*?)\s*$")
TICKS = re.compile(rf"{INDENT}(`{{3,}}|~{{3,}})\s*(.*?)\s*$")
LITERAL = {"code", "code-block", "code-cell", "sourcecode", "math", "parsed-literal", "eval-rst"}
"""Directives whose content is not Markdown."""


HEADING = re.compile(r"^ {0,3}#{1,6}(\s|$)")
CONDITIONS = {"only", "ifconfig"}
"""Directives out of which a heading escapes, whatever the condition, to every audience."""


class SourceLine(NamedTuple):
    """One line of a page."""

    number: int
    text: str


def fence_faults(text: str) -> list[tuple[int, str]]:
    """Return a line and a message for each fence that pairs up wrongly, or leaks a heading."""
    lines = [SourceLine(number, line) for number, line in enumerate(text.splitlines(), 1)]
    return list(_faults(lines))


def _faults(lines: Sequence[SourceLine]) -> Iterator[tuple[int, str]]:
    index = 0
    while index < len(lines):
        ticks = TICKS.match(lines[index].text)
        colons = COLONS.match(lines[index].text)
        if ticks:
            end = _end(lines, index, ticks)
            yield from _escapes(lines[index + 1 : end], ticks[2])
            if _holds_markdown(ticks[2]):
                yield from _faults(lines[index + 1 : end])
            index = end
        elif colons:
            end = _end(lines, index, colons)
            yield from _fence(lines, index, end, colons)
            index = end
        index += 1


def _fence(
    lines: Sequence[SourceLine], start: int, end: int, opening: re.Match[str]
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
    yield from _escapes(lines[start + 1 : end], name)
    if _holds_markdown(name):
        yield from _faults(lines[start + 1 : end])


def _escapes(body: Sequence[SourceLine], info: str) -> Iterator[tuple[int, str]]:
    name = _name_of(info)
    for line in body if name in CONDITIONS else ():
        if HEADING.match(line.text):
            yield (
                line.number,
                f"a heading inside '{{{name}}}' leaves it, and is shown to everybody; "
                "use tabs for audiences, or take the heading out",
            )


def _end(lines: Sequence[SourceLine], start: int, opening: re.Match[str]) -> int:
    """Return the index of the line that closes a fence, or the number of lines."""
    fence, column = opening[1], opening.start(1)
    spaces = f"{{{max(column - 3, 0)},{column + 3}}}"  # In a list, a fence closes in its item.
    closing = re.compile(rf"^ {spaces}{fence[0]}{{{len(fence)},}}\s*$")
    for index in range(start + 1, len(lines)):
        if closing.match(lines[index].text):
            return index
    return len(lines)


def _holds_markdown(info: str) -> bool:
    name = _name_of(info)
    return bool(name) and name not in LITERAL


def _name_of(info: str) -> str:
    """Return the directive that a fence opens, or nothing."""
    found = re.match(r"\{([\w:.+-]+)\}", info)
    return found[1] if found else ""
