"""Text that is nested so deep that a reader of Markdown, or of a PDF, would lose it.

Knows text and doctrees; nothing of sheets.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.errors import SphinxError

from handouts.collect.fences import COLONS, TICKS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

MOST_FENCES = 50
"""Sphinx runs out of stack at about 150, and then does not say in which page."""
MOST_LEVELS = 20
"""Where markdown-it ends a page without a word: a list and its item are a level each."""
LEVELS = (
    nodes.bullet_list,
    nodes.enumerated_list,
    nodes.list_item,
    nodes.block_quote,
    nodes.definition_list,
    nodes.definition,
    nodes.field_list,
    nodes.field_body,
    nodes.footnote,
)
BETWEEN = (nodes.definition_list_item, nodes.field)
"""Nodes in between that are no level of their own."""


class NestingError(SphinxError):
    """A page that cannot be read at all."""

    category = "Handouts error"


def on_source_read(app: Sphinx, docname: str, content: list[str]) -> None:
    """Stop at a page that would use up Python's stack, and name it."""
    line = _too_many_fences(content[0])
    if line is not None:
        path = app.env.doc2path(docname, base=False)
        message = f"{path}:{line}: more than {MOST_FENCES} fences inside one another; take some out"
        raise NestingError(message)


def _too_many_fences(text: str) -> int | None:
    """Return the line of the first fence that stands too deep."""
    stack: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        found = COLONS.match(line) or TICKS.match(line)
        if not found:
            continue
        mark, info = found.groups()
        literal = bool(stack) and stack[-1].endswith("!")
        open_mark = stack[-1].rstrip("!") if stack else ""
        if open_mark and not info and mark.startswith(open_mark):
            stack.pop()
        elif info and not literal:
            stack.append(mark if re.match(r"\{", info) else f"{mark}!")
        if len(stack) > MOST_FENCES:
            return number
    return None


def lost_below(document: nodes.document) -> Iterator[tuple[int | None, str]]:
    """Yield a line and a message where Markdown gave up on what stands further in."""
    for node in document.findall(nodes.Element):
        # A quotation in which nothing is left is no node any more.
        most = MOST_LEVELS if node.children else MOST_LEVELS - 1
        if isinstance(node, LEVELS) and _levels(node) >= most:
            yield (
                node.line or node.parent.line,
                "lists or quotations are nested so deep here that the rest of the page is lost; "
                f"nest at most {MOST_LEVELS // 2 - 1} lists",
            )


def _levels(node: nodes.Node | None) -> int:
    count = 0
    while isinstance(node, (*LEVELS, *BETWEEN)):
        count += isinstance(node, LEVELS)
        node = node.parent
    return count
