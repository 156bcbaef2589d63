"""Letters in brackets that MyST makes a sign are named, unless the sign is meant."""

from __future__ import annotations

import pytest
from docutils import nodes

from handouts.audit.replaced_letters import replaced_letters
from small_pages import reported


def read(text: str) -> nodes.paragraph:
    """Return a paragraph as MyST's extension `replacements` reads it."""
    printed = text
    for letters, sign in {"(c)": "©", "(C)": "©", "(r)": "®", "(R)": "®", "(TM)": "™"}.items():
        printed = printed.replace(letters, sign)
    return nodes.paragraph(text, printed)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "choose (a), (b) or (c)",
            "(a) Rest, (b) Heat, (C) Cold",
            "see 3(c)",
            "(c) walk a little",
        ),
        *("the right (R) knee", "(R) knee", "the eardrum (TM) moves", "take (c) 3 times a day"),
        *("(a) 2022 (b) 2023 (c) 2024", "a) rest b) walk (c) Swim"),
        *("the hepatitis (C) Clinic", "plan (C) **Rest**"),
    ],
)
def test_a_letter_that_became_a_sign_is_named(text: str) -> None:
    (message,) = reported(replaced_letters, "Knees", read(text))

    assert message.startswith("sheet.md:2 the sheet would print “")
    assert "write \\(" in message


@pytest.mark.parametrize(
    "text",
    [
        *(
            "(c) 2024 Rowan Trust",
            "(C) Rowan Trust",
            "Copyright (c), all rights",
            "(c) by the trust",
        ),
        *("(c) {{ clinic }}", "(c) **Rowan**", "Voltarol(r) gel", "**Voltarol**(TM) gel"),
        *("Photo: (c) Jane Doe", "Do not copy. (C) Rowan Trust", "Photo\n(c) Jane Doe"),
        *("[form](c) © Rowan", "`f(c)` © Rowan", r"\(c) © Rowan"),
    ],
)
def test_a_sign_that_is_meant_is_printed(text: str) -> None:
    assert reported(replaced_letters, read(text)) == []


def test_a_letter_is_the_third_of_a_list_of_paragraphs_too() -> None:
    found = reported(replaced_letters, read("(a) Rest"), read("(b) Heat"), read("(c) Cold"))

    assert [line.split()[0] for line in found] == ["sheet.md:3"]
    assert reported(replaced_letters, read("(b) Heat"), read("(c) 2024 Rowan")) == []
