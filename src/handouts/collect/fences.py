"""Read the fences of a MyST page, and find those that do not hold what they seem to.

Inside a colon fence, a `:::` line as long as the outer one closes the outer box, and what follows
stands in another box than its author meant. Sphinx reports nothing. Knows only text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import NamedTuple

ITEM = re.compile(r"(?:[*+-]|\d{1,9}[.)]|:) +")
"""The mark of a list item, which may stand before a fence."""
RUN = re.compile(r":{3,}|`{3,}|~{3,}")
BEGIN = re.compile(rf"{RUN.pattern}|>|<!--")
"""What begins a block also directly after a line of text."""
SHORT_FENCE = re.compile(r"(?:[ >*+-]|: |\d{1,9}[.)] ){0,20}(``|::|~~)(\{[\w:.-]{1,60}\})[^`~]*")
"""A fence that is one mark too short, so that it opens no box; `dropped_words.py` reports it."""
LATE_FENCE = re.compile(r"\s*[^\s`%<:~][^`]*([`:~])\1\1\{[\w:.-]{1,60}\}[^`]*")
"""A fence after words; `stray_markup.py` reports its marks."""
DIRECTIVE = re.compile(r"\{([\w:.+-]+)\}")
CODE = 4
"""Columns by which code is further in than what it stands in."""
COMMENT = re.compile(r" {0,3}<!--")
HEADING = re.compile(r" {0,3}#{1,6}(?:\s|$)")
LITERAL = {"code", "code-block", "code-cell", "sourcecode", "math", "parsed-literal", "eval-rst"}
"""Directives whose content is not Markdown."""
EMPTY = {
    *("embed", "evidence-table", "handouts-gallery", "handouts-links", "handouts-list"),
    *("handouts-report", "image", "include", "literalinclude", "service-table", "sources"),
    *("sources-read", "summary-of-findings"),
}
"""Directives without content: a fence in one shows that it is not closed."""
CONDITIONS = {"only", "ifconfig"}
"""Directives that a heading leaves, so that it is shown whatever the condition says."""
MAX_QUOTES = 20
"""Quotes inside one another, of which Markdown reads no more."""
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
    margin: int = 0
    """Column at which the item of a list begins that it stands in."""
    parent: Fence | None = None
    ended_by: Fence | None = None
    """The outer fence with whose end this one ends, which is not closed itself."""

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
        near = self.margin <= column < self.margin + CODE
        return near and markup.startswith(self.markup)


class Quote(NamedTuple):
    """A quote, from its first line on."""

    first: int
    margin: int
    """Column at which the item of a list begins that it stands in."""
    lines: list[str]
    """Its lines without their marks."""


@dataclass
class Fences:
    """All fences of a page, outer before inner."""

    lines: list[str]
    all: list[Fence] = field(default_factory=list)
    escaped_headings: list[tuple[int, Fence]] = field(default_factory=list)
    """Line of each heading inside a condition, with the fence of the condition."""
    in_code: list[Fence] = field(default_factory=list)
    """Those in lists that stand so far in that they are printed as code."""
    comments: set[int] = field(default_factory=set)
    """Lines of comments in HTML, outside any fence and list."""
    in_comment: bool = False
    quotes: list[Quote] = field(default_factory=list)
    too_deep: int | None = None
    """Line at which reading stopped because too many fences are nested."""

    def is_comment(self, number: int, line: str) -> bool:
        """Return whether a line outside any fence is one of a comment, and note it."""
        if not self.in_comment and ("<!--" not in line or not COMMENT.match(line)):
            return False
        self.comments.add(number)
        self.in_comment = "-->" not in line
        return True

    def read_words(self, number: int, line: str, stack: Sequence[Fence], margin: int) -> None:
        """Note a line that is a heading inside a condition, or that stands in a quote."""
        if HEADING.match(line):
            outer = next((one for one in reversed(stack) if one.name in CONDITIONS), None)
            self.escaped_headings += [(number, outer)] if outer else []
        elif ">" in line and line.startswith(">", begin := _begin(line)) and begin - margin < CODE:
            last = self.quotes[-1] if self.quotes else Quote(0, 0, [])
            goes_on = last.first + len(last.lines) == number and last.margin == margin
            if not goes_on or line[:begin].strip():
                self.quotes.append(last := Quote(number, margin, []))
            last.lines.append(line[begin + 1 :].removeprefix(" "))


class FenceFault(NamedTuple):
    """A fence that does not hold what it seems to."""

    line: int
    message: str
    first: int
    """First of the lines that can stand in another box than their author meant."""
    last: int


def read_fences(text: str, *, colons: bool = True, first: int = 1, quotes: int = 0) -> Fences:
    """Return the fences of a page, those of colons only if the page has them switched on.

    :param first: number of the first line of the text
    :param quotes: in how many quotes it stands
    """
    found = Fences(text.split("\n"))
    stack: list[Fence] = []
    items = Items()
    number = first - 1
    for number, line in enumerate(found.lines, first):
        if not found.in_comment:
            margin = items.read(line, stack[-1] if stack else None)
            while stack and stack[-1].margin > margin:  # It ends with the item of its list.
                stack.pop().last = number - 1
        if not stack and not items.margin and found.is_comment(number, line):
            continue
        fence = _fence_in(line, number, colons=colons)
        if fence and _closes(stack, fence, line):
            continue
        inner = stack[-1] if stack else None
        if inner and inner.name in EMPTY and fence:
            stack.pop()
            inner.last, inner = number, inner.parent
        if inner and not inner.holds_markdown:
            continue
        if fence and fence.column - items.margin < CODE:
            fence.margin, fence.parent = items.margin, inner
            found.all.append(fence)
            stack.append(fence)
        elif fence and fence.name and items.margin and not items.after_text:
            found.in_code.append(fence)
        else:
            found.read_words(number, line, stack, items.margin)
        if len(stack) > MAX_DEPTH:
            found.too_deep = number
            break
    for fence in stack:
        fence.last = number
    _read_quotes(found, colons=colons, quotes=quotes + 1)
    return found


def _read_quotes(found: Fences, *, colons: bool, quotes: int) -> None:
    """Add the fences of quotes, each of which Markdown reads as a page of its own."""
    for first, _, lines in found.quotes if quotes <= MAX_QUOTES else ():
        inner = read_fences("\n".join(lines), colons=colons, first=first, quotes=quotes)
        around = Fence("", "", 0, first)  # Stands for the quote, whose fences close no others.
        for fence in inner.all:
            fence.parent = fence.parent or around
        found.all += inner.all
        found.escaped_headings += inner.escaped_headings
        found.in_code += inner.in_code
        found.comments |= inner.comments
        found.too_deep = found.too_deep or inner.too_deep
    found.all.sort(key=lambda fence: fence.first)


@dataclass
class Items:
    """The items of lists in which a line stands, by the columns at which their words begin."""

    columns: list[int] = field(default_factory=list)
    after_text: bool = False
    """Whether the line before is one of a paragraph, which goes on wherever the next one begins."""

    @property
    def margin(self) -> int:
        """The column at which the innermost item begins."""
        return self.columns[-1] if self.columns else 0

    def read(self, line: str, fence: Fence | None) -> int:
        """Go on to the next line; return the margin of that in which it stands.

        :param fence: the one in which the line before stands
        """
        if not line.strip():
            self.after_text = False
            return self.margin
        start = len(line) - len(line.lstrip(" "))
        item = ITEM.match(line, start)
        begins_block = item or BEGIN.match(line, start) or HEADING.match(line)
        is_in_item = fence is None or fence.margin < self.margin
        if begins_block or not (self.after_text and is_in_item):
            while start < self.margin:
                self.columns.pop()
        margin = self.margin
        literal = fence and not fence.holds_markdown and fence.margin <= margin
        while item and not literal and start - self.margin < CODE:
            self.columns.append(start := item.end())
            item = ITEM.match(line, start)
        rest = line[start:].lstrip("> ")
        self.after_text = bool(rest) and not (RUN.match(rest) or HEADING.match(rest))
        return margin


def _begin(line: str) -> int:
    """Return the column at which a line begins, after the marks of items of lists."""
    start = len(line) - len(line.lstrip(" "))
    while item := ITEM.match(line, start):
        start = item.end()
    return start


def _fence_in(line: str, number: int, *, colons: bool) -> Fence | None:
    """Return the fence that a line opens, unless it closes one."""
    start = _begin(line)
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
                one.last, one.ended_by = fence.first, outer
            outer.closed, outer.ended_by = True, None
            del stack[index:]
            return True
    return False


def fence_faults(fences: Fences) -> list[FenceFault]:
    """Return each fence that pairs up wrongly, and each heading that leaves a condition."""
    leaves = "leaves it, and is shown to everybody; use tabs for audiences, or take the heading out"
    found = [
        FenceFault(line, f"a heading inside '{{{one.name}}}' {leaves}", one.first, one.last)
        for line, one in fences.escaped_headings
        if one.closed
    ]
    found += map(_printed_as_code, fences.in_code)
    waiting: list[Fence] = []  # What is not closed, and may be meant by a later line of marks.
    since = 0  # Line of the fence before.
    for fence in fences.all:
        is_bare = not fence.info and (fence.markup[0] == ":" or not fence.closed)
        before = reversed(waiting) if is_bare else ()
        meant = next((one for one in before if _may_mean(fence, one)), None)
        if meant:
            found.append(_closed_wrongly(meant, fence))
            outer = meant.ended_by
            waiting = [
                one
                for one in waiting
                if one is not meant and (not outer or one.ended_by is not outer)
            ]
        elif is_bare and _ends_no_box(fence, fences.lines[since : fence.first - 1]):
            pass
        elif is_bare and fence.markup[0] == ":":
            found.append(_stray(fence))
        elif not fence.closed:
            waiting.append(fence)
        since = fence.first if fence.holds_markdown else fence.last
    return sorted([*found, *map(_open, waiting)])


def _printed_as_code(fence: Fence) -> FenceFault:
    message = (
        f"'{fence.markup}{fence.info}' stands too far in for its list, and is printed as code; "
        "begin it below the first letter of its item"
    )
    return FenceFault(fence.first, message, fence.first, fence.first)


def _may_mean(bare: Fence, fence: Fence) -> bool:
    """Return whether a line of marks that closes nothing may have been meant to close a fence."""
    if fence.name in EMPTY:
        return False
    return bare.parent is fence or bare.parent is (fence.ended_by or fence).parent


def _ends_no_box(bare: Fence, before: Sequence[str]) -> bool:
    """Return whether a line of marks was meant to close a fence that opens no box."""
    if any("<!--" in line for line in before):
        return False  # Nothing is reported of a comment.
    # A block that has a label may be embedded without what is before it.
    here = takewhile(lambda line: not line.rstrip().endswith(")="), reversed(before))
    code = " " * (bare.margin + CODE)
    text = (line for line in here if not line.startswith(code))
    found = (SHORT_FENCE.fullmatch(line) or LATE_FENCE.fullmatch(line) for line in text)
    return any(one and one[1][0] == bare.markup[0] for one in found)


def _closed_wrongly(fence: Fence, bare: Fence) -> FenceFault:
    """Return the fault of a fence, or of the one around it, that a line does not close."""
    outer, at = fence.ended_by, f"'{bare.markup}' at line {bare.first}"
    marks = "colon" if fence.markup[0] == ":" else "mark"
    if outer and fence.markup.startswith(outer.markup):
        message = (
            f"'{outer.markup}{outer.info}' ends at line {outer.last}, with the box inside it, "
            f"whose fence is as long, and {at} closes nothing; give the outer fence one {marks} "
            "more than the inner"
        )
        return FenceFault(outer.first, message, outer.first, bare.last)
    what = f"'{fence.markup}{fence.info}'"
    message = f"{at} does not close {what}; close it with '{fence.markup}' on its own line"
    if fence.margin and fence.last < bare.first:
        ends = f"line {fence.last + 1} stands further left than {what}, and ends it with its list"
        message = f"{ends}; begin all its lines as far in as the first"
    return FenceFault(fence.first, message, fence.first, max(fence.last, bare.last))


def _stray(fence: Fence) -> FenceFault:
    message = f"'{fence.markup}' closes no box here; remove it, or write the line that opens it"
    return FenceFault(fence.first, message, fence.first, fence.last)


def _open(fence: Fence) -> FenceFault:
    outer = fence.ended_by
    is_alike = fence.name in EMPTY or (outer and outer.name == fence.name)
    if outer and outer.markup == fence.markup and is_alike:
        fence = outer  # The end of the first of two boxes is missing.
    markup = fence.markup
    message = f"'{markup}{fence.info}' is never closed; close it with '{markup}' on its own line"
    return FenceFault(fence.first, message, fence.first, fence.last)
