"""The formulas agree with published examples."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from handouts.prose import readability
from handouts.prose.passage import Kind, Passage

PLATYPUS = "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature."


def prose(text: str) -> Passage:
    """Return a passage of prose."""
    return Passage("prose", text)


# The formulas. The platypus is Wikipedia's example for Flesch-Kincaid (24 syllables in 13 words,
# grade 11.3, ease 37.5) and that of the smog-formula package (4 long words, grade 14.554593).


def test_the_platypus_has_the_published_counts_and_grades() -> None:
    figures = json.loads(json.dumps(asdict(readability.measure([prose(PLATYPUS)]))))
    grades = figures["all"]

    assert [figures[name] for name in ("words", "syllables", "long_words")] == [13, 24, 4]
    assert [grades[name] for name in ("grade", "ease", "smog")] == [11.3, 37.5, 14.6]


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


def test_the_end_of_an_item_ends_its_sentence() -> None:
    figures = readability.measure([Passage("item", "Heat"), Passage("item", "Cold")])

    assert figures.sentences == 2


@pytest.mark.parametrize("kind", ["heading", "cell", "caption", "reference", "code"])
def test_only_prose_and_items_are_counted(kind: Kind) -> None:
    assert readability.measure([Passage(kind, "Not a sentence.")]) == readability.Figures()


# Figures.


def test_taught_terms_are_set_aside_and_the_figures_with_them_kept() -> None:
    figures = readability.measure(
        [prose("The physiotherapist can help you move.")], ["physiotherapist"]
    )

    assert (figures.all.long_share, figures.untaught.long_share) == (0.167, 0)


def test_a_taught_term_is_set_aside_in_the_plural_and_hyphenated() -> None:
    figures = readability.measure([prose("Stem-cell injections and stem cells.")], ["stem cell"])

    assert figures.taught_words == 3


def test_no_text_has_no_figures() -> None:
    assert readability.measure([prose("… — 		")]).words == 0
