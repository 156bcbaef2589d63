"""The nodes of a doctree are found in their order, and know where they were read from."""

from __future__ import annotations

import gc
import weakref

import pytest
from docutils import nodes
from docutils.core import publish_doctree

from handouts.nodes import discard, nodes_in, place_of_node, shows_something

PAGE = "Title\n=====\n\nSome *words* here.\n\n* one\n\n  * two **bold**\n* three\n"


def test_nodes_of_a_kind_are_found_in_the_order_of_docutils() -> None:
    page = publish_doctree(PAGE)

    for kind in (nodes.Node, nodes.Element, nodes.TextElement, nodes.list_item, nodes.table):
        assert nodes_in(page, kind) == list(page.findall(kind))


def test_a_doctree_that_is_discarded_is_freed_without_the_garbage_collector() -> None:
    page = publish_doctree(PAGE).deepcopy()  # To the first one its parser refers.
    left = weakref.ref(page)
    gc.disable()
    try:
        discard(page)
        del page
        assert left() is None
    finally:
        gc.enable()


def test_what_was_taken_out_of_a_doctree_keeps_nothing_of_it_when_it_is_discarded() -> None:
    page = publish_doctree(PAGE).deepcopy()
    taken = nodes.comment()
    page.append(taken)
    page.remove(taken)
    words = weakref.ref(nodes_in(page, nodes.paragraph)[0])
    gc.disable()
    try:
        assert taken.document is page
        discard(page)
        del page
        assert words() is None
    finally:
        gc.enable()


@pytest.mark.parametrize(
    ("page", "shows"),
    [
        (".. class:: write-in\n\n*\n*\n", True),
        (".. note::\n\n   .. x\n", True),
        ("*\n*\n", False),
        (".. a comment\n", False),
    ],
)
def test_lines_to_write_on_are_seen_and_comments_are_not(page: str, shows: bool) -> None:
    assert shows_something(publish_doctree(page)) is shows


@pytest.mark.parametrize(
    ("source", "path"),
    [
        ("{docs}/sheet.md", "sheet.md"),
        ("{docs}/sheet.md:7:<translated>", "sheet.md"),
        ("docs/part.txt", "part.txt"),
        ("{docs}/../knees.txt", "{docs}/../knees.txt"),
        ("<rst_prologue>", "<rst_prologue>"),
    ],
)
def test_the_place_of_a_node_is_its_file_in_the_source_folder(
    source: str, path: str, tmp_path, monkeypatch
) -> None:
    monkeypatch.chdir(tmp_path)
    docs = tmp_path / "docs"
    block = nodes.paragraph()
    block.source, block.line = source.format(docs=docs), 3

    place = place_of_node(nodes.Text("Words."), docs), place_of_node(block, docs, 2)

    assert [str(one) for one in place] == ["", f"{path.format(docs=docs)}:5"]
