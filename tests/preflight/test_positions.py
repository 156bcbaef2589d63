"""Each mark of a sheet is found where it was laid out, and nowhere else."""

from __future__ import annotations

import pytest

from handouts.jobs import GlyphRun
from handouts.preflight.positions import Positions, faults_of_positions
from handouts.preflight.run import Run

FONT = "Type"
LAID_OUT = GlyphRun("2.5", (0, 10, 20), (0, 0, 0), 12, FONT)


def messages(*characters: tuple[str, float, float]) -> list[str]:
    letters, xs, ys = zip(*characters, strict=True)
    run = Run("2.5", (0, 0, 30, 12), 12, 0, 0, FONT, "".join(letters), xs, ys)
    return [fault.message for fault in faults_of_positions([run], [LAID_OUT])]


def test_what_is_drawn_where_it_was_laid_out_is_no_fault() -> None:
    assert messages(("2", 0, 0), (".", 10, 0), ("5", 20, 0)) == []


def test_a_mark_that_moves_onto_a_letter_is_found() -> None:
    found = messages(("2", 0, 0), (".", 20, 0), ("5", 20, 0))

    assert found == ["“2.5” is drawn in another place than it was laid out"]


@pytest.mark.parametrize(("kept", "missing"), [("25", "."), ("2.", "5")])
def test_what_is_not_drawn_is_named(kept: str, missing: str) -> None:
    drawn = [one for one in zip(*LAID_OUT[:3], strict=True) if one[0] in kept]

    assert messages(*drawn) == [f"“{missing}” is not drawn where it was laid out"]


def test_letters_that_are_each_a_little_away_are_at_their_places() -> None:
    assert messages(("2", 0.4, 0.4), (".", 10.4, 0.4), ("5", 20.4, 0.4)) == []


def test_ligatures_hyphens_and_lines_in_parts_are_found_as_pdf_has_them() -> None:
    laid_out = [
        GlyphRun(["fi", "x", "\N{HYPHEN}"], [0, 10, 20], [0, 0, 0], 12, FONT),
        GlyphRun("α", [30], [0], 12, FONT),
    ]
    run = Run("fix-α", (0, 0, 40, 12), 12, 0, 0, FONT, "fix-α", (0, 0, 10, 20, 30), (0,) * 5)
    positions = Positions(laid_out)

    assert positions.follow(run)
    assert list(positions.missing()) == []


@pytest.mark.parametrize(
    ("text", "sign", "ink", "found"),
    [
        ("4", "4", (0.1, 0, 0.5, 0.7), 0),
        ("4", "4", (0.1, 0, 0.5, 0.71), 0),  # As PDFium raises it.
        ("4", "4", (0.1, 0, 0.52, 0.7), 1),
        ("4", "4", (0, 0, 0, 0), 1),
        ("ffi", "f", (0.1, 0, 0.5, 0.7), 0),
        ("u\u0302", "u", (0.1, 0, 0.5, 0.7), 0),
        ("4", "7", (0, 0, 0, 0), 0),  # Not laid out: its place is wrong, or its text.
    ],
)
def test_a_letter_of_another_shape_is_found(
    text: str, sign: str, ink: tuple[float, float, float, float], found: int
) -> None:
    laid_out = GlyphRun([text], [0], [0], 12, FONT, [(0.1, 0, 0.5, 0.7)])
    run = Run(
        sign, (0, 0, 9, 12), 12, 0, 0, FONT, "", (), (), {sign: tuple(12 * edge for edge in ink)}
    )
    messages = [fault.message for fault in faults_of_positions([run], [laid_out])]

    shape = f"“{sign}” in “{sign}” has not the shape that its font gives it"
    assert messages.count(shape) == found
