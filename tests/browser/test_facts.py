"""What pages say to machines, compared with what they say to people."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from material import DOCS, PUBLIC
from visits import FROM_SOURCES

FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
FACTS = re.compile(r"<script[^>]*application/ld\+json[^>]*>(.*?)</script>", re.DOTALL)
HEADING = re.compile(r'<h1[^>]*>(.*?)(?:<a class="headerlink".*?)?</h1>', re.DOTALL)
REVIEW = {"lastReviewed", "reviewedBy"}


def front_matter(name: str) -> dict[str, str]:
    """Return the front matter of a page, as its source has it."""
    found = FRONT.match((DOCS / name).with_suffix(".md").read_text("utf-8"))
    lines = found[1].splitlines() if found else []
    return {key: value.strip() for key, _, value in (line.partition(":") for line in lines)}


DATED = [name for name in FROM_SOURCES if "checked" in front_matter(name)]


@pytest.mark.parametrize("name", DATED)
def test_facts_for_machines_are_those_of_the_page(name: str, site) -> None:
    html = (site / name).read_text("utf-8")
    facts = json.loads(FACTS.findall(html)[0])

    the_page_says_them(name, html, facts)
    its_files_are_there(facts, site)
    readers = front_matter(name).get("handout") or front_matter(name).get("audience")
    assert facts.get("audience", {}).get("audienceType") == readers


def the_page_says_them(name: str, html: str, facts: dict[str, Any]) -> None:
    front = front_matter(name)
    (heading,) = (unescape(re.sub("<[^>]*>", "", one)) for one in HEADING.findall(html))

    assert (facts["@context"], facts["@type"]) == ("https://schema.org", "MedicalWebPage")
    assert facts["name"] == heading.strip()
    assert facts["dateModified"] == front["checked"]
    assert facts["expires"] == front["check-by"]
    assert re.search(rf'<html[^>]* lang="{facts["inLanguage"]}"', html)
    assert facts["url"] == f"{PUBLIC}/{name}"
    # Nobody has reviewed these pages, and nothing may say so.
    assert not REVIEW & facts.keys()


def its_files_are_there(facts: dict[str, Any], site: Path) -> None:
    for file in facts.get("encoding", []):
        sheet = site / file["contentUrl"].removeprefix(f"{PUBLIC}/")
        kilobytes = sheet.stat().st_size / 1000

        assert file["encodingFormat"] == "application/pdf"
        assert float(file["contentSize"].split()[0]) == pytest.approx(kilobytes, abs=1)
