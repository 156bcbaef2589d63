"""Find the passages of a doctree, with their places, for the checks of language."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from handouts.nodes import nodes_in, place_of_node, source_refs, upwards
from handouts.prose.passage import Kind, Passage, Silenced

if TYPE_CHECKING:
    from handouts.problems import Place

ALLOW = "allow "
"""Begins `% allow jargon, hype: the reason`, written on the line before a block."""
NO_PASSAGE = (nodes.Inline, nodes.Invisible, nodes.reference)
NO_TEXT_IN = (nodes.TextElement, nodes.system_message)
"""Parents of what is no passage of its own: parts of a passage, and messages of docutils."""
NOT_SAID = (source_refs, nodes.system_message)
CODE = re.compile(r"[a-z0-9-]+")
UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
"""Invisible characters in a word, with which a check would not find it."""


def passages(document: nodes.Element, srcdir: Path) -> list[Passage]:
    """Return the text of a page or a sheet, in order, each block with its place."""
    found = []
    for node in nodes_in(document, nodes.TextElement):
        if isinstance(node, NO_PASSAGE) or isinstance(node.parent, NO_TEXT_IN):
            continue
        text = " ".join(UNSEEN.sub("", _text(node)).split())
        if text or node.astext().strip():
            found.append(Passage(_kind(node), text, place_of_node(node, srcdir)))
    return found


def silenced(document: nodes.Element, srcdir: Path) -> Silenced:
    """Return the codes that an author allows, by the place of each passage."""
    allowed: dict[Place | None, frozenset[str]] = {}
    for block in nodes_in(document, nodes.Element):
        if "handouts_allow" in block:
            for passage in passages(block, srcdir):
                assert passage.location
                before = allowed.get(passage.location, frozenset())
                allowed[passage.location] = before.union(block["handouts_allow"])
    return allowed


def note_allowances(document: nodes.document, text: str) -> list[tuple[int | None, str]]:
    """Note on each block what the comment before it allows; return comments without a reason.

    :param text: of the page, for the lines of comments: MyST gives them that of the block before
    """
    lines = _comment_lines(text)
    unexplained = []
    for comment, block in _comments(document):
        words = comment.astext().strip()
        codes = _allowed(words)
        if codes and block is not None:
            block["handouts_allow"] = codes
        else:
            unexplained.append((_line_of(comment, lines), words))
    return sorted(unexplained, key=lambda one: one[0] or 0)


def _allowed(words: str) -> list[str]:
    """Return the codes that a comment allows; none if it has no reason or is malformed."""
    names, _, reason = words.removeprefix(ALLOW).partition(":")
    codes = [name.strip() for name in names.split(",")]
    return codes if reason.strip() and all(map(CODE.fullmatch, codes)) else []


def _comments(document: nodes.document) -> Iterator[tuple[nodes.comment, nodes.Element | None]]:
    """Yield each comment that would allow something, with the block after it."""
    for parent in nodes_in(document, nodes.Element):
        block = None
        for child in reversed(parent.children):
            if isinstance(child, nodes.comment):
                if child.astext().strip().startswith(ALLOW):
                    yield child, block
            elif isinstance(child, nodes.Element) and not isinstance(child, nodes.Invisible):
                block = child


def _comment_lines(text: str) -> dict[str, list[int]]:
    """Return the lines on which each comment stands, in order."""
    found: dict[str, list[int]] = {}
    for number, line in enumerate(text.split("\n"), 1):
        mark, _, words = line.partition("%")
        if words and not mark.strip():
            found.setdefault(words.strip(), []).append(number)
    return found


def _line_of(comment: nodes.comment, lines: dict[str, list[int]]) -> int | None:
    numbers = lines.get(comment.astext().strip().partition("\n")[0].rstrip(), [])
    after = bisect.bisect_left(numbers, comment.line or 1)
    return numbers[after] if after < len(numbers) else comment.line


def _kind(node: nodes.TextElement) -> Kind:
    chain = list(upwards(node))
    if any(one.get("handouts_sources") for one in chain):
        return "reference"
    if isinstance(node, nodes.FixedTextElement):
        return "code"
    if isinstance(node, nodes.title | nodes.rubric | nodes.term | nodes.subtitle):
        return "heading"
    if isinstance(node, nodes.caption):
        return "caption"
    if any(isinstance(one, nodes.entry) for one in chain):
        return "cell"
    return "item" if any(isinstance(one, nodes.list_item) for one in chain) else "prose"


def _text(node: nodes.Element) -> str:
    """Return a block's text without the numbers of its sources and without code."""
    parts = []
    for child in node.children:
        if isinstance(child, nodes.Text):
            parts.append(child.astext())
        elif isinstance(child, nodes.Element) and not isinstance(child, NOT_SAID):
            parts.append(" " if isinstance(child, nodes.literal) else _text(child))
    return "".join(parts)
