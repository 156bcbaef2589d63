"""Markup that would be printed as it stands is found, and signs of arithmetic are none."""

from __future__ import annotations

import pytest

from handouts.claims.markup import markup_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("**74** people", "**"),
        ("*74* people", "*"),
        ("_most_ people", "_"),
        ("`74` people", "`"),
        ("[some](people.md)", "]("),
        ("74<br>people", "<br>"),
        (r"74\% of people", "\\"),
        ("about {{n}} people", "{{n"),
        ("{% if n %}74{% endif %}", "{%"),
        ("~~74~~ people", "~~"),
        ("74 people[^1]", "[^"),
        ("2 * 37 is 74, p < 0.05, a_b_c", ""),
    ],
)
def test_markup_is_found(text: str, found: str) -> None:
    assert markup_in(text) == found
