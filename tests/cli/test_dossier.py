"""The dossier of a handout: a page and its JSON, from report, ledger and register."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

import handouts
from handouts.__main__ import main
from handouts.cli.dossier.command import chosen_pages, file_name
from handouts.cli.dossier.criteria import CRITERIA, SECTIONS
from handouts.pipeline.report import Report
from handouts.problems import HandoutsError
from reports import FACTS, RELEASE, SHEET, WORDS

if TYPE_CHECKING:
    Write = Callable[..., tuple[dict[str, Any], str]]

SCHEMA = json.loads(Path(handouts.__file__).with_name("dossier.schema.json").read_text("utf-8"))
FILES = {
    "conf.py": "",
    "claims.toml": '[walking]\nstatement = "Walking <helps>."\nsources = ["walk2020"]\n'
    'certainty = "low"\ngraded-by = "ours"\ngraded = 2026-11-01\nbecause = "one small study"\n'
    "checked = 2026-11-02\n",
    "references.bib": "@misc{walk2020, title = {A walk}, author = {Walker, Ann}, year = {2020}, "
    "kind = {study}, read = {abstract}}\n",
}
APPROVAL = f"""
[[approval]]
id = "SK1"
language = "en"
words = "{WORDS}"
by = "Dr A. Smith"
role = "general practitioner"
registration = "GMC 1234567"
date = 2026-11-04
"""


@pytest.fixture
def write(docs) -> Write:
    """Return a function that writes a dossier, and returns its JSON and its page."""

    def run(register: str = "", problems: tuple[Any, ...] = (), **facts: Any) -> Any:
        if register:
            (docs / "releases.toml").write_text(register, "utf-8")
        report = {
            "version": 1,
            "handouts": {"sheet": FACTS | facts},
            "notes": [],
            "problems": list(problems),
            "publisher": {"name": "Knee Clinic", "tested": "No reader has tried it."},
            "sheets": [SHEET],
        }
        built = docs.parent / "build" / "pdf"
        built.mkdir(parents=True)
        (built / "report.json").write_text(json.dumps(report), "utf-8")
        assert main(["dossier"]) == 0
        (page,) = Path("build", "dossier").glob("*.html")
        data = json.loads(page.with_suffix(".json").read_text("utf-8"))
        jsonschema.validate(data, SCHEMA, jsonschema.Draft202012Validator)
        return data, page.read_text("utf-8")

    return run


def states(data: dict[str, Any]) -> dict[str, str]:
    return {one["criterion"]: one["state"] for one in data["criteria"]}


def test_without_a_register_nobody_has_approved_and_nothing_is_empty(write: Write) -> None:
    data, page = write()

    assert '<p class="large">Nobody yet</p>' in page
    assert "No version has been released" in page
    assert "Walking &lt;helps&gt;." in page
    assert "(the abstract only)" in page
    assert states(data)["7.5.2 c) Reviewed and approved for its purpose"] == "open"
    assert states(data)["The publisher is named"] == "evidence here"
    assert states(data)["Users have tested it"] == "in part"
    parts = re.split(r"<h[123][^>]*>.*?</h[123]>", page.partition("<body>")[2])[1:]
    assert len(parts) > 12
    assert [part for part in parts if not re.sub(r"<[^>]+>", "", part).strip()] == []


def test_an_approval_of_these_words_is_shown_and_of_others_is_not(write: Write, docs) -> None:
    register = RELEASE + APPROVAL
    data, page = write(register, id="SK1", words=WORDS)

    assert "Dr A. Smith, general practitioner, registration GMC 1234567" in page
    assert "The first version." in page
    assert (data["versions"][0]["status"], data["handout"]["id"]) == ("current", "SK1")
    # That somebody approved it says nothing of who may.
    assert states(data)["7.5.2 c) Reviewed and approved for its purpose"] == "in part"

    report = docs.parent / "build" / "pdf" / "report.json"
    report.write_text(
        report.read_text("utf-8").replace(WORDS, f"words-1:sha256:{'b' * 64}"), "utf-8"
    )
    assert main(["dossier", "SK1"]) == 0
    assert "Nobody yet" in Path("build", "dossier", "SK1.html").read_text("utf-8")


def test_what_is_wrong_with_a_page_that_it_embeds_from_is_an_open_problem(write: Write) -> None:
    place = {"path": "knees.md", "line": 3}
    other = {"path": "hips.md", "line": 3}
    problems = [
        {"code": "overdue", "message": "the page is overdue", "place": one}
        for one in (place, other)
    ]
    data, page = write(problems=tuple(problems))

    assert [one["place"] for one in data["problems"]] == [place]
    assert "the page is overdue (<code>knees.md:3</code>, handouts.overdue)" in page
    assert [one["code"] for one in data["checks"] if one["found"]] == ["overdue"]


def test_faults_of_its_claims_are_its_own_and_those_of_other_claims_are_not(write: Write) -> None:
    place = {"path": "claims.toml", "line": 3}
    problems = [
        {"code": "ledger", "message": "old", "place": place, "about": about}
        for about in ("walking", "hips", "walk2020", "")
    ]
    data, _ = write(problems=tuple(problems), pages=["claims"])

    assert [one["about"] for one in data["problems"]] == ["walking", "walk2020", ""]


def test_services_that_it_does_not_name_and_the_register_are_not_its_own(write: Write) -> None:
    problems = [
        {"code": code, "message": "old", "place": {"path": file, "line": 1}, "about": about}
        for code, file, about in (
            ("service-stale", "services.toml", "helpline"),
            ("service-stale", "services.toml", "other"),
            ("releases", "releases.toml", ""),
        )
    ]
    data, _ = write(problems=tuple(problems), services=["helpline"])

    assert [one["about"] for one in data["problems"]] == ["helpline"]


def test_what_was_withdrawn_is_evidence_of_nothing(write: Write) -> None:
    german = RELEASE.replace('"en"', '"de"')
    withdrawal = (
        '[[withdrawal]]\nid = "SK1"\nlanguage = "en"\nversions = [1]\ndate = 2026-11-20\n'
        'reason = "Misdosed."\n'
    )
    both = withdrawal + withdrawal.replace('"en"', '"de"')
    data, page = write(RELEASE + german + both, id="SK1", words=WORDS)

    assert states(data)["Versions are kept, and old ones archived"] == "open"
    assert {"versions", "translations"}.isdisjoint(
        name for one in data["criteria"] for name in one["evidence"]
    )
    assert 'version 1: <strong class="nobody">withdrawn</strong>' in page


def test_a_handout_that_the_last_build_did_not_print_is_an_error(write: Write, capsys) -> None:
    write()
    with pytest.raises(SystemExit):
        main(["dossier", "shet"])

    assert "printed no handout 'shet'; did you mean 'sheet'?" in capsys.readouterr().err


def test_a_build_without_a_handout_has_no_dossier() -> None:
    with pytest.raises(HandoutsError, match="the last build had no handout"):
        chosen_pages(Report(), None)


def test_a_register_that_cannot_be_read_is_an_error_and_not_nobody(
    write: Write, docs, capsys
) -> None:
    write()
    (docs / "releases.toml").write_text(RELEASE.replace("change", "chnge"), "utf-8")
    with pytest.raises(SystemExit):
        main(["dossier"])

    assert "releases.toml:1: release: field 'change' is missing" in capsys.readouterr().err


NAMED = [
    *("--ledger", "claims.toml"),
    *("--bibliography", "references.bib"),
    *("--releases", "releases.toml"),
]


def test_conf_py_is_not_run_if_the_command_line_names_every_file(write: Write, docs) -> None:
    write(RELEASE)
    (docs / "conf.py").write_text("raise OSError\n", "utf-8")
    with pytest.raises(SystemExit):
        main(["dossier", *NAMED[:4]])

    assert main(["dossier", *NAMED]) == 0


def test_conf_py_that_names_a_file_that_is_not_there_is_quoted_with_its_line(
    write: Write, docs, capsys
) -> None:
    write()
    (docs / "conf.py").write_text('\nhandouts_bibliography = "refs.bib"\n', "utf-8")
    for command in ("claims", "dossier"):
        with pytest.raises(SystemExit):
            main([command])

        assert capsys.readouterr().err == (
            "handouts: docs/conf.py:2: handouts_bibliography: no file 'refs.bib'; correct the "
            "name, or set it to nothing\n"
        )


@pytest.mark.parametrize("option", NAMED[::2])
def test_a_file_that_is_named_and_not_there_is_an_error(write: Write, capsys, option: str) -> None:
    write(RELEASE)
    with pytest.raises(SystemExit):
        main(["dossier", *NAMED, option, "docs/x.toml"])

    assert f"no {option[2:].replace('releases', 'register')} 'docs/docs/x.toml'; " in (
        capsys.readouterr().err
    )


@pytest.mark.parametrize("none", ["", None])
def test_a_project_may_set_that_it_has_no_such_file(write: Write, docs, none: str | None) -> None:
    (docs / "conf.py").write_text(f"handouts_bibliography = {none!r}\n", "utf-8")
    data, _ = write()

    assert [one["sources"] for one in data["claims"]] == [["walk2020"]]


def test_dossiers_stay_in_their_folder_and_each_has_its_own_name() -> None:
    given = [("../../x", "en"), ("a/b", "en"), ("a-b", "en"), ("SK1", "en"), ("SK1", "de")]
    names = [file_name({"id": one, "page": "", "language": tag}) for one, tag in given]

    assert names == ["..+..+x", "a+b", "a-b", "SK1", "SK1.de"]


def test_each_kind_of_evidence_serves_a_criterion() -> None:
    assert {name for one in CRITERIA for name in one.evidence} == SECTIONS.keys()
