"""Signs of markup that was not read as such are named before anything is printed."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from docutils import nodes
from docutils.utils import new_document

from handouts.audit.stray_markup import stray_markup


def found(*blocks: str | nodes.paragraph) -> list[str]:
    document = new_document("sheet")
    for line, block in enumerate(blocks, 1):
        paragraph = nodes.paragraph("", block) if isinstance(block, str) else block
        paragraph.source, paragraph.line = "/docs/sheet.md", line
        document += paragraph
    env: Any = SimpleNamespace(found_docs=set(), srcdir="/docs")
    return [f"{one.place} {one.message}" for one in stray_markup(env, "sheet", document)]


@pytest.mark.parametrize(
    "text",
    [
        *("{width=30%}", "Ask {{ clinic }}.", "A note[^one]", "[ ] Rest", "[x] Rest", "H~2~O"),
        *("x^2^", "##Rest", "| Drug | Dose |\n| a | b |", "The clinic\\", "A note^[one]", "\\"),
    ],
)
def test_markup_that_is_not_switched_on_is_no_text(text: str) -> None:
    (message,) = found("Knees", text)

    assert message.startswith("sheet.md:2 the sheet would print “")


@pytest.mark.parametrize(
    ("before", "after"), [("The clinic\\", ""), ("", "## Rest"), ("", "| a | b")]
)
def test_markup_beside_bold_words_is_no_text(before: str, after: str) -> None:
    block = nodes.paragraph("", before, nodes.strong("", "Knees"), nodes.Text(after))

    assert len(found(block)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "~5 mg or ~6 mg",
        "a set {1, 2}",
        "[x]",
        "Tick [x] below",
        "2^3 is 8",
        "5 * 6 = 30",
        "| x",
        "#1",
    ],
)
def test_signs_that_mean_themselves_are_printed(text: str) -> None:
    assert found(text) == []
