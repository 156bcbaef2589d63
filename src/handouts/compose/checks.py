"""Find what a handout would lose or lack: tabs for nobody, blocks of which nothing is left, words.

Knows doctrees; nothing of HTML or paper sizes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from docutils import nodes

from handouts.compose.adapt import is_hidden
from handouts.compose.components import sync_key, tabs_of
from handouts.nodes import nodes_in, origin, shows_something, upwards
from handouts.problems import Fault, did_you_mean

if TYPE_CHECKING:
    from handouts.compose.embed import Block


def tab_faults(
    document: nodes.document, audience: str, audiences: Collection[str]
) -> Iterator[tuple[nodes.Element, str]]:
    """Yield each tab that no sheet would hold by a slip of its author, with a message."""
    for node in nodes_in(document, nodes.Element):
        if node.get("design_component") == "tab-item":
            key = sync_key(node)
            hint = did_you_mean(key.lower(), audiences) if key and key not in audiences else ""
            # Transforms of other extensions may leave a tab without a parent.
            beside = {sync_key(tab) for tab in tabs_of(node.parent or node)}
            if hint:
                yield node, f"tab with ':sync: {key}', which is no audience{hint}"
            elif key not in audiences and not beside.isdisjoint(audiences):
                what = "this tab is for no audience, and others beside it are"
                yield node, f"{what}: give it a ':sync:', or put its words before the tabs"
        elif node.get("handouts_sync") in audiences and node["handouts_sync"] != audience:
            what = f"this tab is for {node['handouts_sync']}, and the handout for {audience}"
            yield node, f"{what}; embed another one, or take the embed out"


def blocks_for_paper(document: nodes.document) -> set[int]:
    """Return the numbers of the blocks of a handout that no author hides from paper."""
    return {
        node["handouts_block"]
        for node in _blocks(document)
        if isinstance(node.parent, nodes.section | nodes.document)
        and "handouts_condition" not in node
        and not any(map(is_hidden, upwards(node)))
    }


def _blocks(document: nodes.document) -> list[nodes.Element]:
    return [node for node in nodes_in(document, nodes.Element) if "handouts_block" in node]


def lost_blocks(
    document: nodes.document, blocks: Iterable[Block], expected: Collection[int]
) -> Iterator[Fault]:
    """Yield each block of which nothing is left on an adapted handout.

    :param blocks: all that the handout embeds
    :param expected: numbers of those that should be there
    """
    left = {node["handouts_block"] for node in _blocks(document) if shows_something(node)}
    for block in blocks:
        if block.number in expected and block.number not in left:
            what = f"nothing of block '{block.label}' is for this audience and for paper"
            message = f"{what}; embed another one, or take the embed out"
            yield Fault("embed", message, block.docname, block.line)


def nothing_to_print(document: nodes.document) -> Iterator[Fault]:
    """Yield a fault for an adapted handout that has nothing but its title."""
    if not any(map(shows_something, _below_title(document))):
        message = (
            "nothing stands below the title of this handout, for this audience and for paper; "
            "write or embed a block there"
        )
        title = next(iter(nodes_in(document, nodes.title)), document)
        yield Fault("title", message, *origin(title))


def _below_title(document: nodes.document) -> Iterator[nodes.Element]:
    """Yield the blocks of a page but for the title of its first section."""
    for block in document.children:
        blocks = block.children if isinstance(block, nodes.section) else [block]
        for one in blocks:
            if isinstance(one, nodes.Element) and not isinstance(one, nodes.title):
                yield one
