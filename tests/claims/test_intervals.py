"""Intervals are those of statsmodels."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

import pytest

from handouts.claims.intervals import exact, newcombe, wilson

if TYPE_CHECKING:
    from types import ModuleType

COUNTS = [(20, 45, 10, 18), (43, 58, 39, 56), (21, 44, 16, 45), (0, 20, 3, 21), (20, 20, 1, 5)]


@pytest.fixture(scope="module")
def peer() -> ModuleType:
    """Return the module of statsmodels, which one process of a run loads: that takes a second."""
    return importlib.import_module("statsmodels.stats.proportion")


@pytest.mark.parametrize("counts", COUNTS)
def test_the_interval_of_a_difference_is_newcombes(
    peer: ModuleType, counts: tuple[int, int, int, int]
) -> None:
    low, high = peer.confint_proportions_2indep(*counts, method="newcomb", compare="diff")

    assert newcombe(*counts)[1:] == pytest.approx((low, high), abs=1e-9)


@pytest.mark.parametrize(("events", "people"), [(0, 58), (1, 49), (12, 4891), (7, 7), (3, 10)])
def test_the_intervals_of_a_share_are_exact_and_wilsons(
    peer: ModuleType, events: int, people: int
) -> None:
    beta = peer.proportion_confint(events, people, method="beta")

    assert exact(events, people) == pytest.approx(tuple(map(float, beta)), abs=1e-7)
    assert wilson(events, people) == pytest.approx(
        peer.proportion_confint(events, people, method="wilson"), abs=1e-9
    )


def test_a_large_count_is_no_overflow() -> None:
    assert exact(52, 501_509)[1] == pytest.approx(0.000136, abs=1e-6)
    assert exact(400_000, 9_000_000) == pytest.approx((0.0443099, 0.0445793), abs=1e-7)
