"""Words that lie on others are found by their characters, and boxes by their edges."""

from __future__ import annotations

import pytest

from handouts.preflight.overlaps import COVERS, CROSSES, harmed_by_shapes
from handouts.preflight.run import Run

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
        pytest.param(1, (5, 14, 60, 15), [], id="a rule"),
        pytest.param(9, (5, 5, 60, 25), [COVERS], id="a box drawn later"),
        pytest.param(9, (60, 5, 90, 25), [], id="a box elsewhere"),
    ],
)
def test_words_are_wholly_in_a_box_or_beside_it(
    order: int, box: tuple[float, float, float, float], found: list[str]
) -> None:
    assert [what for _, what in harmed_by_shapes([(order, box)], [RUN])] == found
