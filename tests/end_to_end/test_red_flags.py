"""Signs that need help at once stand on one page; all others embed its blocks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
LIST = DOCS / "deciding" / "red-flags.md"
SIGN = re.compile(
    r"\b(numb(?!er)|bladder|bowels?|pee|poo|saddle|genitals?|weak (?:legs?|foot)|fever|shiver"
    r"|chills|rigors|stiff neck|foot drop|headache)",
    re.IGNORECASE,
)
URGENCY = re.compile(
    r"\b(999|111|112|911|000|A&E|ED|emergency|at once|now|today|same day|within a day|urgent)\b",
    re.IGNORECASE,
)
PAGES = sorted(
    path
    for path in DOCS.rglob("*.md")
    if path != LIST and path.relative_to(DOCS).parts[0] not in {"contributing", "build"}
)
TELLING = [
    "index.md",
    "faq.md",
    "treatment/risks.md",
    "treatment/how-it-is-done.md",
    "deciding/after-an-injection.md",
    "deciding/if-you-wait.md",
    "referrers/index.md",
    "handouts/patients.md",
    "handouts/referrers.md",
]


def labels_of(path: Path) -> set[str]:
    return set(re.findall(r"^\(([a-z0-9-]+)\)=$", path.read_text("utf-8"), re.MULTILINE))


def own_urgencies(text: str) -> list[str]:
    """Return the blocks of a page that name a sign and how soon to act on it."""
    without_links = re.sub(r"\[[^\]]*\]\([^)]*\)", "", text)
    blocks = re.split(r"\n\s*\n", without_links)
    return [one for one in blocks if SIGN.search(one) and URGENCY.search(one)]


@pytest.mark.parametrize(
    "text", ["Go to A&E if you are numb.", "Fever?\nSee a doctor today.", "* pee\n* call 999"]
)
def test_a_sign_with_an_urgency_is_found(text: str) -> None:
    assert own_urgencies(text) == [text]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(DOCS).as_posix())
def test_no_other_page_has_a_sign_with_an_urgency_of_its_own(page: Path) -> None:
    assert own_urgencies(page.read_text("utf-8")) == []


@pytest.mark.parametrize("name", TELLING)
def test_a_page_that_readers_may_need_in_an_emergency_embeds_the_list(name: str) -> None:
    embedded = re.findall(r"\{embed\} #(\S+)", (DOCS / name).read_text("utf-8"))

    assert labels_of(LIST) & set(embedded)
