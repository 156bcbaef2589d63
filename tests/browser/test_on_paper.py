"""An ordinary page that is printed from the browser, read back from the PDF that comes out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from visits import Visit


@pytest.fixture(scope="module")
def printed(browser, base) -> Iterator[Callable[[str], pypdfium2.PdfDocument]]:
    """Return a function that prints a page as a reader would, on A4, and only once."""
    visit = Visit.begin(browser, base)

    @cache
    def print_page(name: str) -> pypdfium2.PdfDocument:
        page = visit.open(name)
        return pypdfium2.PdfDocument(page.pdf(format="A4", prefer_css_page_size=True))

    yield print_page
    visit.context.close()


def words(pdf: Iterable[pypdfium2.PdfPage]) -> str:
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pdf).split())


def sizes(pdf: pypdfium2.PdfDocument) -> Iterator[float]:
    """Yield the size of each letter, in points."""
    matrix = pdfium.FS_MATRIX()
    for page in pdf:
        text = page.get_textpage()
        for index in range(text.count_chars()):
            if chr(pdfium.FPDFText_GetUnicode(text, index)).isalnum():
                pdfium.FPDFText_GetMatrix(text, index, matrix)
                yield pdfium.FPDFText_GetFontSize(text, index) * matrix.d


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("index.html", "Stem cell injections for back pain For people"),
        ("faq.html", "Questions people ask"),
        ("treatment/results.html", "What fair trials found"),
    ],
)
def test_a_printed_page_has_neither_menus_nor_a_foot(printed, name: str, title: str) -> None:
    text = words(printed(name))

    assert text.startswith(title)
    assert text.endswith(f"This page: https://example.org/back/{name}")


def test_a_printed_page_has_what_stands_in_every_tab(printed) -> None:
    text = words(printed("faq.html"))

    assert "Country by country" in text  # for patients
    assert "There is no dependable timetable." in text  # for referrers


def test_a_printed_page_gives_the_addresses_of_its_links(printed) -> None:
    assert "https://" in words(printed("deciding/find-a-trial.html")).partition("This page")[0]


def test_a_printed_page_gives_its_date_and_its_own_address(printed) -> None:
    text = words(printed("faq.html"))

    assert "Facts last checked 22 November 2026" in text
    assert "https://example.org/back/faq.html" in text


@pytest.mark.parametrize("name", ["index.html", "faq.html", "handouts/patients.html"])
def test_a_printed_page_is_set_in_12_points_or_more(printed, name: str) -> None:
    assert min(sizes(printed(name))) >= 11.9


def test_a_printed_handout_begins_with_its_first_box_below_the_title(visit) -> None:
    page = visit("handouts/referrers.html").page
    pdf = pypdfium2.PdfDocument(page.pdf(format="Letter", prefer_css_page_size=True))

    assert "Our advice" in words([pdf[0]])
