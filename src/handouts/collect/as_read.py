"""Look in a doctree for what lines were read as: code, a part of a paragraph, or a comment."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from docutils import nodes
from docutils.utils import get_source_line

from handouts.collect.dropped_words import SHOWN
from handouts.collect.log_capture import Logged
from handouts.nodes import nodes_in

MOST_OPTIONS = 20
"""Lines between that of a directive and its code."""
NUMBER = re.compile(r"\d{1,3}(?:[.,]\d+)?(?=[\s'’]|\Z)")
"""What follows the sign of a percentage in Turkish or Basque."""


def without_printed(
    found: Sequence[Logged], doctree: nodes.document, texts: Mapping[str, str]
) -> Iterator[Logged]:
    """Yield each message of a line that is dropped, unless the doctree has the line.

    A line of code is printed as it is, and a condition within a paragraph is reported with it.

    :param texts: that of each file that is included, by its path, and under "" the page's own
    """
    if not found:
        return
    lines = {path: text.split("\n") for path, text in texts.items()}
    kept = dict(_kept(doctree, lines))
    for one in found:
        source = one.source or ""
        line = lines[source][(one.line or 1) - 1].rstrip()
        written = kept.get((source, one.line), "")
        if not (written and line.endswith(written)):
            yield one


def _kept(
    doctree: nodes.document, lines: Mapping[str, Sequence[str]]
) -> Iterator[tuple[tuple[str, int | None], str]]:
    """Yield file and number of each line of code, and of each condition that is text, with both."""
    for node in nodes_in(doctree, (nodes.literal_block, nodes.paragraph)):
        source, first = get_source_line(node)
        file = source if source and source != doctree["source"] else ""
        is_code, written = isinstance(node, nodes.literal_block), node.rawsource.split("\n")
        begin = _begin(written[0], lines.get(file, ()), first or 1) if is_code else first or 1
        for number, line in enumerate(written, begin):
            if is_code or line.lstrip().startswith("{%"):
                yield (file, number), line.strip()


def _begin(code: str, lines: Sequence[str], first: int) -> int:
    """Return the number of the line in which code begins; docutils knows that of its directive."""
    near = enumerate(lines[first - 1 : first + MOST_OPTIONS], first)
    return next((number for number, line in near if line.strip() == code.strip()), first)


def lost_percentages(doctree: nodes.document, texts: Mapping[str, str]) -> Iterator[Logged]:
    """Yield a message for each comment that begins as a percentage does, also in a cell.

    :param texts: as above; a comment has no line of its own, and is looked for in them
    """
    comments = {
        f"%{line}"
        for node in nodes_in(doctree, nodes.comment)
        for line in node.rawsource.split("\n")
        if NUMBER.match(line)
    }
    if not comments:
        return
    is_comment = re.compile(rf"({'|'.join(map(re.escape, sorted(comments)))})(?!\w)")
    remedy = "write \\% for the sign, or a space after it for a comment"
    for path, text in texts.items():
        for number, line in enumerate(text.split("\n"), 1):
            if found := is_comment.search(line):
                what = f"“{found[1][:SHOWN]}” is a comment, as it begins with %"
                yield Logged(f"{what}; {remedy}", path or None, number)
