"""Limits of language hold where a project sets them, and a reason silences them on one block."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

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
PLAIN = "You can walk. It helps your back."
JARGON = "You should utilise your back."
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


ALLOWED = "% allow jargon: the clinic's letter says so\n"
TWICE = f"{JARGON}\n\nDo not utilise it.\n"
BREAKTHROUGH = "You should utilise this breakthrough."


def sheet(text: str, audience: str = "patients") -> str:
    return f"---\nhandout: {audience}\n---\n# Sheet\n\n{text}\n"


def page(text: str, audience: str) -> str:
    return f"---\naudience: {audience}\n---\n# Page\n\n{text}\n"


SHEETS: dict[str, tuple[str, list[str]]] = {
    "plain": (PLAIN, []),
    "in-code": (f"{PLAIN}\n\n`utilise`", []),
    "with-a-note-for-editors": (f"% a note for editors\n{PLAIN}", []),
    "of-jargon": (JARGON, ["6 jargon"]),
    "of-hype": ("This is a breakthrough.", ["6 hype"]),
    "of-a-long-sentence": ("You can walk" + " and walk" * 10 + ".", ["6 long-sentence"]),
    "of-an-abbreviation": ("Ask about the XYZ.", ["6 abbreviation"]),
    "allowed-in-one-block": (ALLOWED + TWICE, ["9 jargon"]),
    "allowed-one-code": (ALLOWED + BREAKTHROUGH, ["7 hype"]),
    "allowed-several-codes": (ALLOWED.replace("jargon", "jargon, hype") + BREAKTHROUGH, []),
    "allowed-without-a-reason": (f"% allow jargon\n{JARGON}", ["6 allow", "7 jargon"]),
    "allowed-before-nothing": (f"{PLAIN}\n\n{ALLOWED}", ["8 allow"]),
}
"""What sheets for patients say, and the lines and codes of what is reported."""
BLOCKS: dict[str, tuple[str, list[str]]] = {
    "a-block": (f"Words.\n\n(LABEL)=\n{JARGON}", ["6 jargon"]),
    "an-allowed-paragraph": (f"{ALLOWED}\n(LABEL)=\n{JARGON}", []),
    "an-allowed-list": (f"{ALLOWED}\n(LABEL)=\n* {JARGON}\n* Utilise it.", []),
    "an-allowed-table": (f"{ALLOWED}\n(LABEL)=\n| What |\n| --- |\n| Utilise it |", []),
    "an-allowed-box": (f"{ALLOWED}\n(LABEL)=\n:::{{note}}\n{JARGON}\n:::", []),
    "allowed-inside": (f"(LABEL)=\n## Part\n\n{ALLOWED}{TWICE}", ["9 jargon"]),
}
"""What pages say, of which a sheet for patients takes a block."""
OTHERS: dict[str, tuple[str, list[str]]] = {
    "for-referrers": (sheet(JARGON, "referrers"), []),
    "no-handout": (f"# Page\n\n{JARGON}\n", []),
    "for-an-audience": (page(JARGON, "patients"), ["6 jargon"]),
    "for-a-misspelt-audience": (page(JARGON, "patient"), ["2 audience"]),
    "allowed-on-the-page": (page(ALLOWED + TWICE, "patients"), ["9 jargon"]),
    "allowed-without-reason": (f"# Page\n\n% allow jargon\n{JARGON}\n", ["3 allow"]),
    "allowed-with-a-colon": (f"# Page\n\n% allow jargon:\n{JARGON}\n", ["3 allow"]),
}
"""Other pages, whole."""
REPORTED = {name: found for name, (_, found) in {**SHEETS, **BLOCKS, **OTHERS}.items()}


@pytest.fixture(scope="module")
def project_of_all(tmp_path_factory) -> Project:
    files = {"conf.py": CONFIG, "index.md": INDEX, "graded.md": sheet(GRADED)}
    files |= {f"{name}.md": sheet(text) for name, (text, _) in SHEETS.items()}
    for name, (text, _) in BLOCKS.items():
        files[f"{name}.md"] = "# Page\n\n" + text.replace("LABEL", f"of-{name}") + "\n"
        files[f"takes-{name}.md"] = sheet(f"```{{embed}} #of-{name}\n```\n")
    files |= {f"{name}.md": text for name, (text, _) in OTHERS.items()}
    return Project(tmp_path_factory.mktemp("limits"), files)


@pytest.fixture(scope="module")
def built(project_of_all: Project) -> Built:
    return project_of_all.build()


def reported(built: Built, name: str) -> list[str]:
    """Return line and code of what is reported of a page."""
    found = [(place.split(":"), code) for place, code in built.places_and_codes()]
    return [f"{line} {code}" for (page, line), code in found if page == f"{name}.md"]


@pytest.mark.parametrize("name", REPORTED)
def test_limits_hold_where_an_audience_sets_them_and_a_reason_silences_them_on_one_block(
    built: Built, name: str
) -> None:
    assert reported(built, name) == REPORTED[name]


def test_words_and_long_sentences_keep_a_sheet_back(built: Built) -> None:
    printed = {name.removesuffix("-a4.pdf") for name in built.files()}
    sound = {name for name, (_, found) in SHEETS.items() if not found}

    assert printed & SHEETS.keys() == sound | {"allowed-before-nothing"}
    assert printed - SHEETS.keys() == {
        "for-referrers",
        "graded",
        *(f"takes-{name}" for name, (_, found) in BLOCKS.items() if not found),
    }


def test_messages_name_the_plainer_word_and_the_audience_that_was_meant(built: Built) -> None:
    said = "\n".join(built.warnings)

    assert "of-jargon.md:6: WARNING: “utilise” has a plainer word: use [handouts.jargon]" in said
    assert "audience.md:2: WARNING: audience: 'patient' is not an audience; did" in said


def test_a_reading_level_above_the_limit_is_reported_and_the_sheet_is_printed(built: Built) -> None:
    assert {one.split()[1] for one in reported(built, "graded")} == {"reading-level"}


def test_what_was_reported_is_reported_again_at_the_next_build(
    project_of_all: Project, built: Built
) -> None:
    second = project_of_all.build()

    assert (second.printed, second.warnings) == ([], built.warnings)


def test_nothing_is_reported_where_no_audience_sets_limits(project) -> None:
    own = page("Words.", "developers")  # The project may use the word for itself.
    files = {"conf.py": CONFIG, "index.md": INDEX, "sheet.md": sheet(JARGON), "own.md": own}

    assert project(files).build(handouts_audiences={"patients": {}}).warnings == []


@pytest.mark.parametrize(("language", "count"), [("en_GB", 1), ("de", 0)])
def test_limits_are_for_english(project, language: str, count: int) -> None:
    files = {"conf.py": CONFIG, "index.md": INDEX, "sheet.md": sheet(JARGON)}

    assert len(project(files).build(language=language).warnings) == count


def test_a_character_that_nobody_sees_hides_no_word_from_the_checks() -> None:
    document = new_document("sheet.md")
    document += nodes.paragraph("", "A mir\u200bacle c\u00adure.")

    assert [one.text for one in passages(document, Path("/"))] == ["A miracle cure."]
