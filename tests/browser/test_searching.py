"""The search, as readers use it: in their own words, and without a server's help."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

if TYPE_CHECKING:
    from visits import Visit


def titles(found: Visit) -> list[str]:
    """Wait for what a search finds, and return the titles that come up."""
    # Sphinx shows the number of pages when it has looked at all of them.
    found.page.locator(".search-summary").get_by_text("found").wait_for()
    return found.page.locator("#search-results li > a").all_inner_texts()


def search(visit: Callable[..., Visit], words: str) -> tuple[Visit, list[str]]:
    """Open the page of what a search finds, and return the titles that come up."""
    found = visit(f"search.html?{urlencode({'q': words})}")
    return found, titles(found)


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("jab", "How it is done, step by step"),
        ("expensive", "What it costs"),
        ("leaflet", "Handouts to print"),
        ("brochure", "Handouts to print"),
        ("slipped disc", "Questions people ask"),
        ("how much", "What it costs"),
        ("is it safe", "What can go wrong"),
    ],
)
def test_a_search_finds_what_a_reader_means(visit, words: str, title: str) -> None:
    _, found = search(visit, words)

    assert title in found[:10]


@pytest.mark.parametrize("words", ["print", "sheet", "checked"])
def test_pages_for_readers_come_before_those_for_authors(visit, words: str) -> None:
    found, _ = search(visit, words)
    links = found.page.locator("#search-results li > a")

    addresses = links.evaluate_all("all => all.map((one) => one.getAttribute('href'))")
    for_authors = [address.startswith("contributing/") for address in addresses]

    assert set(for_authors) == {False, True}
    assert for_authors == sorted(for_authors)


def test_words_that_a_page_only_embeds_are_found_once(visit) -> None:
    _, found = search(visit, "pretend injection infection")

    assert found.count("Stem cell injections for back pain") == 1


def test_an_excerpt_gives_words_of_the_page_and_not_its_dates(visit) -> None:
    found, _ = search(visit, "what can go wrong")
    excerpt = found.page.locator(".search-excerpt").first
    excerpt.wait_for()

    assert len(excerpt.inner_text()) > 100
    assert "Facts last checked" not in excerpt.inner_text()


def test_a_search_from_the_home_page_asks_no_other_site(visit) -> None:
    found = visit("index.html")
    box = found.page.get_by_role("searchbox")
    box.fill("injection")
    box.press("Enter")

    assert len(titles(found)) > 1
    assert found.strangers() == []
    assert found.complaints == []


def test_a_search_that_finds_nothing_says_so(visit) -> None:
    found = visit("search.html?q=xylophone")

    found.page.locator("#search-results").get_by_text("No page has these words").wait_for()
    assert found.page.locator(".nothing-found a").count() == 4
