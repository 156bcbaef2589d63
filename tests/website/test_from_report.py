"""The page of the site that shows the report of its own build."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from projects import CLAIM_FILES, CONF, Project

if TYPE_CHECKING:
    from projects import Built

INDEX = "# Home\n\n```{toctree}\nkept-true\nsheet\n```\n"
PAGE = "# How this is kept true\n\n## What was found\n\n```{handouts-report}\n```\n"
SHEET = """---
handout: patients
checked: 2026-11-22
check-by: 2027-05-22
---
# Knees

(better)=
{claim}`74 out of 100 people were better with cells <no-better>`.
{claim}`We do not know if cells reduce pain <cells-effect>`.
"""
FILES: dict[str, str | bytes] = {
    "conf.py": CONF + 'handouts_editions = {"a4": {"paper": "A4"}, "a5": {"paper": "A5"}}\n',
    **CLAIM_FILES,
    "index.md": INDEX,
    "kept-true.md": PAGE,
    "sheet.md": SHEET,
}


@pytest.fixture
def written(project) -> Project:
    return project(FILES)


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Built:
    return Project(tmp_path_factory.mktemp("report"), FILES).build("html")


def rows(html: str) -> list[list[str]]:
    """Return the cells of each row of the page's tables."""
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in html.split("<tr")]
    return [[unescape(re.sub("<[^>]*>", "", cell)) for cell in row] for row in cells if row]


def facts(built: Built) -> dict[str, str]:
    """Return what the page says of the handout as a whole."""
    found = rows(built.html("kept-true.html"))
    return {row[0]: row[1] for row in found if len(row) == 2}


def reported(built: Built) -> dict[str, Any]:
    """Return the report's entry on the handout."""
    return dict(built.report["handouts"]["sheet"])


def test_the_page_has_a_section_named_as_the_handout(site: Built) -> None:
    assert re.search(r'id="report-sheet">\s*<h3>Knees', site.html("kept-true.html"))


def test_the_page_shows_each_sheet_as_the_report_does(site: Built) -> None:
    shown = [row for row in rows(site.html("kept-true.html")) if len(row) == 7]

    assert shown[1:] == [
        [
            sheet["edition"].upper(),
            f"{sheet['pages']} of {sheet['pages_allowed']}",
            f"{sheet['setting']['size']:g} pt",
            f"{sheet['full']:.0%}",
            str(sheet["words"]),
            "nothing",
            "none",
        ]
        for sheet in (site.sheet("a4"), site.sheet("a5"))
    ]


def test_the_page_shows_the_reading_grades_of_the_report(site: Built) -> None:
    untaught = reported(site)["language"]["untaught"]
    shown = facts(site)

    assert shown["Reading grade (Flesch-Kincaid), taught terms set aside"] == (
        f"{untaught['grade']:g}"
    )
    assert shown["Reading grade (SMOG), taught terms set aside"] == f"{untaught['smog']:g}"


def test_the_page_counts_claims_and_sources_as_the_report_does(site: Built) -> None:
    assert reported(site)["claims"] == {"cells-effect": "very low", "no-better": "fact"}
    assert facts(site)["Claims, by certainty"] == "2: fact 1, very low 1"
    assert facts(site)["Sources behind them"] == str(len(reported(site)["sources"]))


def test_the_page_shows_the_dates_of_the_report(site: Built) -> None:
    shown = facts(site)

    assert (reported(site)["checked"], reported(site)["check-by"]) == ("2026-11-22", "2027-05-22")
    assert (shown["Facts last checked"], shown["Not to be used after"]) == (
        "22 November 2026",
        "22 May 2027",
    )


def test_the_page_says_when_a_handout_gives_no_dates(written: Project) -> None:
    written.write({"sheet.md": "---\nhandout: patients\n---\n# Knees\n\nWalk.\n"})

    assert facts(written.build("html"))["Facts last checked"] == "not said"


def test_the_page_says_no_reading_grade_for_other_languages(written: Project) -> None:
    built = written.build("html", language="de")

    assert not [name for name in facts(built) if "Flesch" in name or "SMOG" in name]


def test_the_page_shows_what_share_lives_on_other_pages(written: Project) -> None:
    written.write({"other.md": "# Other\n\n(walk)=\nWalk each day.\n"})
    written.edit("index.md", "sheet\n", "sheet\nother\n")
    written.write({"sheet.md": f"{SHEET}\n```{{embed}} #walk\n```\n"})
    built = written.build("html")
    share = facts(built)["Share of the words that live on other pages"]

    assert share == f"{reported(built)['embedded']:.0%}" != "0%"


def test_a_sheet_that_was_refused_is_shown_with_its_problem(written: Project) -> None:
    written.edit("sheet.md", "74 out of 100", "47 out of 100")
    shown = [row for row in rows(written.build("html").html("kept-true.html")) if len(row) == 7]

    assert {(row[1], row[-1]) for row in shown[1:]} == {("not published", "claim-number")}


def test_the_page_is_written_again_when_only_a_sheet_has_changed(written: Project) -> None:
    before = written.build("html").html("kept-true.html")
    written.edit("sheet.md", "# Knees\n", "# Knees\n\nWalk each day, as far as you like.\n")
    built = written.build("html")

    assert built.html("kept-true.html") != before
    assert str(built.sheet()["words"]) in {
        row[4] for row in rows(built.html("kept-true.html"))[-2:]
    }


def test_the_page_is_left_alone_when_nothing_has_changed(written: Project) -> None:
    page = written.build("html").outdir / "kept-true.html"
    page.write_text("as it was", "utf-8")
    written.build("html")

    assert page.read_text("utf-8") == "as it was"


def test_each_handout_has_its_own_section(written: Project) -> None:
    written.write({"two.md": "---\nhandout: referrers\n---\n# Hips\n\nWalk.\n"})
    written.edit("index.md", "sheet\n", "sheet\ntwo\n")
    html = written.build("html").html("kept-true.html")

    assert re.findall(r'id="(report-\w+)"', html) == ["report-sheet", "report-two"]


def test_a_builder_that_prints_no_sheets_says_so(written: Project) -> None:
    built = written.build("text")

    assert "made without printing sheets" in built.html("kept-true.txt")
