"""Words that a parser would drop are found in the text of a page."""

from __future__ import annotations

import pytest
from docutils import nodes
from docutils.utils import new_document

from handouts.collect.dropped_words import dropped_from_markdown, dropped_from_rst
from handouts.collect.fences import read_fences
from handouts.collect.pages import pages_of
from handouts.collect.structure import miscounted, split_amounts

TABLE = "| a | b |\n| - | - |\n"


def dropped(text: str) -> list[int]:
    """Return the lines of a page in Markdown with words that would be dropped."""
    return [line for line, _ in dropped_from_markdown(text, read_fences(text))]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"{TABLE}| A | 5 mg | with food |", 3),
        (f"> {TABLE.replace(chr(10), chr(10) + '> ')}| A | 5 mg | with food", 3),
        ("About 30\n% of people got better", 2),
        ("- About 30\n  % of people got better", 2),
        ("one\n\n+++ with food", 3),
        ("text\n\n[Dose]: daily", 3),
        ("[Dose]: take 'with food'", 1),
        ("[Web]: www.example.org/knees", 1),
        ("[Mail]: me@example.org 'Ann'", 1),
        ("See ![10{sup}`5` cells](cells.png)", 1),
        ("{% if private %}\n\nPay", 1),
        ("one\n\n::: warning Stop now\ntwo\n:::", 3),
        ("::::note[Title]\none\n::::", 1),
        ("one\n\n```{note}Call 999\ntwo\n```", 3),
        (":::{embed}#stairs\n:::", 1),
        (":::{admonition Title words\n:::", 1),
        ("```{note } Title\n```", 1),
        ("~~~{ note} Title\n~~~", 1),
        ("one\n\n``{note} Title\ntwo\n``", 3),
        ("::::{grid}\n:::{grid-item-card}Title\n:::\n::::", 2),
        ("```{eval-rst}\none\n\n.. note: Call 999\n```", 4),
    ],
)
def test_words_that_markdown_drops_are_found(text: str, line: int) -> None:
    assert dropped(text) == [line]


@pytest.mark.parametrize(
    "text",
    [
        "{% a comment %}",
        "```{.python .wide}\none\n```\n\n``` {note} Title\ntwo\n```\n\n:::{note}\nthree\n:::",
        "```text\n:::{note}Call 999\n:::\n.. note: x\n```",
        "``{note}`` opens a box.\n\n```\n``{note}\n```",
        ":::dense\none\n:::\n\n:::{note}\ntwo\n:::\n\n```note\n```",
        f"{TABLE}| A | 5 mg or \\| |  |\n\na | b | c",
        f"```\n{TABLE}| A | 5 mg | with food |\n+++ x\n[Dose]: daily\n```",
        "text\n\n% a comment\n\nabout 30 %",
        f"{TABLE}| A | 5 mg |\n% | B | 10 mg |",
        "% checked on 2026-11-22\n% by two people\n\n## Step 1\n% a comment",
        '+++\n\n+++ {"tags": []}',
        "Take the [dose].\n\n[Dose]: daily",
        "[site]: mailto:me@example.org\n[page]: part.md\n[block]: #stairs",
        "[nhs]: https://nhs.uk\n[^1]: daily\ntext\n[Dose]: daily",
    ],
)
def test_what_is_printed_or_means_a_comment_is_let_be(text: str) -> None:
    assert dropped(text) == []


def test_a_line_of_dots_is_lost_where_dots_are_replaced() -> None:
    text = "Name ..........\n\n```\n..........\n```\n\n% .....\n\n`.....`"

    assert dropped(text) == []
    assert [at for at, _ in dropped_from_markdown(text, read_fences(text), {"replacements"})] == [1]


@pytest.mark.parametrize(
    ("written", "known"), [("info", "note"), ("details", "dropdown"), ("Tip", "tip")]
)
def test_a_box_without_braces_is_named_as_it_is_to_be_written(written: str, known: str) -> None:
    text = f":::{written}\none\n:::"
    ((_, message),) = dropped_from_markdown(text, read_fences(text))

    assert message.endswith(f"write :::{{{known}}}")


def test_a_directive_with_one_colon_is_found_in_restructuredtext() -> None:
    text = ".. note: Take care\n\n.. note:: Take care\n\n.. TODO: this\n\n.. _note: x\n"

    assert [line for line, _ in dropped_from_rst(text)] == [1]


def test_what_stands_below_two_dots_is_meant_as_a_comment() -> None:
    text = (
        "..\n   .. note: Old\n\n   .. tip\n\nNew.\n\n..\n  \n   .. tip: New\n\n   ..\n     .. tip\n"
    )

    assert [line for line, _ in dropped_from_rst(text)] == [10]


@pytest.mark.parametrize(
    ("line", "quoted"),
    [
        (".. note", ".. note"),
        ("  .. warning ", ".. warning"),
        (".. image:box.svg", ".. image:"),
        (".. code-block:", ".. code-block:"),
        (".. note::Call 999", ".. note::"),
        (".. only::: html", ".. only:::"),
    ],
)
def test_a_directive_without_its_colons_is_found_and_quoted(line: str, quoted: str) -> None:
    others = ".. Note to myself\n\n.. only one\n\n.. note::\n\n   one\n\n.. tip:: two"
    ((_, message),) = dropped_from_rst(f"{line}\n   Call 999.\n\n{others}")

    assert message.startswith(f"“{quoted}” begins a comment")


@pytest.mark.parametrize(
    ("numbers", "found"),
    [
        *(((12, 24, 25), [2, 3]), ((1, 15), [2]), ((12, 13), []), ((1, 2, 2), []), ((5, 5), [])),
        *(((1, 1, 1, 5, 7), [4, 5]), ((1, 2, 1, 2), [3]), ((1, 1, 1), []), ((0, 0, 0), [])),
    ],
)
def test_an_item_that_gets_another_number_is_found(
    numbers: tuple[int, ...], found: list[int]
) -> None:
    text = "\n".join(f"> {number}. May" for number in numbers)
    items = nodes.enumerated_list("", *(nodes.list_item() for _ in numbers), start=numbers[0])
    for line, item in enumerate(items.children, 1):
        item.line = line
    document = new_document("page.md")
    document += items

    assert [one.line for one in miscounted(document, {"": text})] == found

    items.source = "part.txt"

    assert not list(miscounted(document, {"": text}))
    assert [one.line for one in miscounted(document, {"part.txt": text})] == found


def test_a_list_that_begins_in_the_line_of_another_has_its_own_numbers() -> None:
    inner = nodes.enumerated_list("", nodes.list_item(), nodes.list_item(), start=3)
    outer = nodes.enumerated_list("", nodes.list_item("", inner))
    document = new_document("page.md")
    document += outer
    lines = {outer.children[0]: 1, inner.children[0]: 1, inner.children[1]: 2}
    for item, line in lines.items():
        item.line = line

    assert list(miscounted(document, {"": "1. 3. Rest\n   4. Move"})) == []
    assert [one.line for one in miscounted(document, {"": "1. 3. Rest\n   9. Move"})] == [2]


@pytest.mark.parametrize(
    ("text", "items", "found"),
    [
        ("Take 5\n- 10 mg", 1, [2]),
        ("> It was 5\n> + 3", 1, [2]),
        ("Take 5\n\n- 10 mg", 1, []),
        ("Day 1\n- 10 mg\n- 20 mg", 2, []),
        ("Take 5 mg\n- 10 mg", 1, []),
        ("Day 1\n- rest", 1, []),
        ("Day 1", 0, []),
    ],
)
def test_the_end_of_a_range_is_no_item_of_a_list(text: str, items: int, found: list[int]) -> None:
    document = new_document("page.md")
    document += nodes.paragraph()
    listed = nodes.bullet_list("", *(nodes.list_item() for _ in range(items)))
    for line, item in enumerate(listed.children, text.count("\n") + 2 - items):
        item.line = line
    document += listed

    assert [one.line for one in split_amounts(document, {"": text})] == found

    outer = nodes.bullet_list("", nodes.list_item("", nodes.paragraph(), listed.deepcopy()))
    document.replace(listed, outer)
    assert list(split_amounts(document, {"": text})) == []


@pytest.mark.parametrize(
    "before", ["## Day 1\n", "```{admonition} Day 1\n", "1. Day 1\n", "% Day 1\n", "(day-1)=\n"]
)
def test_a_list_below_a_line_that_is_no_paragraph_is_a_list(project, before: str) -> None:
    text = f"# Home\n\n{before}- 10 minutes of walking\n"
    page = pages_of(project({"index.md": text}).build("dummy").app.env)["index"]

    assert [one.text for one in page.unread if "item of a list" in one.text] == []
