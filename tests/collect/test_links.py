"""Links whose words say another address than they lead to."""

from __future__ import annotations

import pytest
from docutils import nodes
from docutils.utils import new_document

from handouts.collect.links import is_misleading, unsafe_links


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("https://nhs.uk", "https://nhs.uk.example.org/a"),
        ("www.nhs.uk/knees", "http://example.org/www.nhs.uk"),
        ("NHS.uk", "https://nhs.uk@example.org"),
        ("https://nhs.example", "https://example.org"),
        ("bücher.de", "https://xn--mnchen-3ya.de"),
        ("pacjent.gov.pl", "https://pacjent.example.org"),
        ("0800 1111", "tel:0800-2222"),
        ("112", "tel:111"),
        ("115", "tel:15"),
        ("150", "tel:+3315"),
        ("112", "tel:+44111"),
        ("pubmed.gov", "https://pubmed.gov.example.org"),
        ("gov.uk", "https://gov.ie"),
        ("help@nhs.uk", "mailto:help@example.org"),
    ],
)
def test_words_that_are_the_address_of_another_site_mislead(words: str, address: str) -> None:
    assert is_misleading(words, address)


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("nhs.uk/knees", "https://www.nhs.uk/conditions/knees/"),
        ("https://www.nhs.uk", "https://111.nhs.uk?a=b"),
        ("the NHS", "https://example.org"),
        ("conf.py", "https://example.org/conf.py"),
        ("Node.js", "https://example.org"),
        ("nhs.uk", "help.html"),
        ("https://bücher.de/ä", "https://xn--bcher-kva.de/%C3%A4"),
        ("https://xn--bcher-kva.de", "https://xn--bcher-kva.de"),
        ("help@nhs.uk", "mailto:Help@nhs.uk?subject=Knees"),
        ("+44 (0)20 7946 0018", "tel:02079460018"),
        ("Call us", "tel:0800-2222"),
        ("116 117", "tel:+49116117"),
        ("111", "tel:+44111"),
        ("+44 111", "tel:+44111"),
        ("31 14", "tel:+333114"),
        ("15", "tel:+3315"),
        ("15", "tel:15"),
        ("85258", "sms:+4485258"),
        ("pubmed.gov", "https://pubmed.ncbi.nlm.nih.gov/123/"),
        ("doi:10.1/a.b", "https://doi.org/10.1/a.b"),
    ],
)
def test_words_of_other_kinds_do_not(words: str, address: str) -> None:
    assert not is_misleading(words, address)


@pytest.mark.parametrize(("code", "found"), [("logging.info", 0), ("https://nhs.uk", 1)])
def test_code_is_an_address_only_with_its_scheme(code: str, found: int) -> None:
    document = new_document("page.md")
    document.append(nodes.reference("", "", nodes.literal("", code), refuri="https://example.org"))

    assert len(list(unsafe_links(document))) == found
