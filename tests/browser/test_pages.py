"""Every page of the site, in each window and colour scheme: what any reader meets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sight import cut_off, spread_text
from visits import PAGES, Visit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser


@pytest.fixture(scope="module", params=PAGES)
def visited(browser: Browser, base: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Load a page once, for all tests of it."""
    visit = Visit.begin(browser, base)
    visit.open(request.param)
    yield visit
    visit.context.close()


def test_nothing_is_lost_on_a_narrow_screen(visited: Visit) -> None:
    page = visited.show(320)

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert cut_off(page) == []


def test_nothing_is_lost_when_a_reader_spreads_the_text(visited: Visit) -> None:
    page = visited.show(320)

    with spread_text(page):
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert cut_off(page) == []


def test_nothing_is_asked_of_another_site(visited: Visit) -> None:
    assert visited.strangers() == []


def test_nothing_is_stored_before_a_reader_chooses(visited: Visit) -> None:
    assert visited.context.storage_state()["cookies"] == []
    assert visited.page.evaluate("localStorage.length + sessionStorage.length") == 0
