"""What pages weigh: on a phone, at night, on the Wi-Fi of a clinic."""

from __future__ import annotations

import pytest

from weight import weigh

LIGHT = ["faq.html", "treatment/results.html", "referrers/index.html"]


@pytest.mark.parametrize("name", LIGHT)
def test_a_page_comes_in_less_than_200_kb_and_15_requests_uncompressed(
    browser, base, name: str
) -> None:
    weight = weigh(browser, base + name, encoding="identity")

    assert weight.transferred < 200_000
    assert weight.requests < 15


def test_the_front_page_comes_in_less_than_160_kb_and_12_requests(browser, base) -> None:
    weight = weigh(browser, f"{base}index.html", encoding="identity")

    assert weight.transferred < 160_000
    assert weight.requests <= 12


def test_the_whole_site_is_below_5_mb_without_its_sheets(site) -> None:
    files = [path for path in site.rglob("*") if path.is_file() and path.suffix != ".pdf"]

    assert sum(path.stat().st_size for path in files) < 5_000_000
