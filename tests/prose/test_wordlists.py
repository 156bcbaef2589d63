"""Words that a handout does better without are found, and no others."""

from __future__ import annotations

import pytest

from handouts.prose import wordlists


def codes(sentence: str, *, percent: bool = False) -> list[str]:
    """Return the codes that a sentence raises, as the language check asks."""
    own = wordlists.unquoted(sentence)
    return [remark.code for remark in wordlists.remarks(sentence, own=own, percent=percent)]


def messages(sentence: str) -> list[str]:
    """Return the messages that a sentence raises."""
    return [
        remark.message for remark in wordlists.remarks(sentence, own=wordlists.unquoted(sentence))
    ]


def test_every_word_comes_with_advice() -> None:
    advice = {name: list(wordlists.entries(name)[1]) for name in wordlists.MESSAGES}

    assert all(advice.values())
    assert [name for name, all_of_it in advice.items() if not all(map(str.strip, all_of_it))] == []


@pytest.mark.parametrize(
    ("sentence", "advice"),
    [
        ("You may be eligible.", "can have, can join"),
        ("The pain persisted.", "carry on"),
        ("Autologous cells were used.", "from your own body"),
        ("We utilise a needle.", "use"),
        ("They use MRI findings.", "what the scan shows"),
        ("Degenerative disc disease is usual.", "age-related changes in the disc"),
    ],
)
def test_jargon_is_reported_with_the_plainer_word(sentence: str, advice: str) -> None:
    (message,) = messages(sentence)  # Of two terms that begin alike, the longer one alone.

    assert advice in message


@pytest.mark.parametrize(
    ("term", "sentence"),
    [
        ("placebo", "The placebo was salt water."),
        ("clinical trial", "Most clinical trials are small."),
    ],
)
def test_a_taught_term_and_its_plural_are_no_jargon(term: str, sentence: str) -> None:
    taught = wordlists.terms(frozenset({term}))

    assert list(wordlists.remarks(sentence, own=sentence, taught=taught)) == []


@pytest.mark.parametrize(
    "text",
    [
        "You may have sciatica (leg pain from a pressed nerve).",
        "A sham, also called a placebo, is a pretend treatment.",
        "It comes from fat (adipose tissue).",
    ],
)
def test_a_word_explained_or_brought_in_by_name_is_glossed(text: str) -> None:
    assert len(list(wordlists.glossed(text))) == 1


def test_a_number_in_brackets_is_no_gloss() -> None:
    assert list(wordlists.glossed("Some had placebo (45 people).")) == []


FOUND = {
    "hype": [
        "This is a breakthrough.",
        "A revolutionary treatment for your back.",
        "It offers new hope.",
        "Early results are promising.",
        "It treats the root cause.",
        "It regenerates the disc.",
        "The treatment is safe.",
        "A painless needle does it.",
        "Relief is guaranteed.",
        "Up to 50% feel better.",
        "Many patients report less pain.",
        "It has no side effects.",
        "Ready for a new lease of life?",
        "Not only a treatment but a cure.",
        "No surgery, just a cure.",
        "Do you want a miracle?",
    ],
    "nocebo": [
        "This is wear and tear.",
        "Your discs are crumbling.",
        "You have worn discs.",
        "The scan shows bone on bone.",
        "A slipped disc hurts.",
        "Your spine is weak.",
        "The joint is damaged.",
    ],
    "vague": [
        "Side effects are rare.",
        "Infection is very uncommon.",
        "It often brings relief.",
    ],
    "one-in-x": [
        "1 in 7 had it.",
        "One in five had it.",
        "It helps one in every 20 people.",
    ],
    "percent": [
        "74% felt better.",
        "38.5 per cent felt better.",
    ],
}
"""Sentences with one fault, by its code."""
PASSED = {
    "hype that is denied, doubted, asked for or quoted": [
        "It is not a cure.",
        "No clinic can promise you relief.",
        "We do not know if it is safe.",
        "Is it safe?",
        "How was it proven?",
        "Be wary if a clinic promises a cure.",
        "Clinics claim that cells regenerate discs.",
        "Regeneration is unproven.",
        "A clinic may say “a proven cure”.",
        "It is safe to keep moving.",
        "An unproven treatment costs money.",
        "The law on regenerative medicine differs.",
        "At most 5 in 100 had it.",
    ],
    "words that calm": [
        "Your back is strong.",
        "Pain is not a sign of wear and tear.",
        "It wore off.",
    ],
    "a frequency that stands for no number": [
        "Back pain is common.",
        "How often infections happen is not known.",
        "Infection is uncommon: 2 out of 100 people had one.",
        "Age changes are common on scans.",
    ],
    "numbers that are no chance of one in x": [
        "14 out of 100 had it.",
        "One in the disc hurts.",
        "We found one in 2024.",
    ],
    "a possessive, which is no contraction": [
        "It is the patient’s and the nurse's choice.",
    ],
    "an ampersand in a name": [
        "Go to A&E.",
    ],
    "part of a name": [
        "Ask the Food and Drug Administration.",
    ],
}
"""Sentences without a fault, by what they have in its place."""


@pytest.mark.parametrize("code", FOUND)
def test_each_sentence_with_such_words_is_found(code: str) -> None:
    percent = code == "hype"  # Where the sign is allowed, a high number may be hype.

    assert [one for one in FOUND[code] if codes(one, percent=percent) != [code]] == []


@pytest.mark.parametrize("kind", PASSED)
def test_other_words_are_let_pass(kind: str) -> None:
    assert [one for one in PASSED[kind] if codes(one)] == []


def test_a_percentage_is_let_pass_where_it_is_allowed() -> None:
    assert codes("74% felt better.", percent=True) == []


@pytest.mark.parametrize(
    ("short", "full"),
    [("don't", "do not"), ("can’t", "cannot"), ("won’t", "will not"), ("isn’t", "is not")],
)
def test_a_negative_contraction_is_reported_with_the_full_words(short: str, full: str) -> None:
    assert messages(f"You {short} go.") == [f"“{short}” is easily misread: write “{full}”"]


@pytest.mark.parametrize("short", ["e.g.", "i.e.", "eg", "etc.", "drug(s)", " & "])
def test_shorthand_is_found(short: str) -> None:
    assert "shorthand" in codes(f"Heat, {short} cold, helps.")


def test_a_word_in_capitals_is_found() -> None:
    assert messages("Do NOT drive.") == ["“NOT” is in capitals: write “not”"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ask your GPs about SF-36 and SVF.", ["GP", "SF-36", "SVF"]),
        ("Go to A&E in the UK’s towns.", ["A&E", "UK"]),
        ("See NCT06325566, L5/S1, phase III and a PhD.", []),
        ("Take EXTREME care.", []),
    ],
)
def test_abbreviations_are_kept_apart_from_registry_numbers_and_numerals(
    text: str, expected: list[str]
) -> None:
    assert list(wordlists.abbreviations(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("stromal vascular fraction (SVF)", True),
        ("several stromal vascular fractions (SVFs)", True),
        ("SVF (a stromal mix of cells)", True),
        ("call 999 (SVF)", False),
        ("fat cells (SVF)", False),
        ("SVF (below)", False),
        ("a stromal vascular fraction SVF", False),
    ],
)
def test_an_abbreviation_is_explained_by_its_long_form(text: str, expected: bool) -> None:
    assert ("SVF" in wordlists.explained(text)) == expected


def test_blanking_quotations_keeps_every_place() -> None:
    assert wordlists.unquoted("Say “a cure”, ‘it’s’, the patient’s.") == (
        f"Say {' ' * 8}, {' ' * 6}, the patient’s."
    )


def test_no_terms_make_no_pattern() -> None:
    assert wordlists.terms(frozenset({"", " "})) is None


def test_lists_that_are_off_find_nothing() -> None:
    sentence = "Side effects of the miracle are rare."

    assert list(wordlists.remarks(sentence, own=sentence, lists=frozenset())) == []
