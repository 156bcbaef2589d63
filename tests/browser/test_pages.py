"""Every page of the site, in each window and colour scheme: what any reader meets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from axe import findings
from sight import cut_off, spread_text, without_sign_of_focus
from visits import PAGES, SCHEMES, WIDTHS, Visit

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page


def test_the_list_of_pages_is_what_was_built(site: Path) -> None:
    built = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}

    assert {name for name in built if not name.startswith("_")} == set(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_for_every_reader(browser: Browser, base: str, name: str) -> None:
    """Ask everything of a page that was loaded once."""
    visit = Visit.begin(browser, base)
    page = visit.open(name)

    found = {
        "axe": axe_findings(visit),
        "focus": [one for width in WIDTHS for one in without_sign_of_focus(visit.show(width))],
        "narrow": too_wide(visit.show(320)),
        "other sites": visit.strangers(),
        "console": visit.complaints,
        "cookies": visit.context.storage_state()["cookies"],
        "stored": page.evaluate("Object.keys({...localStorage, ...sessionStorage})"),
    }
    with spread_text(visit.show(320)):
        found["narrow, with spread text"] = too_wide(page)
    visit.context.close()

    assert {what: one for what, one in found.items() if one} == {}


def axe_findings(visit: Visit) -> list[str]:
    """Return what axe finds at each width, in light, and of colours in dark."""
    return [
        f"{width} px, {scheme}: {one}"
        for width in WIDTHS
        for scheme in SCHEMES
        for one in findings(visit.show(width, scheme), colours_only=scheme == "dark")
    ]


def too_wide(page: Page) -> list[str]:
    """Return what does not fit into 320 pixels."""
    width = page.evaluate("document.documentElement.scrollWidth")
    return [f"the page is {width} px wide"] * (width > 320) + cut_off(page)
