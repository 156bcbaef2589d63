"""Footnotes print as letters, with a list of them at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from docutils import nodes
from docutils.core import publish_doctree

from handouts.compose.footnotes import attach_footnotes, attach_own_footnotes, list_footnotes

if TYPE_CHECKING:
    from projects import Project

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
    attach_own_footnotes(document)
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
    attach_footnotes(block, page.ids, "page")
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


CONF = """
extensions = ["myst_parser", "handouts"]
myst_enable_extensions = ["colon_fence", "attrs_inline"]
handouts_editions = {"a4": {"paper": "A4"}}
"""
ONLY = ":::{only} html\n    Words.\n    :::"


def sheet_with(project, note: str) -> Project:
    sheet = f"---\nhandout: patients\n---\n# Sheet\n\nOne[^a] two.\n\n[^a]: {note}\n"
    return project({"conf.py": CONF, "index.md": "# Index\n", "sheet.md": sheet})


@pytest.mark.parametrize("note", ["[Words.]{.web-only}", f"\n    {ONLY}"])
def test_a_note_for_the_web_alone_leaves_no_mark_on_paper(project, note: str) -> None:
    built = sheet_with(project, note).build()

    assert built.pdf_text() == "Sheet One two."


def test_a_note_for_paper_alone_leaves_no_mark_on_the_page(project) -> None:
    html = sheet_with(project, "[Words.]{.print-only}").build("html").html()

    assert "One two." in html


@pytest.mark.parametrize("note", ["", "<!-- later -->", "\n    % later"])
def test_a_note_without_words_refuses_the_sheet(project, note: str) -> None:
    built = sheet_with(project, note).build()

    (line,) = [line for line in built.warnings if "[handouts." in line]
    assert line.startswith("sheet.md:6: WARNING: the sheet cannot print a footnote without words")
