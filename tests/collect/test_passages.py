"""Limits of language hold where a project sets them, and a reason silences them on one block."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from docutils import nodes
from docutils.utils import new_document

from handouts.collect.passages import passages
from projects import CONF, Project

if TYPE_CHECKING:
    from projects import Built

CONFIG = f"""{CONF}myst_enable_extensions = ["attrs_block", "colon_fence"]
handouts_editions = {{"a4": {{"paper": "A4"}}}}
handouts_audiences = {{"patients": {{"language": True}}, "referrers": {{}}}}
"""
INDEX = "# Home\n\n```{toctree}\n:glob:\n\n*\n```\n"
Build = Callable[..., "Built"]
PLAIN = "You can walk. It helps your back."
JARGON = "You should utilise your back."
EMBED = "```{embed} #part\n```\n"
GRADED = " ".join(
    f"Your family doctor and your visiting nurses recommend {name} activities."
    for name in [
        "morning",
        "evening",
        "summer",
        "winter",
        "weekly",
        "autumn",
        "regular",
        "holiday",
        "garden",
        "water",
    ]
)


@pytest.fixture
def build(project: Callable[..., Project]) -> Build:
    """Return a function that builds a handout for patients, or other pages, or both."""

    def build(sheet: str = "", pages: dict[str, str] | None = None, **overrides: Any) -> Built:
        files = {"conf.py": CONFIG, "index.md": INDEX, **(pages or {})}
        if sheet:
            files["sheet.md"] = f"---\nhandout: patients\n---\n# Sheet\n\n{sheet}\n"
        return project(files).build(**overrides)

    return build


# Where the limits hold.


def test_a_plain_sheet_passes(build: Build) -> None:
    assert build(PLAIN).warnings == []


def test_jargon_on_a_sheet_is_told_with_the_plainer_word(build: Build) -> None:
    (message,) = build(JARGON).warnings

    assert message == ("sheet.md:6: WARNING: “utilise” has a plainer word: use [handouts.jargon]")


def test_nothing_is_told_where_no_audience_sets_limits(build: Build) -> None:
    assert build(JARGON, handouts_audiences={"patients": {}}).warnings == []


@pytest.mark.parametrize(("language", "count"), [("en_GB", 1), ("en", 1), ("de", 0)])
def test_limits_are_for_english(build: Build, language: str, count: int) -> None:
    assert len(build(JARGON, language=language).warnings) == count


def test_limits_are_those_of_the_handout_s_audience(build: Build) -> None:
    sheet = f"---\nhandout: referrers\n---\n# Other\n\n{JARGON}\n"

    assert build(pages={"other.md": sheet}).warnings == []


def test_a_block_is_told_at_its_own_line(build: Build) -> None:
    built = build(EMBED, {"page.md": f"# Page\n\nWords.\n\n(part)=\n{JARGON}\n"})

    assert built.places_and_codes() == [("page.md:6", "jargon")]


def test_a_page_that_is_no_handout_is_let_be(build: Build) -> None:
    assert build(pages={"page.md": f"# Page\n\n{JARGON}\n"}).warnings == []


def test_a_page_that_names_an_audience_is_held_to_its_limits(build: Build) -> None:
    page = f"---\naudience: patients\n---\n# Page\n\n{JARGON}\n"

    assert build(pages={"page.md": page}).places_and_codes() == [("page.md:6", "jargon")]


def test_a_misspelt_audience_of_a_page_is_told(build: Build) -> None:
    page = f"---\naudience: patient\n---\n# Page\n\n{JARGON}\n"
    (message,) = build(pages={"page.md": page}).warnings

    assert message.startswith("page.md:2: WARNING: audience: 'patient' is not an audience; did")


def test_a_project_without_limits_may_use_the_word_audience_for_itself(build: Build) -> None:
    page = "---\naudience: developers\n---\n# Page\n\nWords.\n"

    assert build(pages={"page.md": page}, handouts_audiences={"patients": {}}).warnings == []


def test_what_stands_in_code_is_not_judged(build: Build) -> None:
    assert build(f"{PLAIN}\n\n`utilise`").warnings == []


# What is a gate and what is not.


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (JARGON, "jargon"),
        ("This is a breakthrough.", "hype"),
        ("You can walk" + " and walk" * 10 + ".", "long-sentence"),
        ("Ask about the XYZ.", "abbreviation"),
    ],
)
def test_words_and_long_sentences_keep_a_sheet_back(build: Build, text: str, code: str) -> None:
    built = build(text)

    assert (built.places_and_codes(), built.files()) == ([("sheet.md:6", code)], [])


def test_a_reading_level_above_the_limit_is_told_and_the_sheet_is_printed(build: Build) -> None:
    built = build(GRADED)

    assert {code for _, code in built.places_and_codes()} == {"reading-level"}
    assert built.files() == ["sheet-a4.pdf"]


def test_a_sheet_that_is_printed_is_told_again_at_the_next_build(
    project: Callable[..., Project],
) -> None:
    sheet = f"---\nhandout: patients\n---\n# Sheet\n\n{GRADED}\n"
    written = project({"conf.py": CONFIG, "index.md": INDEX, "sheet.md": sheet})
    first, second = written.build(), written.build()

    assert (second.printed, second.warnings) == ([], first.warnings)


# What an author allows.

ALLOWED = "% allow jargon: the clinic's letter says so\n"
TWICE = f"{JARGON}\n\nDo not utilise it.\n"


def test_a_reason_silences_one_block_only(build: Build) -> None:
    assert build(ALLOWED + TWICE).places_and_codes() == [("sheet.md:9", "jargon")]


def test_a_reason_silences_only_the_codes_it_names(build: Build) -> None:
    built = build(f"{ALLOWED}You should utilise this breakthrough.")

    assert built.places_and_codes() == [("sheet.md:7", "hype")]


def test_a_reason_may_silence_several_codes(build: Build) -> None:
    comment = ALLOWED.replace("jargon", "jargon, hype")

    assert build(f"{comment}You should utilise this breakthrough.").warnings == []


@pytest.mark.parametrize(
    "block",
    [
        JARGON,
        f"* {JARGON}\n* Utilise it.",
        "| What |\n| --- |\n| Utilise it |",
        f":::{{note}}\n{JARGON}\n:::",
    ],
    ids=["paragraph", "list", "table", "box"],
)
def test_a_reason_silences_a_block_wherever_it_is_embedded(build: Build, block: str) -> None:
    page = f"# Page\n\n{ALLOWED}\n(part)=\n{block}\n"

    assert build(EMBED, {"page.md": page}).warnings == []


def test_a_reason_silences_a_block_inside_one_that_is_embedded(build: Build) -> None:
    page = f"# Page\n\n(part)=\n## Part\n\n{ALLOWED}{TWICE}"

    assert build(EMBED, {"page.md": page}).places_and_codes() == [("page.md:9", "jargon")]


def test_a_reason_silences_a_page_s_own_text(build: Build) -> None:
    page = f"---\naudience: patients\n---\n# Page\n\n{ALLOWED}{TWICE}"

    assert build(pages={"page.md": page}).places_and_codes() == [("page.md:9", "jargon")]


@pytest.mark.parametrize("comment", ["% allow jargon\n", "% allow jargon:\n"])
def test_a_comment_without_a_reason_allows_nothing_and_is_told(build: Build, comment: str) -> None:
    built = build(pages={"page.md": f"# Page\n\n{comment}{JARGON}\n"})

    assert built.places_and_codes() == [("page.md:3", "allow")]


def test_a_comment_without_a_reason_silences_nothing(build: Build) -> None:
    assert ("sheet.md:7", "jargon") in build(f"% allow jargon\n{JARGON}").places_and_codes()


def test_a_comment_before_nothing_is_told(build: Build) -> None:
    assert build(f"{PLAIN}\n\n{ALLOWED}").places_and_codes() == [("sheet.md:8", "allow")]


def test_any_other_comment_is_let_be(build: Build) -> None:
    assert build(f"% a note for editors\n{PLAIN}").warnings == []


def test_a_character_that_nobody_sees_hides_no_word_from_the_checks() -> None:
    document = new_document("sheet.md")
    document += nodes.paragraph("", "A mir\u200bacle c\u00adure.")

    assert [one.text for one in passages(document, Path("/"))] == ["A miracle cure."]
