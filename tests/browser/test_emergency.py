"""The numbers to call at once, one tap away."""

from __future__ import annotations

import pytest

CARD = ".admonition.danger"


@pytest.mark.parametrize("name", ["deciding/red-flags.html", "handouts/patients.html"])
def test_an_emergency_number_is_called_by_a_tap(visit, name: str) -> None:
    links = visit(name).page.locator(f"{CARD} a[href^='tel:']")

    reported = dict(
        links.evaluate_all("all => all.map((one) => [one.textContent.trim(), one.href])")
    )

    assert reported.items() <= {number: f"tel:{number}" for number in ("999", "111")}.items()
    assert "999" in reported


def test_a_number_that_can_be_tapped_is_plain_on_paper(visit) -> None:
    page = visit("deciding/red-flags.html").page
    page.emulate_media(media="print")
    after = "one => getComputedStyle(one, '::after').content"

    assert page.locator(f"{CARD} a[href^='tel:']").first.evaluate(after) == "none"


def test_the_card_stands_out_where_the_reader_has_chosen_the_colours(visit) -> None:
    page = visit("handouts/patients.html", forced_colors="active").page
    width = "one => parseFloat(getComputedStyle(one).borderTopWidth)"
    others = page.locator(".admonition:not(.danger)").evaluate_all(f"all => all.map({width})")

    assert page.locator(CARD).first.evaluate(width) >= 2 * max(others) > 0


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_every_page_leads_to_the_emergency_page_in_its_first_lines(visit, width: int) -> None:
    for name in ("index.html", "faq.html", "handouts/referrers.html", "search.html", "404.html"):
        box = visit(name, width).page.locator(".urgent a").bounding_box()
        assert box["y"] + box["height"] < 100
        assert box["height"] >= 24
