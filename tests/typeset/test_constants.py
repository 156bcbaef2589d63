"""What a style sheet sets on `:root` only stands where it is used when the engine reads it."""

from __future__ import annotations

import pytest

from handouts.files import THEME
from handouts.typeset.constants import with_constants


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        (":root { --a: 1em } p { margin: var(--a) }", "p { margin: 1em }"),
        (":root { --a: 1em } :root { --a: 2em } p { margin: var(--a) }", "p { margin: 2em }"),
        (":root { --a: 2; --b: calc(var(--a) * 3em) } p { x: var(--b) }", "p { x: 6em }"),
        (":root { --a: 1em } p { x: calc(-1 * var(--a)) }", "p { x: -1em }"),
        (":root { --a: 2em } p { x: calc(9% - 2 * var(--a)) }", "p { x: calc(9% - 4em) }"),
    ],
)
def test_a_constant_stands_where_it_is_used(css: str, expected: str) -> None:
    assert with_constants(css).endswith(expected)


@pytest.mark.parametrize(
    "css",
    [
        ":root { --a: 1em } .b { --a: 2em } p { x: var(--a) }",
        "p { x: var(--missing) }",
        ":root { --a: 1em } p { x: var(--a, 3em) }",
        ":root { --a: 1em } @media print { :root { --a: 2em } } p { x: var(--a) }",
    ],
)
def test_what_is_no_constant_is_left_to_the_engine(css: str) -> None:
    assert with_constants(css) == css


def test_the_engine_looks_up_no_property_of_the_theme() -> None:
    theme = with_constants((THEME / "sheet.css").read_text("utf-8"))

    assert "var(" not in theme.replace("var(--logo-height)", "")
