"""Each address outside these pages stands once on the page of sources, which says its day."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from docutils import nodes

from handouts.claims.ledger.reader import read_ledger
from handouts.claims.sources.bibliography import read_bibliography
from handouts.dates import in_words
from material import DOCS, PUBLIC

if TYPE_CHECKING:
    from sphinx.application import Sphinx


PAGE = "about/sources"
CLAIMS = read_ledger(DOCS / "claims.toml").claims.values()
SOURCES = read_bibliography(DOCS / "references.bib").sources
QUOTED = sorted({key for claim in CLAIMS for key in claim.sources})
HOST = re.compile(r"([a-z0-9-]+\.)+[a-z]{2,}")


@pytest.fixture(scope="module")
def app(material) -> Sphinx:
    return material.build("dummy", names=(f"{PAGE}.md",)).app


@pytest.fixture(scope="module")
def listed(app: Sphinx) -> list[str]:
    return addresses(app, PAGE)


def page(app: Sphinx, docname: str) -> nodes.document:
    return app.env.get_and_resolve_doctree(docname, app.builder)


def addresses(app: Sphinx, docname: str) -> list[str]:
    """Return where a page leads outside the site."""
    links = [node.get("refuri", "") for node in page(app, docname).findall(nodes.reference)]
    return [link for link in links if urlsplit(link).netloc]


def address_of(key: str) -> str:
    """Return a source's address; some papers we know only from what others say of them."""
    fields = SOURCES[key].entry.fields
    return f"https://doi.org/{fields['doi']}" if "doi" in fields else fields.get("url", "")


def test_no_address_is_listed_twice(listed: list[str]) -> None:
    assert [link for link in listed if listed.count(link) > 1] == []


def test_each_source_that_is_quoted_shows_its_address(listed: list[str]) -> None:
    assert {address_of(key) for key in QUOTED} - {"", *listed} == set()


def test_every_address_of_the_site_is_listed(app: Sphinx, listed: list[str]) -> None:
    material = [name for name in app.env.found_docs if not name.startswith("contributing/")]
    used = {link for docname in material for link in addresses(app, docname)}

    assert {link for link in used if not link.startswith(PUBLIC)} - set(listed) == set()


def test_all_addresses_are_well_formed(listed: list[str]) -> None:
    parts = [(link, urlsplit(link)) for link in listed]

    assert [
        link
        for link, part in parts
        if part.scheme not in {"http", "https"} or not HOST.fullmatch(part.netloc) or " " in link
    ] == []


@pytest.mark.parametrize("name", ["all-sources", "public-services"])
def test_each_list_says_the_day_of_the_last_check(app: Sphinx, name: str) -> None:
    (section,) = (one for one in page(app, PAGE).findall(nodes.section) if name in one["ids"])
    lead = " ".join(one.astext() for one in section.children if isinstance(one, nodes.paragraph))
    last = max(claim.checked for claim in CLAIMS if claim.checked)

    assert in_words(last, "en_GB") in lead
