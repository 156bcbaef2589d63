"""What pages tell machines of themselves, held against what they tell people."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from served import DOCS, PUBLIC
from visits import FROM_SOURCES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from visits import Visit

FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
REVIEW = {"lastReviewed", "reviewedBy"}


def front_matter(name: str) -> dict[str, str]:
    """Return the front matter of a page, as its source has it."""
    found = FRONT.match((DOCS / name).with_suffix(".md").read_text("utf-8"))
    lines = found[1].splitlines() if found else []
    return {key: value.strip() for key, _, value in (line.partition(":") for line in lines)}


DATED = [name for name in FROM_SOURCES if "checked" in front_matter(name)]


@pytest.mark.parametrize("name", DATED)
def test_facts_for_machines_are_those_of_the_page(
    visit: Callable[..., Visit], name: str, site: Path
) -> None:
    page = visit(name).page
    facts = json.loads(page.locator("script[type='application/ld+json']").text_content() or "")

    the_page_says_them(name, page, facts)
    its_files_are_there(facts, site)
    readers = front_matter(name).get("handout") or front_matter(name).get("audience")
    assert facts.get("audience", {}).get("audienceType") == readers


def the_page_says_them(name: str, page: Page, facts: dict[str, Any]) -> None:
    front = front_matter(name)
    heading = page.locator("h1").evaluate("one => one.firstChild.textContent")

    assert (facts["@context"], facts["@type"]) == ("https://schema.org", "MedicalWebPage")
    assert facts["name"] == heading.strip()
    assert facts["dateModified"] == front["checked"]
    assert facts["expires"] == front["check-by"]
    assert facts["inLanguage"] == page.locator("html").get_attribute("lang")
    assert facts["url"] == f"{PUBLIC}/{name}"
    # Nobody has reviewed these pages, and nothing may say so.
    assert not REVIEW & facts.keys()


def its_files_are_there(facts: dict[str, Any], site: Path) -> None:
    for file in facts.get("encoding", []):
        sheet = site / file["contentUrl"].removeprefix(f"{PUBLIC}/")
        kilobytes = sheet.stat().st_size / 1000

        assert file["encodingFormat"] == "application/pdf"
        assert float(file["contentSize"].split()[0]) == pytest.approx(kilobytes, abs=1)
