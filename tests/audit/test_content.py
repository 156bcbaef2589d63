"""What the ledger, the dates and the limits of language say of pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from projects import CLAIM_FILES, CONF, Project

if TYPE_CHECKING:
    from projects import Built


LEDGER = CLAIM_FILES["claims.toml"].decode()
ONE_EDITION = 'handouts_editions = {"a4": {"paper": "A4"}}\n'
INDEX = """# Home

(better)=
{claim}`74 out of 100 people were better with cells <no-better>`.

```{toctree}
:glob:

*
```
"""
OTHER = """# Other

{claim}`Of the people with cells, 74% were better <no-better>`.
{claim}`We do not know if cells reduce pain <cells-effect>`.
"""
SHEET = "---\nhandout: patients\n---\n# Sheet\n\n```{embed} #better\n```\n"


@pytest.fixture(autouse=True)
def today(monkeypatch) -> Callable[[str], None]:
    """Return a function that sets the day to judge by; until then it is one in December."""

    def set_today(day: str) -> None:
        monkeypatch.setenv("HANDOUTS_TODAY", day)

    set_today("2026-12-01")
    return set_today


@pytest.fixture
def written(project) -> Project:
    """Write two pages that state claims, and a handout that embeds from one of them."""
    return project(
        {
            "conf.py": CONF + ONE_EDITION,
            **CLAIM_FILES,
            "index.md": INDEX,
            "other.md": OTHER,
            "sheet.md": SHEET,
        }
    )


def codes(built: Built) -> list[str]:
    """Return the code of each problem that the report has of the sheet."""
    return [one["code"] for one in built.sheet()["problems"]]


# Numbers.


def test_claims_that_agree_with_the_ledger_pass(written: Project) -> None:
    built = written.build(strict=True)

    assert (built.warnings, built.exit_status, built.files()) == ([], 0, ["sheet-a4.pdf"])


def test_a_number_changed_on_a_page_is_reported_with_those_allowed_and_takes_the_sheet_away(
    written: Project,
) -> None:
    written.build()
    written.edit("index.md", "74 out of 100", "47 out of 100")
    built = written.build(strict=True)
    (message,) = built.warnings

    assert message.startswith("index.md:4: WARNING: claim 'no-better' quotes “47 out of 100”")
    assert "it lists 74 of 100 (better with cells at 12 months)" in message
    assert (built.exit_status, built.files()) == (1, [])


def test_a_number_changed_in_the_ledger_names_every_page_that_quotes_it(written: Project) -> None:
    written.build()
    written.edit("claims.toml", "74", "73")
    built = written.build()

    assert built.places_and_codes() == [
        ("index.md:4", "claim-number"),
        ("other.md:3", "claim-number"),
    ]
    assert codes(built) == ["claim-number"]


def test_a_page_is_named_until_it_agrees_with_the_ledger(written: Project) -> None:
    written.edit("claims.toml", "74", "73")
    written.build()
    written.edit("index.md", "74 out", "73 out")
    built = written.build()

    assert built.places_and_codes() == [("other.md:3", "claim-number")]
    assert built.files() == ["sheet-a4.pdf"]


def test_a_number_changed_in_the_ledger_alone_is_reported_at_each_build(written: Project) -> None:
    written.edit("claims.toml", "value = 74", "value = 73")

    assert written.build().places_and_codes() == written.build().places_and_codes() != []


def test_a_claim_that_the_ledger_lacks_is_reported(written: Project) -> None:
    written.edit("other.md", "<no-better>", "<no-beter>")

    assert written.build().places_and_codes() == [("other.md:3", "claim-unknown")]


def test_two_pages_that_change_numbers_over_are_reported(written: Project) -> None:
    both = "{claim}`74% with cells and 69% with sham <no-better>`\n"
    over = "{claim}`69% with cells and 74% with sham <no-better>`\n"
    written.write({"other.md": f"{OTHER}\n{both}", "third.md": f"# Third\n\n{over}"})

    assert set(written.build().places_and_codes()) == {("third.md:3", "claim-number")}


# Verbs.


def test_a_project_adds_its_own_verbs(written: Project) -> None:
    written.edit("other.md", "We do not know if cells reduce pain", "Cells numb pain")
    built = written.build(handouts_certainty_verbs={"high": ["numb"]})

    assert built.places_and_codes() == [("other.md:4", "claim-verb")]


# Numbers outside claims.


def test_a_health_number_outside_claims_refuses_the_sheet_that_embeds_it(written: Project) -> None:
    written.edit("index.md", "(better)=\n", "(better)=\nOf 20 people some left. ")
    built = written.build()

    assert (built.places_and_codes(), built.files()) == (
        [("index.md:4", "number-without-claim")],
        [],
    )


def test_a_health_number_on_a_page_that_is_not_printed_is_let_be(written: Project) -> None:
    written.edit("other.md", "# Other\n", "# Other\n\nOf 20 people some left.\n")

    assert written.build().warnings == []


def test_a_health_number_is_let_be_where_there_is_no_ledger(project) -> None:
    sheet = "---\nhandout: patients\n---\n# Sheet\n\nOf 20 people some left.\n"
    built = project({"index.md": "# Home\n\n```{toctree}\nsheet\n```\n", "sheet.md": sheet}).build()

    assert built.warnings == []


# Faults of the ledger.

UNUSED = '\n[spare]\nstatement = "A."\nsources = ["alpha2024"]\ncertainty = "fact"\n'
FAULTS = [
    ('["alpha2024"]', '["alpha2042"]', "3", "claim-source"),
    ('["alpha2024"]', '["maker2020"]', "3", "claim-source"),
    ("of = 100, means = \"better with sham", "of = 0, means = \"better with sham", "8", "ledger"),
    ('"fact"', '"sure"', "4", "ledger"),
    ("[cells-effect]", "[cells-effect", "11", "ledger"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "code"), FAULTS)
def test_a_fault_of_a_claim_is_reported_at_its_line_and_refuses_the_sheet(
    written: Project, old: str, new: str, line: str, code: str
) -> None:
    written.edit("claims.toml", old, new)
    built = written.build()

    assert (built.places_and_codes(), built.files()) == ([(f"claims.toml:{line}", code)], [])


def test_a_fault_of_a_claim_lets_a_sheet_be_that_does_not_state_it(written: Project) -> None:
    written.edit("claims.toml", '["maker2020", "alpha2024"]', '["maker2020"]')
    built = written.build()

    assert built.places_and_codes() == [("claims.toml:13", "claim-source")]
    assert built.files() == ["sheet-a4.pdf"]


def test_a_claim_checked_in_the_future_is_reported_until_that_day(
    written: Project, today: Callable[[str], None]
) -> None:
    written.edit("claims.toml", "checked = 2026-11-22\n[", "checked = 2026-12-24\n[")

    assert written.build().places_and_codes() == [("claims.toml:5", "ledger")]
    today("2026-12-24")
    assert written.build().warnings == []


def test_a_claim_that_no_page_states_is_reported_and_sheets_are_printed(written: Project) -> None:
    written.write({"claims.toml": f"{LEDGER}{UNUSED}checked = 2026-11-22\n"})
    built = written.build()

    assert built.places_and_codes() == [("claims.toml:20", "claim-unused")]
    assert built.files() == ["sheet-a4.pdf"]


@pytest.mark.parametrize(
    ("file", "old", "new", "about"),
    [
        ("claims.toml", '"fact"', '"sure"', "no-better"),
        ("claims.toml", "[cells-effect]", "[cells-results]", "cells-results"),
        ("claims.toml", "We do not know if cells reduce", "Cells reduce", "cells-effect"),
        ("references.bib", "year", "kind = {x}, year", "alpha2024"),
    ],
)
def test_a_problem_of_a_file_of_evidence_names_what_it_is_about(
    written: Project, file: str, old: str, new: str, about: str
) -> None:
    text = (written.srcdir / file).read_text("utf-8")
    written.write({file: text.replace(old, new, 1)})
    problems = written.build().report["problems"]

    assert [one["about"] for one in problems if one["place"]["path"] == file] == [about]


def test_claims_without_a_ledger_are_reported_and_refuse_the_sheet(written: Project) -> None:
    built = written.build(handouts_ledger="claim.toml")

    assert "there is no ledger at 'claim.toml' to hold claim 'no-better'" in built.warnings[1]
    places = ["conf.py:1", "index.md:4", "other.md:3"]
    assert built.places_and_codes() == [(place, "ledger") for place in places]
    assert built.files() == []


def test_a_bibliography_that_cannot_be_read_is_reported_at_its_line(written: Project) -> None:
    written.write({"references.bib": "@misc{maker2020,\n  title = {Maker}\n"})
    built = written.build()

    assert ("references.bib:3", "ledger") in built.places_and_codes()
    assert built.files() == []


# Claims grow old.

MONTHS = {"patients": {"claims-months": 6}, "referrers": {}}


def test_a_claim_grows_stale_on_its_day_and_its_sheet_stays(
    written: Project, today: Callable[[str], None]
) -> None:
    today("2027-05-22")
    assert written.build(handouts_audiences=MONTHS).places_and_codes() == []

    today("2027-05-23")
    built = written.build(handouts_audiences=MONTHS)

    assert (built.places_and_codes(), built.printed) == ([("claims.toml:1", "claim-stale")], [])
    assert (codes(built), built.files()) == (["claim-stale"], ["sheet-a4.pdf"])


# Pages grow old.

DATED = "---\nchecked: 2026-11-22\ncheck-by: 2027-05-22\n---\n"


def test_a_page_is_overdue_from_the_day_after_its_last(
    written: Project, today: Callable[[str], None]
) -> None:
    written.write({"other.md": DATED + OTHER})
    today("2027-05-22")
    assert written.build().places_and_codes() == []

    today("2027-05-23")
    assert written.build().places_and_codes() == [("other.md:3", "overdue")]


def test_an_overdue_handout_is_printed_all_the_same(
    written: Project, today: Callable[[str], None]
) -> None:
    today("2028-01-01")
    written.write({"sheet.md": SHEET.replace("---\nhandout", f"{DATED[:-4]}handout")})
    built = written.build()

    assert (built.places_and_codes(), built.files()) == (
        [("sheet.md:3", "overdue")],
        ["sheet-a4.pdf"],
    )


@pytest.mark.parametrize("page", ["sheet.md", "index.md"])
def test_the_report_names_an_overdue_page_that_a_sheet_is_made_from(
    written: Project, today: Callable[[str], None], page: str
) -> None:
    today("2028-01-01")
    text = (written.srcdir / page).read_text("utf-8")
    written.write({page: (DATED + text).replace("---\n---\n", "")})

    assert codes(written.build()) == ["overdue"]


def test_today_may_be_set_in_conf_py(written: Project, today: Callable[[str], None]) -> None:
    today("")
    written.write({"other.md": DATED + OTHER})

    assert written.build(handouts_today="2028-01-01").places_and_codes() == [
        ("other.md:3", "overdue")
    ]


def test_a_date_that_cannot_be_is_reported_at_its_line(
    written: Project, today: Callable[[str], None]
) -> None:
    today("2026-11-22")
    dates = [
        ("2026-11-22", "22 November 2026", 2),
        ("2027-05-22", '"2027-02-30"', 3),
        ("2027-05-22", "2026-11-22", 3),
        ("2026-11-22", "2026-12-24", 3),
    ]
    pages = {f"date-{at}.md": DATED.replace(*date[:2]) for at, date in enumerate(dates)}
    written.write({name: f"{text}# Page\n" for name, text in pages.items()})

    assert written.build().places_and_codes() == [
        (f"{name}:{line}", "date") for name, (_, _, line) in zip(pages, dates, strict=True)
    ]


def test_a_handout_with_a_date_that_cannot_be_read_is_not_printed(written: Project) -> None:
    written.edit("sheet.md", "patients\n", "patients\nchecked: 22 November 2026\n")
    built = written.build()

    assert (built.places_and_codes(), built.files()) == ([("sheet.md:3", "date")], [])


def test_a_handout_with_dates_in_the_wrong_order_is_not_printed(written: Project) -> None:
    dates = "patients\nchecked: 2026-11-22\ncheck-by: 2026-11-22\n"
    written.edit("sheet.md", "patients\n", dates)
    built = written.build()

    assert (codes(built), built.files()) == (["date", "overdue"], [])


CLAIM = """[{name}]
statement = "Walking helps."
sources = ["walk2020"]
certainty = "fact"
checked = {day}
"""
FILES: dict[str, str | bytes] = {
    "conf.py": f'{CONF}handouts_ledger = "claims.toml"\nbibtex_bibfiles = ["references.bib"]\n',
    "references.bib": "@misc{walk2020, title = {Walk}, note = {verified: abstract}}\n",
    "claims.toml": CLAIM.format(name="old", day="2026-09-02")
    + CLAIM.format(name="new", day="2026-11-20"),
    "index.md": "# Home\n\n```{toctree}\nold\nolder\nplain\nsheet\n```\n",
    "old.md": "---\nchecked: 2026-11-21\n---\n# Old\n\n(old)=\n{claim}`Walk. <new>`\n",
    "older.md": "---\nchecked: 2026-11-21\n---\n# Older\n\n(older)=\n{claim}`Walk. <old>`\n",
    "plain.md": "# Plain\n\n{claim}`Walk. <old>`\n",
    "sheet.md": "---\nhandout: patients\nchecked: 2026-11-28\n---\n# Sheet\n\n"
    "```{embed} #old\n```\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Built:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HANDOUTS_TODAY", "2026-12-01")
        return Project(tmp_path_factory.mktemp("checked"), FILES).build("html")


@pytest.mark.parametrize(
    ("page", "day"),
    [("old", "20 November 2026"), ("older", "2 September 2026"), ("sheet", "20 November 2026")],
)
def test_a_page_says_the_oldest_day_of_its_facts(site: Built, page: str, day: str) -> None:
    assert f"Facts last checked {day}." in site.html(f"{page}.html")


def test_a_page_without_a_day_of_its_own_says_none(site: Built) -> None:
    assert "Facts last checked" not in site.html("plain.html")
