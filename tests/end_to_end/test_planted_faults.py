"""Faults of evidence planted into a copy of the material are found, each at its line."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from material import copied_pages
from projects import Project

if TYPE_CHECKING:
    from projects import Built

COMMON = 'sources = ["pers2024"]\nchecked = 2026-11-22\n'
FACT = f'certainty = "fact"\n{COMMON}'
OURS = 'graded-by = "ours"\ngraded = 2026-11-22\nbecause = "few trials"\n'
SEARCHED = 'searched = { where = "stored papers", on = 2026-11-22 }\n'

CLAIMS = {
    # Whose grade.
    "zz-no-grader": (f'statement = "It may help."\ncertainty = "low"\n{COMMON}', "claim-grade"),
    "zz-too-old": (
        'statement = "It may help."\ncertainty = "low"\ngraded-by = "schneider2022"\n'
        f"graded = 2026-11-22\n{COMMON}",
        "claim-grade",
    ),
    "zz-no-reason": (
        f'statement = "It may help."\ncertainty = "low"\n{OURS.rsplit("because", 1)[0]}{COMMON}',
        "claim-grade",
    ),
    # Word for word.
    "zz-other-number": (
        f'statement = "A."\n{FACT}quote = "In 73% of people"\nat = "abstract"\n'
        'numbers = { n = { value = 74, of = 100, means = "people" } }\n',
        "claim-quote",
    ),
    "zz-long-quote": (
        f'statement = "A."\n{FACT}quote = "{"word " * 31}"\nat = "abstract"\n',
        "claim-quote",
    ),
    "zz-no-place": (f'statement = "A."\n{FACT}quote = "It did."\n', "claim-quote"),
    "zz-press": (
        'statement = "Pain was better."\nsources = ["factually2025"]\ncertainty = "fact"\n'
        "checked = 2026-11-22\n",
        "claim-source",
    ),
    # Words that nobody can prove.
    "zz-not-searched": (f'statement = "We found no trial of it."\n{FACT}', "absolute"),
    "zz-no-limit": (f'statement = "Every trial of it failed."\n{FACT}{SEARCHED}', "absolute"),
    # Markup.
    "zz-bold": (f'statement = "It **may** help."\n{FACT}', "stray-markup"),
    "zz-link": (f'statement = "It [may](help.md) help."\n{FACT}', "stray-markup"),
}
"""Claims that are wrong in one way, each with the code that finds it."""
SERVICES = {
    "zz-wrong": ('kind = "emergency"\ncountry = "GB"\nnumber = "998"\n', "service"),
    "zz-right": ('kind = "emergency"\ncountry = "GB"\nnumber = "999"\n', ""),
}
PAGE = [
    ("{claim}`The certainty is very low. <graded-very-low>`", "claim-grade"),
    ("{claim}`Every trial of it failed. <respine-result>`", "absolute"),
    ("Call 998 (UK) at once.", "service"),
    ("Call {service}`998 <zz-right>` at once.", "service"),
    ("Or ring 0800 123 4567.", "service"),
    ("{claim}`Pain eased **alike**. <respine-secondary>`", "stray-markup"),
    ("{claim}``Pain eased `alike`. <respine-secondary>``", "stray-markup"),
]
"""Paragraphs of a page that a handout embeds from."""
SHEET = [("No trial has looked at it.", "absolute")]
"""Paragraphs of the handout itself."""


def paragraphs(head: str, parts: Iterable[tuple[str, str]]) -> tuple[str, list[tuple[int, str]]]:
    """Return a page, and line and code of each paragraph that is wrong."""
    text, lines = head, []
    for words, code in parts:
        lines.append((text.count("\n") + 1, code))
        text += f"{words}\n\n"
    return text, lines


def tables(
    text: str, parts: dict[str, tuple[str, str]], more: str = ""
) -> tuple[str, list[tuple[int, int, str]]]:
    """Return a file with tables added, and first line, last line and code of each."""
    spans = []
    for name, (body, code) in parts.items():
        first = text.count("\n") + 2
        text += f"\n[{name}]\n{body}{more}"
        spans.append((first, text.count("\n"), code))
    return text, spans


@pytest.fixture(scope="module")
def planted(tmp_path_factory) -> tuple[Built, list[tuple[str, int, int, str]]]:
    """Build a copy of the material with all faults; return it with place and code of each."""
    folder = tmp_path_factory.mktemp("planted")
    with copied_pages(folder) as docs:
        found = plant(docs)
        built = Project(folder, srcdir=docs).build(
            handouts_today="2026-11-30", handouts_editions={"a4": {"paper": "A4", "country": "GB"}}
        )
    return built, [one for one in found if one[3]]


def plant(docs: Path) -> list[tuple[str, int, int, str]]:
    """Write all faults into pages and data; return place and code of each."""
    claims, spans = tables((docs / "claims.toml").read_text("utf-8"), CLAIMS)
    found = [("claims.toml", *span) for span in spans]
    (docs / "claims.toml").write_text(claims, "utf-8")
    known = docs / "services.toml"
    text = known.read_text("utf-8") if known.exists() else ""
    services, spans = tables(text, SERVICES, "checked = 2026-11-22\ngeneral-knowledge = true\n")
    found += [("services.toml", *span) for span in spans]
    known.write_text(services, "utf-8")
    for name, head, parts in (
        ("zz-page.md", "---\norphan: true\n---\n# Page\n\n(zz-block)=\nA block.\n\n", PAGE),
        (
            "zz-sheet.md",
            "---\norphan: true\nhandout: patients\n---\n# Sheet\n\n```{embed} #zz-block\n```\n\n",
            SHEET,
        ),
    ):
        page, lines = paragraphs(head, parts)
        (docs / name).write_text(page, "utf-8")
        found += [(name, line, line, code) for line, code in lines]
    return found


def test_twenty_planted_faults_are_found_each_at_its_line(
    planted: tuple[Built, list[tuple[str, int, int, str]]],
) -> None:
    built, faults = planted
    lost = [
        (path, first, code)
        for path, first, last, code in faults
        if not any(
            one.startswith(f"{path}:{line}:") and f"[handouts.{code}]" in one
            for line in range(first, last + 1)
            for one in built.warnings
        )
    ]

    assert len(faults) == 20
    assert lost == []


def test_a_number_in_the_page_and_in_the_list_is_named_with_both_places(
    planted: tuple[Built, list[tuple[str, int, int, str]]],
) -> None:
    built, _ = planted
    numbers = [one for one in built.warnings if "998" in one and one.startswith("zz-page.md:")]

    assert len({one.split(":")[1] for one in numbers}) == 2
    assert all("services.toml:" in one for one in numbers)
