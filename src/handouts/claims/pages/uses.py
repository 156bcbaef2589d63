"""The places where pages state a claim, or draw its numbers."""

from __future__ import annotations

import re
from sys import intern
from typing import NamedTuple

from docutils import nodes

from handouts.nodes import nodes_in, plain_text
from handouts.problems import Place

SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
MOST_BEFORE = 1000
"""Characters of a sentence that are looked at before a claim, whatever its length."""


class Use(NamedTuple):
    """One place that states a claim, or draws its numbers."""

    claim: str
    text: str
    path: str
    """File and line, not a `Place`: Sphinx's environment holds many thousands, and is written."""
    line: int | None = None
    before: str = ""
    """What stands before the words in their sentence."""
    rows: tuple[str, ...] = ()
    """Names of the numbers that an icon array draws."""
    of: int = 100

    @property
    def place(self) -> Place:
        """Where the claim is stated."""
        return Place(self.path, self.line)


def uses(document: nodes.Element) -> list[Use]:
    """Return the claims that a doctree states, in order; blocks may be embedded already."""
    stated = [node for node in nodes_in(document, nodes.Element) if node.get("claim")]
    blocks = [_block_of(node) for node in stated]
    before: dict[int, tuple[int, str]] = {}
    for block in {id(block): block for block in blocks}.values():
        before |= _before_claims(block)
    pairs = zip(stated, blocks, strict=True)
    return [_use(node, block, *before.get(id(node), (0, ""))) for node, block in pairs]


def claims_in(document: nodes.Element) -> list[str]:
    """Return the ids of the claims that a doctree states, each once, in the order of letters."""
    found = (node.get("claim") for node in nodes_in(document, nodes.Element))
    return sorted({name for name in found if name})


def _use(node: nodes.Element, block: nodes.Element, lines: int, before: str) -> Use:
    # The lines of a translation are counted from its own beginning.
    translated = (node.source or "").endswith("<translated>")
    line = block.line if translated else node.line or block.line
    return Use(
        # The same words stand at many places: they are kept once.
        claim=intern(node["claim"]),
        text=intern(plain_text(node)),
        path=intern(node.get("path", "")),
        line=line + lines * (not translated) if line else None,
        before=intern(before),
        rows=tuple(node.get("rows", ())),
        of=node.get("of", 100),
    )


def _block_of(node: nodes.Element) -> nodes.Element:
    """Return the paragraph, title or item that holds a node."""
    while isinstance(node, nodes.inline) and isinstance(node.parent, nodes.Element):
        node = node.parent
    return node


def _before_claims(block: nodes.Element) -> dict[int, tuple[int, str]]:
    """Return the ends of lines before each claim in a block, and its sentence as far as there."""
    found: dict[int, tuple[int, str]] = {}
    lines, sentence = 0, ""
    for node in block.findall():
        if isinstance(node, nodes.Text):
            text = node.astext()
            lines += text.count("\n")
            sentence = SENTENCE_END.split(sentence + text)[-1][-MOST_BEFORE:]
        elif isinstance(node, nodes.Element) and node is not block and node.get("claim"):
            found[id(node)] = (lines, sentence)
    return found
