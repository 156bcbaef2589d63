"""The site without a server: opened from a disk, or out of a zip that somebody was sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from visits import Visit

NAMES = ["index.html", "faq.html", "handouts/patients.html", "handouts/index.html"]


@pytest.fixture(scope="module")
def opened(browser, site) -> Iterator[Callable[[str], Visit]]:
    visit = Visit.begin(browser, site.as_uri() + "/")

    def open_page(name: str) -> Visit:
        visit.forget()
        visit.open(name)
        return visit

    yield open_page
    visit.context.close()


@pytest.mark.parametrize("name", NAMES)
def test_a_page_on_a_disk_asks_for_nothing_else_and_complains_of_nothing(
    opened: Callable[[str], Visit], name: str
) -> None:
    visit = opened(name)

    assert visit.strangers() == []
    assert visit.complaints == []


def test_a_page_on_a_disk_has_its_own_type(opened: Callable[[str], Visit]) -> None:
    page = opened("index.html").page

    fonts = page.evaluate("document.fonts.ready.then((all) => [...all].map((one) => one.status))")

    assert "loaded" in fonts


def test_a_search_on_a_disk_finds_pages(opened: Callable[[str], Visit]) -> None:
    page = opened("index.html").page

    page.get_by_role("searchbox").fill("price")
    page.get_by_role("searchbox").press("Enter")

    page.locator("#search-results a[href*='costs.html']").first.wait_for()


def test_a_tab_on_a_disk_opens(opened: Callable[[str], Visit]) -> None:
    page = opened("faq.html").page

    page.get_by_text("For referrers", exact=True).first.click()

    shown = page.locator(".sd-tab-set > input:checked + label").first
    assert (shown.text_content() or "").strip() == "For referrers"
