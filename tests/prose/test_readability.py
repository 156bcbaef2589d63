"""The formulas agree with published examples, and count words and sentences as people do."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from handouts.prose import readability
from handouts.prose.readability import Passage

PLATYPUS = "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature."

# 60 words of the field, syllables counted by ear.
SPOKEN = {
    1: "back spine pain cells stem drug months eased caused nerve bone bowed stopped tests weeks",
    2: "study trial treatment marrow needle people doctor patient cushion scanner fever injured"
    " chronic clinic disease lumbar tested using trials useful",
    3: "injection infection exercise medicine registered area hospital evidence imaging physio"
    " moderate placebo ligament",
    4: "available emergency information anaesthetic operation sciatica diagnosis",
    5: "disability allogeneic",
    6: "physiotherapist rehabilitation intervertebral",
}


def prose(text: str) -> Passage:
    """Return a passage of prose."""
    return Passage("prose", text)


# The formulas. The platypus is Wikipedia's example for Flesch-Kincaid (24 syllables in 13 words,
# grade 11.3, ease 37.5) and that of the smog-formula package (4 long words, grade 14.554593).


def test_the_platypus_has_the_published_counts() -> None:
    figures = readability.measure([prose(PLATYPUS)])

    assert (figures.words, figures.syllables, figures.long_words) == (13, 24, 4)


def test_the_platypus_has_the_published_grades() -> None:
    figures = readability.measure([prose(PLATYPUS)])

    assert (figures.all.grade, figures.all.ease, figures.all.smog) == (11.3, 37.5, 14.6)


@pytest.mark.parametrize(
    ("words_a_sentence", "syllables_a_word", "grade"),
    [
        (5.7, 1.02, -1.3),  # "Green Eggs and Ham", in Wikipedia's article on the formula
        (432 / 34, 607 / 432, 5.9),  # a sea story: storytreasury.wordpress.com, by read-able.com
        (18006 / 1534, 1.56, 7.42),  # a thesis: concurrentaffair.org, 2007, by Juicy Studio
    ],
)
def test_flesch_kincaid_agrees_with_published_grades(
    words_a_sentence: float, syllables_a_word: float, grade: float
) -> None:
    found = readability.flesch_kincaid(words_a_sentence, syllables_a_word)

    assert found == pytest.approx(grade, abs=0.1)


def test_reading_ease_agrees_with_a_published_score() -> None:
    # The sea story again.
    assert readability.reading_ease(432 / 34, 607 / 432) == pytest.approx(75.1, abs=0.1)


@pytest.mark.parametrize(
    ("long_words", "sentences", "grade"),
    [
        (4, 1, 14.554593),  # the platypus: the smog-formula package's manual
        (64, 14, 15.34),  # the example of Rob Miller's published script of 2018
        (0, 30, 3.1291),  # McLaughlin's constant
    ],
)
def test_smog_agrees_with_published_grades(long_words: int, sentences: int, grade: float) -> None:
    assert readability.smog(long_words, sentences) == pytest.approx(grade, abs=0.01)


def test_a_word_of_the_field_has_the_syllables_one_hears() -> None:
    heard = {word: count for count, row in SPOKEN.items() for word in row.split()}

    assert {word: readability.syllables(word) for word in heard} == heard


@pytest.mark.parametrize(
    ("word", "count"),
    [("MRI", 1), ("2026", 1), ("p=0.77", 1), ("long-lasting", 3), ("doctor’s", 2)],
)
def test_figures_and_abbreviations_count_one_syllable(word: str, count: int) -> None:
    assert readability.syllables(word) == count


# Sentences and words.


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
    assert len(readability.sentences(text)) == 1


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
    assert len(readability.sentences(text)) == 2


def test_the_end_of_an_item_ends_its_sentence() -> None:
    figures = readability.measure([Passage("item", "Heat"), Passage("item", "Cold")])

    assert figures.sentences == 2


@pytest.mark.parametrize("kind", ["title", "heading", "cell", "caption", "reference", "code"])
def test_only_prose_and_items_are_counted(kind: readability.Kind) -> None:
    assert readability.measure([Passage(kind, "Not a sentence.")]) == readability.Figures()


def test_a_hyphenated_word_is_one_and_an_address_is_none() -> None:
    assert readability.split(
        readability.tidy("See long-term care/help at https://a.org/b now.")
    ) == ("See", "long-term", "care", "help", "at", "now")


@pytest.mark.parametrize(
    "sentence",
    [
        "The cells are taken from fat.",
        "It has not been proven.",
        "People were then carefully put into groups.",
        "It is being tested.",
    ],
)
def test_a_passive_is_recognised(sentence: str) -> None:
    assert readability.passive(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "You are tired.",
        "A nurse takes the cells.",
        "There is need of more.",
        "The pain is red hot.",
    ],
)
def test_an_active_sentence_is_not_taken_for_a_passive(sentence: str) -> None:
    assert not readability.passive(sentence)


# Figures.


def test_taught_terms_are_set_aside_and_the_figures_with_them_kept() -> None:
    figures = readability.measure(
        [prose("The physiotherapist can help you move.")], ["physiotherapist"]
    )

    assert (figures.all.long_share, figures.untaught.long_share) == (0.167, 0)


def test_a_taught_term_is_set_aside_in_the_plural_and_hyphenated() -> None:
    figures = readability.measure([prose("Stem-cell injections and stem cells.")], ["stem cell"])

    assert figures.taught_words == 3


def test_the_figures_can_be_written_as_json() -> None:
    figures = readability.measure([prose(PLATYPUS)])

    assert json.loads(json.dumps(asdict(figures)))["all"]["grade"] == 11.3


def test_no_text_has_no_figures() -> None:
    assert readability.measure([prose("… — 		")]).words == 0
