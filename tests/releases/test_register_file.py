"""Every fault of the register is reported at its line."""

from __future__ import annotations

from datetime import date

import pytest

from handouts.releases.register import WORDS_FORM, Approval, Release, Withdrawal, of_other_form
from handouts.releases.register_file import read_register

DIGEST = "sha256:" + "ab" * 32
RELEASE = f"""\
[[release]]
id = "SC1"
version = 1
language = "en"
title = "Knees"
page = "knees"
date = 2026-11-29
last-day = 2028-11-29
change = "First release."
safety = false
words = "{DIGEST}"
engines = {{ weasyprint = "70.0" }}
editions = {{ a4 = "{DIGEST}" }}
"""
WITHDRAWAL = """\
[[withdrawal]]
id = "SC1"
language = "en"
versions = [1]
date = 2026-12-01
reason = "A number was wrong."
"""
APPROVAL = f"""\
[[approval]]
id = "SC1"
language = "en"
words = "{DIGEST}"
by = "A. Name"
role = "surgeon"
registration = "GMC 1"
date = 2026-11-30
"""


def test_entries_come_in_the_order_of_the_file(tmp_path) -> None:
    second = RELEASE.replace("version = 1", "version = 2")
    path = tmp_path / "releases.toml"
    path.write_text(f"{RELEASE}\n{APPROVAL}{WITHDRAWAL}{second}", "utf-8")

    register = read_register(path, "releases.toml")

    assert register.problems == ()
    assert [type(one) for one in register.entries] == [Release, Approval, Withdrawal, Release]
    assert [one.line for one in register.entries] == [1, 15, 23, 29]
    assert register.releases[0].last_day == date(2028, 11, 29)
    assert register.releases[0].editions == {"a4": DIGEST}


def test_a_table_in_an_entry_may_have_a_heading_of_its_own(tmp_path) -> None:
    path = tmp_path / "releases.toml"
    inline = f'editions = {{ a4 = "{DIGEST}" }}'
    entry = RELEASE.replace(inline, f'[release.editions]\na4 = "{DIGEST}"')
    path.write_text(f"{entry}\n{entry.replace('version = 1', 'version = 2')}", "utf-8")

    register = read_register(path, "releases.toml")

    assert register.problems == ()
    assert [one.editions for one in register.releases] == [{"a4": DIGEST}] * 2


@pytest.mark.parametrize("field", ["id", "date", "reason"])
def test_with_one_field_mistyped_no_entry_counts(tmp_path, field: str) -> None:
    path = tmp_path / "releases.toml"
    path.write_text(RELEASE + WITHDRAWAL.replace(f"{field} =", f"x{field} ="), "utf-8")

    register = read_register(path, "releases.toml")

    assert register.problems
    assert register.entries == ()


def test_a_line_of_a_text_is_no_heading(tmp_path) -> None:
    path = tmp_path / "releases.toml"
    text = '"""\n[[x]]\n"""'
    path.write_text(RELEASE + WITHDRAWAL.replace('"A number was wrong."', text), "utf-8")

    (problem,) = read_register(path, "releases.toml").problems

    assert "withdrawal: 'reason' must be text in one line" in problem.message


def test_without_a_file_there_is_no_register(tmp_path) -> None:
    assert not read_register(tmp_path / "releases.toml", "releases.toml").exists


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("version = 1", "version = 2", 1, "where version 1 is expected"),
        ("version = 1", "version = 0", 3, "'version' must be a whole number from 1, found 0"),
        ("version = 1", "version = true", 3, "must be a whole number from 1, found true"),
        ("version = 1", "version = 1.0", 3, "must be a whole number from 1, found 1.0"),
        ('"SC1"', '"SC-1"', 2, "'id' must be a letter and then letters and digits"),
        ("2026-11-29", '"2026-11-29"', 7, "'date' must be a date such as 2026-11-22"),
        ("2028-11-29", "2025-11-29", 1, "the last day of SC1 version 1 is before its date"),
        ("safety = false", 'safety = "no"', 10, "'safety' must be true or false"),
        (f'words = "{DIGEST}"', 'words = "abc"', 11, "'words' must be 'words-1:sha256:'"),
        ('{ a4 = "', '{ a4 = "x', 13, "'editions' must be a table of editions"),
        ('change = "First release."\n', "", 1, "field 'change' is missing"),
        (f'editions = {{ a4 = "{DIGEST}" }}', "", 1, "SC1 version 1 has no editions"),
        ("last-day", "lastday", 8, "no such field 'lastday'; did you mean 'last-day'?"),
        ('"First release."', '"First\\nrelease."', 9, "'change' must be text in one line"),
        ('"First release."', '"First \x9b release."', 9, "without control characters, found"),
        ('"Knees"', '"\u202eKnees"', 5, "'title' must be text in one line, without control"),
        ('"en"', '"../../out"', 4, "'language' must be a language of Sphinx"),
        ("{ a4 =", '{ "../a4" =', 13, "'editions' must be a table of editions"),
        ("[[release]]", "[[releases]]", 1, "releases: no such kind of entry; did you mean"),
        ("[[release]]", "[release]", 1, "release: write each as a table under [[release]]"),
        ("[[release]]", "[[release]", 1, "this is not TOML"),
    ],
)  # fmt: skip
def test_a_fault_is_reported_at_its_line(
    tmp_path, old: str, new: str, line: int, message: str
) -> None:
    path = tmp_path / "releases.toml"
    path.write_text(RELEASE.replace(old, new), "utf-8")
    problems = read_register(path, "docs/releases.toml").problems

    assert any(one.place.line == line and message in one.message for one in problems), problems
    assert {one.code for one in problems} == {"releases"}
    assert {one.place.path for one in problems} == {"docs/releases.toml"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (RELEASE + RELEASE, "version 1 of 'SC1' (en) stands where version 2 is expected"),
        (RELEASE + RELEASE, "and release those words again: handouts release SC1"),
        (RELEASE + APPROVAL.replace("SC1", "sc1"), "id 'sc1' is also written 'SC1'"),
        (RELEASE + RELEASE.replace('"en"', '"EN"'), "language 'EN' is also written 'en'"),
        (RELEASE + WITHDRAWAL.replace("[1]", "[1, 2]"), "version 2 of 'SC1' (en) was never"),
        (RELEASE + WITHDRAWAL.replace("[1]", "[]"), "'versions' must be a list of versions"),
        (RELEASE + WITHDRAWAL.replace('"en"', '"de"'), "version 1 of 'SC1' (de) was never"),
        (
            RELEASE + RELEASE.replace("version = 1", "version = 2").replace("11-29", "11-28", 1),
            "SC1 version 2 has an earlier date than version 1",
        ),
    ],
)
def test_what_entries_say_together_is_judged(tmp_path, text: str, message: str) -> None:
    path = tmp_path / "releases.toml"
    path.write_text(text, "utf-8")

    assert any(message in one.message for one in read_register(path, "releases.toml").problems)


def test_words_of_another_form_are_named(tmp_path) -> None:
    path = tmp_path / "releases.toml"
    second = RELEASE.replace("SC1", "SC2").replace(DIGEST, f"{WORDS_FORM}:{DIGEST}", 1)
    path.write_text(f"{RELEASE}\n{second}", "utf-8")

    assert [one.id for one in of_other_form(read_register(path, "releases.toml"))] == ["SC1"]
