"""Each fault that an author can make, in a small project, with its messages."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sphinx.errors import ConfigError

import tables
from breaks import BREAKS, LAYOUT_BREAKS
from fault_projects import FAULT_PROJECTS, PRINTED, build, codes_of, messages_of
from handouts.codes import CODES
from handouts.workers import pool
from handouts.workers.pool import Workers
from projects import CONF

if TYPE_CHECKING:
    from projects import Built

INDEX = "# Home\n\n(in-short)=\nRest helps.\n\n```{toctree}\nsheet\n```\n"
SHEET = "---\nhandout: patients\n---\n# Sheet\n\n```{embed} #in-short\n```\n"
SINCE_DOCUTILS_0_23 = (
    "Transition at the start of the document.",
    "Document or section may not begin with a transition.",
)
"""What docutils says in other words since that version, and as `messages.txt` has it."""
OF_A_FILE = {"pages"}
"""What no project can cause, and no theme: a fault of a finished file only."""


@pytest.fixture(scope="module", params=FAULT_PROJECTS, ids=lambda root: root.name)
def root(request) -> Path:
    found: Path = request.param
    return found


@pytest.fixture(scope="module")
def built(root: Path, tmp_path_factory) -> Built:
    return build(root, tmp_path_factory.mktemp("root"))


def test_a_fault_is_reported_to_the_letter(root: Path, built: Built) -> None:
    found = [line.replace(*SINCE_DOCUTILS_0_23) for line in built.warnings]

    assert found == messages_of(root)


def test_a_faulty_handout_is_not_published(root: Path, built: Built) -> None:
    assert bool(built.files()) == (root.name in PRINTED)


def test_every_code_has_its_project() -> None:
    shown = set().union(*map(codes_of, FAULT_PROJECTS))

    assert CODES.keys() - shown == OF_A_FILE <= {code for *_, code in [*BREAKS, *LAYOUT_BREAKS]}


def test_the_page_of_faults_is_current() -> None:
    assert tables.PAGE.read_text("utf-8") == tables.page()


def test_a_sheet_that_takes_too_long_names_the_handout(project, monkeypatch) -> None:
    monkeypatch.setattr(pool, "Workers", functools.partial(Workers, start_limit=0))
    built = project({"index.md": INDEX, "sheet.md": SHEET}).build(
        processes=True, handouts_time_limit=0.001
    )
    (message,) = built.warnings

    assert "handout 'sheet'" in message
    assert message.endswith("it took longer than 0.001 seconds [handouts.limit]")


BAD_SETTINGS: list[tuple[str, dict[str, Any], str]] = [
    (
        "a misspelt name",
        {"handouts_audience": {}},
        "handouts_audience: no such setting; did you mean 'handouts_audiences'?",
    ),
    (
        "an unknown paper",
        {"handouts_editions": {"a4": {"paper": "A44"}}},
        "handouts_editions['a4']['paper']: no paper 'A44'; did you mean 'A4'?",
    ),
    (
        "an unknown key",
        {"handouts_audiences": {"patients": {"lable": "Us"}}},
        "handouts_audiences['patients']: unknown key 'lable'; did you mean 'label'?",
    ),
    (
        "no usable font",
        {"handouts_fonts": ["conf.py"]},
        "handouts_fonts[0]: no usable font at 'conf.py'",
    ),
    (
        "an audience to print that there is none of",
        {"handouts_only": "nurses"},
        "handouts_only: no audience 'nurses'; known: patients, referrers",
    ),
]


@pytest.mark.parametrize(
    ("settings", "message"), [one[1:] for one in BAD_SETTINGS], ids=[one[0] for one in BAD_SETTINGS]
)
def test_a_fault_in_conf_py_stops_the_build(
    project, settings: dict[str, Any], message: str
) -> None:
    conf = CONF + "".join(f"{name} = {value!r}\n" for name, value in settings.items())

    line = CONF.count("\n") + 1
    expected = f"1 fault in conf.py\n  line {line}: {message}"
    with pytest.raises(ConfigError, match=re.escape(expected)):
        project({"conf.py": conf, "index.md": INDEX}).build()


def test_all_faults_in_conf_py_are_reported_at_once(project) -> None:
    conf = CONF + "".join(
        f"{name} = {value!r}\n" for _, given, _ in BAD_SETTINGS for name, value in given.items()
    )

    with pytest.raises(ConfigError, match=r"5 faults in conf\.py"):
        project({"conf.py": conf, "index.md": INDEX}).build()
