"""How many cases are tried, with which seed, and what is said of them in the end."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, Phase, settings

from judgement import Tally

TALLY = pytest.StashKey[Tally]()

settings.register_profile(
    "fuzz",
    max_examples=int(os.environ.get("HANDOUTS_FUZZ_CASES", "100")),
    # In `make test` always the same cases; `make fuzz` gives a seed.
    derandomize="HANDOUTS_FUZZ_SEED" not in os.environ,
    database=None,
    deadline=None,
    report_multiple_bugs=False,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.fixture
def tally(pytestconfig: pytest.Config, tmp_path) -> Tally:
    """Return where the cases are counted."""
    found = Tally(tmp_path)
    pytestconfig.stash[TALLY] = found
    return found


def pytest_unconfigure(config: pytest.Config) -> None:
    """Say how many cases there were, as the last line."""
    if TALLY in config.stash:
        print(f"\n{config.stash[TALLY]}")
