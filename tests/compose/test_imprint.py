"""What the foot of a sheet says."""

from __future__ import annotations

from datetime import date

import pytest
from docutils import nodes

from handouts.compose.imprint import Imprint, imprint_nodes
from handouts.config.addresses import short_address
from handouts.config.publisher import Publisher

ADDRESS = "https://example.org/back/sheet.html"


def said(imprint: Imprint) -> str:
    foot = imprint_nodes(imprint)
    assert foot is not None
    return foot.astext()


def test_nothing_to_say_is_no_imprint() -> None:
    assert imprint_nodes(Imprint()) is None


def test_the_day_after_which_not_to_use_it_stands_out_from_the_dates() -> None:
    foot = imprint_nodes(Imprint(checked=date(2026, 11, 2), check_by=date(2027, 5, 22)))
    assert foot is not None

    assert foot["classes"] == ["handouts-imprint"]
    assert foot.astext() == "Facts last checked 2 November 2026. Do not use after 22 May 2027."
    assert [one.astext() for one in foot.findall(nodes.strong)] == ["Do not use after 22 May 2027."]


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "2 November"), ("en_US", "November 2"), ("de", "2. November")]
)
def test_dates_are_written_as_the_language_does(language: str, expected: str) -> None:
    assert expected in said(Imprint(checked=date(2026, 11, 2), language=language))


def test_the_publisher_is_named_with_a_way_to_reach_it() -> None:
    imprint = Imprint(Publisher("A Charity", contact="Call 0123."), notice="Not yet checked.")

    assert said(imprint) == "Not yet checked. Published by A Charity. Call 0123."


def test_the_address_is_shown_as_people_type_it_and_linked_in_full() -> None:
    foot = imprint_nodes(Imprint(address=ADDRESS, scan="Scan:"))
    assert foot is not None

    (link,) = foot.findall(nodes.reference)
    assert (link.astext(), link["refuri"]) == ("example.org/back/sheet.html", ADDRESS)


@pytest.mark.parametrize(
    ("address", "short"),
    [
        ("https://example.org/", "example.org"),
        ("http://example.org/a/", "example.org/a"),
        ("https://example.org/a.html", "example.org/a.html"),
    ],
)
def test_an_address_loses_what_nobody_types(address: str, short: str) -> None:
    assert short_address(address) == short
