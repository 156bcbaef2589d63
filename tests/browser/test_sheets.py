"""The sheets that pages offer: each link leads to a PDF that opens and is what the page says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pypdfium2
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import APIResponse, Page

    from visits import Visit

HANDOUTS = ["handouts/patients.html", "handouts/referrers.html"]
ADDRESSES = """() => [...document.querySelectorAll(".handouts-panel a")].map((one) => one.href)
    .filter((href) => href.endsWith(".pdf"))"""
KILOBYTES = re.compile(r"PDF.*?(\d+) KB")


@pytest.fixture(params=HANDOUTS)
def page(visit: Callable[..., Visit], request: pytest.FixtureRequest) -> Page:
    return visit(request.param).page


def sheets(page: Page) -> list[APIResponse]:
    addresses = dict.fromkeys(page.evaluate(ADDRESSES))
    assert len(addresses) == 3
    return [page.request.get(address) for address in addresses]


def test_the_links_of_a_panel_lead_to_pdfs_that_open(page: Page) -> None:
    for sheet in sheets(page):
        assert sheet.headers["content-type"] == "application/pdf"
        with pypdfium2.PdfDocument(sheet.body()) as pdf:
            assert page.locator("h1").inner_text().startswith(pdf.get_metadata_value("Title"))


def test_a_panel_tells_how_heavy_each_sheet_is(page: Page) -> None:
    told = [int(size) for size in KILOBYTES.findall(page.locator(".handouts-panel").inner_text())]

    assert told == pytest.approx([len(sheet.body()) / 1000 for sheet in sheets(page)], abs=1.5)
