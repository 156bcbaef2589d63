"""Places that give one claim different numbers in the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from handouts.claims.pages.disagreements import disagreements
from handouts.claims.pages.uses import Use
from listed_numbers import ALL, MONTHS, listed

if TYPE_CHECKING:
    from handouts.claims.numbers.listed import Number


def mentions(*texts: str) -> list[Use]:
    return [Use("responders", text, "page.md") for text in texts]


CASES = {
    "different parts of a claim": (
        ["74 out of 100 with stem cells", "69 out of 100 with sham, at 12 months"],
        ALL,
        [],
    ),
    "two times of the list": (
        ["after 6 months", "after 12 months"],
        [listed("6"), MONTHS],
        [],
    ),
    "a number that the list lacks, which is reported by itself alone": (
        ["74% with stem cells", "75% with stem cells"],
        ALL,
        [],
    ),
    "once with many places that say the same": (
        [*["12 died in Tokyo"] * 3, "one died in Tokyo"],
        [MONTHS],
        ["died tokyo"],
    ),
    "at each place again": (
        ["12 died in Tokyo", "one died in Tokyo"] * 2,
        [MONTHS],
        ["died tokyo"] * 3,
    ),
    "two listed numbers changed over": (
        [
            "74% with stem cells and 69% with pretend ones",
            "69% with stem cells and 74% with pretend ones",
        ],
        ALL,
        ["stem cells", "pretend ones"],
    ),
}


@pytest.mark.parametrize(("texts", "numbers", "words"), CASES.values(), ids=CASES)
def test_different_numbers_in_the_same_words_disagree(
    texts: list[str], numbers: list[Number], words: list[str]
) -> None:
    assert [case.words for case in disagreements(mentions(*texts), numbers)] == words


def test_a_disagreement_names_both_numbers() -> None:
    (case,) = disagreements(mentions("12 died in Tokyo", "one died in Tokyo"), [MONTHS])

    assert (case.first_number.text, case.second_number.text) == ("12", "one")
