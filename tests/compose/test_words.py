"""The digest of words changes with a word, a number or a picture, and with nothing else."""

from __future__ import annotations

import pytest

from handouts.compose.words import words_digest

SHEET = '<p>Ask for <a href="https://example.org">their sheet</a>, 40 of 100 do.</p>\n<p>Rest.</p>'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<a href="https://example.org">their sheet</a>', "their sheet"),
        ("Rest", "<strong>Rest</strong>"),
        ("</p>\n<p>", '</p><p class="wide">'),
        ("40 of", "40\n  of"),
        ("of 100", "of\u00a0100"),
    ],
)
def test_links_bold_type_and_lines_change_nothing(old: str, new: str) -> None:
    assert words_digest(SHEET.replace(old, new), "", {}) == words_digest(SHEET, "", {})


def test_the_address_of_the_site_after_a_link_does_not_count() -> None:
    shown = ' (<span class="ho-address">example.org/b/page.html</span>)'
    main = SHEET.replace("</a>", f"</a>{shown}")

    assert words_digest(main, "", {}, "example.org/b") == words_digest(SHEET, "", {})
    assert words_digest(main, "", {}, "example.com") != words_digest(SHEET, "", {})


@pytest.mark.parametrize(
    ("main", "foot", "countries"),
    [
        (SHEET.replace("40", "41"), "", {}),
        (SHEET.replace("Rest", "Re st"), "", {}),
        (SHEET.replace("do.</p>\n<p>Rest", "do.Rest"), "", {}),
        (f'{SHEET}<img alt="A knee" src="handouts:picture/1">', "", {}),
        (SHEET, "Facts last checked 2 November 2026.", {}),
        (SHEET, "", {"GB": {"mark": "999"}}),
    ],
)
def test_each_word_number_and_picture_counts(
    main: str, foot: str, countries: dict[str, dict[str, str]]
) -> None:
    assert words_digest(main, foot, countries) != words_digest(SHEET, "", {})
