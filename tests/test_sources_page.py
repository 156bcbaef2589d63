"""Each address outside these pages stands once on the page of sources, and says its day."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from handouts.bibliography import read_bibliography
from handouts.checks.dates import in_words
from handouts.ledger import read_ledger
from projects import Project
from test_docs import DOCS
from twins import main_links

if TYPE_CHECKING:
    from pathlib import Path

PAGE = "about/sources.html"
CLAIMS = read_ledger(DOCS / "claims.toml").claims.values()
QUOTED = sorted({key for claim in CLAIMS for key in claim.sources})
SOURCES = read_bibliography(DOCS / "references.bib").sources
HOST = re.compile(r"([a-z0-9-]+\.)+[a-z]{2,}")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Project(tmp_path_factory.mktemp("sources"), srcdir=DOCS).build("html").outdir


@cache
def addresses(page: Path) -> list[str]:
    """Return where the main part of a page leads outside the site."""
    return [link for link in main_links(page.read_text("utf-8")) if urlsplit(link).netloc]


def address_of(key: str) -> str:
    fields = SOURCES[key].entry.fields
    return f"https://doi.org/{fields['doi']}" if "doi" in fields else str(fields["url"])


def test_no_address_stands_twice_on_the_page_of_sources(site: Path) -> None:
    listed = addresses(site / PAGE)

    assert [link for link in listed if listed.count(link) > 1] == []


def test_each_source_that_is_quoted_shows_its_address(site: Path) -> None:
    listed = addresses(site / PAGE)

    assert [key for key in QUOTED if address_of(key) not in listed] == []


def test_all_addresses_of_the_site_are_on_the_page_of_sources(site: Path) -> None:
    pages = [page for page in site.rglob("*.html") if "contributing" not in page.parts]
    used = {link for page in pages for link in addresses(page)}

    assert used - set(addresses(site / PAGE)) == set()


def test_all_addresses_are_well_formed(site: Path) -> None:
    parts = [urlsplit(link) for link in addresses(site / PAGE)]

    assert [
        part.geturl()
        for part in parts
        if part.scheme not in {"http", "https"}
        or not HOST.fullmatch(part.netloc)
        or re.search(r"\s", part.geturl())
    ] == []


@pytest.mark.parametrize("section", ["all-sources", "public-services"])
def test_each_list_says_the_day_of_the_last_check(site: Path, section: str) -> None:
    page = (site / PAGE).read_text("utf-8")
    lead = page.partition(f'id="{section}"')[2].partition("<ul")[0]
    last = max(claim.checked for claim in CLAIMS if claim.checked)

    assert in_words(last, "en_GB") in lead
