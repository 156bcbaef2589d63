"""Words that lie on others are found by their characters, and boxes by their edges."""

from __future__ import annotations

import pytest

from handouts.preflight.overlaps import COVERS, CROSSES, CUTS, _collide, harmed_by_shapes
from handouts.preflight.run import Box, Run

RUN = Run("words", (10, 10, 50, 20), 10, 0, order=5)


@pytest.mark.parametrize(
    ("order", "box", "found"),
    [
        pytest.param(1, (5, 5, 60, 25), [], id="a box around the words"),
        pytest.param(1, (10.9, 10.9, 49.1, 19.1), [], id="a box that is hardly too narrow"),
        pytest.param(1, (5, 5, 40, 25), [CROSSES], id="a box that is too narrow"),
        pytest.param(1, (5, 12, 60, 25), [CROSSES], id="a box that is too low"),
        pytest.param(1, (45, 5, 90, 25), [CROSSES], id="a picture beside the words"),
        pytest.param(1, (49.2, 5, 90, 25), [], id="a picture that hardly touches them"),
        pytest.param(1, (5, 14, 60, 15), [CUTS], id="a rule through the words"),
        pytest.param(9, (30, 5, 31, 25), [CUTS], id="an upright rule through them"),
        pytest.param(1, (5, 10.5, 60, 11.5), [], id="a rule that they stand on"),
        pytest.param(1, (49.5, 14, 90, 15), [], id="a rule that ends at them"),
        pytest.param(9, (5, 5, 60, 25), [COVERS], id="a box drawn later"),
        pytest.param(9, (60, 5, 90, 25), [], id="a box elsewhere"),
    ],
)
def test_words_are_wholly_in_a_box_or_beside_it(
    order: int, box: tuple[float, float, float, float], found: list[str]
) -> None:
    assert [what for _, what in harmed_by_shapes([(order, box)], [RUN])] == found


@pytest.mark.parametrize(
    ("one", "other", "lean", "found"),
    [
        pytest.param((0, 0, 6, 8), (5.2, 0, 11, 8), 0, False, id="letters that touch"),
        pytest.param((0, 0, 6, 8), (4.5, 0, 11, 8), 0, True, id="letters on each other"),
        pytest.param((0, 0, 6, 8), (4.5, 0, 11, 8), 3, False, id="a slanted letter"),
        pytest.param((0, 0, 6, 8), (2, 0, 8, 8), 3, True, id="a slanted letter on another"),
        pytest.param((0, 0, 6, 8), (1, 0, 2, 1), 0, True, id="a full stop in a letter"),
        pytest.param((0, 0, 6, 8), (0, 7.5, 6, 15), 0, False, id="lines that touch"),
        pytest.param((0, 0, 6, 8), (0, 6, 6, 14), 0, True, id="lines on each other"),
    ],
)
def test_characters_lie_on_each_other_by_more_than_a_tenth_of_an_em(
    one: Box, other: Box, lean: float, found: bool
) -> None:
    assert _collide(one, other, 1.0, lean) == found
