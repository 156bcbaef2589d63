"""Texts are split into sentences and words as people do it, and passives are found."""

from __future__ import annotations

import pytest

from handouts.prose.sentences import opening, passive, sentences, split, tidy


@pytest.mark.parametrize(
    "text",
    [
        "Dr. Smith and Prof. Jones of St. Mary's agreed.",
        "A study by J. Smith found no change.",
        "Pain fell by 34.0 points (p=0.77).",
        "See Fig. 2 and no. 5 of the list.",
        "Heat, e.g. Warm water, helps.",
        "Read it at https://example.org/back.html or example.org/a.",
        "Is it safe",
    ],
)
def test_a_stop_inside_a_sentence_does_not_end_it(text: str) -> None:
    assert len(sentences(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "It hurts. It eases.",
        "Is it safe? We do not know.",
        "They said “it works.” We found that it does not.",
        "Take vitamin C. It is cheap.",
        "We asked and they said no. Sam left.",
        "It costs $5,000. 12 people paid.",
        "Look at nhs.uk/back. Then ask.",
    ],
)
def test_a_stop_before_a_new_start_ends_a_sentence(text: str) -> None:
    assert len(sentences(text)) == 2


def test_a_hyphenated_word_is_one_and_an_address_is_none() -> None:
    words = split(tidy("See long-term care/help at https://a.org/b or x.y@z.org now."))

    assert words == ("See", "long-term", "care", "help", "at", "or", "now")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The cells are taken from fat.", True),
        ("It has not been proven.", True),
        ("People were then carefully put into groups.", True),
        ("It is being tested.", True),
        ("You are tired.", False),
        ("A nurse takes the cells.", False),
        ("There is need of more.", False),
        ("The pain is red hot.", False),
    ],
)
def test_a_passive_is_told_from_an_active_sentence(sentence: str, expected: bool) -> None:
    assert passive(sentence) == expected


def test_a_sentence_is_named_by_its_first_words() -> None:
    assert opening("It helps.") == "It helps."
    assert opening("It is a long way up to the top of it.") == "It is a long way up to the …"
