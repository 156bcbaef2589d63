"""Notes that open in place, sheets offered to who prints, and what can be copied or shared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from axe import findings

if TYPE_CHECKING:
    from playwright.sync_api import Page


HOME, SHEET = "index.html", "handouts/patients.html"
IN_VIEW = """one => {
    const { x, y } = one.getBoundingClientRect();
    return one.contains(document.elementFromPoint(x + 5, y + 5));
}"""


@pytest.fixture
def home(visit) -> Page:
    return visit(HOME).page


def test_a_mark_shows_its_sources_in_place(home: Page) -> None:
    mark = home.locator(".source-mark").first
    mark.click()
    note = home.get_by_role("dialog")

    assert note.locator("li").count() == 3
    assert note.get_by_role("button", name="Close").evaluate(IN_VIEW)
    assert "checked" in note.locator("p").first.inner_text()
    assert findings(home) == []
    assert home.url.endswith(HOME)


def test_a_note_opens_and_closes_by_keyboard_and_gives_the_focus_back(home: Page) -> None:
    mark = home.locator(".source-mark").first
    mark.focus()
    home.keyboard.press("Enter")
    assert home.get_by_role("dialog").is_visible()

    home.keyboard.press("Escape")

    assert home.get_by_role("dialog").count() == 0
    assert mark.evaluate("one => one === document.activeElement")


def test_the_list_of_sources_leads_back_to_the_sentence(home: Page) -> None:
    home.locator(".source-mark").first.click()
    home.get_by_role("dialog").get_by_role("link", name="Show in the list of sources").click()
    assert home.locator("#source-1").is_visible()

    home.get_by_role("link", name="Back to the text").click()

    assert home.locator(".source-mark").first.evaluate("one => one === document.activeElement")


def test_without_scripts_a_mark_is_a_link_to_its_source(visit) -> None:
    page = visit(HOME, java_script_enabled=False).page

    page.locator(".source-mark").first.click()

    assert page.url.endswith("#source-1")
    assert page.locator("#source-1").is_visible()


def test_a_term_says_what_it_means(visit) -> None:
    page = visit("treatment/results.html").page
    page.locator("a.term").first.click()

    assert len(page.get_by_role("dialog").locator("p").nth(1).inner_text()) > 20
    assert page.url.endswith("results.html")


def test_the_menu_of_a_phone_stands_above_the_page_and_can_be_read(home: Page) -> None:
    home.set_viewport_size({"width": 390, "height": 800})
    home.get_by_role("button", name="Menu").click()
    link = home.get_by_role("navigation").get_by_role("link").first

    assert link.evaluate(IN_VIEW)
    assert home.locator("#menu").evaluate("one => getComputedStyle(one).backgroundColor") == (
        "rgb(255, 255, 255)"
    )
    assert home.locator("#menu").evaluate("one => one.getBoundingClientRect().top") > 200
    assert findings(home) == []


def test_who_prints_a_handouts_page_is_offered_its_sheets(visit) -> None:
    page = visit(SHEET).page
    page.keyboard.press("Control+p")
    dialog = page.get_by_role("dialog")

    addresses = dialog.get_by_role("link").evaluate_all("all => all.map((one) => one.href)")
    assert [address.rpartition("/")[2] for address in addresses] == [
        "patients-a4.pdf",
        "patients-letter.pdf",
        "patients-large-print.pdf",
    ]
    assert dialog.get_by_role("button", name="Print this web page").is_visible()
    page.set_viewport_size({"width": 320, "height": 800})
    assert dialog.evaluate("one => one.scrollWidth === one.clientWidth")
    assert findings(page) == []


def test_a_sheet_is_not_offered_after_its_last_day(visit) -> None:
    visited = visit(SHEET, fresh=True)
    visited.page.clock.set_fixed_time("2040-01-01")
    for name in (SHEET, "handouts/index.html"):
        page = visited.open(name)

        assert page.locator("main a[href$='.pdf']:visible").count() == 0
        assert page.locator(".handouts-expired").first.is_visible()


def test_links_to_change_each_part_are_shown_to_who_asks(visit) -> None:
    page = visit(SHEET).page
    parts = page.locator(".handouts-suggest-block a:visible")
    assert parts.count() == 0

    page.get_by_role("button", name="Show where each part can be changed").click()

    assert parts.count() > 3
    assert findings(page) == []


def test_on_a_public_site_only_who_asks_by_address_can_show_them(visit, base) -> None:
    page = visit(SHEET, fresh=True).page
    public = "http://example.org/"
    page.route(f"{public}**", lambda route: route.continue_(url=base + route.request.url[19:]))
    shown = []
    for address in (SHEET, f"{SHEET}?again#edit"):
        page.goto(public + address)
        shown.append(page.locator(".handouts-show-edits").count())

    assert shown == [0, 1]


def test_a_page_is_shared_by_its_address_and_what_is_said_aloud_is_copied(visit) -> None:
    visited = visit("referrers/index.html", fresh=True)
    visited.context.add_init_script(
        "navigator.share = async (what) => { window.shared = what.url; };"
        "navigator.clipboard.writeText = async (text) => { window.copied = text; };"
    )
    page = visited.open("referrers/index.html")
    page.evaluate("window.setTimeout = () => {}")  # A button says that it has copied for a moment.

    page.get_by_role("button", name="Share this page").click()
    page.get_by_role("button", name="Copy these words").click()

    assert page.evaluate("window.shared") == "https://example.org/back/referrers/index.html"
    assert page.get_by_role("button", name="Copied").is_visible()
    said, words = page.evaluate("window.copied"), page.locator(".say-aloud").inner_text()
    assert 50 < len(said) < len(words)
    assert not any(mark in said for mark in ("Copy", "Say it", "1–"))
