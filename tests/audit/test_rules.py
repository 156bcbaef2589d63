"""Each rule of language is off, reports, or refuses a sheet, as the project says."""

from __future__ import annotations

from typing import Any

LANGUAGES: list[tuple[Any, list[str], bool]] = [
    (True, ["abbreviation", "hype"], False),
    ("report", ["abbreviation", "hype"], True),
    ({"rules": {"hype": "report"}}, ["abbreviation", "hype"], False),
    ({"rules": {"hype": "off", "abbreviation": "report"}}, ["abbreviation"], True),
    ({"rules": {"hype": "off", "abbreviation": "off"}}, [], True),
    (False, [], True),
]
"""What a project says of an audience's language, what is reported, and whether a sheet is made."""


def test_a_rule_does_what_the_project_says(project) -> None:
    names = [f"audience-{number}" for number in range(len(LANGUAGES))]
    audiences = {
        name: {"language": language} for name, (language, *_) in zip(names, LANGUAGES, strict=True)
    }
    sheets = {
        f"{name}.md": f"---\nhandout: {name}\n---\n# Sheet\n\nA miracle for the SVF.\n"
        for name in names
    }
    written = project({"index.md": "# Home\n\n```{toctree}\n:glob:\n\n*\n```\n", **sheets})

    for _ in range(2):  # The second build takes from its records what the first found.
        built = written.build(handouts_audiences=audiences)
        found = [built.sheet(handout=name) for name in names]
        codes = [sorted(problem["code"] for problem in sheet["problems"]) for sheet in found]

        assert [*zip(codes, (sheet["printed"] for sheet in found), strict=True)] == [
            (codes, printed) for _, codes, printed in LANGUAGES
        ]
