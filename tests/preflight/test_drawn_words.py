"""Letters that are drawn one by one are judged as parts of words."""

from __future__ import annotations

from handouts.preflight.drawn_words import parts_of_words
from handouts.preflight.run import Run


def letters(*texts: str, left: float = 0.0, size: float = 10.0) -> list[Run]:
    """Return runs that stand side by side, each as wide as the type is high."""
    return [
        Run(text, (left + at * size, 0, left + at * size + size, size), size, 0)
        for at, text in enumerate(texts)
    ]


def test_a_part_ends_with_its_word_after_four_letters_or_where_room_is_left() -> None:
    runs = [*letters("R", "e", "s", "t", "e", "d ", "2"), *letters("A", "t", left=90)]

    parts = list(parts_of_words(runs))

    assert [one.text for one in parts] == ["Rest", "ed ", "2 ", "At"]
    assert parts[1].box == (40, 0, 60, 10)


def test_what_is_too_small_to_read_or_a_mark_is_not_judged() -> None:
    assert list(parts_of_words(letters("a", "b", size=2))) == []
    assert list(parts_of_words(letters("–", "·"))) == []
