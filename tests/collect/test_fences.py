"""Colon fences that do not pair up."""

from __future__ import annotations

import random

import pytest
from markdown_it import MarkdownIt

from handouts.collect.fences import MAX_DEPTH, fence_faults, read_fences


def lines(text: str) -> list[int]:
    return [fault.line for fault in fence_faults(read_fences(text))]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("# Title\n\ntext\n", id="no fence"),
        pytest.param(":::{note}\ntext\n:::\n", id="one box"),
        pytest.param("::::{note}\n:::{tip}\ntext\n:::\n::::\n", id="a box in a longer one"),
        pytest.param(":::{note}\n```{embed} #label\n```\n:::\n", id="backticks in a box"),
        pytest.param(":::{note}\ntext\n:::::\n", id="closed by more colons"),
        pytest.param("```\n:::\n```\n", id="colons in code"),
        pytest.param("~~~text\n:::{note}\n~~~\n", id="a box in tildes"),
        pytest.param("```{code-block} md\n:::{note}\n```\n", id="a box in a code block"),
        pytest.param("````{note}\n```\n:::\n```\n````\n", id="code in a box of backticks"),
        pytest.param("    :::{note}\n", id="indented as code"),
        pytest.param("text with ::: in it\n", id="colons in a line"),
        pytest.param(":::{note}\r\ntext\r\n:::\r\n", id="lines of Windows"),
        pytest.param("````{note}\n:::{tip}\nx\n:::\n````\n", id="colons in backticks"),
        pytest.param(":::{note}\n:class: x\ntext\n:::\n", id="options"),
        pytest.param("```code``` in a line\n", id="code in a line"),
        pytest.param("* :::{note}\n  x\n  :::\n", id="a box in a list"),
        pytest.param("````{only} html\n```\n# comment\n```\n````\n", id="a comment in code"),
        pytest.param("- A\n  b\n\n  :::{note}\n  x\n  :::\n- C\n", id="a box below an item"),
        pytest.param("- A\nb\n\n  :::{note}\n  x\n  :::\n", id="an item that goes on further left"),
        pytest.param("1. - A\n\n     ```{note}\n     x\n     ```\n", id="a box in two lists"),
        pytest.param(":::{note}\n- a\nb\n\n  ```\n  x\n  ```\n:::\n", id="a list in a box"),
        pytest.param("```{embed} #a\n```\n\n```{embed} #b\n```\n", id="two embeds"),
        pytest.param("(a)=\ny ```{note}\nx\n```\n", id="words before marks, which are reported"),
        pytest.param("::{note}\nx\n:::\n", id="a mark too few, which is reported as no box"),
        pytest.param("A :::{note}\nx\n:::\n", id="colons after words, which are reported"),
        pytest.param("10. A\n\n    ::{note}\n    x\n    :::\n", id="a mark too few in a list"),
        pytest.param("<!--\n:::{note}\n-->\n\n<!-- ::: -->\n", id="in a comment"),
        pytest.param("> <!--\n> :::\n> -->\n", id="in a comment of a quote"),
        pytest.param("> ````{note}\n> ```\n> x\n> ```\n> ````\n", id="a box in a quote"),
        pytest.param("- > :::{note}\n  > :::\n- > :::{note}\n  > :::\n", id="quotes in a list"),
    ],
)
def test_fences_that_pair_up_are_left_alone(text: str) -> None:
    assert lines(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(":::\ntext\n", [1], id="stray"),
        pytest.param("```\n::{note}\n```\n:::\n", [4], id="stray after an example"),
        pytest.param("    ::{note}\n\n:::\n", [3], id="stray after code"),
        pytest.param("% a ```{note}\n\n```\n", [3], id="stray after a comment"),
        pytest.param("<!--\ny ```{note}\n-->\n\n```\nx\n", [5], id="never closed after a comment"),
        pytest.param("y ```{note}\n\n(a)=\n- x\n\n  ```\n", [6], id="in a block with a label"),
        pytest.param("::{note}\nx\n:::\n:::{tip}\n:::\n\n:::\n", [7], id="stray after a short one"),
        pytest.param(":::{note}\ntext\n", [1], id="never closed"),
        pytest.param(":::{note}\n:::{tip}\ntext\n:::\n:::\n", [1], id="as long as the outer"),
        pytest.param("::::{note}\n:::{tip}\ntext\n::::\n", [2], id="inner one never closed"),
        pytest.param("````{note}\n:::\n````\n", [2], id="stray in a box of backticks"),
        pytest.param("one\n\n:::\n\ntwo\n", [3], id="stray with its line"),
        pytest.param(":::{note}\nx\n:::\n:::{tip}\ny\n", [4], id="the second of two"),
        pytest.param("# T\n\n```{note}\nx\n", [3], id="backticks never closed"),
        pytest.param("~~~\nx\n", [1], id="tildes never closed"),
        pytest.param("10) 1. :::{note}\n:::\n", [1], id="outside the item"),
        pytest.param("- A\n\n  ```{note}\n  x\n```\n\n- B\n", [3], id="closed outside the item"),
        pytest.param("- A\n\n  :::{note}\nx\n  :::\n", [3], id="words outside the item"),
        pytest.param("- A\n\n      :::{note}\n      x\n", [3], id="code in an item"),
        pytest.param("- A\n\n  :::{note}\n  x\n\n- B\n", [3], id="never closed in an item"),
        pytest.param("::::{note}\nx\n:::\n", [1], id="closed by fewer"),
        pytest.param(":::{note}\nx\n```\n", [1], id="closed by backticks"),
        pytest.param("````{note}\nx\n```\n", [1], id="closed by fewer backticks"),
        pytest.param("```{note}\n```{tip}\nx\n```\n```\n", [1], id="backticks as long"),
        pytest.param(
            ":::{a}\n:::{b}\nx\n:::\n:::{c}\ny\n:::\n:::\n", [1], id="two as long as the outer"
        ),
        pytest.param(
            "::::{a}\n:::{b} 1\nx\n\n:::{b} 2\ny\n:::\n::::\n", [2], id="the first of two alike"
        ),
        pytest.param("```{embed} #a\n\n```{embed} #b\n```\n", [1], id="the first of two embeds"),
        pytest.param(
            "```{embed} #a\n\n```{note}\nx\n```\n\n:::\n", [1, 7], id="an embed and a stray"
        ),
        pytest.param("```{note}\nx\n\n```{embed} #a\n```\n", [1], id="an embed in what is open"),
        pytest.param(":::{only} a\n# Head\n", [1], id="a heading in what is never closed"),
        pytest.param(
            "::::{note}\n:::{tip}\n::::\n````{note}\n:::\n````\n", [2, 5], id="in another box"
        ),
        pytest.param("x\n> y\n> :::{note}\n> z\n\nw\n", [3], id="never closed in a quote"),
        pytest.param("> :::{a}\n> :::{b}\n> x\n> :::\n> :::\n", [1], id="as long, in a quote"),
        pytest.param("> > x\n> > :::\n", [2], id="stray in two quotes"),
        pytest.param("- > ```\n- > ```\n", [1, 2], id="in the quotes of two items"),
        pytest.param("<!-- a -->\n:::\n", [2], id="stray after a comment in one line"),
        pytest.param("- a\n<!--\n-->\n```{note}\n", [4], id="after a comment that ends a list"),
    ],
)
def test_fences_that_do_not_pair_up_are_reported(text: str, expected: list[int]) -> None:
    assert lines(text) == expected


def test_a_box_that_the_box_inside_it_closes_is_reported_once_with_its_remedy() -> None:
    (fault,) = fence_faults(read_fences(":::{note}\n:::{tip}\ntext\n:::\n:::\n"))

    assert fault.message.startswith("':::{note}' ends at line 4, with the box inside it")
    assert "and ':::' at line 5 closes nothing" in fault.message
    assert fault.message.endswith("give the outer fence one colon more than the inner")


def test_an_open_fence_is_reported_by_name() -> None:
    (fault,) = fence_faults(read_fences("::::{note}\ntext\n"))

    assert fault.message == "'::::{note}' is never closed; close it with '::::' on its own line"


@pytest.mark.parametrize("marks", [":::", "```"])
def test_a_heading_that_would_leave_a_condition_is_reported(marks: str) -> None:
    (fault,) = fence_faults(read_fences(f"{marks}{{only}} html\ntext\n## Head\n{marks}\n"))

    assert (fault.line, "leaves it" in fault.message) == (3, True)


def test_fences_of_colons_are_text_where_they_are_not_switched_on() -> None:
    found = read_fences(":::\n```\ntext\n```\n", colons=False).all

    assert [one.markup for one in found] == ["```"]


def test_fences_inside_one_another_are_read_to_a_limit() -> None:
    text = "\n".join(":" * (300 - depth) + "{note}" for depth in range(200))

    assert read_fences(text).too_deep == MAX_DEPTH + 1


def test_a_fault_says_which_lines_it_concerns() -> None:
    text = "# T\n\n:::{note}\n:::{tip}\nx\n:::\n:::\n\nSwallowed.\n"
    faults = fence_faults(read_fences(text))

    assert [(fault.line, fault.first, fault.last) for fault in faults] == [(3, 3, 10)]


LINES = (
    *("", "", "text", "- item", "  - sub", "1. num", "  text", "   text", "```", "  ```", "   ```"),
    *("    ```", "```note", "  ```note", "   ```note", "      ```note", "# H"),
)


QUOTED = (
    *("", "> text", "> - ```", "> ```", ">   ```", "> ```note", "> # H", ">", "> > ```"),
    *("> > x", "- > ```", "  > ```", "  > x", "- a", "```", "<!--", "-->", "> <!--", "> -->"),
    *("<!-- x -->", "> 1. ```"),
)


@pytest.mark.parametrize("lines", [LINES, QUOTED], ids=["lists", "quotes and comments"])
def test_fences_are_those_that_a_parser_of_markdown_finds(lines: tuple[str, ...]) -> None:
    for seed in range(2_000):
        chosen = random.Random(seed)
        page = [chosen.choice(lines) for _ in range(chosen.randint(3, 12))]
        tokens = MarkdownIt("commonmark").parse("\n".join(page))
        parsed = [one.map[0] + 1 for one in tokens if one.type == "fence" and one.map]

        assert (page, [one.first for one in read_fences("\n".join(page)).all]) == (page, parsed)
