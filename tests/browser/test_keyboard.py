"""The site by keyboard alone."""

from __future__ import annotations

import pytest

# As a browser counts: of a group of radio buttons only the chosen one is a stop.
STOPS = """() => [...document.querySelectorAll("a[href], button, input, select, summary, textarea")]
    .filter((one) => one.tabIndex >= 0 && !one.disabled)
    .filter((one) => one.checkVisibility({visibilityProperty: true}))
    .filter((one) => one.type !== "radio" || one.checked).length"""
FOCUS_IS_INSIDE = "where => document.querySelector(where).contains(document.activeElement)"
NOTE_STOPS = """() => {
    window.stops = [];
    document.addEventListener("focusin", (event) => window.stops.push(event.target));
}"""
NUMBERED_STOPS = "() => window.stops.map((one) => window.stops.indexOf(one))"


@pytest.mark.parametrize("name", ["index.html", "faq.html"])
def test_the_first_stop_leads_past_the_menus(visit, name: str) -> None:
    page = visit(name).page

    page.keyboard.press("Tab")
    assert "skip to" in page.locator(":focus").inner_text().lower()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate(FOCUS_IS_INSIDE, "main, [role=main]")


@pytest.mark.parametrize(
    ("name", "width"),
    [
        ("index.html", 320),
        ("index.html", 1280),
        ("faq.html", 320),
        ("handouts/patients.html", 1280),
    ],
)
def test_the_tab_key_reaches_every_control_once(visit, name: str, width: int) -> None:
    page = visit(name, width).page
    page.evaluate(NOTE_STOPS)

    stops = page.evaluate(STOPS)
    for _ in range(stops):
        page.keyboard.press("Tab")

    assert page.evaluate(NUMBERED_STOPS) == list(range(stops))
