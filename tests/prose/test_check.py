"""Texts are held to their audience's limits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handouts.problems import Place
from handouts.prose import check, readability, whole_text
from handouts.prose.limits import LIMITS, Limits
from handouts.prose.passage import Passage

PATIENTS = LIMITS["patients"]
PLATYPUS = "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature."

PROMOTION = (
    Passage("heading", "A breakthrough for your worn-out back", Place("page.md", 1)),
    Passage(
        "prose",
        "Our revolutionary laboratory offers cutting-edge injections."
        " They regenerate tired tissue, harness natural healing and address the root cause of"
        " your discomfort. Up to 50% of visitors recover considerably within one month, and many"
        " patients report a new lease of life after a single appointment."
        " The procedure is safe and painless, relief is guaranteed, and it has no side effects.",
        Place("page.md", 2),
    ),
    Passage(
        "prose",
        "When wear and tear continues, the cushions between the bones keep crumbling and your"
        " spine is failing a little more every morning. Bone on bone contact follows eventually."
        " Then only an operation remains for people who waited too long before they contacted"
        " an exciting new centre like ours.",
        Place("page.md", 3),
    ),
)
HYPE = {
    *("breakthrough", "revolutionary", "cutting-edge", "regenerate", "natural healing"),
    *("root cause", "up to 50%", "many patients report", "new lease of life", "safe"),
    *("painless", "guaranteed", "no side effects", "exciting"),
}
NOCEBO = {"worn-out", "wear and tear", "crumbling", "your spine is failing", "bone on bone"}

DECOY = (
    Passage("heading", "Stem cell injections for back pain"),
    Passage("prose", "We do not know if the treatment helps. Cells come from a donor."),
    Passage("prose", "About 12 out of 100 people felt better. Back pain is common."),
    Passage("prose", "Dr. Smith of the NHS said “it is a miracle cure”, and could not prove it."),
    Passage("item", "Some people got an infection; how often is not known"),
    Passage("item", "No clinic can promise that it works"),
    Passage("heading", "Is it safe?"),
    Passage("cell", "Eases pain for many people"),
    Passage("reference", "A revolutionary RCT, e.g. 50% & more. J. Regen. Ther."),
    Passage("code", "DON'T PANIC"),
)


def prose(text: str) -> Passage:
    """Return a passage of prose."""
    return Passage("prose", text)


def codes(*passages: Passage, limits: Limits = PATIENTS) -> list[str]:
    """Return the codes of the faults of some passages."""
    return [fault.code for fault in check.faults(passages, limits)]


def test_the_promotion_reads_like_the_real_ones() -> None:
    assert 10 <= readability.measure(PROMOTION).all.grade <= 12


@pytest.mark.parametrize(("code", "planted"), [("hype", HYPE), ("nocebo", NOCEBO)])
def test_every_planted_word_is_found_and_no_other(code: str, planted: set[str]) -> None:
    faults = check.faults(PROMOTION, PATIENTS)

    assert {f.about.lower() for f in faults if f.code == code} == planted


def test_plain_text_has_no_faults() -> None:
    assert check.faults(DECOY, PATIENTS) == []


def test_a_fault_knows_where_it_was_found() -> None:
    places = {f.about: f.line for f in check.faults(PROMOTION, PATIENTS)}

    assert (places["breakthrough"], places["exciting"]) == (1, 3)


FOUND = {
    "a word, once a passage": ([prose("A miracle is a miracle.")], ["hype"]),
    "a sentence at the limit": ([prose("word " * 20)], []),
    "a long cell is no long sentence": ([Passage("cell", "word " * 30)], []),
    "an abbreviation, once": ([prose("SVF is fat."), prose("SVF costs.")], ["abbreviation"]),
    "an abbreviation in a heading, which the text explains": (
        [Passage("heading", "The SVF law"), prose("A soft valuable fluid (SVF) costs.")],
        [],
    ),
    "a word that the page explains": (
        [prose("It may be sciatica (pain down a leg)."), prose("Sciatica eases.")],
        [],
    ),
    "a short text, not judged as a whole": ([prose("He was seen by her.")] * 9, []),
}


@pytest.mark.parametrize(("passages", "expected"), FOUND.values(), ids=FOUND)
def test_what_patients_cannot_read_is_found(passages: list[Passage], expected: list[str]) -> None:
    assert codes(*passages) == expected


def test_a_sentence_above_the_limit_is_reported_by_its_first_words() -> None:
    fault = check.faults([prose("So " + "word " * 20)], PATIENTS)[0]

    assert fault.message == (
        "a sentence of 21 words (limit 20): “So word word word word word word word …”;"
        " make two of it"
    )


def test_an_abbreviation_explained_later_is_still_unexplained_at_first() -> None:
    late = prose("It is stromal vascular fraction (SVF).")

    assert "abbreviation" in codes(prose("SVF is fat."), late)


def test_a_taught_abbreviation_needs_no_explanation() -> None:
    assert check.faults([prose("SVF is fat.")], PATIENTS, ["SVF"]) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Unfortunately rehabilitation necessitates considerable determination.", "reading-level"),
        ("We have a cat and a dog and a cow and a hen in it.", "mean-sentence"),
        ("An operation is hard on you.", "long-words"),
        ("He was seen by her.", "passive"),
    ],
)
def test_a_text_above_a_limit_is_reported_as_a_whole(text: str, code: str) -> None:
    passages = [prose(text)] * 10
    asked_for = replace(PATIENTS, rules={**PATIENTS.rules, code: "report"})

    assert (code, None) in {
        (fault.code, fault.source) for fault in check.faults(passages, asked_for)
    }


def test_a_grade_within_the_margin_is_let_pass() -> None:
    figures = readability.measure([prose(PLATYPUS)])
    near = Limits(grade=figures.untaught.grade - 1, smog=None)

    assert list(whole_text.reading_level(figures, near, [prose(PLATYPUS)], frozenset())) == []


def test_a_grade_beyond_the_margin_is_reported_with_the_hardest_sentence() -> None:
    figures = readability.measure([prose(PLATYPUS)])
    near = Limits(grade=figures.untaught.grade - 1.1, smog=None)

    (message,) = whole_text.reading_level(figures, near, [prose(PLATYPUS)], frozenset())

    assert "hardest: “The Australian platypus is seemingly a hybrid of …”" in message


def test_referrers_may_read_percentages_and_words_of_the_trade() -> None:
    text = prose("Of 114 people with radiculopathy, 74% improved on the ODI.")

    assert codes(text, limits=LIMITS["referrers"]) == []


def test_referrers_are_spared_hype_too() -> None:
    assert codes(prose("A miracle."), limits=LIMITS["referrers"]) == ["hype"]


def test_a_list_that_is_off_finds_nothing() -> None:
    quiet = replace(PATIENTS, lists=PATIENTS.lists - {"hype"})

    assert codes(prose("A miracle."), limits=quiet) == []


def test_a_silenced_fault_is_dropped_where_it_is_silenced() -> None:
    silenced = {Place("page.md", 1): frozenset({"hype"})}
    texts = [Passage("prose", "A miracle.", Place("page.md", line)) for line in (1, 2)]

    faults = check.faults(texts, PATIENTS, silenced=silenced)

    assert [fault.line for fault in faults] == [2]


def test_a_silenced_passage_is_left_out_of_the_judgement_of_the_whole() -> None:
    places = [Place("page.md", line) for line in range(1, 13)]
    texts = [Passage("prose", "He was seen by her.", place) for place in places]
    silenced = {place: frozenset({"passive"}) for place in places[:3]}

    assert check.faults(texts, PATIENTS, silenced=silenced) == []
