"""What every test in a browser may use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from browsers import BROWSERS, WITH_WINDOWS, NoBrowserError, is_required, launch
from served import serving
from visits import Tab, Visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserType


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = started(playwright.chromium)
        yield browser
        browser.close()


@pytest.fixture
def browser_with_windows(browser) -> Iterator[Browser]:
    """Return a browser that can show a PDF."""
    browser = started(browser.browser_type, WITH_WINDOWS)
    yield browser
    browser.close()


def started(kind: BrowserType, names: tuple[str, ...] = BROWSERS) -> Browser:
    """Start one of these browsers; without any of them its tests are skipped."""
    try:
        return launch(kind, names)
    except NoBrowserError as error:
        if is_required():
            raise
        pytest.skip(f"no browser to test pages in: {error}")


@pytest.fixture(scope="session")
def site(browser, built_material) -> Path:
    """Return the folder of the built site."""
    return built_material / "html"


@pytest.fixture(scope="session")
def base(site) -> Iterator[str]:
    """Return the address of the served site."""
    with serving(site) as address:
        yield address


@pytest.fixture(scope="session")
def tab(browser, base) -> Iterator[Tab]:
    """Return the tab that tests share: to open one takes longer than most tests."""
    tab = Tab(browser, base)
    yield tab
    tab.close()


@pytest.fixture
def visit(browser, base, tab) -> Iterator[Callable[..., Visit]]:
    """Return a function that opens a page of the site, and says how it went.

    Nothing is stored when a test begins. The tab is the test's own if it is `fresh`, has options,
    or is not the first one of the test.
    """
    visits: list[Visit] = []

    def begin(name: str, width: int = 1280, *, fresh: bool = False, **options: object) -> Visit:
        size = {"width": width, "height": 800}
        shared = not (fresh or options or visits)
        one = tab.visit() if shared else Visit.begin(browser, base, viewport=size, **options)
        if shared:
            one.page.set_viewport_size(size)  # type: ignore[arg-type]
        visits.append(one)
        one.open(name)
        return one

    yield begin
    for one in visits:
        if not tab.clear(one):
            one.context.close()
