"""Number headings, boxes and cells of a grid that hold only blocks which may be left out.

A block with `:if-room:` has a number; the highest is left out first. What holds nothing but such
blocks gets the lowest of their numbers, so it is left out together with the last of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docutils import nodes

from handouts.nodes import ALWAYS, if_room, nodes_in, upwards

HOLDERS = nodes.section | nodes.Admonition | nodes.topic | nodes.sidebar
HOLDERS |= nodes.container | nodes.compound | nodes.block_quote
"""What holds blocks, and says nothing without them."""
HEADINGS = nodes.title | nodes.rubric


def mark_optional(document: nodes.document) -> None:
    """Number what holds nothing but optional blocks, the innermost first."""
    elements = nodes_in(document, nodes.Element)
    if not any("handouts_if_room" in one for one in elements):
        return
    for node in reversed(elements):
        _mark_holder(node)
    for contents in elements:
        if isinstance(contents, nodes.topic) and "contents" in contents["classes"]:
            _mark_entries(contents, elements)
            for node in upwards(contents.parent):
                _mark_holder(node)
    for page in elements:
        if page is document or _is_page(page):
            _mark_headings(page)


def _mark_holder(node: nodes.Element) -> None:
    """Number a section or a box, and the headings in it, by the blocks that they hold."""
    if isinstance(node, HOLDERS) and not _is_page(node):
        _mark_headings(node)
        _mark(node, [child for child in node.children if not isinstance(child, HEADINGS)])


def _mark_entries(contents: nodes.topic, elements: Sequence[nodes.Element]) -> None:
    """Number the entries of contents as the sections are to which they lead."""
    sections = [one for one in elements if isinstance(one, nodes.section)]
    rooms: dict[str, int] = {name: if_room(one) for one in sections for name in one["ids"]}
    for link in nodes_in(contents, nodes.reference):
        if (room := rooms.get(link.get("refid", ""), ALWAYS)) > ALWAYS:
            link.parent.parent["handouts_if_room"] = room
    for node in reversed([contents, *nodes_in(contents, nodes.bullet_list)]):
        _mark(node, [child for child in node.children if not isinstance(child, HEADINGS)])


def _is_page(node: nodes.Node) -> bool:
    """Return whether a node is the section of the whole page, which is never left out."""
    return isinstance(node, nodes.section) and isinstance(node.parent, nodes.document)


def _mark_headings(node: nodes.Element) -> None:
    """Number the headings of tabs and cells that have only optional blocks below them."""
    for rubric, body in _groups(node):
        _mark(rubric, body)


def _groups(node: nodes.Element) -> Iterator[tuple[nodes.rubric, list[nodes.Node]]]:
    """Yield each rubric with what stands between it and the next one of its level or above."""
    for index, rubric in enumerate(node.children):
        if isinstance(rubric, nodes.rubric):
            body: list[nodes.Node] = []
            for child in node.children[index + 1 :]:
                if isinstance(child, nodes.section) or (
                    isinstance(child, nodes.rubric) and _level(child) <= _level(rubric)
                ):
                    break
                body.append(child)
            yield rubric, [child for child in body if not isinstance(child, nodes.rubric)]


def _level(rubric: nodes.rubric) -> int:
    return int(rubric.get("heading-level", 6))


def _mark(node: nodes.Element, body: Sequence[nodes.Node]) -> None:
    elements = (child for child in body if isinstance(child, nodes.Element))
    numbers = [child["handouts_if_room"] for child in elements if "handouts_if_room" in child]
    if numbers and len(numbers) == len(body):
        # A heading that may be left out by itself goes at the latest with all that it heads.
        node["handouts_if_room"] = max(node.get("handouts_if_room", 0), min(numbers))
