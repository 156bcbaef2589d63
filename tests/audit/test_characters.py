"""Text from right to left, hidden marks and look-alikes are named before anything is printed."""

from __future__ import annotations

import pytest

from handouts.audit.characters import endless_words, hidden_marks, look_alikes, right_to_left
from small_pages import reported


def test_all_such_text_of_a_page_is_one_fault_at_its_first_line() -> None:
    (message,) = reported(right_to_left, "Knees", "ברכיים כואבות", "تحرك كل يوم", "ברכיים, כואבות")

    assert message.startswith("sheet.md:2 text in Hebrew and Arabic runs from right to left")


@pytest.mark.parametrize("text", ["The word שלום means peace.", "עברית", "Knees, 30 days"])
def test_a_single_word_of_such_a_script_may_be_printed(text: str) -> None:
    assert reported(right_to_left, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "7\u200b4 in 100",
        "1\u00ad0 mg",
        "5\u2060\ufe0f0",
        "\u202e01",
        "a \u2067b",
        "a\u2028b",
        "\x0b",
    ],
)
def test_a_mark_that_nobody_sees_and_that_changes_what_is_read_is_named(text: str) -> None:
    (message,) = reported(hidden_marks, "Knees", text)

    assert message.startswith("sheet.md:2 the character U+")


@pytest.mark.parametrize(
    "text",
    [
        "5\u2060–\u206010",
        "7\u202f4",
        "\u202d0800 1111\u202c",
        "a\u00adb",
        "1\ufe0f, 2",
        "x\U000e0100",
        "1, 2",
    ],
)
def test_a_mark_that_changes_nothing_is_let_be(text: str) -> None:
    assert reported(hidden_marks, text) == []


@pytest.mark.parametrize("word", ["pаypal", "Сall", "1О0", "1Ο", "Αspirin", "n\u03bft"])
def test_a_letter_that_looks_like_one_of_another_alphabet_is_named(word: str) -> None:
    (message,) = reported(look_alikes, "Knees", f"Take {word}, twice")

    assert message.startswith(f"sheet.md:2 “{word},” holds the letter ")


@pytest.mark.parametrize("word", ["p\u0430ypal-ку", "CO\u043aа", "\u0421all", "1\u041e0"])
def test_a_cyrillic_ending_hides_no_such_letter(word: str) -> None:
    (message,) = reported(look_alikes, "Позвоните врачу", word)

    assert message.startswith(f"sheet.md:2 “{word}” holds the letter ")


@pytest.mark.parametrize(
    "text",
    [
        *(
            "5 μg, 5 µg",
            "NFκB, TNFα, β-hCG",
            "Позвоните врачу: 10мг",
            "МРТ/CT",
            "Café Zürich",
            "ΔT",
        ),
        *("Το 2ο εξάμηνο, ο 1ος όροφος", "Уровень СО2 в крови"),
        *("Ждите «SMSку» от врача", "Скачайте PDFки, IT-шник поможет"),
    ],
)
def test_words_of_another_alphabet_and_signs_of_medicine_are_let_be(text: str) -> None:
    assert reported(look_alikes, text) == []


@pytest.mark.parametrize(("text", "faults"), [("x" * 2001, 1), ("x" * 2000, 0), ("膝" * 9000, 0)])
def test_a_word_without_an_end_is_named(text: str, faults: int) -> None:
    assert len(reported(endless_words, "Knees", text)) == faults
