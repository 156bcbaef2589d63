"""Verbs and the certainty that carries them."""

from __future__ import annotations

import pytest

from handouts.claims.pages.certainty import Stronger, stronger_verbs


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("Exercise reduces pain.", "high"),
        ("Exercise reduces pain.", "fact"),
        ("Exercise probably eases pain a little.", "moderate"),
        ("Exercise may ease pain.", "moderate"),
        ("It may make little or no difference.", "low"),
        ("We do not know if stem cells ease pain.", "very low"),
        ("It may reduce pain, but the evidence is very uncertain.", "very low"),
        ("It has not been shown to ease pain.", "very low"),
        ("The trial asked whether cells reduce pain.", "very low"),
        ("Does it reduce pain?", "very low"),
        ("An injection used to ease pain.", "very low"),
        ("Get help with lower back pain.", "very low"),
        ("People in the two groups got better by about the same amount.", "very low"),
    ],
)
def test_the_right_words_are_left_alone(text: str, certainty: str) -> None:
    assert stronger_verbs(text, certainty) == []


@pytest.mark.parametrize(
    ("text", "certainty", "found", "instead"),
    [
        ("Cells reduce pain.", "moderate", "reduce", "probably reduce"),
        ("Cells reduce pain.", "low", "reduce", "may reduce"),
        ("Cells reduce pain.", "very low", "reduce", "we do not know if … reduces"),
        ("It probably eases pain.", "low", "probably eases", "may ease"),
        ("It may help.", "very low", "may help", "we do not know if … helps"),
        ("It is probably harmless.", "low", "probably", "may be"),
        ("It makes no difference.", "moderate", "makes no difference",
         "probably makes no difference"),
        ("It does not reduce pain.", "low", "does not reduce", "may not reduce"),
        ("It is safe.", "low", "is safe", "may be safe"),
        ("It works.", "low", "works", "may work"),
        ("Nobody knows how, but it works.", "low", "works", "may work"),
        ("If you have one, it eases pain.", "low", "eases", "may ease"),
        ("It cost a lot. It eased pain.", "low", "eased", "may ease"),
    ],
)  # fmt: skip
def test_stronger_words_are_found(text: str, certainty: str, found: str, instead: str) -> None:
    assert stronger_verbs(text, certainty) == [Stronger(found, instead)]


def test_doubt_may_stand_before_the_claim_and_a_verb_there_is_not_its_own() -> None:
    assert stronger_verbs("cells reduce pain", "very low", before="We do not know if ") == []
    assert stronger_verbs("in 3 trials", "low", before="It reduces pain ") == []


def test_a_project_can_add_a_verb() -> None:
    verbs = stronger_verbs("It numbs the back.", "low", {"high": ["numb"]})

    assert verbs == [Stronger("numbs", "may numb")]


def test_a_project_can_add_a_word_of_doubt() -> None:
    assert stronger_verbs("With luck it eases pain.", "low", {"low": ["with luck"]}) == []


@pytest.mark.parametrize(
    "said",
    ["rebuilt", "REGREW", "slowed", "led to", "made no difference to", "was not effective on"],
)
def test_each_form_of_a_verb_is_found(said: str) -> None:
    (verb,) = stronger_verbs(f"It {said} worn discs.", "low")

    assert verb.found in said
