"""Find the lines that are in a doctree as they were written, whatever they look like."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.utils import get_source_line

from handouts.collect.dropped_words import CONDITION
from handouts.nodes import nodes_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from handouts.collect.log_capture import Logged


def without_printed(
    found: Iterable[Logged], doctree: nodes.document, texts: Mapping[str, str]
) -> Iterator[Logged]:
    """Yield each message of a line that is dropped, unless the doctree has the line.

    A line of code is printed as it is, and a condition within a paragraph is reported with it.

    :param texts: that of each file that is included, by its path, and under "" the page's own
    """
    if not (found := tuple(found)):
        return
    kept = dict(_kept(doctree))
    for one in found:
        source = one.source or ""
        line = texts[source].split("\n")[(one.line or 1) - 1].rstrip()
        written = kept.get((source, one.line), "")
        if not (written and line.endswith(written)):
            yield one


def _kept(doctree: nodes.document) -> Iterator[tuple[tuple[str, int | None], str]]:
    """Yield file and number of each line of code, and of each condition that is text, with both."""
    for node in nodes_in(doctree, (nodes.literal_block, nodes.paragraph)):
        source, first = get_source_line(node)
        file = source if source and source != doctree["source"] else ""
        for number, line in enumerate(node.rawsource.split("\n"), first or 1):
            if isinstance(node, nodes.literal_block) or CONDITION.fullmatch(line):
                yield (file, number), line.strip()
