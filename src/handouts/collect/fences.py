"""Read the fences of a MyST page, and find those that do not hold what they seem to.

Inside a colon fence, a `:::` line as long as the outer one closes the outer box, and what follows
stands in another box than its author meant. Sphinx reports nothing. Knows only text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

ITEM = re.compile(r"(?:[*+-]|\d{1,9}[.)]|:) +")
"""The mark of a list item, which may stand before a fence."""
RUN = re.compile(r":{3,}|`{3,}|~{3,}")
DIRECTIVE = re.compile(r"\{([\w:.+-]+)\}")
CODE = " " * 4
"""Indent of code, or of the content of a list item; a fence so far in is not looked at."""
HEADING = re.compile(r" {0,3}#{1,6}(?:\s|$)")
LITERAL = {"code", "code-block", "code-cell", "sourcecode", "math", "parsed-literal", "eval-rst"}
"""Directives whose content is not Markdown."""
CONDITIONS = {"only", "ifconfig"}
"""Directives that a heading leaves, so that it is shown whatever the condition says."""
MAX_DEPTH = 50
"""Sphinx runs out of stack at about 150 nested fences, and names no page."""


@dataclass
class Fence:
    """A fence of a page, with the lines from the one that opens it to the one that closes it."""

    markup: str
    """The run of colons, backticks or tildes that opens it."""
    info: str
    column: int
    first: int
    """Number of its first line, counted from 1."""
    last: int = 0
    """Number of its last line: the one that closes it, or where the outer fence or page ends."""
    closed: bool = False

    @property
    def name(self) -> str:
        """The directive that the fence opens, or nothing."""
        found = DIRECTIVE.match(self.info)
        return found[1] if found else ""

    @property
    def holds_markdown(self) -> bool:
        """Whether fences and headings inside it are read as such."""
        return bool(self.name) and self.name not in LITERAL

    def is_closed_by(self, markup: str, column: int) -> bool:
        """Whether a line that holds only these marks, in this column, closes the fence."""
        # In a list, a fence closes in its item.
        near = max(self.column - 3, 0) <= column <= self.column + 3
        return near and markup.startswith(self.markup)


@dataclass
class Fences:
    """All fences of a page, outer before inner."""

    all: list[Fence] = field(default_factory=list)
    escaped_headings: list[tuple[int, Fence]] = field(default_factory=list)
    """Line of each heading inside a condition, with the fence of the condition."""
    too_deep: int | None = None
    """Line at which reading stopped because too many fences are nested."""


class FenceFault(NamedTuple):
    """A fence that does not hold what it seems to."""

    line: int
    message: str
    first: int
    """First of the lines that can stand in another box than their author meant."""
    last: int


def read_fences(text: str, *, colons: bool = True) -> Fences:
    """Return the fences of a page, those of colons only if the page has them switched on."""
    found = Fences()
    stack: list[Fence] = []
    number = 0
    for number, line in enumerate(text.split("\n"), 1):
        fence = _fence_in(line, number, colons=colons)
        if fence and _closes(stack, fence, line):
            continue
        inner = stack[-1] if stack else None
        if inner and not inner.holds_markdown:
            continue
        if fence and not line.startswith(CODE):
            found.all.append(fence)
            stack.append(fence)
        elif HEADING.match(line):
            outer = next((one for one in reversed(stack) if one.name in CONDITIONS), None)
            found.escaped_headings += [(number, outer)] if outer else []
        if len(stack) > MAX_DEPTH:
            found.too_deep = number
            break
    for fence in stack:
        fence.last = number
    return found


def _fence_in(line: str, number: int, *, colons: bool) -> Fence | None:
    """Return the fence that a line opens, unless it closes one."""
    start = len(line) - len(line.lstrip(" "))
    while item := ITEM.match(line, start):
        start = item.end()
    run = RUN.match(line, start)
    if run is None or (run[0][0] == ":" and not colons):
        return None
    info = line[run.end() :].strip()
    if run[0][0] == "`" and "`" in info:
        return None  # Code within a line.
    return Fence(run[0], info, start, number)


def _closes(stack: list[Fence], fence: Fence, line: str) -> bool:
    """Close the outermost fence that a line can close, with those inside it; return if any."""
    if line.strip() != fence.markup:
        return False
    for index, outer in enumerate(stack):
        if outer.is_closed_by(fence.markup, fence.column):
            for one in stack[index:]:
                one.last = fence.first
            outer.closed = True
            del stack[index:]
            return True
    return False


def fence_faults(fences: Fences) -> list[FenceFault]:
    """Return each fence that pairs up wrongly, and each heading that leaves a condition."""
    leaves = "leaves it, and is shown to everybody; use tabs for audiences, or take the heading out"
    found = [
        FenceFault(line, f"a heading inside '{{{one.name}}}' {leaves}", one.first, one.last)
        for line, one in fences.escaped_headings
    ]
    before = top = Fence("", "", 0, 0)
    of_before: list[Fence] = []  # Those in it that are never closed.
    of_top: list[Fence] = []
    for fence in fences.all:
        if fence.first > top.last:
            found += map(_open, of_before)
            before, of_before, top, of_top = top, of_top, fence, []
        if not fence.info and fence.markup[0] == ":":
            is_of_before = fence is top and of_before
            found.append(_cut_short(before, fence) if is_of_before else _stray(fence))
            of_before = [] if is_of_before else of_before
        elif not fence.closed:
            of_top.append(fence)
    return sorted([*found, *map(_open, [*of_before, *of_top])])


def _cut_short(outer: Fence, stray: Fence) -> FenceFault:
    """Return the fault of a box that the box inside it closes; `stray` was to close it."""
    message = (
        f"'{outer.markup}{outer.info}' ends at line {outer.last}, with the box inside it, whose "
        "fence is as long; give the outer fence one colon more than the inner"
    )
    return FenceFault(outer.first, message, outer.first, stray.last)


def _stray(fence: Fence) -> FenceFault:
    message = f"'{fence.markup}' closes no box here; remove it, or write the line that opens it"
    return FenceFault(fence.first, message, fence.first, fence.last)


def _open(fence: Fence) -> FenceFault:
    markup = fence.markup
    message = f"'{markup}{fence.info}' is never closed; close it with '{markup}' on its own line"
    return FenceFault(fence.first, message, fence.first, fence.last)
