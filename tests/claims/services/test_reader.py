"""Services are read with their faults, and printed for the edition's country."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from handouts.claims.services.check import stale_services
from handouts.claims.services.reader import read_services

if TYPE_CHECKING:
    from handouts.claims.services.entries import Services
    from projects import Project

UK = """\
[uk-emergency]
kind = "emergency"
country = "GB"
number = "999"
place = "A&E"
checked = 2026-11-22
general-knowledge = true
"""
US = UK.replace("uk-", "us-").replace("GB", "US").replace("999", "911").replace("A&E", "the ER")
WORD = '[visits]\nkind = "word"\nGB = "Physio visits"\nUS = "Physical therapy"\n'
EDITIONS = {"a4": {"paper": "A4", "country": "GB"}, "letter": {"paper": "Letter", "country": "US"}}
CALL = "Call {service}`emergency` or go to {service}`place <emergency>`.\n"
SHEET = f"---\nhandout: patients\n---\n# Sheet\n\n{CALL}"
TREE = "\n```{toctree}\nsheet\n```\n"


def read(tmp_path: Path, text: str = UK, sources: tuple[str, ...] = ("a2020",)) -> Services:
    (tmp_path / "services.toml").write_text(text, "utf-8")
    return read_services(tmp_path / "services.toml", sources)


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ('"999"', '"998"', 4, "'998' is no emergency number of GB: the list of the package, "
         "claims/services/emergency.toml, has 999, 112, 18000; correct the number"),
        ('"999"', '"nine"', 4, "'number' has digits, spaces"),
        ('"GB"', '"UK2"', 3, "'UK2' is no code of a country, such as GB, US or EU"),
        ('"GB"', '"UK"', 3, "'UK' is no code of a country; did you mean 'GB'?"),
        ('country = "GB"\n', "", 1, "an emergency number needs its 'country'"),
        ('"A&E"', '"**A&E**"', 5, "'place' has the markup “**”, which would be printed"),
        ('"emergency"', '"emergancy"', 2, "'kind' must be one of emergency,"),
        ("number =", "numbers =", 4, "no such field 'numbers'; did you mean 'number'?"),
        ("general-knowledge = true", "", 1, "name its 'source', or say general-knowledge = true"),
        ("checked = 2026-11-22\n", "", 1, "field 'checked' is missing"),
        ("general-knowledge = true", 'source = "nhs"', 7, "the bibliography has no 'nhs'"),
        ("[uk-emergency]", "[crisis]", 1, "this is a kind of service; give it an id of its own"),
    ],
)  # fmt: skip
def test_a_fault_is_reported_at_its_line(
    tmp_path, old: str, new: str, line: int, message: str
) -> None:
    faults = read(tmp_path, UK.replace(old, new)).faults

    assert any(one.line == line and message in one.message for one in faults), faults


def test_a_number_of_the_publisher_s_own_needs_no_source(tmp_path) -> None:
    own = UK.replace('"emergency"', '"own"').replace("general-knowledge = true\n", "")

    assert read(tmp_path, own).faults == ()


def test_an_address_is_printed_as_people_write_it(tmp_path) -> None:
    text = UK.replace('number = "999"', 'address = "https://a.uk/"')
    found = read(tmp_path, text).services["uk-emergency"]

    assert (found.part("address"), found.uri) == ("a.uk", "https://a.uk/")


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("GB", "UK", 3, "'UK' is no code of a country; did you mean 'GB'?"),
        ("GB", "name", 3, "'name' is no code of a country, such as GB, US or EU"),
        ("Physio", "6 physio", 3, "a word has no digits; a number belongs to a claim or a service"),
        ("Physio", "**Physio**", 3, "'GB' has the markup “**”, which would be printed"),
        ('"Physio visits"', "true", 3, "'GB' must be text, found true"),
        ("[visits]", "[crisis]", 1, "this is a kind of service; give it an id of its own"),
        ("[visits]", "[Visits]", 1, "an id has small letters, digits and single hyphens only"),
        (WORD.partition("GB")[2], "", 1, "give the word of each country, such as GB ="),
    ],
)  # fmt: skip
def test_a_fault_of_a_word_is_reported_at_its_line(
    tmp_path, old: str, new: str, line: int, message: str
) -> None:
    faults = read(tmp_path, WORD.replace(old, new).removesuffix("GB")).faults

    assert any(one.line == line and message in one.message for one in faults), faults


def test_a_word_is_no_service_to_be_checked_again(tmp_path) -> None:
    services = read(tmp_path, UK + WORD)

    assert services.faults == ()
    assert list(services.services) == ["uk-emergency"]


def test_a_service_not_checked_for_long_is_reported(tmp_path) -> None:
    services = read(tmp_path)

    assert list(stale_services(services, "services.toml", date(2027, 11, 22), 12)) == []
    (problem,) = stale_services(services, "services.toml", date(2027, 11, 23), 12)
    assert (problem.code, str(problem.place)) == ("service-stale", "services.toml:1")


@pytest.fixture
def written(project) -> Project:
    return project({"index.md": f"# Home\n{TREE}", "sheet.md": SHEET,
                    "services.toml": UK + US})  # fmt: skip


def test_each_sheet_prints_the_number_of_its_country(written: Project) -> None:
    built = written.build(handouts_editions=EDITIONS)

    assert built.warnings == []
    assert "Call 999 or go to A&E." in built.pdf_text("a4")
    assert "Call 911 or go to the ER." in built.pdf_text("letter")


def test_each_sheet_prints_the_word_of_its_country_and_the_web_that_of_the_first(
    written: Project,
) -> None:
    written.write({"services.toml": UK + US + WORD})
    written.edit("sheet.md", CALL, "{service}`visits`, and practice.\n")
    built = written.build(handouts_editions=EDITIONS)

    assert built.warnings == []
    assert "Physio visits, and practice." in built.pdf_text("a4")
    assert "Physical therapy, and practice." in built.pdf_text("letter")
    page = written.build("html", handouts_editions=EDITIONS).html()
    assert "Physio visits, and practice." in page
    assert "Physical therapy" not in page


def test_a_title_has_the_word_or_the_number_of_its_country(written: Project) -> None:
    written.write({"services.toml": UK + US + WORD.replace("Physical", "R&D of physical")})
    written.edit("sheet.md", "# Sheet", "# {service}`visits` < {service}`emergency`")
    built = written.build(handouts_editions=EDITIONS)

    assert built.warnings == []
    assert built.pdf_text("letter").startswith("R&D of physical therapy < 911 Call")


def test_a_word_of_a_country_has_its_accents_as_the_typeface_has_them(written: Project) -> None:
    word = WORD.replace("Physical", "Man\u0303ana \u1e63")
    written.write({"services.toml": UK + US + word})
    written.edit("sheet.md", CALL, "{service}`visits`, and practice.\n")
    built = written.build(handouts_editions=EDITIONS)

    assert built.warnings == []
    assert "Ma\u00f1ana s\u0323 therapy, and practice." in built.pdf_text("letter")


def test_a_changed_word_of_another_country_is_printed_anew(written: Project) -> None:
    written.write({"services.toml": UK + US + WORD})
    written.edit("sheet.md", CALL, "{service}`visits`, and practice.\n")
    written.build(handouts_editions=EDITIONS)
    written.edit("services.toml", "Physical therapy", "PT visits")

    assert "PT visits, and" in written.build(handouts_editions=EDITIONS).pdf_text("letter")


def test_a_word_that_an_edition_s_country_lacks_refuses_the_sheet(written: Project) -> None:
    written.write({"services.toml": UK + US + WORD.partition("US")[0]})
    written.edit("sheet.md", CALL, "{service}`visits`, and practice.\n")
    built = written.build(handouts_editions=EDITIONS)

    assert "'services.toml' has nothing for {service}`visits` in US" in built.warnings[0]
    assert built.files() == []


def test_a_changed_number_of_another_country_is_printed_anew(written: Project) -> None:
    crisis = (
        UK.replace("uk-", "uk-line-").replace('"emergency"', '"crisis"').replace("999", "116123")
    )
    other = crisis.replace("uk-", "us-").replace("GB", "US").replace("116123", "988")
    written.write({"services.toml": UK + US + crisis + other})
    written.edit("sheet.md", "Call {service}`emergency`", "Call {service}`crisis`")
    assert "Call 988" in written.build(handouts_editions=EDITIONS).pdf_text("letter")

    written.edit("services.toml", "988", "911000")

    assert "Call 911000" in written.build(handouts_editions=EDITIONS).pdf_text("letter")


def test_an_edition_whose_country_has_no_such_service_is_refused(written: Project) -> None:
    written.write({"services.toml": UK})
    built = written.build(handouts_editions=EDITIONS)

    assert "'services.toml' has nothing for {service}`emergency` in US" in built.warnings[0]
    assert built.files() == []


def test_the_web_shows_the_first_edition_as_a_link_that_calls(written: Project) -> None:
    page = written.build("html", handouts_editions=EDITIONS).html()

    assert 'href="tel:999"' in page
    assert 'aria-label="999, emergency, United Kingdom"' in page
    assert "911" not in page


TYPED = "looks like a number to call and is not taken from 'services.toml': 'uk-emergency' at "
WRONG = [
    ("{service}`998 <uk-emergency>`", "“998” stands here, and '999' for 'uk-emergency' at "
     "services.toml:1; correct the one that is wrong"),
    ("{service}`uk-emergancy`", "has no service 'uk-emergancy'; did you mean 'uk-emergency'?"),
    ("{service}`visit`", "has no service 'visit'; did you mean 'visits'?"),
    ("{service}`place <visits>`", "'visits' at services.toml:17 has no 'place'"),
    ("{service}`abroad`", "'services.toml' has no word 'abroad' for GB"),
    ("{service}`hours <uk-emergency>`", "'uk-emergency' at services.toml:1 has no 'hours'"),
    ("{service}`Help <uk-emergency>`", "“Help” is none of number, place, name, hours, address, "
     "nor the number of 'uk-emergency' at services.toml:1"),
    ("998 (UK)", f"“998” {TYPED}services.toml:1 is 999; write {{service}}`999 <uk-emergency>`"),
    ("![Call 998](pain.png)", f"“998” {TYPED}"),
    ("| Call | In |\n| --- | --- |\n| - | - |\n| 998 | UK |", f"“998” {TYPED}"),
]  # fmt: skip
"""What is wrong in the last line of a paragraph or a table."""


def test_another_number_than_that_of_the_list_is_refused_once_at_its_line(written: Project) -> None:
    page, lines = SHEET + "\n", []
    for words, _ in WRONG:
        page += f"{words}\n\n"
        lines.append(page.count("\n") - 1)
    other = WORD.replace("visits]", "abroad]").replace("GB", "IE")
    written.write({"sheet.md": page, "services.toml": UK + US + WORD + other})
    built = written.build(handouts_editions=EDITIONS)
    found = [one for one in built.warnings if one.startswith("sheet.md:") and ".service]" in one]

    assert [int(one.split(":")[1]) for one in found] == lines
    assert [
        words for (words, message), one in zip(WRONG, found, strict=True) if message not in one
    ] == []
    assert built.files() == []


def test_a_kind_of_service_without_a_country_says_what_to_write(written: Project) -> None:
    written.write({"sheet.md": f"{SHEET}\nCall {{service}}`emergency`.\n"})
    warnings = written.build(handouts_editions={"a4": {"paper": "A4"}}).warnings

    assert "name one in handouts_editions, or write a service's name for" in warnings[-1]


def test_a_number_typed_on_a_page_that_no_sheet_takes_from_is_let_be(written: Project) -> None:
    written.write({"index.md": f"# Home\n\nCall 998 (UK).\n{TREE}"})

    assert written.build(handouts_editions=EDITIONS).warnings == []


def test_a_table_lists_a_country_in_each_row(written: Project) -> None:
    table = "```{service-table}\n:kinds: emergency, crisis\n```\n"
    written.write({"index.md": f"# Home\n\n{table}{TREE}"})
    page = written.build("html", handouts_editions=EDITIONS).html("index.html")

    assert "United Kingdom" in page
    assert 'href="tel:911"' in page
    assert "999</a> (A&amp;E)" in page
    assert page.count("none that we know of") == 2


def test_a_table_says_a_number_once_that_stands_in_the_words_for_its_place(
    written: Project,
) -> None:
    table = "```{service-table}\n:kinds: emergency\n```\n"
    services = UK.replace('"A&E"', '"GP or 999 now"')
    written.write({"index.md": f"# Home\n\n{table}{TREE}", "services.toml": services + US})
    page = written.build("html", handouts_editions=EDITIONS).html("index.html")

    assert re.search(r"GP or <a [^>]*>999</a> now</p>", page)
