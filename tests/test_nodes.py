"""The nodes of a doctree are found in their order."""

from __future__ import annotations

from docutils import nodes
from docutils.core import publish_doctree

from handouts.nodes import nodes_in

PAGE = "Title\n=====\n\nSome *words* here.\n\n* one\n\n  * two **bold**\n* three\n"


def test_nodes_of_a_kind_are_found_in_the_order_of_docutils() -> None:
    page = publish_doctree(PAGE)

    for kind in (nodes.Node, nodes.Element, nodes.TextElement, nodes.list_item, nodes.table):
        assert nodes_in(page, kind) == list(page.findall(kind))
