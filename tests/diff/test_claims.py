"""Claims that changed and kept the day on which they were checked."""

from __future__ import annotations

import pytest

from handouts.diff.claims import unchecked_changes

OLD = """
[steps]
statement = "30 of 100 people walked."
checked = 2026-11-22
note = "a"

[steps.numbers]
walked = { value = 30, of = 100 }

[comparisons.shoes]
control = { n = 48 }
checked = 2026-11-22
"""


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        ("value = 30", "value = 31", ["steps"]),
        ("n = 48", "n = 49", ["shoes"]),
        ('"a"', '"b"', []),
        ("[steps", "[others", []),
        ("= 2026-11-22\nnote", "= 2026-11-29\nnote", []),
        ("[steps]", "[steps", []),
        ("\n[steps]", "comparisons = 3\n[steps]", []),
    ],
)
def test_a_claim_that_changed_has_a_new_day(old: str, new: str, names: list[str]) -> None:
    assert old in OLD
    text = OLD.replace(old, new)

    assert unchecked_changes(OLD, text) == names
    both = OLD.replace("2026-11-22", "2026-11-23")
    assert unchecked_changes(text, both) == []
