"""What is wrong with the front matter of a handout."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from handouts.audit.handouts import Handout
from handouts.audit.page_markup import front_matter_problems
from handouts.collect.pages import Page


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("Check-by", "check-by"),
        ("check_by", "check-by"),
        ("checkd", "checked"),
        ("author", ""),
        ("og:description", ""),
    ],
)
def test_a_key_that_is_nearly_one_of_ours_is_named(key: str, meant: str) -> None:
    env: Any = SimpleNamespace(
        metadata={"sheet": {"handout": "patients", key: "2027-11-10"}},
        handouts_pages={"sheet": Page()},
        doc2path=lambda *_, **__: "sheet.md",
    )
    problems = front_matter_problems(env, Handout("sheet", "patients", ()), {"patients"})
    found = [one.message for one in problems]

    assert found == (
        [f"front matter has '{key}:', which means nothing; did you mean '{meant}:'?"]
        if meant
        else []
    )
