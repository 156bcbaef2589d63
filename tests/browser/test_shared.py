"""What is shown of a page elsewhere: in results of a search, and where somebody shares it."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest

from material import PUBLIC
from visits import FROM_SOURCES


class Head(HTMLParser):
    """The title, links and tags of a page's head."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: dict[str, str] = {}
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        reported = {key: value or "" for key, value in attrs}
        if tag == "meta":
            name = reported.get("name") or reported.get("property", "")
            self.tags[name] = reported.get("content", "")
        if tag == "link" and "href" in reported:
            self.tags[reported["rel"]] = reported["href"]


@pytest.fixture(scope="module")
def heads(site) -> dict[str, Head]:
    return {name: Head(site / name) for name in FROM_SOURCES}


def test_each_page_has_a_description_of_its_own(heads: dict[str, Head]) -> None:
    reported = [head.tags["description"] for head in heads.values()]

    assert all(10 < len(text) <= 160 for text in reported)
    assert len(set(reported)) == len(reported)


def test_each_page_gives_its_own_address(heads: dict[str, Head]) -> None:
    reported = {name: head.tags["canonical"] for name, head in heads.items()}

    assert reported == {name: f"{PUBLIC}/{name}" for name in FROM_SOURCES}


def test_a_page_that_is_shared_shows_one_of_our_pictures(heads: dict[str, Head], site) -> None:
    pictures = {head.tags["og:image"] for head in heads.values()}

    assert all((site / one.removeprefix(f"{PUBLIC}/")).is_file() for one in pictures)
    assert all(head.tags["og:image:alt"] for head in heads.values())


def test_the_map_of_the_site_lists_every_page(site) -> None:
    text = (site / "sitemap.xml").read_text("utf-8")

    assert [name for name in FROM_SOURCES if f"<loc>{PUBLIC}/{name}</loc>" not in text] == []
