"""Each rule of language is off, reports, or refuses a sheet, as the project says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from projects import Project

FILES = {
    "index.md": "# Home\n\n```{toctree}\nsheet\n```\n",
    "sheet.md": "---\nhandout: patients\n---\n# Sheet\n\nA miracle for the SVF.\n",
}
A4 = {"a4": {"label": "A4", "paper": "A4"}}


@pytest.mark.parametrize(
    ("language", "codes", "printed"),
    [
        (True, ["abbreviation", "hype"], False),
        ("report", ["abbreviation", "hype"], True),
        ({"rules": {"hype": "report"}}, ["abbreviation", "hype"], False),
        ({"rules": {"hype": "off", "abbreviation": "report"}}, ["abbreviation"], True),
        ({"rules": {"hype": "off", "abbreviation": "off"}}, [], True),
        (False, [], True),
    ],
)
def test_a_rule_does_what_the_project_says(
    project: Callable[..., Project], language: Any, codes: list[str], printed: bool
) -> None:
    audiences = {"patients": {"language": language}}

    for _ in range(2):  # The second build takes from its records what the first found.
        built = project(FILES).build(handouts_editions=A4, handouts_audiences=audiences)

        sheet = built.sheet()
        assert sorted(one["code"] for one in sheet["problems"]) == codes
        assert sheet["printed"] == printed
