"""What is printed is not reported as dropped, and what is read as a comment is, wherever it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from projects import CONF

if TYPE_CHECKING:
    from projects import Built

CODE = "%50 hasta\n+++ with food\n{% if private %}\n| a | b |\n| - | - |\n| 1 | 2 | 3 |"
INDENTED = CODE.replace("\n", "\n    ")
NESTED = INDENTED.replace("\n", "\n  ")


def printed(project, body: str, *extensions: str) -> Built:
    conf = (
        'extensions = ["myst_parser", "handouts"]\nhandouts_editions = {"a4": {"paper": "A4"}}\n'
        f'myst_enable_extensions = ["colon_fence", *{extensions}]\n'
    )
    page = f"---\nhandout: patients\n---\n# Sheet\n\n{body}\n"
    parts = {"part.txt": f"one\n\n    {INDENTED}\n", "percent.txt": "one\n\n%50 hasta\n"}
    return project({"conf.py": conf, "index.md": page, **parts}).build()


@pytest.mark.parametrize(
    "body",
    [
        f"one\n\n    {INDENTED}",
        f"* one\n\n      {NESTED}",
        f":::{{container}}\none\n\n    {INDENTED}\n:::",
        "```{include} part.txt\n```",
    ],
)
def test_code_that_is_indented_is_printed_as_it_is(project, body: str) -> None:
    built = printed(project, body, "attrs_block")

    assert built.warnings == []
    assert built.pdf_text(handout="index") == f"Sheet one {' '.join(CODE.split())}"


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("one\n\n%50 hasta", 8),
        ("- %50,5’si iyi", 6),
        ("1. %50", 6),
        ("> one\n> %50 hasta", 7),
        (":::{csv-table}\n:header: a, %5 b\n\n1, 2\n:::", 7),
        (":::{csv-table}\n1, %50, 3\n:::", 7),
        (":::{list-table}\n* - one\n  - %50 hasta\n:::", 8),
    ],
)
def test_a_percentage_that_is_read_as_a_comment_is_reported(project, body: str, line: int) -> None:
    built = printed(project, body)

    assert built.places_and_codes() == [(f"index.md:{line}", "unread")]
    assert "as it begins with %; write \\%" in built.warnings[0]


def test_a_percentage_in_an_included_file_is_reported_there(project) -> None:
    built = printed(project, "```{include} percent.txt\n```")

    assert built.places_and_codes() == [("percent.txt:3", "unread")]


def test_a_directive_is_code_in_restructuredtext_wherever_docutils_counts_it(project) -> None:
    code = "   .. note: one\n\n   .. tip\n"
    blocks = (f".. code-block:: rst\n   :emphasize-lines: 1\n\n{code}", f"::\n\n{code}")
    page = ":handout: patients\n\nSheet\n=====\n\none\n\n" + "\n".join(blocks)
    built = project({"index.rst": f"{page}\n.. tip\n", "conf.py": CONF}).build()

    assert built.places_and_codes() == [("index.rst:21", "unread")]


def test_other_comments_are_left_out(project) -> None:
    built = printed(project, "%2024 was\n\n%5. item\n\n%50mg\n\n% 50\n\none")

    assert built.warnings == []


@pytest.mark.parametrize("extensions", [(), ("attrs_block",)])
@pytest.mark.parametrize("body", ["one\n{% if private %}\ntwo", "> one\n> {% if x == 'a' %}"])
def test_a_condition_in_a_paragraph_is_reported_once(
    project, body: str, extensions: tuple[str, ...]
) -> None:
    built = printed(project, body, *extensions)

    assert built.places_and_codes() == [("index.md:6", "stray-markup")]


@pytest.mark.parametrize(
    ("extensions", "code"), [((), "stray-markup"), (("attrs_block",), "unread")]
)
def test_a_condition_alone_is_reported_once(
    project, extensions: tuple[str, ...], code: str
) -> None:
    # With `attrs_block`, it is read as a comment, and the same line in code is no excuse.
    built = printed(project, "{% if private %}\n\none\n\n    {% if private %}", *extensions)

    assert built.places_and_codes() == [("index.md:6", code)]
