"""The page gate: a good PDF passes, and each way to break it is caught."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from breaks import BREAKS, LAYOUT_BREAKS, broken, move, move_words, write_outside_tags
from finished import text_of_pdf, typeset_job
from handouts.jobs import THEME_FONTS, Job, Picture, SheetPlan, TypeSetting
from handouts.preflight.gate import FACE, Expected, faults_of_pdf
from handouts.preflight.texts import squeeze

if TYPE_CHECKING:
    from breaks import Break

pytestmark = pytest.mark.usefixtures("_as_a_worker")

THEME = Path(__file__).parents[2] / "src" / "handouts" / "theme"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><path d='M0 0h9v9z'/></svg>"
PICTURE = f"data:image/svg+xml;base64,{base64.b64encode(SVG).decode()}"
HTML = f"""<!doctype html><html lang="en-GB"><head><title>Knee pain</title></head><body><main>
<h1>Knee pain</h1>
<p>First words, a <a href="https://example.org/">link</a> and <strong>bold</strong>.</p>
<section><h2>List</h2><ul><li>Apple</li><li>Pear <ul><li>Nested</li></ul></li></ul>
<ol class="ho-loose"><li><p>Loose</p><p>item</p></li></ol></section>
<section><h2>Table</h2><table><thead><tr><td></td><th scope="col">Head</th></tr></thead>
<tbody><tr><th scope="row">Row</th><td>Cell</td></tr></tbody></table></section>
<figure><img src="{PICTURE}" alt="A knee" style="width:9mm"><figcaption><p>Caption</p></figcaption>
</figure></main>
<footer class="ho-imprint"><div class="ho-imprint-text"><p>Imprint</p></div></footer></body>
</html>"""
PLAN = SheetPlan("a4", (210.0, 297.0), 1, (TypeSetting(12.0, 1.3, 0.7),))


@pytest.fixture(scope="module")
def job() -> Job:
    css = (THEME / "sheet.css").read_text("utf-8")
    return Job("knee", HTML, (PLAN,), css, THEME_FONTS, "Knee pain", "en-GB")


@pytest.fixture(scope="module")
def typeset(engine, job: Job) -> tuple[bytes, Expected]:
    return typeset_job(job)


@pytest.fixture(scope="module")
def good(typeset: tuple[bytes, Expected]) -> bytes:
    return typeset[0]


@pytest.fixture(scope="module")
def expected(typeset: tuple[bytes, Expected]) -> Expected:
    return typeset[1]


WORDS = re.compile("“[^…]")
"""The beginning of words in a message; with dots, the words around a difference begin."""


def codes(data: bytes, expected: Expected) -> set[str]:
    return {fault.code for fault in faults_of_pdf(data, expected)}


def test_a_good_pdf_has_no_fault(good: bytes, expected: Expected) -> None:
    assert faults_of_pdf(good, expected) == []


@pytest.mark.parametrize(("change", "code"), [pytest.param(*b[1:], id=b[0]) for b in BREAKS])
def test_each_break_is_caught_and_its_words_are_named(
    good: bytes, expected: Expected, change: Break, code: str
) -> None:
    faults = faults_of_pdf(broken(good, change), expected)

    assert code in {fault.code for fault in faults}
    assert [one for one in faults if WORDS.search(one.message) and not one.about] == []


def test_a_number_in_no_tag_of_a_single_page_is_reported(job: Job) -> None:
    from handouts.workers.worker import print_handout

    margin = "@page { @top-left { content: '500' } }"
    (printed,) = print_handout(replace(job, css=job.css + margin))

    assert [fault.message for fault in printed.faults] == ["“500” is in no tag of the PDF"]


@pytest.mark.parametrize(("css", "code"), [pytest.param(*b[1:], id=b[0]) for b in LAYOUT_BREAKS])
def test_each_break_of_the_theme_is_caught(job: Job, css: str, code: str) -> None:
    from handouts.workers.worker import print_handout

    (printed,) = print_handout(replace(job, css=job.css + css))

    assert (printed.pdf, code in {fault.code for fault in printed.faults}) == (b"", True), (
        printed.faults
    )


def test_saving_alone_breaks_nothing(good: bytes, expected: Expected) -> None:
    assert codes(broken(good, lambda _: None), expected) == set()


@pytest.mark.parametrize("where", [b"y='3'", b"x='4' y='3' text-anchor='middle'"])
def test_words_in_a_picture_may_be_small_and_pale_on_dark_ground(job: Job, where: bytes) -> None:
    from handouts.workers.worker import print_handout

    words = b"font-size='3' fill='#ccc' font-family='IBM Plex Sans'>x</text></svg>"
    drawing = SVG.replace(b"</svg>", b"<text " + where + b" " + words)
    picture = Picture("x.svg", "image/svg+xml", drawing, 20, 20)
    html = job.html.replace(PICTURE, picture.address)
    (printed,) = print_handout(replace(job, html=html, pictures={picture.address: picture}))

    assert printed.faults == ()


def test_a_drawing_that_goes_on_beyond_its_picture_covers_nothing(job: Job) -> None:
    from handouts.workers.worker import print_handout

    drawing = SVG.replace(b"M0 0h9v9z", b"M-99-99h200v200h-200z")
    picture = f"data:image/svg+xml;base64,{base64.b64encode(drawing).decode()}"
    (printed,) = print_handout(replace(job, html=job.html.replace(PICTURE, picture)))

    assert printed.faults == ()


@pytest.mark.parametrize(
    "words",
    [
        "— — — — — — —",
        "· · · · · · · · · ·",
        "__________",
        "..........",
        "Date:" + "\N{NO-BREAK SPACE}" * 20 + "by hand",
    ],
)
def test_words_that_leave_little_ink_are_no_fault(job: Job, words: str) -> None:
    from handouts.workers.worker import print_handout

    (printed,) = print_handout(replace(job, html=job.html.replace("</main>", f"<p>{words}</main>")))

    assert printed.faults == ()


# What was expected, and what is reported.


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"text": "other words"}, "lost-text"),
        ({"title": "Hip pain"}, "title"),
        ({"language": "en-US"}, "language"),
        ({"pages": 0}, "pages"),
        ({"paper": (215.9, 279.4)}, "page-size"),
        ({"fonts": frozenset({"Other"})}, "fonts"),
        ({"pictures": 2}, "alt-text"),
    ],
)
def test_each_expectation_is_looked_at(
    good: bytes, expected: Expected, change: dict[str, object], code: str
) -> None:
    assert codes(good, replace(expected, **change)) == {code}


def test_lost_words_are_shown_with_what_stands_round_them(good: bytes, expected: Expected) -> None:
    (fault,) = faults_of_pdf(good, replace(expected, text=expected.text.replace("Pear", "Plum")))

    assert "Apple Pear"[:-3].replace(" ", "") in fault.message
    assert "ApplePl" in fault.message


def test_what_no_page_can_show_is_named(good: bytes, expected: Expected) -> None:
    faults = faults_of_pdf(broken(good, lambda pdf: move(pdf, b"1 0 0 1 -40 0")), expected)

    assert "“Knee pain” lies outside the printable part of the page" in [
        fault.message for fault in faults
    ]


def test_the_page_furniture_may_stand_outside_the_tags(good: bytes, expected: Expected) -> None:
    data = broken(good, write_outside_tags)

    furnished = replace(expected, furniture=expected.text, glyphs=None)
    assert codes(data, furnished) == set()


def test_text_is_read_in_the_order_of_the_tags(good: bytes, expected: Expected) -> None:
    assert squeeze(text_of_pdf(good)) == squeeze(expected.text)


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[: len(data) // 2],
        lambda data: data.replace(b" obj", b" 0bj"),
        lambda data: data.replace(b"startxref", b"startxxxx"),
        lambda data: data[:500] + bytes(200) + data[700:],
    ],
)
def test_a_damaged_pdf_has_a_fault_and_raises_nothing(
    good: bytes, expected: Expected, damage: Callable[[bytes], bytes]
) -> None:
    assert codes(damage(good), expected)


@pytest.mark.parametrize(
    "css",
    [
        "p{letter-spacing:0.0139em}",
        "p{word-spacing:0.24em;text-align:justify}",
        "h1{transform:rotate(1deg)}",
        "h1{position:relative;left:2mm}",
        "code{white-space:pre}",
    ],
)
def test_letters_that_a_style_spaces_or_moves_are_no_fault(job: Job, css: str) -> None:
    from handouts.workers.worker import print_handout

    words = "affinity o\N{LATIN SMALL LIGATURE FI}ve cafe\u0301 1\N{NARROW NO-BREAK SPACE}000 ½ — "
    html = job.html.replace("First words", f"{words * 3}<code>a  b   c</code>")
    (printed,) = print_handout(replace(job, html=html, css=job.css + css))

    assert printed.faults == ()


def test_a_line_that_is_moved_is_known_only_by_where_it_was_laid_out(
    good: bytes, expected: Expected
) -> None:
    moved = broken(good, lambda pdf: move_words(pdf, lambda at: [300, at[1]]))

    messages = [fault.message for fault in faults_of_pdf(moved, expected)]
    assert messages == [
        "the link to 'https://example.org/' lies on nothing, not on its own words",
        "“link” is drawn in another place than it was laid out",
    ]
    assert faults_of_pdf(moved, replace(expected, glyphs=None, structure=None)) == []


@pytest.mark.parametrize(
    "face", ["", "-Medium", "-Semi-Bold", "-Condensed", "-Bold-Oblique", "-Italic-Semi-Expanded"]
)
def test_a_brand_may_have_any_face_of_a_typeface(face: str) -> None:
    assert FACE.sub("", f"handouts-body{face}") == "handouts-body"
