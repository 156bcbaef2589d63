"""The sheets that pages offer: each link leads to a PDF that opens and is what the page says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from visits import Visit

if TYPE_CHECKING:
    from playwright.sync_api import APIResponse, Page

HANDOUTS = ["handouts/patients.html", "handouts/referrers.html"]
PAPERS = ("A4", "US Letter", "Large print")
GALLERY = "handouts/index.html"
ADDRESSES = """where => [...document.querySelectorAll(`${where} a`)].map((one) => one.href)
    .filter((href) => href.endsWith(".pdf"))"""
NOTE_WHAT_IS_PRINTED = "window.print = () => { top.document.body.dataset.printed = location; }"
# Not `wait_for_function`: the policy of the pages forbids what that does if it must wait.
PRINTED = "body[data-printed]"
KILOBYTES = re.compile(r"PDF.*?(\d+) KB")


@pytest.fixture(params=HANDOUTS)
def page(visit, request) -> Page:
    return visit(request.param).page


@pytest.fixture
def own_page(visit) -> Page:
    return visit(HANDOUTS[0], fresh=True).page


def sheets(page: Page, where: str = ".handouts-downloads") -> list[APIResponse]:
    """Fetch each sheet that a part of a page links to."""
    addresses = dict.fromkeys(page.evaluate(ADDRESSES, where))
    return [page.request.get(address) for address in addresses]


def test_the_links_of_the_downloads_lead_to_pdfs_that_open(page: Page) -> None:
    found = sheets(page)

    assert {sheet.headers["content-type"] for sheet in found} == {"application/pdf"}
    assert len(found) == len(PAPERS)
    for sheet in found:
        with pypdfium2.PdfDocument(sheet.body()) as pdf:
            assert page.locator("h1").inner_text().startswith(pdf.get_metadata_value("Title"))


def test_a_link_to_edit_that_is_not_shown_leaves_no_gap(page: Page) -> None:
    gaps = page.evaluate(
        "[...document.querySelectorAll('.sd-col > :has(+ .handouts-suggest-block:last-child)')]"
        ".map((one) => getComputedStyle(one).marginBlockEnd)"
    )

    assert set(gaps) == {"0px"}


def test_the_downloads_say_how_heavy_each_sheet_is(page: Page) -> None:
    reported = [
        int(size) for size in KILOBYTES.findall(page.locator(".handouts-downloads").inner_text())
    ]

    assert reported == pytest.approx([len(sheet.body()) / 1000 for sheet in sheets(page)], abs=1.5)


# The button.

RECORDING = (
    "<script>window.print = () => { parent.document.body.dataset.printed = location }</script>"
)


def press(page: Page, served: str, **headers: str) -> str:
    """Press the first button to print, with `served` in place of the PDF; return its address."""
    page.route(
        "**/*.pdf",
        lambda route: route.fulfill(body=served, content_type="text/html", headers=headers),
    )
    page.add_init_script("Object.defineProperty(navigator, 'pdfViewerEnabled', { value: true })")
    page.reload()
    button = page.locator("a.handouts-print").first
    address: str = button.evaluate("(link) => link.href")
    button.click()
    return address


def test_the_button_prints_the_sheet_and_stays_on_the_page(own_page: Page) -> None:
    address = press(own_page, RECORDING)

    own_page.locator(PRINTED).wait_for(state="attached")
    assert own_page.evaluate("document.body.dataset.printed") == address
    assert not own_page.url.endswith(".pdf")


def test_a_sheet_that_will_not_print_inside_the_page_is_opened(own_page: Page) -> None:
    press(own_page, "<p>A sheet.</p>", **{"Content-Security-Policy": "sandbox"})

    own_page.wait_for_url("**/*.pdf")


def test_without_a_viewer_in_the_browser_the_button_opens_the_sheet(visit) -> None:
    page = visit(HANDOUTS[0], java_script_enabled=False).page
    page.route(
        "**/*.pdf", lambda route: route.fulfill(body="<p>A sheet.</p>", content_type="text/html")
    )
    page.locator("a.handouts-print").first.click()

    page.wait_for_url("**/*.pdf")


# The gallery.


def test_every_picture_of_the_gallery_is_drawn_and_has_its_words(visit) -> None:
    page = visit("handouts/index.html").page
    pictures = page.locator(".handouts-gallery img")
    for picture in pictures.all():
        picture.scroll_into_view_if_needed()
        picture.evaluate("(one) => one.decode()")
        assert picture.evaluate("(one) => one.naturalWidth") > 0
        assert 0 < len(picture.get_attribute("alt") or "") <= 125

    assert pictures.count() == 3 * len(HANDOUTS)


def test_the_gallery_shows_each_sheet_and_leads_to_it(visit) -> None:
    page = visit(GALLERY).page
    pictures = page.locator("main img.handouts-preview")

    assert pictures.count() == len(HANDOUTS) * len(PAPERS)
    assert len({one.get_attribute("alt") for one in pictures.all()}) == pictures.count()
    for sheet in sheets(page, "main"):
        pypdfium2.PdfDocument(sheet.body()).close()


def test_pictures_of_sheets_are_as_large_as_the_place_kept_for_them(visit) -> None:
    page = visit(GALLERY).page
    picture = page.locator("main img.handouts-preview").first
    picture.scroll_into_view_if_needed()

    width, height, kept = picture.evaluate(
        """async (one) => {
            await one.decode();
            return [one.naturalWidth, one.naturalHeight, one.width / one.height];
        }"""
    )

    assert width / height == pytest.approx(kept, rel=0.01)


def test_print_prints_the_sheet_and_not_the_page(browser_with_windows, base) -> None:
    visited = Visit.begin(browser_with_windows, base)
    visited.context.add_init_script(NOTE_WHAT_IS_PRINTED)
    page = visited.open(HANDOUTS[0])

    page.get_by_role("link", name="Print the sheet: A4").click()
    page.locator(PRINTED).wait_for(state="attached")

    assert page.evaluate("document.body.dataset.printed").endswith("/handouts/patients-a4.pdf")
    assert page.url.endswith(HANDOUTS[0])
    assert visited.complaints == []
