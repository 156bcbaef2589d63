"""Nodes are found as docutils finds them, in less time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from docutils import nodes
from docutils.nodes import Element, Node, Text
from sphinx.util.nodes import NodeMatcher

from handouts.collect import quick_search

Edit = Callable[[Element], object]


@pytest.fixture(autouse=True)
def _replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    # To be as they are now afterwards.
    monkeypatch.setattr(Node, "findall", quick_search._find_any)
    monkeypatch.setattr(Text, "astext", quick_search._astext)


def both(found: Callable[[], Any]) -> tuple[Any, Any]:
    """Return what is found by docutils itself, and in less time."""
    Node.findall = quick_search._find_any
    before = found()
    quick_search.search_quickly()
    return before, found()


def tree() -> Element:
    """Return a section with a title, lists in lists, and paragraphs."""
    inner = nodes.bullet_list("", *(nodes.list_item("", words(f"{at}")) for at in range(3)))
    item = nodes.list_item("", words("with"), inner, words("and"))
    items = nodes.bullet_list("", item, nodes.list_item("", words("last")))
    return nodes.section("", nodes.title("", "A"), words("One"), items, words("Two"))


def words(text: str) -> Element:
    return nodes.paragraph("", "", nodes.strong("", text), nodes.Text(f" {text}."))


@pytest.mark.parametrize(
    "condition",
    [
        *(None, Node, Text, nodes.paragraph, lambda node: len(node.children) == 2),
        *(NodeMatcher(), NodeMatcher(Text, nodes.paragraph), NodeMatcher(nodes.strong, ids=Any)),
        *(NodeMatcher(classes=[]), NodeMatcher(nodes.strong, classes=["x"])),
    ],
)
@pytest.mark.parametrize(
    "given",
    [
        {},
        {"include_self": False},
        {"descend": False},
        {"siblings": True},
        {"ascend": True, "include_self": False},
    ],
)
def test_the_same_nodes_are_found(given: dict[str, bool], condition: Any) -> None:
    root = tree()

    for start in root.findall():
        before, now = both(lambda start=start: list(start.findall(condition, **given)))
        assert now == before


@pytest.mark.parametrize("kinds", [(nodes.title, nodes.strong), (Text,), ()])
def test_nodes_of_several_classes_are_found_as_from_docutils_0_23(kinds: tuple[Any, ...]) -> None:
    root = tree()
    before = [node for node in root.findall() if isinstance(node, kinds)]
    quick_search.search_quickly()

    assert list(root.findall(kinds)) == before


@pytest.mark.parametrize("text", ["", "plain", "\0*", "a\0 b", "a\0\nb", "\0\0*", "a\0"])
def test_a_text_has_the_same_words(text: str) -> None:
    before = Text(text).astext()
    quick_search.search_quickly()

    assert Text(text).astext() == before
    assert type(Text(text).astext()) is str


def test_as_deep_a_tree_as_memory_holds_is_searched() -> None:
    root = words("Deep")
    for _ in range(5_000):
        above = nodes.section()
        above.children = [root]  # Docutils cannot put it there: it looks for the root.
        root = above
    quick_search.search_quickly()

    assert [one.astext() for one in root.findall(nodes.strong)] == ["Deep"]


@pytest.mark.parametrize(
    "edit",
    [
        lambda node: node.parent.remove(node),
        lambda node: node.replace_self([]),
        lambda node: node.replace_self([words("new"), words("newer")]),
        lambda node: node.parent.insert(0, words("first")),
        lambda node: node.parent.append(words("at the end")) if len(node.parent) < 9 else None,
        lambda node: node.clear(),
        lambda node: node.insert(0, nodes.emphasis("", "", nodes.strong("", "so"))),
    ],
)
@pytest.mark.parametrize("kind", [nodes.strong, nodes.paragraph])
def test_a_tree_that_is_changed_meanwhile_is_searched_as_before(
    edit: Edit, kind: type[Element]
) -> None:
    def found(condition: Any) -> tuple[list[str], str]:
        root, texts = tree(), []
        for node in root.findall(condition):
            texts.append(node.astext())
            if len(texts) > 30:
                break
            edit(node)
        return texts, root.pformat()

    for condition in (kind, lambda node: isinstance(node, kind)):
        before, now = both(lambda condition=condition: found(condition))
        assert now == before
