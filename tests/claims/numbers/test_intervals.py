"""Intervals of 95 per cent, compared with figures of statsmodels 0.15.0."""

from __future__ import annotations

import pytest

from handouts.claims.numbers.intervals import exact, newcombe, wilson


@pytest.mark.parametrize(
    ("counts", "limits"),
    [
        ((20, 45, 10, 18), (-0.3514877352, 0.1503684832)),
        ((43, 58, 39, 56), (-0.1181376397, 0.2058890688)),
        ((21, 44, 16, 45), (-0.0804304806, 0.3108588219)),
        ((0, 20, 3, 21), (-0.3463606028, 0.0432048471)),
        ((20, 20, 1, 5), (0.3459821952, 0.9637758914)),
    ],
)
def test_the_interval_of_a_difference_is_newcombes(
    counts: tuple[int, int, int, int], limits: tuple[float, float]
) -> None:
    """`confint_proportions_2indep(*counts, method="newcomb", compare="diff")`."""
    assert newcombe(*counts)[1:] == pytest.approx(limits, abs=1e-9)


@pytest.mark.parametrize(
    ("events", "people", "clopper_pearson", "wilsons"),
    [
        (0, 58, (0.0, 0.0616210089), (0.0, 0.0621178558)),
        (1, 49, (0.0005165565, 0.108541764), (0.0036116726, 0.1069352152)),
        (12, 4891, (0.0012683746, 0.0042818201), (0.0014040861, 0.0042838323)),
        (7, 7, (0.5903836028, 1.0), (0.6456695649, 1.0)),
        (3, 10, (0.0667395112, 0.6524528501), (0.1077912674, 0.6032218525)),
    ],
)
def test_the_intervals_of_a_share_are_exact_and_wilsons(
    events: int, people: int, clopper_pearson: tuple[float, float], wilsons: tuple[float, float]
) -> None:
    """`proportion_confint(events, people, method="beta")`, and "wilson"."""
    assert exact(events, people) == pytest.approx(clopper_pearson, abs=1e-7)
    assert wilson(events, people) == pytest.approx(wilsons, abs=1e-9)


def test_a_large_count_is_no_overflow() -> None:
    assert exact(52, 501_509)[1] == pytest.approx(0.000136, abs=1e-6)
    assert exact(400_000, 9_000_000) == pytest.approx((0.0443099, 0.0445793), abs=1e-7)
