"""Read the front matter of a page from its text: values, lines, and why it cannot be read.

Sphinx keeps the values of front matter and forgets their lines; MyST drops all of it when one
line is no YAML. Knows only text.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from sys import intern
from typing import Any

import yaml  # type: ignore[import-untyped]
from myst_parser.config.main import TopmatterReadError, read_topmatter

from handouts import dates

NOT_FIRST = "'---' must be the very first line of the file, with nothing before it"
NOT_CLOSED = "no line '---' closes it"
MARKERS = ("---", "...")
"""What front matter ends with; it begins with the first."""
KEY = re.compile(r"""(?:[ \t]+(?=["']?enable_extensions))?["']?([A-Za-z][\w-]*)["']?[ \t]*:""")
"""A key of the page, or the one inside `myst:` that switches on what runs programs."""
FIELD = re.compile(r":([A-Za-z][\w -]*):")
"""A field of reStructuredText, which writes its front matter so."""
DAY = re.compile(r"^((checked|check-by)[ \t]*:[ \t]*)(\d{4}-\d{2}-\d{2})(?=\s*(?:\s#.*)?$)")
NESTING = ("[", "{", "- ", "? ", ": ")
MAX_NESTING = 300
MOST_DIGITS = 40
MAX_LENGTH = 10_000
"""Characters of front matter; reading YAML takes a hundred times longer than reading Markdown."""


@dataclass(frozen=True)
class FrontMatter:
    """The front matter of a page."""

    first: int = 0
    """Index of the line after the opening marker."""
    last: int = 0
    """Index of the closing marker."""
    values: Mapping[str, Any] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    """Line of each key, counted from 1."""
    twice: tuple[tuple[str, int], ...] = ()
    """Keys that stand once more, of which YAML silently takes the last, with their lines."""
    fault: str = ""
    """Why it is not read: that would take too long, or grow without end."""
    unread: tuple[int | None, str] | None = None
    """Line, if it is known, and reason why MyST reads none of it."""


@lru_cache(maxsize=1)  # The collector asks for it, and then the parser does.
def read_front_matter(text: str) -> FrontMatter:
    """Return the front matter of a Markdown page, wherever it begins."""
    lines = text.split("\n")
    start = _first_line_of_text(lines)
    if start == len(lines) or not lines[start].lstrip().startswith(MARKERS[0]):
        return FrontMatter()
    is_first = start == 0 and lines[0].startswith(MARKERS[0])
    if not is_first:
        lines = [line.lstrip() for line in lines]
    first = start + 1
    rest = range(first, len(lines))
    last = next((index for index in rest if lines[index].startswith(MARKERS)), len(lines))
    block = lines[first:last]
    known, twice = _keys(block, first, KEY)
    if not is_first or last == len(lines):  # MyST takes it for text.
        reason = NOT_CLOSED if is_first else NOT_FIRST
        return FrontMatter(first, last, lines=known, unread=(start + 1, reason))
    if fault := _fault("\n".join(block)):
        return FrontMatter(first, last, lines=known, fault=fault)
    values, unread = _values(block, first)
    if _has_long_number(values):
        fault = f"a number in front matter has more than {MOST_DIGITS} digits; shorten it"
        return FrontMatter(first, last, lines=known, fault=fault)
    return FrontMatter(first, last, values=values, lines=known, twice=twice, unread=unread)


def quote_impossible_days(text: str) -> str:
    """Return a page with the days that no calendar has in quotes, if they are dates of the page.

    YAML reads nothing of front matter with such a day. In quotes it is text, which is judged when
    the page has been read.
    """
    lines = text.split("\n")
    if lines[0].startswith(MARKERS[0]):
        for index, line in enumerate(itertools.islice(lines, 1, None), 1):
            if line.startswith(MARKERS):
                break
            lines[index] = DAY.sub(_in_quotes, line, count=1)
    return "\n".join(lines)


def _in_quotes(day: re.Match[str]) -> str:
    try:
        dates.parse(day[2], day[3])
    except dates.DateError:
        return f'{day[1]}"{day[3]}"'
    return day[0]


def read_fields(text: str) -> FrontMatter:
    """Return the lines of the fields at the head of a page in reStructuredText."""
    lines = text.split("\n")
    first = _first_line_of_text(lines)
    rest = range(first, len(lines))
    last = next((index for index in rest if not lines[index].strip()), len(lines))
    known, twice = _keys(lines[first:last], first, FIELD)
    return FrontMatter(first, last, lines=known, twice=twice)


def _first_line_of_text(lines: Sequence[str]) -> int:
    """Return the index of the first line that is neither empty nor a comment."""
    comment = False
    for index, text in enumerate(lines):
        line = text.strip()
        if comment or line.startswith("<!--"):
            comment = "-->" not in line
        elif line and not line.startswith("%"):
            return index
    return len(lines)


def _fault(block: str) -> str:
    if len(block) > MAX_LENGTH:
        return f"front matter has {len(block):,} characters; at most {MAX_LENGTH:,} are read"
    # Nested, each of these makes the YAML parser look again at all before it.
    if max(map(block.count, NESTING)) > MAX_NESTING:
        return f"front matter has more than {MAX_NESTING} lists and tables; make it simpler"
    if "*" not in block:
        return ""
    try:
        repeats = any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(block))
    except (yaml.YAMLError, ValueError, RecursionError):
        return ""  # MyST says that it is no YAML.
    return "front matter repeats a part of itself with '*'; write it out" if repeats else ""


def _values(
    block: Sequence[str], first: int
) -> tuple[dict[str, Any], tuple[int | None, str] | None]:
    """Return the values of front matter; or none, and where and why it is no YAML."""
    try:
        return read_topmatter("\n".join([MARKERS[0], *block])) or {}, None
    except TopmatterReadError as error:
        cause = error.__cause__ or error
        mark = getattr(cause, "problem_mark", None)
        line = min(mark.line, len(block) - 1) + first + 1 if mark else None
        reason = getattr(cause, "problem", None) or str(cause).partition("\n")[0]
        return {}, (line, f"it is not valid YAML: {reason}")


def _has_long_number(values: object) -> bool:
    """Return whether a number is so long that Python would not write it."""
    if isinstance(values, dict):
        return any(map(_has_long_number, (*values, *values.values())))
    if isinstance(values, list | tuple | set):
        return any(map(_has_long_number, values))
    return isinstance(values, int) and abs(values) >= 10**MOST_DIGITS


def _keys(
    lines: Sequence[str], first: int, form: re.Pattern[str]
) -> tuple[dict[str, int], tuple[tuple[str, int], ...]]:
    """Return the line of each key, and the keys that stand once more."""
    known: dict[str, int] = {}
    twice = []
    for number, line in enumerate(lines, first + 1):
        if found := form.match(line):
            name = intern(found[1])  # The same few names stand on thousands of pages.
            if known.setdefault(name, number) != number:
                twice.append((name, number))
    return known, tuple(twice)
