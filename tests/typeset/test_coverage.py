"""Letters with accents are written as the typefaces have them."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from handouts.jobs import THEME_FONTS
from handouts.typeset.coverage import Coverage

COVERAGE = Coverage(THEME_FONTS)


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("Man\u0303ana, ma\u00f1a\u0303na", "Ma\u00f1ana, ma\u00f1\u00e3na"),
        ("tie\u0302\u0301ng", "ti\u1ebfng"),
        ("\u1e63, s\u0323 and \u1ecd", "s\u0323, s\u0323 and \u1ecd"),
        ("e\u0327, m\u0301, x\u0303", "e\u0327, m\u0301, x\u0303"),
        ("\u01df", "\u00e4\u0304"),
        ("\u2126 \u1f71", "\u03a9 \u03ac"),
        ("\u01ef \ubc30", "\u01ef \ubc30"),
        (
            '<a href="https://a.example/n\u0303">man\u0303</a>',
            '<a href="https://a.example/n\u0303">ma\u00f1</a>',
        ),
    ],
)
def test_a_letter_and_its_accents_are_as_many_characters_as_glyphs(typed: str, drawn: str) -> None:
    assert COVERAGE.with_accents(typed) == drawn


def test_a_letter_that_the_font_has_as_one_stays_one() -> None:
    own = Coverage(THEME_FONTS)
    own.known = {*"s\u1e63\u0323"}

    assert own.with_accents("\u1e63 s\u0323") == "\u1e63 \u1e63"


def test_of_fonts_that_have_no_character_in_common_each_character_is_missing() -> None:
    own = Coverage(THEME_FONTS)
    body = ElementTree.fromstring("<body><h1>a</h1>b</body>")
    assert list(own.missing(body)) == []
    own.body = own.headings = set()

    assert [one.about for one in own.missing(body)] == ["a", "b"]
