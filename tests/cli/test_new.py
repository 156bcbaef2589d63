"""The command `new`, and the projects that it writes."""

from __future__ import annotations

import errno
import io
import os
import re
import sys
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest
import yaml

from handouts.__main__ import main
from handouts.cli.new import answers
from handouts.files import STARTER
from projects import Project

if TYPE_CHECKING:
    from projects import Built


def files_in(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def here(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    monkeypatch.delenv("HANDOUTS_BASEURL", raising=False)
    return tmp_path


def text_of(folder: Path, name: str) -> str:
    return (folder / "knee" / name).read_text("utf-8")


def build(folder: Path, builder: str, **overrides: object) -> Built:
    """Build a new project in one edition, or in the `handouts_editions` that are given."""
    given = {"handouts_editions": {"a4": {"paper": "A4"}}, "nitpicky": True, **overrides}
    return Project(folder, srcdir=folder / "docs").build(builder, html_theme="handouts", **given)


def test_a_new_project_has_a_file_for_each_template(here: Path) -> None:
    main(["new", "knee"])

    found = files_in(here / "knee")
    english = [path for path in STARTER.rglob("*.in") if "languages" not in path.parts]
    assert len(found) == len(english)
    assert {".gitignore", ".github/workflows/site.yml", ".readthedocs.yaml", "Makefile"} <= found


@pytest.mark.parametrize(
    "title", ["Knees: when?", "«Knees»: *half* of @title@, a C:\\new [x] (y) {z}w_e_ $f <b>"]
)
def test_a_new_project_is_built_without_a_warning_whatever_its_title(
    here: Path, title: str
) -> None:
    main(["new", "knee", "--title", title, "--publisher", 'The "knee" service'])

    site = build(here / "knee", "html")

    assert site.warnings == []
    assert site.files() == ["patients-a4.pdf", "referrers-a4.pdf"]
    assert f"<h1>{title}<" in unescape(site.html("patients.html"))
    home = unescape(site.html("index.html"))
    assert 'The "knee" service' in home.partition("<footer")[2]
    # The readers have one name on the whole site.
    assert "For colleagues" in home
    assert "For referrers" not in home
    # An escape that nothing asks for would puzzle whoever opens the file.
    assert "\\:" not in text_of(here, "README.md")


def test_the_example_is_in_the_language_that_is_asked_for(here: Path, capsys) -> None:
    main(["new", "knie", "--title", "Knie", "--publisher", "die Klinik", "--language", "de_AT"])

    sheets = build(here / "knie", "handouts")

    assert sheets.warnings == []
    text = sheets.pdf_text(handout="patients")
    assert "Kurz gesagt" in text
    assert "Beispieltext" in text
    assert not re.search(r"\b(the|and|Say|Write)\b", text)
    assert "no example text" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("language", "country", "number"),
    [
        ("en_GB", "GB", "999"),
        ("en_US", "US", "911"),
        ("de", "DE", "112"),
        ("cy", "GB", "999"),
        ("th --emergency 1669", "TH", "1669"),
    ],
)
def test_a_project_begins_with_the_emergency_number_of_its_country_and_limits_english_alone(
    here: Path, language: str, country: str, number: str
) -> None:
    main(["new", "knee", "--language", *language.split()])

    without_limits = '"language": False' in text_of(here, "docs/conf.py")
    assert without_limits is not language.startswith("en")
    services = text_of(here, "docs/services.toml")
    assert f'country = "{country}"\nnumber = "{number}"' in services


def test_a_language_without_an_example_gets_english_and_is_reported(here: Path, capsys) -> None:
    main(["new", "knee", "--language", "cy"])

    assert "has no example text in Welsh: the pages are in English" in capsys.readouterr().out
    words = here / "knee" / "docs" / "locales" / "cy" / "LC_MESSAGES" / "handouts-words.po"
    assert 'msgid "Do not use after {date}."\nmsgstr ""\n' in words.read_text("utf-8")


LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'


def test_a_project_carries_the_colour_and_the_logo_that_are_given(here: Path) -> None:
    (here / "logo.svg").write_text(LOGO, encoding="utf-8")
    main(["new", "knee", "--accent", "#7a1f5c", "--logo", "logo.svg", "--publisher", "the clinic"])

    site = build(here / "knee", "html")

    assert site.warnings == []
    conf = text_of(here, "docs/conf.py")
    assert '"logo-alt": "the clinic",' in conf
    styles = (site.outdir / "_static").rglob("*.css")
    assert any("#7a1f5c" in path.read_text("utf-8") for path in styles)
    assert 'alt="the clinic"' in site.html("index.html")


def test_large_print_never_has_its_imprint_alone_on_a_page(here: Path) -> None:
    address = "https://example.org/knee-injections"
    contact = "Telephone 01632 960000, weekdays 9 to 5"
    main(["new", "knee", "--address", address, "--contact", contact, "--publisher", "the clinic"])
    large = {"large-print": {"paper": "A4", "large-print": True}}
    built = build(here / "knee", "handouts", handouts_editions=large)

    document = pypdfium2.PdfDocument(built.outdir / "patients-large-print.pdf")
    pages = [page.get_textpage().get_text_range() for page in document]
    assert len(pages) == 2
    assert pages[1].startswith("What to ask")


def test_on_a_full_disk_no_part_of_a_project_is_left(here: Path, capsys, monkeypatch) -> None:
    def full(_descriptor: int) -> None:
        if len([path for path in Path("knee").rglob("*") if path.is_file()]) > 3:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SystemExit, match="2"):
        main(["new", "knee"])

    assert "No space left on device 'knee/" in capsys.readouterr().err
    assert [path for path in Path("knee").rglob("*") if path.is_file()] == []


def test_the_name_of_the_folder_is_the_title_and_can_be_typed(here: Path, capsys) -> None:
    main(["new", "my sore-knee"])

    assert "\n# My sore knee\n" in (here / "my sore-knee/docs/index.md").read_text("utf-8")
    assert "  cd 'my sore-knee'\n" in capsys.readouterr().out


def test_somebody_at_a_terminal_is_asked_for_what_no_option_says(
    here: Path, monkeypatch, capsys
) -> None:
    answers = io.StringIO("The knee service\n\n\nen_US\n")
    monkeypatch.setattr(answers, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys, "stdin", answers)

    main(["new", "knee", "--title", "Knees"])

    conf = text_of(here, "docs/conf.py")
    assert "What is it about?" not in capsys.readouterr().out
    assert 'author = "The knee service"' in conf
    assert '"name": author,' in conf
    assert 'language = "en_US"' in conf


def test_nothing_is_overwritten_and_nothing_else_is_written(here: Path, capsys) -> None:
    (here / "knee" / "docs").mkdir(parents=True)
    (here / "knee" / "docs" / "index.md").write_text("mine", encoding="utf-8")

    with pytest.raises(SystemExit, match="2"):
        main(["new", "knee"])

    assert "'knee' already has docs/index.md; nothing was written" in capsys.readouterr().err
    assert files_in(here) == {"knee/docs/index.md"}


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("--accent", "#ff9999", "--accent: #ff9999 stands out from white by 2.0 to 1"),
        ("--accent", "red", "--accent: expected a colour such as '#7a1f5c'"),
        ("--logo", "none.svg", "--logo: no file 'none.svg'"),
        ("--logo", "logo.gif", "--logo: expected an .svg or .png file"),
        ("--address", "example.org", "--address: expected an address that begins with https://"),
        ("--language", "english", "--language: expected a language such as en_GB"),
        ("--language", "th", "--emergency: the number to call in an emergency is not known"),
        ("--language", "ar", "--language: expected a language that is written from left to right"),
        ("--language", "es_419", "--language: expected a language of a country, as emergency"),
        ("--emergency", "998", "--emergency: expected one of 999, 112, 18000, found '998'"),
        ("--emergency", "call", "--emergency: expected one of 999, 112, 18000, found 'call'"),
    ],
)
def test_an_answer_that_cannot_be_used_is_reported_before_anything_is_written(
    here: Path, capsys, option: str, value: str, message: str
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["new", "knee", option, value, "--publisher", "the clinic"])

    assert message in capsys.readouterr().err
    assert files_in(here) == set()


@pytest.mark.parametrize(
    ("note", "line"),
    [
        (
            {
                "url": "https://example.org/handouts.git",
                "vcs_info": {"vcs": "git", "commit_id": "0123abc"},
            },
            "handouts @ git+https://example.org/handouts.git@0123abc",
        ),
        (
            {"url": "https://example.org/handouts.whl", "archive_info": {}},
            "handouts @ https://example.org/handouts.whl",
        ),
        (
            {"url": "file:///tmp/my%20wheels/handouts.whl", "archive_info": {}},
            "handouts @ file:///tmp/my%20wheels/handouts.whl",
        ),
        ({}, "handouts==0.1.0"),
    ],
    ids=["a repository", "an address", "a file", "a name"],
)
def test_a_project_asks_for_the_package_where_it_came_from(
    monkeypatch, note: dict, line: str
) -> None:
    monkeypatch.setattr(answers, "direct_url", lambda: note)

    assert answers.requirement() == line


def test_a_place_on_this_machine_is_named_as_one_that_others_do_not_have(
    here: Path, monkeypatch, capsys
) -> None:
    monkeypatch.setattr(answers, "direct_url", lambda: {"url": "file:///tmp/handouts.whl"})

    main(["new", "knee"])

    assert "names a place on this machine" in capsys.readouterr().out


def test_the_actions_are_pinned_and_what_time_alone_fails_holds_up_no_withdrawal(
    here: Path,
) -> None:
    main(["new", "knee"])
    workflow = text_of(here, ".github/workflows/site.yml")
    uses = re.findall(r"uses: (.*)", workflow)
    assert uses
    assert all(re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40} # v[\d.]+", one) for one in uses)
    jobs = yaml.safe_load(workflow)["jobs"]
    check = next(one for one in jobs["build"]["steps"] if "make check" in one.get("run", ""))

    assert check["if"] == "github.event_name == 'pull_request'"
    settings = yaml.safe_load(text_of(here, ".readthedocs.yaml"))
    assert settings["sphinx"]["fail_on_warning"] is False


def test_an_answer_that_cannot_be_used_is_asked_for_again(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    typed = iter(["Sore ears", "", "", "ears.example", "https://ears.example", "klingon", "en-gb"])
    monkeypatch.setattr("builtins.input", lambda _: next(typed))

    assert main(["new", "ears"]) == 0

    out = capsys.readouterr().out
    assert "This needs an address that begins with https://.\n" in out
    assert "This needs a language such as en_GB.\n" in out
    conf = (tmp_path / "ears" / "docs" / "conf.py").read_text("utf-8")
    assert "https://ears.example" in conf
    assert 'language = "en_GB"' in conf
