"""Words that a parser would drop are found in the text of a page."""

from __future__ import annotations

import pytest

from handouts.collect.dropped_words import dropped_from_markdown, dropped_from_rst
from handouts.collect.fences import read_fences

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
        ("one\n\n+++ with food", 3),
        ("text\n\n[Dose]: daily", 3),
        ("[Dose]: take 'with food'", 1),
    ],
)
def test_words_that_markdown_drops_are_found(text: str, line: int) -> None:
    assert dropped(text) == [line]


@pytest.mark.parametrize(
    "text",
    [
        f"{TABLE}| A | 5 mg or \\| |  |\n\na | b | c",
        f"```\n{TABLE}| A | 5 mg | with food |\n+++ x\n[Dose]: daily\n```",
        "text\n\n% a comment\n\nabout 30 %",
        '+++\n\n+++ {"tags": []}',
        "Take the [dose].\n\n[Dose]: daily",
        "[nhs]: https://nhs.uk\n[^1]: daily\ntext\n[Dose]: daily",
    ],
)
def test_what_is_printed_or_means_a_comment_is_let_be(text: str) -> None:
    assert dropped(text) == []


def test_a_directive_with_one_colon_is_found_in_restructuredtext() -> None:
    text = ".. note: Take care\n\n.. note:: Take care\n\n.. TODO: this\n\n.. _note: x\n"

    assert [line for line, _ in dropped_from_rst(text)] == [1]
