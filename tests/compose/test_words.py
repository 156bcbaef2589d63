"""The digest of a sheet changes with all that readers get of it, and with nothing else."""

from __future__ import annotations

import pytest

from handouts.compose.words import styled_words, words_digest

SITE = "https://example.org/b/"
SHEET = """\
<p>Ask for <a href="https://example.net/a">their sheet</a>, 40 of 100 do.</p>
<p>Rest 10<sup>3</sup> times.</p>
<ol start="2"><li data-label="(a)">One.</li></ol>
<table><tr><td>Pain</td><td></td><td>40</td></tr></table>
<p style="background-image:url(handouts:picture/1)"></p>
<img class="ho-icon" src="data:1em" alt="alert"><img src="handouts:picture/2" alt="A knee">
<p><a href="tel:999">Call us</a>, or (<span class="ho-address">example.org/b/p.html</span>).</p>
<footer>For more: <a href="https://example.org/b/own.html">example.org/b/own.html</a></footer>
"""


def digest(html: str, site: str = SITE, notice: str = "") -> str:
    return words_digest(html, {}, [notice], site=site, own=f"{site}own.html")


def test_a_digest_names_its_form() -> None:
    assert digest(SHEET).startswith("words-1:sha256:")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Rest", "<strong>Rest</strong>"),
        ("</p>\n<p>", '</p><p class="wide">'),
        ("40 of", "40\n  of"),
        ("of 100", "of\u00a0100"),
        ("data:1em", "data:2em"),
        ("Rest", "R\u2060est"),
        ("own.html", "moved.html"),
        ("b/p.html", "b/p/"),
    ],
)
def test_bold_type_lines_and_sizes_change_nothing(old: str, new: str) -> None:
    assert old in SHEET
    own = f"{SITE}own.html".replace(old, new)
    changed = words_digest(SHEET.replace(old, new), {}, [""], site=SITE, own=own)
    assert changed == digest(SHEET)


def test_a_site_may_move() -> None:
    moved = SHEET.replace("example.org/b/", "example.com/")
    assert digest(moved, "https://example.com/") == digest(SHEET)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("40 of", "41 of"),
        ("Rest", "Re st"),
        ("10<sup>3</sup>", "103"),
        ('start="2"', 'start="5"'),
        ("(a)", "(d)"),
        ("ol", "ul"),
        ("<td></td><td>40</td>", "<td>40</td><td></td>"),
        ("picture/1", "picture/3"),
        ("picture/2", "picture/4"),
        ("A knee", "A hip"),
        ("alert", "check"),
        ("tel:999", "tel:111"),
        ("example.net/a", "example.net/b"),
        ("b/p.html", "b/q.html"),
        ("example.org/b/p.html", "example.organs.net/b/p.html"),
        ("<footer>", "<footer>Call 111. "),
    ],
)
def test_each_thing_that_is_printed_counts(old: str, new: str) -> None:
    assert old in SHEET
    assert digest(SHEET.replace(old, new)) != digest(SHEET)


def test_words_of_a_country_and_a_notice_count() -> None:
    assert digest(SHEET, notice="Checked.") != digest(SHEET)
    assert words_digest(SHEET, {"GB": {"mark": "999"}}) != words_digest(SHEET, {})


def test_words_that_a_style_sheet_prints_are_found_and_marks_without_words_are_not() -> None:
    css = """
    li::before { content: counter(item) ". "; }  /* content: "no"; */
    .dose::after { content: "; 5 mg"; color: red }
    p::after { content: "" } q::before { content: open-quote }
    """
    assert styled_words(css) == ['counter(item) ". "', '"; 5 mg"']


def test_an_accent_that_was_typed_on_its_own_changes_nothing() -> None:
    assert digest("<p>\u00e9</p>") == digest("<p>e\u0301</p>")
