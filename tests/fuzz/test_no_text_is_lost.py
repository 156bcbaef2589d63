"""Whatever a page holds: its sheet says all of it, or there is a message and no sheet."""

from __future__ import annotations

import os

import pytest
from hypothesis import given, seed, settings

from generated import Case, cases


# With Python 3.14, Hypothesis does not find its own reference to its generator of numbers: pytest
# lets the collector of garbage pass over what was there before the first test.
@pytest.mark.filterwarnings("ignore:It looks like .register_random.:Warning")
# A page takes a second or two, and more on a busy machine.
@pytest.mark.timeout(300 + 10 * int(os.environ.get("HANDOUTS_FUZZ_CASES", "0")))
def test_a_sheet_says_all_of_its_blocks_or_is_refused(tally) -> None:
    @settings(settings.get_profile("fuzz"))
    @given(cases())
    def each_case(case: Case) -> None:
        tally.judge(case)

    number = os.environ.get("HANDOUTS_FUZZ_SEED")
    if number is not None:
        tally.seed = number
        each_case = seed(int(number))(each_case)

    each_case()

    # To refuse is no way out.
    assert tally.printed >= tally.refused
