"""Sheets, pages and report say the same of versions, drafts, withdrawals and approvals."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest
import zxingcpp
from sphinx.errors import SphinxError

import handouts
from handouts.pipeline.master_list import lines_of
from handouts.releases.append import entry_text
from handouts.releases.register import Approval, Entry, Release, Withdrawal
from handouts.releases.register_file import read_register
from projects import CONF, Project

if TYPE_CHECKING:
    from projects import Built

FILES = {
    "conf.py": f"""{CONF}
handouts_editions = {{"a4": {{"paper": "A4"}}}}
handouts_publisher = {{
    "name": "the knee service",
    "notice": "Not yet checked by a clinician.",
    "reports": "help@example.org",
}}
html_baseurl = "https://example.org/k/"
language = "en"
handouts_today = "2026-12-24"
""",
    "index.md": "# Home\n\n```{handouts-list}\n```\n\n```{toctree}\nsheet\n```\n",
    "sheet.md": "---\nhandout: patients\nid: SC1\nchecked: 2026-11-02\ncheck-by: 2027-11-02\n---\n"
    "# Knees\n\nAbout 40 of 100 people are better after 6 weeks.\n",
}
ENTRY = entry_text(
    Release(
        id="SC1",
        version=1,
        language="en",
        title="Knees",
        page="sheet",
        date=date(2026, 11, 29),
        change="New.",
        words=f"sha256:{'0' * 64}",
        editions={"a4": f"sha256:{'0' * 64}"},
    )
)
DRAFT = "Draft. Not to be given to readers."


def record(project: Project, *entries: Entry) -> None:
    """Add entries to the register."""
    path = project.srcdir / "releases.toml"
    before = path.read_text("utf-8") if path.is_file() else ""
    project.write({"releases.toml": before + "".join(f"{entry_text(one)}\n" for one in entries)})


def released(built: Built, day: date, version: int = 1) -> Release:
    """Return a release of what was built."""
    return Release(
        id="SC1",
        version=version,
        language="en",
        title="Knees",
        page="sheet",
        date=day,
        change="New.",
        words=built.report["handouts"]["sheet"]["words"],
        editions={"a4": f"sha256:{'0' * 64}"},
    )


def seen(built: Built, site: Built) -> dict[str, Any]:
    """Return what a build says of the sheet, in all places."""
    facts = built.report["handouts"]["sheet"]
    return {
        "version": facts.get("version"),
        "status": facts.get("status"),
        "draft": built.sheet()["draft"],
        "files": built.files(),
        "site": site.files(),
    }


def listed(built: Built) -> list[tuple[int | None, str]]:
    """Return version and status of each line of the list of versions."""
    report = handouts.read_report(built.outdir / "report.json")
    register = read_register(Path(built.app.srcdir) / "releases.toml", "releases.toml")
    lines = lines_of(report, register, date(2026, 12, 24))
    return [(one.version, one.status) for one in lines]


def behind_the_code(built: Built, site: Built) -> str:
    """Return the heading of the page that the code on the sheet leads to."""
    page = pypdfium2.PdfDocument((built.outdir / "sheet-a4.pdf").read_bytes())[0]
    (found,) = zxingcpp.read_barcodes(page.render(scale=3).to_pil().convert("L"))
    return heading(site, found.text[len("https://example.org/k/") :])


def heading(site: Built, path: str) -> str:
    """Return the heading of a page of the site, by its address."""
    html = site.html(f"{path}index.html" if path.endswith("/") else path)
    return re.sub(r"<[^>]+>", "", html.partition("<h1")[2].partition("</h1>")[0].split(">", 1)[1])


def test_at_each_step_sheets_pages_list_and_report_agree(project) -> None:
    written = project(FILES)
    no_register = written.build()

    record(written, released(no_register, date(2026, 11, 29)))
    first, site = written.build(), written.build("html")
    assert seen(first, site) == {
        "version": 1, "status": "current", "draft": False,
        "files": ["sheet-a4.pdf"], "site": ["sheet-a4.pdf"],
    }  # fmt: skip
    assert listed(first) == [(1, "current")]
    assert behind_the_code(first, site) == "This sheet is current. You can use it."
    assert "Something is wrong with this sheet? Write to help@example.org" in first.pdf_text()
    subject = "Something%20is%20wrong%20with%20this%3A%20SC1%20version%201%2C%20sheet%2C%20en"
    # Sphinx hides addresses from those who gather them.
    assert f"mailto:help%40example.org?subject={subject}" in unescape(site.html())
    assert ">Knees (SC1)<" in site.html("index.html")
    assert ">current<" in site.html("index.html")
    line = "For records: SC1 version 1, 29 November 2026."
    assert line in first.pdf_text()
    assert line in site.html()

    written.edit("sheet.md", "40 of", "45 of")
    changed, site = written.build(), written.build("html")
    assert seen(changed, site) == {
        "version": None, "status": "draft", "draft": True, "files": ["sheet-a4.pdf"], "site": [],
    }  # fmt: skip
    assert changed.pdf_text().startswith(DRAFT)
    assert "SC1: draft." in changed.pdf_text()
    assert listed(changed) == [(None, "draft"), (1, "current")]
    assert behind_the_code(changed, site).startswith("Knees")
    assert heading(site, "V/EN/SC1-1/") == "This sheet is current. You can use it."
    assert "A4: a draft, which is not published yet." in site.html()

    record(written, released(changed, date(2026, 12, 1), 2))
    second, site = written.build(), written.build("html")
    assert (seen(second, site)["version"], seen(second, site)["site"]) == (2, ["sheet-a4.pdf"])
    assert "For records: SC1 version 2, 1 December 2026." in second.pdf_text()
    assert listed(second) == [(2, "current"), (1, "replaced")]
    assert behind_the_code(second, site) == "This sheet is current. You can use it."
    assert heading(site, "V/EN/SC1-1/") == "This sheet was replaced. Use the new one."

    record(written, withdrawn(1, 2))
    assert written.build(handouts_only="referrers").files() == []
    last, site = written.build(), written.build("html")
    assert seen(last, site) == {
        "version": 2, "status": "withdrawn", "draft": False, "files": [], "site": [],
    }  # fmt: skip
    assert last.exit_status == 0
    assert listed(last) == [(2, "withdrawn"), (1, "withdrawn")]
    assert heading(site, "V/EN/SC1-2/") == "This sheet was withdrawn. Do not use it."
    assert ">withdrawn<" in site.html("index.html")
    assert re.search(
        r"admonition-title\">Withdrawn</p>\s*<p><strong>Do not use printed copies of this page. It "
        "was withdrawn on 2 December",
        site.html(),
    )
    assert "A4: withdrawn on 2 December 2026." in site.html()
    assert last.report["handouts"]["sheet"]["withdrawn"]["reason"] == "A number was wrong."


def withdrawn(*versions: int) -> Withdrawal:
    return Withdrawal(
        id="SC1",
        language="en",
        versions=versions,
        date=date(2026, 12, 2),
        reason="A number was wrong.",
    )


def test_a_withdrawn_sheet_comes_back_neither_as_a_draft_on_the_site_nor_by_keeping_the_last(
    project,
) -> None:
    written = project(FILES)
    settings = {"handouts_keep_last": 30}
    record(written, released(written.build(**settings), date(2026, 11, 29)))
    assert written.build("html", **settings).files() == ["sheet-a4.pdf"]

    record(written, withdrawn(1))
    written.edit("releases.toml", "reason =", "reson =")
    with pytest.raises(SphinxError, match="do not publish this site"):
        written.build("html", **settings)
    assert list((written.folder / "build" / "html").rglob("*.pdf")) == []
    written.edit("releases.toml", "reson =", "reason =")
    written.edit("sheet.md", "# Knees", "# Knees\n\n{nonsense}`x`\n")
    assert written.build("html", **settings).files() == []
    written.edit("sheet.md", "{nonsense}`x`", "More.")
    picture = written.folder / "build" / "html" / "sheet-a4.png"
    picture.write_bytes(b"what a build with another doctree folder left")
    built, site = written.build(**settings), written.build("html", **settings)

    assert (built.files(), site.files()) == (["sheet-a4.pdf"], [])
    assert not picture.exists()
    assert "It was withdrawn on 2 December 2026" in site.html()


def test_an_approval_is_void_when_a_number_changes_and_stays_when_only_the_layout_does(
    project,
) -> None:
    publisher = {"notice": "Not yet checked.", "notice-approved": "General information."}
    written = project(FILES)
    words = written.build(handouts_publisher=publisher).report["handouts"]["sheet"]["words"]
    record(
        written,
        Approval(
            id="SC1", language="en", words=words, by="A. Name", role="surgeon",
            registration="GMC 1", date=date(2026, 11, 30),
        ),
    )  # fmt: skip
    said = "Checked by A. Name, surgeon (GMC 1), on 30 November 2026. General information."
    assert said in written.build(handouts_publisher=publisher).pdf_text()

    written.edit("sheet.md", "better after", "better\nafter")
    wide = {"patients": {"columns": 2, "settings": [(12, 1.3, 1.0)]}}
    relaid = written.build(handouts_publisher=publisher, handouts_audiences=wide)
    assert said in relaid.pdf_text()

    written.edit("sheet.md", "40 of", "41 of")
    changed = written.build(handouts_publisher=publisher)
    assert "Not yet checked." in changed.pdf_text()
    assert changed.report["handouts"]["sheet"]["approved"] is None


def test_an_approval_after_a_release_is_of_the_next_version(project) -> None:
    written = project(FILES)
    release = released(written.build(), date(2026, 11, 29))
    record(written, release)
    before = (written.build().outdir / "sheet-a4.pdf").read_bytes()
    record(
        written,
        Approval(
            id="SC1", language="en", words=release.words, by="A. Name", role="surgeon",
            registration="GMC 1", date=date(2026, 11, 30),
        ),
    )  # fmt: skip

    assert (written.build().outdir / "sheet-a4.pdf").read_bytes() == before


def test_an_id_without_a_register_changes_no_byte_of_a_sheet(project) -> None:
    written = project(FILES)
    with_id = (written.build().outdir / "sheet-a4.pdf").read_bytes()
    written.edit("sheet.md", "id: SC1\n", "")
    without = written.build()

    assert (without.outdir / "sheet-a4.pdf").read_bytes() == with_id
    assert {"words", "status", "judged"}.isdisjoint(without.report["handouts"]["sheet"])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"sheet.md": ("id: SC1", "id: SC-1")}, "sheet.md:3: WARNING: id: expected a letter"),
        ({"releases.toml": ("", "[[release]\n")}, "releases.toml:1: WARNING: this is not TOML"),
        (
            {"sheet.md": ("id: SC1\n", ""), "releases.toml": ("", ENTRY)},
            "sheet.md:1: WARNING: this page was released as 'SC1', which no page has: write",
        ),
        (
            {"sheet.md": ("id: SC1", "id: sc1"), "releases.toml": ("", ENTRY)},
            "sheet.md:3: WARNING: id 'sc1' is written 'SC1' in the register",
        ),
        (
            {"conf.py": ('language = "en"', 'language = "en"\nhandouts_releases = "release.toml"')},
            "conf.py:12: WARNING: handouts_releases: no file 'release.toml'",
        ),
    ],
)
def test_an_id_or_a_register_that_cannot_be_used_refuses_the_sheet(
    project, change: dict[str, tuple[str, str]], message: str
) -> None:
    written = project({**FILES, "releases.toml": ""})
    for name, (old, new) in change.items():
        written.edit(name, old, new)
    built = written.build()

    assert (built.files(), len(built.warnings)) == ([], 1)
    assert built.warnings[0].startswith(message)


def test_without_a_register_an_id_of_another_program_is_left_alone(project) -> None:
    written = project(FILES)
    written.edit("sheet.md", "id: SC1", "id: ../knee-sheet")
    built = written.build()

    assert (built.files(), built.warnings) == (["sheet-a4.pdf"], [])
    assert built.report["handouts"]["sheet"]["id"] == ""


def test_two_handouts_have_no_id_in_common(project) -> None:
    other = FILES["sheet.md"].replace("SC1", "sc1")
    tree = FILES["index.md"].replace("sheet\n", "sheet\nother\n")
    files = {**FILES, "other.md": other, "index.md": tree}
    built = project({**files, "releases.toml": ""}).build()

    assert built.files() == []
    places = "(other.md:3, sheet.md:3)"
    assert f"id 'SC1' stands on several pages {places}" in " ".join(built.warnings)


def test_what_stands_in_the_margin_takes_no_room(project) -> None:
    written = project(FILES)
    before = written.build()
    record(written, released(before, date(2026, 11, 29)))
    sheets = [before.sheet(), written.build().sheet()]
    written.edit("sheet.md", "40 of", "45 of")
    sheets.append(written.build().sheet())

    assert len({one["full"] for one in sheets}) == 1
