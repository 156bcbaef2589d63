"""A passive is recognised by its words, as far as that goes."""

from __future__ import annotations

import pytest

from handouts.prose.passive import passive


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
    assert passive(sentence)


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
    assert not passive(sentence)
