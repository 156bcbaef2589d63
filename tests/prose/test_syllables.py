"""Words have the syllables that people say."""

from __future__ import annotations

import pytest

from handouts.prose.syllables import syllables

# Words of the field, syllables counted by ear.
SPOKEN = {
    1: "back spine pain cells stem drug months eased caused nerve bone stopped scanned tests weeks",
    2: "study trial treatment marrow needle people doctor patient cushion scanner fever injured"
    " chronic clinic disease lumbar tested using trials useful",
    3: "injection infection exercise medicine registered area hospital evidence imaging physio"
    " moderate placebo ligament heavier steadily",
    4: "available emergency information anaesthetic operation sciatica diagnosis",
    5: "disability allogeneic",
    6: "physiotherapist rehabilitation intervertebral",
}


def test_a_word_of_the_field_has_the_syllables_one_hears() -> None:
    heard = {word: count for count, row in SPOKEN.items() for word in row.split()}

    assert {word: syllables(word) for word in heard} == heard


@pytest.mark.parametrize(
    ("word", "count"),
    [("MRI", 1), ("2026", 1), ("p=0.77", 1), ("long-lasting", 3), ("doctor’s", 2)],
)
def test_figures_and_abbreviations_count_one_syllable(word: str, count: int) -> None:
    assert syllables(word) == count
