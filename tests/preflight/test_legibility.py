"""Words that can be seen are not taken for faint ones."""

from __future__ import annotations

import pypdfium2

from handouts.files import THEME
from handouts.jobs import THEME_FONTS
from handouts.preflight.legibility import (
    LEAST_CONTRAST,
    LUMINANCE,
    SMALLEST_IN_PICTURE,
    _cells,
    _small_in_pictures,
    _strips,
    faults_of_legibility,
)
from handouts.preflight.reader import read_pdf
from handouts.preflight.run import Run


def test_a_dash_is_seen_wherever_it_lies_between_the_dots(engine) -> None:
    press = engine.Engine((THEME / "sheet.css").read_text("utf-8"), THEME_FONTS, {})
    lines = "".join(f"<p style='margin:0 0 {step / 80}pt'>–</p><p>−</p>" for step in range(20))
    html = press.parse(f"<html lang='en'><body style='font-size:9.5pt'>{lines}</body></html>")
    document = html.render(stylesheets=press.theme(), font_config=press.fonts)
    pages = list(pypdfium2.PdfDocument(engine.write(document)))
    runs = [run for page in read_pdf(pages).runs for run in page]

    assert len(runs) == 40
    assert list(faults_of_legibility(pages[0], runs, [], 9)) == []


def test_a_grey_is_compared_as_wcag_does() -> None:
    # The palest on white that passes at 4.5 to 1, and the next one.
    assert LUMINANCE[255] / LUMINANCE[0x76] >= LEAST_CONTRAST > LUMINANCE[255] / LUMINANCE[0x77]
    assert LUMINANCE[255] / LUMINANCE[0] == 21


def test_words_of_a_drawing_may_be_smaller_by_what_was_rounded() -> None:
    sizes = SMALLEST_IN_PICTURE - 1e-6, SMALLEST_IN_PICTURE - 0.2
    rounded, small = (Run("Bend", (0, 0, 9, 4), size, 0) for size in sizes)

    assert [fault.message for fault in _small_in_pictures([rounded, small])] == [
        "“Bend” is 3.8 pt high, and 4 pt is the smallest type in pictures; draw it larger in the "
        "picture"
    ]


def test_what_is_faint_along_a_strip_is_so_in_one_of_the_cells_too() -> None:
    cells = [*_cells((3.0, 1.0, 12.0, 5.0))]

    for left, top, right, bottom in _strips((3.0, 1.0, 12.0, 5.0)):
        assert any(
            left <= one[0] < one[2] <= right and top <= one[1] < one[3] <= bottom for one in cells
        )
