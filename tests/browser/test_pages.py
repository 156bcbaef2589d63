"""Every page of the site, in each window and colour scheme: what any reader meets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from axe import findings
from sight import cut_off, spread_text, without_sign_of_focus
from visits import PAGES, SCHEMES, WIDTHS, Visit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser


def test_the_list_of_pages_is_what_was_built(site: Path) -> None:
    built = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}

    assert {name for name in built if not name.startswith("_")} == set(PAGES)


@pytest.fixture(scope="module", params=PAGES)
def visited(browser: Browser, base: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Load a page once, for all tests of it."""
    visit = Visit.begin(browser, base)
    visit.open(request.param)
    yield visit
    visit.context.close()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing(visited: Visit, width: int, scheme: str) -> None:
    page = visited.show(width, scheme)

    assert findings(page) == []


def test_nothing_is_lost_on_a_narrow_screen(visited: Visit) -> None:
    page = visited.show(320)

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert cut_off(page) == []


def test_nothing_is_lost_when_a_reader_spreads_the_text(visited: Visit) -> None:
    page = visited.show(320)

    with spread_text(page):
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert cut_off(page) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_whatever_has_the_focus_is_seen_and_shows_it(visited: Visit, width: int) -> None:
    page = visited.show(width)

    assert without_sign_of_focus(page) == []


def test_nothing_is_asked_of_another_site(visited: Visit) -> None:
    assert visited.strangers() == []


def test_the_console_stays_empty(visited: Visit) -> None:
    assert visited.complaints == []


def test_nothing_is_stored_before_a_reader_chooses(visited: Visit) -> None:
    assert visited.context.storage_state()["cookies"] == []
    assert visited.page.evaluate("localStorage.length + sessionStorage.length") == 0
