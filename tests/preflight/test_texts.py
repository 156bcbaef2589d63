"""Texts are compared whatever their ends of lines."""

from __future__ import annotations

import pytest

from handouts.preflight.texts import cut_words, joined_words, squeeze


def test_squeezing_takes_out_what_a_change_of_lines_can_change() -> None:
    assert squeeze("a b\n c\u00add\u200be\u00a0f\u2010g") == "abcdefg"


def test_squeezing_leaves_what_is_read() -> None:
    assert squeeze("β-thal, 5 → 6") == "β-thal,5→6"


@pytest.mark.parametrize("mark", ["\u200e", "\u202d", "\u200d", "\ufe0f", "\u2066"])
def test_a_character_that_nobody_sees_is_not_compared(mark: str) -> None:
    assert squeeze(f"Ring {mark}01632") == "Ring01632"


@pytest.mark.parametrize(
    ("found", "cut"),
    [
        ("pain paraceta\nmol", [("paraceta", "mol")]),
        ("pain\nparacetamol", []),
        ("pain para-\ncetamol", []),
        ("pain para\u2010\ncetamol", []),
    ],
)
def test_a_word_is_cut_where_a_line_ends_in_it(found: str, cut: list[tuple[str, str]]) -> None:
    wanted = "pain para-cetamol" if "-" in found else "pain paracetamol"

    assert list(cut_words(found, wanted)) == cut


def test_an_address_may_be_broken_anywhere() -> None:
    assert list(cut_words("see exam\nple.org/a", "see example.org/a")) == []


def test_words_that_are_drawn_without_a_space_are_joined() -> None:
    assert list(joined_words("no lesspain", "no less pain")) == ["pain"]
