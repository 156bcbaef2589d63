"""Tabs that are named for audiences: by mouse and keyboard, on one page and on the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from axe import findings
from visits import WIDTHS

if TYPE_CHECKING:
    from playwright.sync_api import Page


REFERRERS, PATIENTS = "For referrers", "For patients"


def shown(page: Page) -> set[str]:
    """Return the names of the tabs that are open, over all tab sets of a page."""
    open_tabs = page.locator(".sd-tab-set > input:checked + label")
    names = {name.strip() for name in open_tabs.all_text_contents()}
    assert page.locator(".sd-tab-content:visible").count() == open_tabs.count()
    return names


FAQ = "faq.html"


@pytest.fixture
def faq(visit) -> Page:
    return visit(FAQ).page


def test_tabs_open_on_the_words_for_patients(faq: Page) -> None:
    assert shown(faq) == {PATIENTS}


def test_an_arrow_key_opens_the_next_tab(faq: Page) -> None:
    faq.locator(".audience-switch input").first.focus()

    faq.keyboard.press("ArrowRight")

    assert shown(faq) == {REFERRERS}


def test_a_tab_opens_its_audience_all_over_the_page(faq: Page) -> None:
    faq.locator(".audience-switch").get_by_text(REFERRERS, exact=True).click()

    assert shown(faq) == {REFERRERS}


def test_an_audience_is_remembered_by_the_next_visit(faq: Page) -> None:
    faq.get_by_text(REFERRERS, exact=True).first.click()

    faq.reload()

    assert shown(faq) == {REFERRERS}


def test_a_choice_of_tab_is_all_that_is_stored(faq: Page) -> None:
    faq.get_by_text(REFERRERS, exact=True).first.click()

    stored = faq.evaluate("Object.entries(localStorage)")
    assert stored == [["sphinx-design-tab-id-tab", "referrers"]]
    assert faq.evaluate("sessionStorage.length") == 0
    assert faq.context.cookies() == []


def test_axe_finds_nothing_behind_a_tab(visit) -> None:
    visited = visit(FAQ)
    visited.page.get_by_text(REFERRERS, exact=True).first.click()

    assert [findings(visited.show(width)) for width in WIDTHS] == [[], [], []]
    assert [findings(visited.show(width, "dark"), "colours") for width in WIDTHS] == [[], [], []]


def test_a_tab_opens_without_scripts(visit) -> None:
    page = visit(FAQ, java_script_enabled=False).page

    tabs = page.locator(".sd-tab-set").first

    tabs.get_by_text(REFERRERS, exact=True).click()

    shown = tabs.locator(".sd-tab-content:visible")
    assert shown.count() == 1
    assert shown.inner_text() == tabs.locator(".sd-tab-content").nth(1).inner_text()


def test_a_page_of_many_tabs_has_one_switch(faq: Page) -> None:
    switches = faq.locator("fieldset.audience-switch")

    assert switches.count() == 1
    assert faq.locator(".sd-tab-set > label:visible").count() == 0
    assert switches.locator("input:checked").get_attribute("value") == "patients"


def test_the_switch_shows_what_an_earlier_visit_chose(faq: Page) -> None:
    faq.locator(".audience-switch").get_by_text(REFERRERS, exact=True).click()

    faq.reload()

    assert faq.locator(".audience-switch input:checked").get_attribute("value") == "referrers"
