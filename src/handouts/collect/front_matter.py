"""The front matter of a page, read from its text: values, lines, and what keeps it from being read.

Sphinx keeps the values of front matter and forgets their lines; MyST drops all of it when one
line is no YAML. Knows only text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from sys import intern
from typing import TYPE_CHECKING, Any

import yaml  # type: ignore[import-untyped]
from myst_parser.config.main import TopmatterReadError, read_topmatter

from handouts import dates

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

MARKERS = ("---", "...")
"""What front matter ends with; it begins with the first."""
KEY = re.compile(r"""(?:[ \t]+(?=["']?enable_extensions))?["']?([A-Za-z][\w-]*)["']?[ \t]*:""")
"""A key of the page, or the one inside `myst:` that switches on what runs programs."""
FIELD = re.compile(r":([A-Za-z][\w -]*):")
"""A field of reStructuredText, which writes its front matter so."""
DAY = re.compile(r"(checked|check-by)[ \t]*:[ \t]*(\d{4}-\d{2}-\d{2})[ \t]*")
NESTING = ("[", "{", "- ", "? ", ": ")
MAX_NESTING = 300
MOST_DIGITS = 40
MAX_LENGTH = 10_000
"""Characters of front matter; reading YAML takes a hundred times longer than reading Markdown."""


@dataclass(frozen=True)
class FrontMatter:
    """What stands at the head of a page."""

    first: int = 0
    """Index of the line after the opening marker."""
    last: int = 0
    """Index of the closing marker."""
    values: Mapping[str, Any] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    """Line of each key, counted from 1."""
    fault: str = ""
    """Why it is not read: that would take too long, or grow without end."""
    impossible_days: tuple[tuple[int, str], ...] = ()
    """Line and message of each day that no calendar has: YAML then reads none of the block."""


def read_front_matter(text: str) -> FrontMatter:
    """Return the front matter of a Markdown page, wherever it begins."""
    lines = text.split("\n")
    start = _first_line_of_text(lines)
    if start == len(lines) or not lines[start].startswith(MARKERS[0]):
        return FrontMatter()
    first = start + 1
    rest = range(first, len(lines))
    last = next((index for index in rest if lines[index].startswith(MARKERS)), len(lines))
    block = lines[first:last]
    known = dict(_keys(block, first, KEY))
    if start > 0:
        return FrontMatter(first, last, lines=known)  # To MyST this is text.
    if fault := _fault("\n".join(block)):
        return FrontMatter(first, last, lines=known, fault=fault)
    values = _values("\n".join([MARKERS[0], *block]))
    if _has_long_number(values):
        fault = f"a number in front matter has more than {MOST_DIGITS} digits; shorten it"
        return FrontMatter(first, last, lines=known, fault=fault)
    days = tuple(_impossible_days(block, first))
    return FrontMatter(first, last, values=values, lines=known, impossible_days=days)


def read_fields(text: str) -> FrontMatter:
    """Return the lines of the fields at the head of a page in reStructuredText."""
    lines = text.split("\n")
    first = _first_line_of_text(lines)
    rest = range(first, len(lines))
    last = next((index for index in rest if not lines[index].strip()), len(lines))
    return FrontMatter(first, last, lines=dict(_keys(lines[first:last], first, FIELD)))


def _first_line_of_text(lines: Sequence[str]) -> int:
    """Return the index of the first line that is neither empty nor a comment."""
    index, comment = 0, False
    while index < len(lines):
        line = lines[index].strip()
        if comment or line.startswith("<!--"):
            comment = "-->" not in line
        elif line and not line.startswith("%"):
            return index
        index += 1
    return index


def _fault(block: str) -> str:
    if len(block) > MAX_LENGTH:
        return f"front matter has {len(block):,} characters; at most {MAX_LENGTH:,} are read"
    # Nested, each of these makes the YAML parser look again at all before it.
    if max(map(block.count, NESTING)) > MAX_NESTING:
        return f"front matter has more than {MAX_NESTING} lists and tables; make it simpler"
    try:
        repeats = any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(block))
    except (yaml.YAMLError, ValueError, RecursionError):
        return ""  # MyST says that it is no YAML.
    return "front matter repeats a part of itself with '*'; write it out" if repeats else ""


def _values(text: str) -> dict[str, Any]:
    try:
        return read_topmatter(text) or {}
    except TopmatterReadError:
        return {}  # Then MyST reads nothing of it either.


def _has_long_number(values: object) -> bool:
    """Return whether a number is so long that Python would not write it."""
    if isinstance(values, dict):
        return any(map(_has_long_number, (*values, *values.values())))
    if isinstance(values, list | tuple | set):
        return any(map(_has_long_number, values))
    return isinstance(values, int) and abs(values) >= 10**MOST_DIGITS


def _keys(lines: Sequence[str], first: int, form: re.Pattern[str]) -> Iterator[tuple[str, int]]:
    known: set[str] = set()
    for number, line in enumerate(lines, first + 1):
        found = form.match(line)
        if found and found[1] not in known:
            known.add(found[1])
            yield intern(found[1]), number  # The same few names stand on thousands of pages.


def _impossible_days(lines: Sequence[str], first: int) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(lines, first + 1):
        # In quotes a day is text to YAML, and is judged when the page has been read.
        found = DAY.fullmatch(line.rstrip("\r"))
        try:
            if found:
                dates.parse(*found.groups())
        except dates.DateError as error:
            yield number, str(error)
