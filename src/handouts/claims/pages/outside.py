"""The text of a page outside its claims, block by block, with alternative texts of pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from docutils import nodes

from handouts.nodes import claim, nodes_in, plain_text, service, upwards

JUDGED_ELSEWHERE = {"claim", "handouts_sources", "handouts_ledger"}
"""Attributes of a whole claim, of a list of sources and of the head of a table."""

NO_BLOCK = (nodes.Inline, nodes.FixedTextElement, nodes.Invisible)
"""Elements that hold text and are no blocks of words."""
SILENT: tuple[type, ...] = (
    claim,
    service,
    nodes.literal,
    nodes.literal_block,
    nodes.comment,
    nodes.Invisible,
    nodes.math,
    nodes.math_block,
    nodes.image,
    nodes.problematic,
    nodes.system_message,
)
"""Nodes whose text is no statement of a page, or is judged elsewhere."""


def blocks_outside(root: nodes.Element) -> Iterator[tuple[nodes.Element, str]]:
    """Yield each block, unless all of it is a claim, with its text outside claims.

    A picture is a block, too: its alternative text is what some readers have of it.
    """
    for node in _judged_here(root):
        if isinstance(node, nodes.image):
            text = node.get("alt", "")
        elif is_block(node):
            text = text_outside(node)
        else:
            continue
        if text:
            yield node, text


def _judged_here(root: nodes.Element) -> Iterator[nodes.Element]:
    """Yield elements without those in a whole claim, a list of sources, or docutils' messages."""
    todo = [] if any(map(is_judged_elsewhere, upwards(root.parent))) else [root]
    while todo:
        node = todo.pop()
        if not is_judged_elsewhere(node):
            yield node
            todo += [one for one in reversed(node.children) if isinstance(one, nodes.Element)]


def is_block(node: nodes.Node) -> bool:
    """Return whether a node is a paragraph or a heading, and no part of one."""
    return (
        isinstance(node, nodes.TextElement)
        and not isinstance(node, NO_BLOCK)
        and not isinstance(node.parent, nodes.TextElement)
    )


def is_judged_elsewhere(node: nodes.Element) -> bool:
    """Return whether an element is a whole claim, a list of sources, or a message of docutils."""
    marks = JUDGED_ELSEWHERE & node.attributes.keys()
    return any(map(node.get, marks)) or isinstance(node, nodes.system_message)


def allows(node: nodes.Node, code: str) -> bool:
    """Return whether a comment before a node, or before what holds it, allows a code there."""
    return any(code in one.get("handouts_allow", ()) for one in upwards(node))


def text_outside(
    block: nodes.Element, words_of: Callable[[nodes.Element], str] | None = None
) -> str:
    """Return the text of a block outside claims, with its claims as marks.

    :param words_of: what of a claim stands in the text; without it, a mark that is neither word
        nor space
    """
    text = ""
    for child in block.children:
        if words_of and isinstance(child, claim):
            text += words_of(child)
        elif isinstance(child, nodes.raw):  # The break of a line.
            text += " " + "\n" * child.astext().count("\n")
        elif isinstance(child, SILENT):
            text += "\0" + "\n" * child.astext().count("\n")
        elif isinstance(child, nodes.superscript | nodes.subscript):
            text += plain_text(child, text)
        elif isinstance(child, nodes.Element):
            text += text_outside(child, words_of)
        else:
            text += child.astext()
    return text


def headings_of(block: nodes.Element) -> list[str]:
    """Return the words at the head of the column and of the row of a block in a table."""
    cell = next((one for one in upwards(block) if isinstance(one, nodes.entry)), None)
    if cell is None or not isinstance(cell.parent.parent, nodes.tbody):
        return []
    row = cell.parent
    place = row.index(cell)
    heads = [one for one in row.parent.parent.children if isinstance(one, nodes.thead)]
    above = [one for head in heads for one in [*nodes_in(head, nodes.entry)][place : place + 1]]
    return [one.astext() for one in (*above, *row[: min(place, 1)])]
