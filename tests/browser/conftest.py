"""What every test in a browser may use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from browsers import NoBrowserError, is_required, launch
from served import build_once, serving
from visits import Visit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        try:
            browser = launch(playwright)
        except NoBrowserError as error:
            if is_required():
                raise
            pytest.skip(f"no browser to test pages in: {error}")
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Path:
    """Return the folder of the built site; all processes of a run share it."""
    folder = tmp_path_factory.getbasetemp()
    if hasattr(request.config, "workerinput"):
        folder = folder.parent
    folder /= "site"
    folder.mkdir(exist_ok=True)
    return build_once(folder)


@pytest.fixture(scope="session")
def base(site: Path) -> Iterator[str]:
    """Return the address of the served site."""
    with serving(site) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, base: str) -> Iterator[Callable[..., Visit]]:
    """Return a function that opens a page of the site in a new profile, and says how it went."""
    visits: list[Visit] = []

    def begin(name: str, width: int = 1280, **options: object) -> Visit:
        size = {"width": width, "height": 800}
        visits.append(Visit.begin(browser, base, viewport=size, **options))
        visits[-1].open(name)
        return visits[-1]

    yield begin
    for one in visits:
        one.context.close()
