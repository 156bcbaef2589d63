"""Footnotes print as letters, with a list of them at the end."""

from __future__ import annotations

from docutils import nodes
from docutils.core import publish_doctree

from handouts.compose.footnotes import attach_footnotes, list_footnotes

PAGE = """
Title
=====

One [#a]_ and two [#b]_, and one again [#a]_.

.. [#b] Of two.
.. [#a] Of one, and more [#c]_.
.. [#c] More.
.. [#d] Of nothing.
"""


def lettered(document: nodes.document) -> tuple[str, list[str]]:
    list_footnotes(document)
    (listed,) = document.findall(nodes.enumerated_list)
    text = next(document.findall(nodes.paragraph)).astext()
    return text, [item.astext() for item in listed.children]


def test_footnotes_are_lettered_in_the_order_of_the_text() -> None:
    document = publish_doctree(PAGE)

    assert lettered(document) == (
        "One a and two b, and one again a.",
        ["Of one, and more c.", "Of two.", "More."],
    )
    assert list(document.findall(nodes.footnote)) == []


def test_a_block_of_another_page_brings_its_own() -> None:
    page, handout = publish_doctree(PAGE), publish_doctree("Here [#a]_.\n\n.. [#a] There.\n")
    block = next(page.findall(nodes.paragraph)).deepcopy()
    attach_footnotes(block, page, "page")
    handout.insert(0, block)

    text, listed = lettered(handout)
    assert (text, len(listed)) == ("One a and two b, and one again a.", 4)
    assert listed[2] == "There."


def test_a_page_without_footnotes_gets_no_list() -> None:
    document = publish_doctree("Words.")
    list_footnotes(document)

    assert list(document.findall(nodes.enumerated_list)) == []


def test_the_footnotes_of_an_optional_block_come_later_and_go_with_it() -> None:
    document = publish_doctree(PAGE.replace("One [#a]_ and", "One [#b]_ is.\n\nSo"))
    next(document.findall(nodes.paragraph))["handouts_if_room"] = 2
    (_, kept) = list(document.findall(nodes.paragraph))[:2]
    kept.replace_self(nodes.paragraph("", "", *kept.children[2:]))  # Only [#a]_ is left.

    text, listed = lettered(document)
    items = next(document.findall(nodes.enumerated_list))

    assert (text, listed) == ("One b is.", ["Of one, and more c.", "Of two.", "More."])
    assert [item.get("handouts_if_room") for item in items.children] == [None, 2, None]
    assert "handouts_if_room" not in items
