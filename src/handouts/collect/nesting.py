"""Find text that is nested so deep that a parser of Markdown would lose it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.errors import SphinxError

from handouts.collect.fences import MAX_DEPTH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handouts.collect.fences import Fences

MAX_LEVELS = 20
"""Where markdown-it silently ends a page: a list and its item are a level each."""
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
"""Nodes between levels that are no level themselves."""


class NestingError(SphinxError):
    """A page that cannot be read at all."""

    category = "Handouts error"


def refuse_deep_fences(fences: Fences, path: str) -> None:
    """Stop at a page that would use up Python's stack, and name it.

    :raises NestingError: if more fences stand inside one another than can be read.
    """
    if fences.too_deep is not None:
        message = f"more than {MAX_DEPTH} fences inside one another; take some out"
        raise NestingError(f"{path}:{fences.too_deep}: {message}")


def lost_below(document: nodes.document) -> Iterator[tuple[int | None, str]]:
    """Yield a line and a message for each place at which the parser ended the page."""
    for node in document.findall(nodes.Element):
        # An innermost quotation that is left empty is no node.
        most = MAX_LEVELS if node.children else MAX_LEVELS - 1
        if isinstance(node, LEVELS) and _levels(node) >= most:
            yield (
                node.line or node.parent.line,
                "lists or quotations are nested so deep here that the rest of the page is lost; "
                f"nest at most {MAX_LEVELS // 2 - 1} lists",
            )


def _levels(node: nodes.Node | None) -> int:
    count = 0
    while isinstance(node, (*LEVELS, *BETWEEN)):
        count += isinstance(node, LEVELS)
        node = node.parent
    return count
