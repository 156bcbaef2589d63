"""The places where pages state a claim, or draw its numbers."""

from __future__ import annotations

import re
from sys import intern
from typing import NamedTuple

from docutils import nodes

from handouts.nodes import nodes_in, plain_text
from handouts.problems import Place


class Use(NamedTuple):
    """One place that states a claim, or draws its numbers."""

    claim: str
    text: str
    place: Place
    before: str = ""
    """What stands before the words in their sentence."""
    rows: tuple[str, ...] = ()
    """Names of the numbers that an icon array draws."""
    of: int = 100


def uses(document: nodes.Element) -> list[Use]:
    """Return the claims that a doctree states, in order; blocks may be embedded already."""
    return [_use(node) for node in nodes_in(document, nodes.Element) if node.get("claim")]


def claims_in(document: nodes.Element) -> list[str]:
    """Return the ids of the claims that a doctree states, each once, in the order of letters."""
    found = (node.get("claim") for node in nodes_in(document, nodes.Element))
    return sorted({name for name in found if name})


def _use(node: nodes.Element) -> Use:
    block, before = _block_and_before(node)
    # The lines of a translation are counted from its own beginning.
    translated = (node.source or "").endswith("<translated>")
    line = block.line if translated else node.line or block.line
    return Use(
        # The same words stand at many places: they are kept once.
        claim=intern(node["claim"]),
        text=intern(plain_text(node)),
        place=Place(
            intern(node.get("path", "")),
            line + before.count("\n") * (not translated) if line else None,
        ),
        before=intern(re.split(r"(?<=[.!?])\s+", before)[-1]),
        rows=tuple(node.get("rows", ())),
        of=node.get("of", 100),
    )


def _block_and_before(node: nodes.Element) -> tuple[nodes.Element, str]:
    """Return the paragraph, title or item that holds a node, and its text before the node."""
    block: nodes.Element = node
    while isinstance(block, nodes.inline) and isinstance(block.parent, nodes.Element):
        block = block.parent
    before = ""
    for child in block.findall():
        if child is node:
            break
        if isinstance(child, nodes.Text):
            before += child.astext()
    return block, before if block is not node else ""
