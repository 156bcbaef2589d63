"""Text that runs from right to left is named before anything is printed."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from docutils import nodes
from docutils.utils import new_document

from handouts.audit.scripts import right_to_left


def found(*texts: str) -> list[str]:
    document = new_document("sheet")
    for line, text in enumerate(texts, 1):
        paragraph = nodes.paragraph("", text)
        paragraph.source, paragraph.line = "/docs/sheet.md", line
        document += paragraph
    env: Any = SimpleNamespace(found_docs=set(), srcdir="/docs")
    return [f"{one.place} {one.message}" for one in right_to_left(env, "sheet", document)]


def test_all_such_text_of_a_page_is_one_fault_at_its_first_line() -> None:
    (message,) = found("Knees", "ברכיים כואבות", "تحرك كل يوم", "ברכיים, כואבות")

    assert message.startswith("sheet.md:2 text in Hebrew and Arabic runs from right to left")


@pytest.mark.parametrize("text", ["The word שלום means peace.", "עברית", "Knees, 30 days"])
def test_a_single_word_of_such_a_script_may_be_printed(text: str) -> None:
    assert found(text) == []
