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
