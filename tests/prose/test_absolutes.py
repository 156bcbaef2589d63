"""Words that nobody can prove are found, and few others."""

from __future__ import annotations

import pytest

from handouts.prose.absolutes import Absolute, absolutes


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Every trial against sham failed.", "Every trial"),
        ("All three published studies agree.", None),
        ("All published studies agree.", "All published studies"),
        ("No cell product is approved.", "No cell product"),
        ("None of these trials was large.", "None of these trials"),
        ("This is the only law about it.", "the only law"),
        ("It has never been tested in a trial.", "never been tested in a trial"),
        ("Such treatments have never helped.", "treatments have never"),
        ("None approved in any country.", "None approved"),
        ("There is no cure for it.", "no cure"),
    ],
)
def test_what_speaks_of_all_or_none_is_found(text: str, found: str | None) -> None:
    assert [one.found for one in absolutes(text)] == ([found] if found else [])


@pytest.mark.parametrize(
    "text",
    [
        "Exercise was compared with no treatment.",
        "Take all your medicines with you.",
        "Have you told them about all treatments you had?",
        "Tell them about all treatments you have had.",
        "Call every day.",
        "The FDA says that none is approved.",
        "No harm was seen in trials.",
        "They may never market such treatments.",
        "Six studies, none with a control group.",
        "Never drive yourself.",
        "Not every trial failed.",
        "It is not true that all trials failed.",
        "If you have no treatment at all",
    ],
)
def test_what_does_not_is_left_alone(text: str) -> None:
    assert list(absolutes(text)) == []


def test_a_limit_may_stand_in_the_next_sentence() -> None:
    (one,) = absolutes("No product is approved. We did not search national registers.")

    assert one == Absolute("No product", has_limit=True)
