"""Problems as values, and their codes."""

from __future__ import annotations

import json

import pytest

from handouts.codes import CODES
from handouts.problems import (
    LONGEST_WORD,
    MOST_SHOWN,
    Place,
    Problem,
    first_of_each_file,
    in_one_line,
    line_in_conf,
    nearest,
    visible,
    with_short_words,
)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('a = "help"\noptions = {\n    "title": "Get help",\n    "page": "help"}\n', 4),
        ('options = {"page":\n    "help#here"}\noptions["x"] = "Get help"\n', 2),
        ("a = {\"page\":\n    'help'}\nx, options = 1, a\n", 2),
        ('\noptions = {"page": "helper"}\n', 2),
        ("x = 1\n", 0),
    ],
)
def test_a_name_in_a_value_of_conf_py_has_its_own_line(tmp_path, text: str, line: int) -> None:
    (tmp_path / "conf.py").write_text(text, encoding="utf-8")

    assert line_in_conf(tmp_path / "conf.py", "options", "help") == line


def test_a_code_says_what_it_means_and_what_to_do() -> None:
    said = {name: (code.meaning[-1:], code.remedy[-1:]) for name, code in CODES.items()}

    assert [name for name, ends in said.items() if ends != (".", ".")] == []


@pytest.mark.parametrize(
    ("place", "shown"),
    [(Place("a/b.md", 3), "a/b.md:3"), (Place("a/b.md"), "a/b.md"), (Place("a.md", 0), "a.md")],
)
def test_a_place_is_shown_as_editors_read_it(place: Place, shown: str) -> None:
    assert str(place) == shown


@pytest.mark.parametrize("place", [Place("a.md", 3), Place("a.md")])
def test_a_problem_survives_being_written_down(place: Place) -> None:
    problem = Problem("label", "no page has the label “x”", place, refuses=False, about="x")

    assert Problem.from_json(json.loads(json.dumps(problem.to_json()))) == problem


@pytest.mark.parametrize(
    ("word", "hint"),
    [("patiens", "; did you mean 'patients'?"), ("x", "; known: carers, patients")],
)
def test_a_misspelt_word_is_answered_with_the_nearest(word: str, hint: str) -> None:
    assert nearest(word, ["patients", "carers"]) == hint


def test_of_many_known_names_the_first_are_listed() -> None:
    hint = nearest("zzz", [f"a{number:03}" for number in range(100)])

    assert hint.endswith("a028, a029, and 70 more")


def test_control_characters_and_direction_marks_are_written_out() -> None:
    assert visible("a\x1b[2J\u202eb\nc é\u00a0日") == "a\\x1b[2J\\u202eb\nc é\u00a0日"


def test_a_message_with_a_name_of_two_lines_is_one_line() -> None:
    # To a service that runs workflows, a line that begins so is a command.
    assert in_one_line("claim 'a\n::stop-commands::b'") == "claim 'a\\n::stop-commands::b'"


def test_of_a_very_long_word_the_middle_is_left_out() -> None:
    longest = "1" * LONGEST_WORD

    assert with_short_words(f"{longest} is whole") == f"{longest} is whole"
    assert with_short_words(f"“{longest * 20}” is cut") == f"“{'1' * 59}…{'1' * 9}” is cut"


def test_of_a_file_with_very_many_problems_the_first_are_shown_and_the_rest_counted() -> None:
    many = [Problem("ledger", f"fault {at}", Place("claims.toml", at)) for at in range(1, 96_001)]
    other = Problem("dates", "a date", Place("sheet.md", 1))

    found = list(first_of_each_file([*many, other]))

    assert found[:MOST_SHOWN] == many[:MOST_SHOWN]
    assert found[MOST_SHOWN] == other
    assert [one.message for one in found[MOST_SHOWN + 1 :]] == [
        "95,900 more problems of this file are listed in report.json alone"
    ]
