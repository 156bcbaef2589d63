"""The passages of a doctree, with their places: what the checks of language read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from handouts.problems import Place
from handouts.prose.readability import Kind, Passage

if TYPE_CHECKING:
    from collections.abc import Iterator

ALLOW = re.compile(r"allow\s+([a-z0-9-]+(?:\s*,\s*[a-z0-9-]+)*)\s*:\s*(.+)", re.DOTALL)
"""`% allow jargon, hype: the reason`, written on the line before a block."""


def passages(document: nodes.Element, srcdir: Path) -> list[Passage]:
    """Return what a page or a sheet says, in order, each run of text with its place."""
    found = []
    for node in document.findall(nodes.TextElement):
        if isinstance(node, nodes.Inline | nodes.Invisible | nodes.reference):
            continue
        if isinstance(node.parent, nodes.TextElement) or not node.astext().strip():
            continue
        text = re.sub(r"\s+", " ", _text(node)).strip()
        found.append(Passage(_kind(node), text, _place(node, srcdir)))
    return found


def silenced(document: nodes.Element, srcdir: Path) -> dict[Place, frozenset[str]]:
    """Return the codes that an author has allowed, by the place of each passage concerned."""
    allowed: dict[Place, frozenset[str]] = {}
    for block in document.findall(nodes.Element):
        names: list[str] = block.get("handouts_allow", [])
        codes = frozenset(names)
        if codes:
            for passage in passages(block, srcdir):
                assert passage.location
                allowed[passage.location] = allowed.get(passage.location, frozenset()) | codes
    return allowed


def note_allowances(document: nodes.document) -> Iterator[tuple[int | None, str]]:
    """Hang what comments allow on the block that follows; yield each that gives no reason."""
    for comment in document.findall(nodes.comment):
        text = comment.astext().strip()
        if not text.startswith("allow "):
            continue
        found = ALLOW.fullmatch(text)
        block = _next_block(comment)
        if found is None or block is None:
            yield _line_of(comment, document), text
        else:
            block["handouts_allow"] = re.split(r"\s*,\s*", found[1])


def _line_of(comment: nodes.comment, document: nodes.document) -> int | None:
    """Return the line of a comment; MyST gives it the line of the block before."""
    source = Path(document.get("source") or "")
    lines = source.read_text("utf-8").splitlines() if source.is_file() else []
    written = re.compile(r"\s*%\s*" + re.escape(comment.astext().strip().splitlines()[0]))
    start = comment.line or 1
    after = enumerate(lines[start - 1 :], start)
    return next((number for number, line in after if written.match(line)), comment.line)


def _next_block(comment: nodes.comment) -> nodes.Element | None:
    siblings = comment.parent.children[comment.parent.index(comment) + 1 :]
    for sibling in siblings:
        if isinstance(sibling, nodes.Element) and not isinstance(sibling, nodes.Invisible):
            return sibling
    return None


def _kind(node: nodes.TextElement) -> Kind:
    chain = list(_upwards(node))
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


def _upwards(node: nodes.Node) -> Iterator[nodes.Element]:
    parent = node
    while isinstance(parent, nodes.Element):
        yield parent
        parent = parent.parent


def _text(node: nodes.Element) -> str:
    """Return a block's text without the numbers of its sources, and without what is code."""
    parts = []
    for child in node.children:
        if isinstance(child, nodes.Text):
            parts.append(child.astext())
        elif isinstance(child, nodes.Element) and child.tagname != "source_refs":
            parts.append(" " if isinstance(child, nodes.literal) else _text(child))
    return "".join(parts)


def _place(node: nodes.Element, srcdir: Path) -> Place:
    chain = list(_upwards(node))
    source = next((one.source for one in chain if one.source), "") or ""
    line = next((one.line for one in chain if one.line), None)
    return Place(source.split(":", 1)[0].removeprefix(f"{srcdir.as_posix()}/"), line)
