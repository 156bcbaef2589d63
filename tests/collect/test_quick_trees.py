"""Trees are built and copied as docutils and Sphinx do it, in less time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from docutils import nodes
from docutils.nodes import Element, Node
from docutils.utils import new_document

from handouts.collect.quick_trees import build_quickly

Row = tuple[str, str | None, int | None, bool, bool]


PLAIN = [
    (owner, name, vars(owner)[name])
    for owner, name in ((Node, "document"), (Node, "setup_child"), (Element, "deepcopy"))
]
"""What docutils and Sphinx have, before a test builds a project."""


@pytest.fixture(autouse=True, params=[False, True], ids=["plain", "quick"])
def _replaced(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    for owner, name, plain in PLAIN:
        monkeypatch.setattr(owner, name, plain)  # To be as they are now afterwards.
    if request.param:
        build_quickly()


def rows(root: Node, document: nodes.document | None) -> Iterator[Row]:
    """Yield what the nodes of a tree know of their place."""
    for node in root.findall():
        at_parent = node is root or node in node.parent.children
        yield node.tagname, node.source, node.line, node.document is document, at_parent


def read() -> tuple[nodes.document, Element]:
    """Return a document, and a section in it that was put there after its own parts."""
    document = new_document("page.md")
    document.current_source, document.current_line = "page.md", 7
    word = nodes.strong("", "", nodes.Text("words"))
    word.source, word.line = "other.md", 3
    section = nodes.section("", nodes.paragraph("", "", word))
    document += section
    section += nodes.paragraph("", "", nodes.Text("last"))
    return document, section


def test_a_node_that_is_added_knows_its_place() -> None:
    document, section = read()

    assert list(rows(section, document)) == [
        ("section", "page.md", 7, True, True),
        ("paragraph", None, None, True, True),
        ("strong", "other.md", 3, True, True),
        ("#text", None, None, True, True),
        ("paragraph", "page.md", 7, True, True),
        ("#text", None, None, True, True),
    ]


def test_a_node_that_stands_in_no_document_knows_none() -> None:
    paragraph = nodes.paragraph("", "", nodes.strong("", "", nodes.Text("words")))

    assert set(rows(paragraph, None)) == {
        ("paragraph", None, None, True, True),
        ("strong", None, None, True, True),
        ("#text", None, None, True, True),
    }


def test_a_copy_knows_the_document_and_has_its_own_parts() -> None:
    document, section = read()
    copy = section.deepcopy()

    assert copy.document is None
    assert copy.pformat() == section.pformat()
    assert list(rows(copy, document))[1:] == [
        ("paragraph", "page.md", 7, True, True),
        ("strong", "other.md", 3, True, True),
        ("#text", "page.md", 7, True, True),
        ("paragraph", "page.md", 7, True, True),
        ("#text", "page.md", 7, True, True),
    ]
    assert not set(map(id, copy.findall())) & set(map(id, section.findall()))


def test_the_document_is_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    document, section = read()
    asked = 0

    def ask(self: Node) -> nodes.document:
        nonlocal asked
        asked += 1
        return document

    build_quickly()
    monkeypatch.setattr(Node, "document", property(ask))
    section.append(nodes.Text("more"))

    assert asked == 1
