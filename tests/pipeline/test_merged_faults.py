"""What a sheet cannot print for its script is one fault, however many characters."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handouts.pipeline.merged_faults import merged
from handouts.problems import Fault, fault_of_words
from handouts.typeset.coverage import without_font


def missing(text: str) -> list[Fault]:
    """Return the faults that the layout engine gives for characters without a font."""
    return [without_font(mark) for mark in text]


def test_all_characters_without_a_font_are_one_fault() -> None:
    (fault,) = merged(missing("膝の痛みは、膝"))

    assert fault.message == (
        "no font has 6 characters, of Han and Hiragana, such as "
        "膝 (U+819D), の (U+306E), 痛 (U+75DB); "
        "name a font that has them in handouts_fonts: nothing else helps"
    )


def test_faults_of_characters_are_joined_whatever_their_messages_say() -> None:
    (fault,) = merged([replace(one, message="it is missing") for one in missing("膝痛")])

    assert fault.message.startswith("no font has 2 characters, of Han, such as 膝 (U+819D)")


def test_a_single_character_is_named_as_it_is() -> None:
    assert merged(missing("ก")) == missing("ก")


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("⁻", "; in place of ⁻ write −, raised by the role `sup`"),
        ("Ⅳ", "; in place of Ⅳ write IV"),
        ("▢⚪", "; in place of ▢ write ☐; in place of ⚪ write ○"),
    ],
)
def test_another_form_of_a_sign_is_named(text: str, instead: str) -> None:
    (fault,) = merged(missing(text))

    assert instead in fault.message


def test_many_texts_that_are_too_pale_are_one_fault() -> None:
    words = ("a", "b", "c", "d", "an “e” among others")
    pale = [fault_of_words("illegible", one, "is too faint, covered or cut off") for one in words]
    small = fault_of_words("illegible", "f", "is set in 5.0 pt, and 9 pt is the smallest type")

    (first, second) = merged([*pale, small])

    assert first.message.endswith("(and 4 more, perhaps by a style sheet)")
    assert (second, merged(pale[1:])) == (small, pale[1:])


def test_signs_belong_to_no_script() -> None:
    (fault,) = merged(missing("☃♛"))

    assert fault.message.startswith("no font has 2 signs, such as ☃ (U+2603), ♛ (U+265B);")


@pytest.mark.parametrize(
    "faults",
    [
        [
            Fault("lost-text", "the PDF says “…30 םימי…” where the sheet says “…ימים 30…”"),
            Fault("illegible", "the letters of “ימים” are moved in their line"),
        ]
    ],
)
def test_a_script_from_right_to_left_is_named_once(faults: list[Fault]) -> None:
    (fault,) = merged(faults)

    assert (fault.code, "text in Hebrew runs from right to left" in fault.message) == (
        "script",
        True,
    )


def test_a_single_word_of_such_a_script_needs_only_a_font() -> None:
    (fault,) = merged(missing("ברך"))

    assert fault.message.startswith("no font has 3 characters, of Hebrew, such as")


def test_other_faults_stay_as_they_are() -> None:
    faults = [Fault("lost-text", "the PDF says “…ba…”"), Fault("overflow", "too long")]

    assert merged(faults) == faults
