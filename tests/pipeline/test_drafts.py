"""A draft says so in words on each page, and no site offers it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from projects import CONF, Project

if TYPE_CHECKING:
    from projects import Built

EDITIONS = (
    'handouts_editions = {"a4": {"paper": "A4"}, "small": {"paper": "A5", "large-print": True}}\n'
    'html_baseurl = "https://example.org"\n'
)
WORDS = "Draft. Not to be given to readers."
LONG = " ".join(f"Rest for {number} minutes." for number in range(55))
FILES = {
    "conf.py": CONF + EDITIONS,
    "index.md": f"# Home\n\n(in-short)=\n{LONG}\n\n```{{toctree}}\nsheet\n```\n"
    "```{handouts-gallery}\n```\n\n```{handouts-report}\n```\n",
    "sheet.md": "---\nhandout: patients\ndraft: true\n---\n# Sheet\n\n```{embed} #in-short\n```\n",
}


@pytest.fixture(scope="module")
def drafts(tmp_path_factory) -> dict[str, Built]:
    written = Project(tmp_path_factory.mktemp("drafts"), FILES)
    return {builder: written.build(builder, quiet=False) for builder in ("handouts", "html")}


def test_each_page_of_a_draft_says_so(drafts: dict[str, Built]) -> None:
    built = drafts["handouts"]

    assert built.warnings == []
    assert built.pdf_text("a4").startswith(f"{WORDS} Sheet Rest for 0 minutes.")
    assert built.sheet("small")["pages"] == 2
    assert built.words_of_page(1, "small").count(WORDS) == 1
    assert "Draft. Page 2 of 2" in built.words_of_page(2, "small")
    assert (built.sheet("a4")["printed"], built.sheet("a4")["draft"]) == (True, True)
    assert "1 of 1, draft" in built.status


def test_what_stands_below_each_page_fits_there_in_german_too(project) -> None:
    built = project(FILES).build(language="de")

    assert (built.sheet("small")["printed"], built.sheet("small")["pages"]) == (True, 2)
    assert "Geht weiter" in built.words_of_page(1, "small")


def test_no_site_offers_a_draft_before_it_is_none_any_more(drafts: dict[str, Built]) -> None:
    built = drafts["html"]

    assert (built.files(), built.files("sheet*.png")) == ([], [])
    assert "A4: a draft, which is not published yet." in built.html()
    assert "A4: a draft, which is not published yet." in built.html("index.html")
    assert "sheet-a4.pdf" not in built.html() + built.html("index.html")

    written = Project(built.outdir.parents[1], FILES)
    written.edit("sheet.md", "draft: true", "draft: false")
    built = written.build("html")

    assert built.files() == ["sheet-a4.pdf", "sheet-small.pdf"]
    assert WORDS not in built.pdf_text("a4")


def test_another_word_than_true_or_false_is_refused(project) -> None:
    written = project(FILES)
    written.edit("sheet.md", "draft: true", "draft: perhaps")

    (message,) = written.build(handouts_editions={"a4": {"paper": "A4"}}).warnings

    assert message.startswith("sheet.md:3: WARNING: draft: expected true or false, found 'perhaps'")
