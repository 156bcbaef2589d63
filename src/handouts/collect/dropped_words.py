"""Find words that a parser drops without a message: read as a comment, an address or no cell.

Knows only text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from handouts.collect.fences import SHORT_FENCE

if TYPE_CHECKING:
    from handouts.collect.fences import Fences

BREAK = re.compile(r"\s*\+{3}\s*(?P<words>[^\s{+].*)")
"""A break between blocks; what follows it is data for other programs, such as notebooks'."""
ADDRESS = re.compile(
    r" {0,3}\[(?P<name>[^\]^][^\]]*+)\]:\s++"
    r"(?P<words>[^\s<>/.:#@]+|www\.[^\s<>:]+|[^\s<>/:@]+@[^\s<>/:@]+)(?:\s+[\"'(].*)?\s*"
)
"""An address for links by a name, where no browser would find the address."""
ROLE_IN_ALT = re.compile(r"!\[[^\]\[\n{]*+(\{[\w:-]++\}`[^`\]]*+`?)")
"""The alternative text of a picture up to a role in it, of which MyST keeps nothing."""
NAME = re.compile(r"\[([^\[\]\n]{1,99})\]")
QUOTES = re.compile(r"[\s>]*")
DASHES = re.compile(r"\s*:?-+:?\s*")
"""A cell of the row below the head of a table."""
SHORT_MARKS = {"``": "code", "::": "it stands", "~~": "it stands"}
"""As what a fence of two marks is printed."""
SHOWN = 60
"""Characters that a message shows."""
PIPE = re.compile(r"(?<!\\)\|")
AFTER_NUMBER = re.compile(r"[\s>]*(?![\s>%#]).*\d\s*\n[\s>]*(?P<comment>%.*)")
"""A comment directly after a line of text that ends in a number; a heading holds one line."""
DOTS = "....."
"""A row of dots, such as a line to write on."""
NO_WORDS = re.compile(r"\A\s*+%.*|`[^`]*`")
"""A line that is a comment, and code in a line."""
WITH_WORDS = "note warning tip hint important danger caution attention error admonition seealso"
WITH_WORDS += " figure image table list-table csv-table topic sidebar epigraph container embed only"
OTHER_NAMES = {"details": "dropdown", "info": "note"}
"""Names of boxes in other programs, and those that they have here."""
BOXES = {*WITH_WORDS.split(), "card", "dropdown", "glossary", "grid", "tab-item", "tab-set"}
BOXES |= OTHER_NAMES.keys()
"""What a fence of colons is to open that has no braces, and so prints its content alone."""
BROKEN = re.compile(r"\{(?P<blank>\s+)?(?P<name>[\w:+-]+)(?(blank)\s*\}|(?:\}(?=\S)|[^}]*$|\s+\}))")
"""The name of a directive, directly before words or without its braces around it."""
UNOPENED = re.compile(r"[(\[<]?(?P<name>[\w:+-]+)[)\]>}]")
"""One without the first of them, or in other brackets."""
CONDITION = re.compile(r"\s*(\{%-?\s?(?:if|elif|else|endif|for|endfor|set|macro|block)\b.*%\})\s*")
"""A condition of another program: MyST prints it, or with `attrs_block` takes it for a comment."""
OF_RST = "centered code code-block hlist include literalinclude parsed-literal rubric"
"""More directives that print words."""
NAMES_IN_RST = "|".join(sorted({*OF_RST.split(), *BOXES} - OTHER_NAMES.keys()))
COMMENT = re.compile(rf"\s*\.\. (?P<name>{NAMES_IN_RST})(?!::(?:\s|$))(?:(?P<colons>:+).*|\s*)")
"""A comment of reStructuredText that was to be a directive."""


Lines = list[tuple[int, str, str]]
"""Number of each line of a text, the line before it, and the line."""


def dropped_from_markdown(
    text: str, fences: Fences, switched_on: Collection[str] = ()
) -> Iterator[tuple[int, str]]:
    """Yield the line of what is dropped from a page in Markdown, and a message.

    :param switched_on: the extensions of MyST
    """
    code = {
        number
        for fence in fences.all
        if not fence.holds_markdown
        for number in range(fence.first, fence.last + 1)
    } | fences.comments
    pairs = enumerate(pairwise(["", *text.split("\n")]), 1)
    lines = [(number, *pair) for number, pair in pairs if number not in code]
    yield from _outside_columns(lines)
    yield from _addresses(lines, text)
    yield from _misread_fences(fences)
    for fence in fences.all:
        if fence.name == "eval-rst":
            inner = "\n".join(text.split("\n")[fence.first : fence.last - 1])
            yield from ((fence.first + number, words) for number, words in dropped_from_rst(inner))
    for number, before, line in lines:
        for message in (*_comments(before, line), *_replaced(line, switched_on)):
            yield number, message


def _comments(before: str, line: str) -> Iterator[str]:
    """Yield a message for a line that is a comment and does not look like one."""
    if "%" in line and (found := AFTER_NUMBER.fullmatch(f"{before}\n{line}")):
        what = f"“{found['comment'][:SHOWN]}” is a comment, as it begins with %"
        remedy = "write the sign beside its number, on the line before"
        yield f"{what}; {remedy}, or an empty line before a comment"
    elif "{%" in line and (found := CONDITION.fullmatch(line)):
        what = f"“{found[1][:SHOWN]}” is no markup of MyST, and changes nothing"
        yield f"{what}; use tabs for audiences, or take it out"


def _replaced(line: str, switched_on: Collection[str]) -> Iterator[str]:
    """Yield a message for a part of a line of which a sheet would have less, or nothing."""
    if "replacements" in switched_on and DOTS in line and DOTS in NO_WORDS.sub("", line):
        what = f"MyST's extension `replacements` makes “{DOTS}” one character, “…”"
        remedy = "for a line to write on, use a list of the class `write-in`"
        yield f"{what}; {remedy}, and for columns a table"
    elif found := BREAK.fullmatch(line):
        what = f"“{found['words'][:SHOWN]}” is not printed, as it follows +++"
        yield f"{what}; write it on a line of its own"
    elif found := SHORT_FENCE.fullmatch(line):
        two, name = found.groups()
        if two != "::" or "colon_fence" in switched_on:
            what = f"“{two}{name}” opens no box, and is printed as {SHORT_MARKS[two]}"
            marks = two + two[0]
            yield f"{what}; write {marks}{name}, and close it with {marks} on its own line"
    elif found := ROLE_IN_ALT.search(line):
        what = f"“{found[1][:SHOWN]}” is dropped from the alternative text of a picture"
        yield f"{what}; write it without a role"


def _outside_columns(lines: Lines) -> Iterator[tuple[int, str]]:
    """Yield the line of each row of a table that has more cells than the head, and a message."""
    columns = 0
    for number, before, line in lines:
        is_row = "|" in line and QUOTES.sub("", line, count=1)[:1] != "%"  # Which is a comment.
        columns = _columns(before, line) or (columns if is_row else 0)
        lost = list(filter(None, _cells(line)[columns:])) if columns else []
        if lost:
            what = f"“{' | '.join(lost)[:SHOWN]}” stands in no column of the table"
            yield number, f"{what}, whose head has {columns}; give it one, or write \\| for a |"


def _misread_fences(fences: Fences) -> Iterator[tuple[int, str]]:
    """Yield the line of each fence that opens no box as it is written, and a message."""
    for fence in fences.all:
        found = re.match(r"[\w-]+", fence.info)
        name = found[0].lower() if found and fence.markup[0] == ":" else ""
        shown = f"“{fence.markup}{fence.info[:SHOWN]}”"
        if name in BOXES:
            what = f"{shown} opens no box, and prints no title"
            yield fence.first, f"{what}; write {fence.markup}{{{OTHER_NAMES.get(name, name)}}}"
        elif broken := BROKEN.match(fence.info) or UNOPENED.match(fence.info):
            what = f"{shown} is no directive, and what follows its name is lost"
            written = f"{fence.markup}{{{broken['name']}}}"
            yield fence.first, f"{what}; write {written}, and a space before anything else"


def _addresses(lines: Lines, text: str) -> Iterator[tuple[int, str]]:
    """Yield the line of each word that is read as the address of a link, and a message."""
    found = [
        (number, one)
        for number, before, line in lines
        if not before.strip() and (one := ADDRESS.fullmatch(line))
    ]
    names = Counter(NAME.findall(text.lower())) if found else Counter()
    for number, one in found:
        if names[one["name"].lower()] == 1:
            what = f"“{one['words'][:SHOWN]}” is read as the address of a link [{one['name']}]"
            yield number, f"{what}, which is not there; write \\[{one['name']}]: for words"


def dropped_from_rst(text: str) -> Iterator[tuple[int, str]]:
    """Yield the line of each directive without its two colons and a space, and a message.

    It is a comment. What stands below two dots alone was meant as one.
    """
    dots = -1  # The column of these, while the lines below stand further in.
    for number, (before, line) in enumerate(pairwise(["", *text.split("\n")]), 1):
        column = len(line) - len(line.lstrip())
        if line.strip() and column <= dots:
            dots = -1
        if line.strip() and dots < 0 and before.strip() == ".." and column > before.index(".."):
            dots = before.index("..")
        if dots < 0 and (found := COMMENT.fullmatch(line)):
            name = found["name"]
            what = f"“.. {name}{found['colons'] or ''}” begins a comment, which is not printed"
            remedy = f"write “.. {name}:: ” for the directive"
            yield number, f"{what}; {remedy}, or begin a comment with another word"


def _columns(head: str, line: str) -> int:
    """Return how many columns a table has that begins with two lines; 0 if they begin none."""
    if "|" not in line or not all(map(DASHES.fullmatch, cells := _cells(line))):
        return 0
    return len(cells) if len(_cells(head)) == len(cells) else 0


def _cells(line: str) -> list[str]:
    """Return the cells of a row of a table.

    >>> _cells("> | a | b\\\\|c |")
    ['a', 'b\\\\|c']
    """
    row = QUOTES.sub("", line, count=1).rstrip()
    cells = [cell.strip() for cell in PIPE.split(row)]
    first = 1 if row.startswith("|") else 0
    return cells[first : len(cells) - (1 if len(cells) > 1 and not cells[-1] else 0)]
