"""The theme's measures are read from its style sheet."""

from __future__ import annotations

from handouts.typeset.measures import Measures


def test_a_measure_is_the_last_number_of_its_property() -> None:
    theme = Measures.read()

    assert (theme.page_side, theme.h1_size, theme.half) == (15, 1.9, 0.45)


def test_a_project_that_sets_a_measure_is_estimated_with_it() -> None:
    assert Measures.read(":root { --gutter: 2rem; }").gutter == 2
