"""Places that give one claim different numbers in the same words."""

from __future__ import annotations

from handouts.claims.pages.disagreements import disagreements
from handouts.claims.pages.uses import Use
from listed_numbers import ALL, MONTHS, listed


def mentions(*texts: str) -> list[Use]:
    return [Use("responders", text, "page.md") for text in texts]


def test_two_places_may_state_different_parts_of_a_claim() -> None:
    parts = mentions("74 out of 100 with stem cells", "69 out of 100 with sham, at 12 months")

    assert disagreements(parts, ALL) == []


def test_two_times_of_the_list_do_not_disagree() -> None:
    times = mentions("after 6 months", "after 12 months")

    assert disagreements(times, [listed("6"), MONTHS]) == []


def test_another_number_in_the_same_words_disagrees() -> None:
    (case,) = disagreements(mentions("12 died in Tokyo", "one died in Tokyo"), [MONTHS])

    assert (case.first_number.text, case.second_number.text) == ("12", "one")


def test_a_number_that_the_list_lacks_is_reported_by_itself_alone() -> None:
    assert disagreements(mentions("74% with stem cells", "75% with stem cells"), ALL) == []


def test_a_number_disagrees_once_with_many_places_that_say_the_same() -> None:
    same = ["12 died in Tokyo"] * 3

    assert len(disagreements(mentions(*same, "one died in Tokyo"), [MONTHS])) == 1


def test_two_listed_numbers_changed_over_disagree() -> None:
    found = disagreements(
        mentions(
            "74% with stem cells and 69% with pretend ones",
            "69% with stem cells and 74% with pretend ones",
        ),
        ALL,
    )

    assert [case.words for case in found] == ["stem cells", "pretend ones"]
