"""What lets the text of a page run programs is taken out of it."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest

from handouts.collect.programs import restrict_text

RUNS = {"mystnb": {"execution_mode": "force", "execution_timeout": 9}}
EVALUATES = {"myst": {"enable_extensions": ["substitution", "tasklist"], "title_to_header": True}}


def config(mode: str = "off", **others: Any) -> Any:
    return SimpleNamespace(myst_enable_extensions=[], nb_execution_mode=mode, **others)


@pytest.mark.parametrize(
    ("metadata", "name", "left"),
    [
        (RUNS, "execution_mode", {"mystnb": {"execution_timeout": 9}}),
        (
            EVALUATES,
            "substitution",
            {"myst": {"enable_extensions": ["tasklist"], "title_to_header": True}},
        ),
    ],
)
def test_a_notebook_is_read_without_what_runs_programs(
    metadata: dict[str, Any], name: str, left: dict[str, Any]
) -> None:
    notebook = {"cells": [], "metadata": {"kernelspec": {}, **metadata}, "nbformat": 4}

    (found,), text = restrict_text(json.dumps(notebook), config())

    assert f"the page switches on '{name}'" in found.message
    assert json.loads(text) == {**notebook, "metadata": {"kernelspec": {}, **left}}


@pytest.mark.parametrize("text", ['{"a": ', "{}", "[]", '{"metadata": 3}', "{" * 9000])
def test_what_is_no_notebook_is_left_to_its_reader(text: str) -> None:
    assert restrict_text(text, config()) == ([], text)


def test_a_page_in_markdown_runs_no_cells_either() -> None:
    text = "---\nfile_format: mystnb\nmystnb:\n  execution_mode: inline\n---\n# Page"

    (found,), rest = restrict_text(text, config())

    assert found.line == 3
    assert rest.split("\n") == [
        "---",
        '{"file_format": "mystnb", "mystnb": {}}',
        "",
        "",
        "---",
        "# Page",
    ]


def test_cells_run_where_the_settings_of_the_project_let_them() -> None:
    text = json.dumps({"metadata": RUNS})

    assert restrict_text(text, config("auto")) == ([], text)
    assert restrict_text(text, SimpleNamespace(myst_enable_extensions=[])) == ([], text)
    assert restrict_text(text, config(nb_metadata_key="other")) == ([], text)
