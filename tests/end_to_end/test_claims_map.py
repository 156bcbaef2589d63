"""Each statement of the article is answered at a label that stands on the page that is named."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
ROW = re.compile(r"^\| (\d+) \| (.+?) \| \[(.+)\]\(#(.+)\) \|$", re.MULTILINE)
MAP = (DOCS / "about" / "claims-map.md").read_text("utf-8")
ROWS = ROW.findall(MAP)
CORRECTIONS = re.findall(r"^\| (\D.+) \| \[(.+)\]\(#(.+)\) \|$", MAP, re.MULTILINE)


@cache
def titles() -> dict[str, list[str]]:
    """Return the titles of the pages on which each label stands."""
    found: dict[str, list[str]] = {}
    for page in sorted(DOCS.rglob("*.md")):
        text = page.read_text("utf-8")
        title = re.search(r"^# (.+)$", text, re.MULTILINE)
        for label in re.findall(r"^ *\(([a-z0-9-]+)\)=$", text, re.MULTILINE):
            found.setdefault(label, []).append(title[1] if title else "")
    return found


def test_the_map_has_a_row_for_each_statement_of_the_article() -> None:
    assert [int(number) for number, _, _, _ in ROWS] == list(range(1, 49))


@pytest.mark.parametrize(("page", "label"), [row[2:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_a_row_leads_to_a_label_on_the_page_that_it_names(page: str, label: str) -> None:
    assert titles().get(label) == [page]


def test_the_map_lists_what_was_corrected() -> None:
    assert len(CORRECTIONS) > 30


@pytest.mark.parametrize(("page", "label"), [row[1:] for row in CORRECTIONS])
def test_a_correction_leads_to_a_label_on_the_page_that_it_names(page: str, label: str) -> None:
    assert titles().get(label) == [page]
