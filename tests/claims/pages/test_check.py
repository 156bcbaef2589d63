"""What pages say with `claim`, and what the ledger makes of it."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path

import pytest

from handouts.claims.ledger.entries import Ledger
from handouts.claims.ledger.reader import read_ledger
from handouts.claims.pages.check import (
    claim_problems,
    fault_problems,
    ledger_problems,
    numbers_outside_claims,
)
from handouts.claims.pages.outside import blocks_outside
from handouts.claims.pages.uses import Use, uses
from handouts.nodes import claim, plain_text
from handouts.problems import Fault, Place, Problem
from projects import CLAIMS

PLACE = Place("index.md", 3)


@pytest.fixture
def ledger() -> Ledger:
    return read_ledger(CLAIMS / "claims.toml")


def reported(text: str, name: str = "no-better", *, before: str = "", line: int = 3) -> Use:
    return Use(name, text, "index.md", line, before)


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]


def test_the_role_keeps_its_words_and_the_id(read) -> None:
    document = read("# T\n\nSo {claim}`74% were better. <no-better>` There.\n")
    (node,) = document.findall(claim)

    assert (node.astext(), node["claim"]) == ("74% were better.", "no-better")


def test_raised_digits_are_no_part_of_the_number_before_them(read) -> None:
    document = read("# T\n\n10{sup}`5` people had 2{sub}`3`.\n\nH{sub}`2`O, the 1{sup}`st`.\n")
    found = [text for _, text in blocks_outside(document)]

    assert found == ["T", "10⁵ people had 2₃.", "H2O, the 1st."]
    assert [plain_text(block) for block, _ in blocks_outside(document)] == found


def test_a_claim_in_a_copy_remembers_its_page(read) -> None:
    document = read("# T\n\n{claim}`74% <no-better>`\n")
    copy = pickle.loads(pickle.dumps(document)).deepcopy()

    assert uses(copy)[0].place == Place("index.md", 3)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("One.\nTwo.\n{claim}`74% <no-better>`", 5),
        ("* one\n* two\n  {claim}`74% <no-better>`", 5),
        (":::{note}\nOne.\n{claim}`74% <no-better>`\n:::", 5),
        ("| a |\n|---|\n| {claim}`74% <no-better>` |", 5),
    ],
)
def test_the_line_of_a_claim_is_its_own(read, text: str, line: int) -> None:
    assert [use.place.line for use in uses(read(f"# T\n\n{text}\n"))] == [line]


def test_a_use_knows_what_stands_before_it_in_its_sentence(read) -> None:
    document = read("# T\n\nOne. We do not know *if* {claim}`cells help <cells-effect>`.\n")

    assert uses(document)[0].before == "We do not know if "


def test_an_icon_array_is_a_use(read) -> None:
    document = read(
        "# T\n\n```{icon-array}\n:claim: no-better\n:rows: cells\n:captions: with cells\n"
        "One dot is one person.\n```\n"
    )

    assert uses(document) == [
        Use(
            "no-better",
            "with cells\n\nOne dot is one person.",
            "index.md",
            3,
            rows=("cells",),
        )
    ]


def test_a_claim_without_an_id_is_an_error(build) -> None:
    built = build({"index.md": "# T\n\n{claim}`only words`\n"}, "dummy")

    assert (
        "index.md:3: ERROR: claim: expected words and the id of a claim, such as 'words <id>', "
        "found 'only words' [handouts.claim-unknown]"
    ) in built.warnings[0]


def test_gettext_still_sees_the_words(build) -> None:
    assert "74 out of 100 people were better" in build({}, "gettext").html("index.pot")


def test_a_page_with_a_claim_depends_on_the_bibliography(unchanged) -> None:
    dependencies = {Path(name).name for name in unchanged.app.env.dependencies["own"]}

    assert dependencies == {"references.bib"}


def test_what_the_ledger_allows_is_no_problem(ledger: Ledger) -> None:
    found = [
        reported("After 12 months 74 out of 100 people were better with cells"),
        reported("We do not know if cells reduce pain.", "cells-effect"),
    ]

    assert list(claim_problems(found, ledger)) == []


def test_a_number_that_the_ledger_lacks_is_reported_with_those_it_has(ledger: Ledger) -> None:
    (problem,) = claim_problems([reported("75 out of 100 people were better")], ledger)

    assert problem == Problem(
        "claim-number",
        "claim 'no-better' quotes “75 out of 100”, which the ledger does not list; it lists "
        "74 of 100 (better with cells at 12 months), 69 of 100 (better with sham at 12 months), "
        "12 (months after the injection): correct the page, or the ledger if its source says so",
        PLACE,
        about="no-better",
    )


STUDY = """\
[study]
statement = "Ohne Üben gab es 85 Stürze, danach 65,5."
sources = ["invented"]
certainty = "fact"
checked = 2026-11-30
numbers.before = { value = 85 }
"""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Geprüft am 30. November 2026: 85, danach 65,5.", []),
        ("Geprüft am 30.\nNovember 2026, am 30.11.2026, 2026-11-30 und 2026.", []),
        ("Danach gab es 30.", ["30"]),
        ("Im November 2026 gab es 11.", ["11"]),
        ("Danach gab es 65.", ["65"]),
        ("Danach gab es 64,5 und 1.065.", ["64,5", "1.065"]),
    ],
)
def test_in_another_language_the_day_of_the_check_is_no_number_but_where_it_is_a_date(
    tmp_path, text: str, found: list[str]
) -> None:
    (tmp_path / "claims.toml").write_text(STUDY, "utf-8")
    german = read_ledger(tmp_path / "claims.toml")
    problems = claim_problems([reported(text, "study")], german, language="de")

    assert [one.message.split("“")[1].split("”")[0] for one in problems] == found


def test_a_number_outside_a_claim_is_told_with_its_words_in_another_language(read, pages) -> None:
    document = read("# T\n\nDanach sank der Preis um 65,5 %.\n")

    (problem,) = numbers_outside_claims(blocks_outside(document), pages.srcdir, "de")

    assert problem.message.startswith("“65,5 %” in “Danach sank der Preis um 65,5 %.” stands in no")


def test_a_number_changed_in_the_ledger_names_every_place(tmp_path) -> None:
    text = (CLAIMS / "claims.toml").read_text("utf-8").replace("value = 74", "value = 73")
    (tmp_path / "claims.toml").write_text(text, "utf-8")
    found = [reported("74%"), reported("74 out of 100", line=9)]
    problems = list(claim_problems(found, read_ledger(tmp_path / "claims.toml")))

    assert [problem.place.line for problem in problems] == [3, 9]


def test_a_verb_of_the_project_is_reported_too(ledger: Ledger) -> None:
    found = [reported("They numb the pain.", "cells-effect")]

    assert codes(list(claim_problems(found, ledger, extra_verbs={"high": ["numb"]}))) == [
        "claim-verb"
    ]


def test_a_row_that_cannot_be_drawn_is_reported(ledger: Ledger) -> None:
    array = reported("with cells")._replace(rows=("months",))

    assert list(claim_problems([array], ledger)) == [
        Problem(
            "icon-array",
            "icon array of claim 'no-better': number 'months' is 12 (months after the injection), "
            "out of nothing; give it of = 100 in the ledger",
            PLACE,
            about="no-better",
        )
    ]


@pytest.mark.parametrize(
    ("captions", "are_changed"),
    [
        ("with cells\n\nwith sham", False),
        ("with sham\n\nwith cells", True),
        ("with sham, not cells\n\nwith cells, not sham", False),
        ("treated\n\nnot treated", False),
    ],
)
def test_captions_of_dots_that_are_changed_over_are_reported(
    ledger: Ledger, captions: str, are_changed: bool
) -> None:
    array = reported(f"{captions}\n\nOne dot is one person.")
    problems = list(claim_problems([array._replace(rows=("cells", "sham"))], ledger))

    assert codes(problems) == ["icon-array"] * are_changed
    assert all("captions of cells and sham are swapped" in one.message for one in problems)


def test_numbers_changed_over_between_two_places_are_reported_at_the_second(ledger: Ledger) -> None:
    found = [
        reported("74% with cells, 69% with sham"),
        reported("69% with cells, 74% with sham", line=9),
    ]
    problem = next(claim_problems(found, ledger))

    assert (problem.code, problem.place.line, "“74% … cells” at index.md:3" in problem.message) == (
        "claim-number",
        9,
        True,
    )


def test_numbers_changed_over_against_the_ledger_s_own_statement_are_reported(
    ledger: Ledger,
) -> None:
    found = [reported("69 out of 100 were better with cells and 74 out of 100 with sham")]
    statement = "74 of 100 were better with cells, and 69 of 100 with sham."
    ledger.claims["no-better"] = replace(ledger.claims["no-better"], statement=statement)

    problem = next(claim_problems(found, ledger))

    assert (problem.code, "“74 of 100 … better cells” in the ledger" in problem.message) == (
        "claim-number",
        True,
    )


def test_a_number_with_another_unit_than_in_the_ledger_is_reported(ledger: Ledger) -> None:
    (problem,) = claim_problems([reported("After 12 weeks 74% were better with cells")], ledger)

    assert problem.message == (
        "claim 'no-better' gives “12” another unit than the ledger, “month”: correct the page, or "
        "the ledger if its source says so"
    )


TABLE = "| {} | {} |\n| --- | --- |\n| {} | {} |"


@pytest.mark.parametrize(
    ("table", "found"),
    [
        (("", "People better", "Cells", "90"), "“90” below or beside “People better” in a table"),
        (("", "Cells", "Better, out of 100", "90"), "“90” below or beside “Better, out of 100”"),
        (("Group", "Better (%)", "Cells", "~90"), "“~90” below or beside “Better (%)”"),
        (("", "People", "Cells", "ninety"), "“ninety” below or beside “People”"),
        (("", "People better", "Cells", "{claim}`74 <no-better>`"), ""),
        (("", "Number of older adults", "Cells", "90"), "“90” below or beside “Number of older"),
        (("Week", "What to do", "3", "Walk"), ""),
        (("Exercise", "Number of repeats", "Bend", "10"), ""),
        (("Country", "Number people call", "Britain", "999"), ""),
        (("Exercise", "How many times a day", "Bend", "3"), ""),
        (("Exercise", "Times a day", "Bend", "3"), ""),
        (("Sheet", "For patients", "A4", "page 3"), ""),
        (("", "People better", "Cells", "–"), ""),
    ],
)
def test_a_number_alone_in_a_cell_is_judged_by_its_headings(
    read, pages, table: tuple[str, ...], found: str
) -> None:
    document = read(f"# T\n\n{TABLE.format(*table)}\n")
    problems = list(numbers_outside_claims(blocks_outside(document), pages.srcdir))

    assert codes(problems) == ["number-without-claim"] * bool(found)
    assert all(problem.message.startswith(found) for problem in problems)


def test_an_unreadable_ledger_makes_no_claim_unknown() -> None:
    assert list(claim_problems([reported("74%")], Ledger(readable=False))) == []


def test_a_statement_of_the_ledger_is_held_to_its_certainty(ledger: Ledger) -> None:
    entry = replace(ledger.claims["cells-effect"], statement="Cells reduce pain.")
    problems = list(
        ledger_problems(Ledger({"cells-effect": entry}), "claims.toml", {"cells-effect"})
    )

    assert codes(problems) == ["claim-verb"]


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("At 12 months 74 of 100 were better.", ""),
        (
            "At 12 months 47 of 100 were better.",
            "says “47 of 100”, and its numbers are 74 of 100 (better with cells at 12 months), "
            "69 of 100 (better with sham at 12 months); correct one of them, or list “47 of 100” "
            "in its 'numbers' as well",
        ),
        ("At 12 weeks 74% were better.", "gives “12” another unit than its numbers, “month”"),
        ("Of 114 people, 3 left.", ""),
        ("At 12 months 74 of 100 had 20% less pain.", ""),
    ],
)
def test_a_statement_that_contradicts_its_numbers_is_reported(
    ledger: Ledger, statement: str, what: str
) -> None:
    entry = replace(ledger.claims["no-better"], statement=statement)
    problems = list(ledger_problems(Ledger({"no-better": entry}), "claims.toml", None))

    assert codes(problems) == ["claim-number"] * bool(what)
    assert all(what in problem.message for problem in problems)


COMPARISON = """\
[comparisons.shoes]
trial = "Walker 2020"
sources = ["walk2020"]
outcome = "20% less pain"
time = "six weeks"
treatment = { name = "new shoes", n = 50, events = 30 }
control = { name = "old shoes", n = 48, events = 24 }
difference = { how = "reported", value = 10, low = -9, high = 29 }
certainty = "fact"
checked = 2026-11-22
words = "WORDS"
"""


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("About 60 of 100 walked further, 10 of 100 more than in old shoes.", []),
        ("With 20% less pain 30 of 50 walked further.", []),
        ("About 90 of 100 walked further.", ["“90 of 100”, and its numbers are 60 of 100"]),
        ("Further walked 42 of 48 in old shoes.", ["“42 of 48”, and its numbers are 24 of 48"]),
    ],
)
def test_a_comparison_in_words_does_not_contradict_its_figures(
    tmp_path, words: str, what: list[str]
) -> None:
    (tmp_path / "claims.toml").write_text(COMPARISON.replace("WORDS", words), "utf-8")
    found = ledger_problems(read_ledger(tmp_path / "claims.toml"), "claims.toml", None)

    messages = [problem.message for problem in found]
    assert len(messages) == len(what)
    assert all(part in message for part, message in zip(what, messages, strict=True))
    assert all(message.endswith("; correct one of them") for message in messages)


def test_a_fault_of_a_file_becomes_a_problem() -> None:
    assert fault_problems([Fault("ledger", "no such field", line=7)], "claims.toml") == [
        Problem("ledger", "no such field", Place("claims.toml", 7))
    ]


def test_a_health_number_outside_a_claim_is_reported_with_its_words(read, pages) -> None:
    document = read("# T\n\nOne.\nIn three large trials, {claim}`74% were better <no-better>`.\n")

    assert list(numbers_outside_claims(blocks_outside(document), pages.srcdir)) == [
        Problem(
            "number-without-claim",
            "“three” in “One. In three large trials, … were …” stands in no claim; write "
            "{claim}`words <id>` and list the number in the ledger",
            Place("index.md", 4),
        )
    ]


@pytest.mark.parametrize(
    "text",
    [
        "**74** {claim}`out of 100 were better <no-better>`",
        "![74 people were better](people.png)",
        "It helped 74\\\npeople",
    ],
)
def test_a_number_is_found_beside_a_claim_and_in_an_alternative_text(
    read, pages, text: str
) -> None:
    (problem,) = numbers_outside_claims(blocks_outside(read(f"# T\n\n{text}\n")), pages.srcdir)

    assert problem.place == Place("index.md", 3)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1{claim}`74 <no-better>` felt better", "174"),
        ("About {claim}`74 <no-better>`.5 felt better", "74.5"),
        ("About {claim}`74 <no-better>`% felt better", "74%"),
        ("About {claim}`74 <no-better>` million felt better", "74 million"),
        ("About {claim}`74 <no-better>` in 1,000 felt better", "74 in 1,000"),
        ("It fell by minus {claim}`12 <no-better>`", "minus 12"),
    ],
)
def test_a_number_that_is_partly_in_a_claim_is_reported(
    read, pages, text: str, number: str
) -> None:
    (problem,) = numbers_outside_claims(blocks_outside(read(f"# T\n\n{text}\n")), pages.srcdir)

    assert problem.message == (
        f"only a part of “{number}” stands in a claim; write all of it there, with its sign"
    )


@pytest.mark.parametrize(
    "text",
    [
        "{claim}`74% of people <no-better>`",
        "{claim}`74% <no-better>`, {claim}`69% <no-better>` and {claim}`12 months <no-better>`.",
        "A list of `12 months`",
        "```{icon-array}\n:claim: no-better\n:rows: cells\n:captions: 12 months\nOne.\n```",
        "<!-- 12 months -->\n",
        "Call 999 now.",
    ],
)
def test_what_is_in_a_claim_or_is_no_health_number_is_left_alone(read, pages, text: str) -> None:
    assert (
        list(numbers_outside_claims(blocks_outside(read(f"# T\n\n{text}\n")), pages.srcdir)) == []
    )
