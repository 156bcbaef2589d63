"""What a sheet is made from: nothing that changes it may be missing from its key."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from handouts.claims.ledger.reader import read_ledger
from handouts.compose.composer import Composer
from handouts.pipeline import fingerprints
from handouts.pipeline.fingerprints import as_data, digest_of_claims

if TYPE_CHECKING:
    from handouts.audit.handouts import Handout
    from handouts.compose.composer import Composed
    from projects import Project

ONE_EDITION = {"a4": {"label": "A4", "paper": "A4"}}
SHEET = "---\nhandout: patients\n---\n# Sheet\n\n```{embed} #in-short\n```\n"
CONF = 'extensions = ["myst_parser", "handouts"]\nhandouts_editions = {"a4": {"paper": "A4"}}\n'


@pytest.fixture
def conditional(project) -> Project:
    block = "(in-short)=\n::::{container}\nRest.\n\n:::{only} clinic\nFor the clinic.\n:::\n::::\n"
    conf = CONF + 'myst_enable_extensions = ["colon_fence"]\n'
    return project({"conf.py": conf, "index.md": f"# Home\n\n{block}", "sheet.md": SHEET})


def test_a_tag_that_is_gone_takes_its_words_along(conditional: Project) -> None:
    assert conditional.build(tags=("clinic",)).pdf_text() == "Sheet Rest. For the clinic."

    assert conditional.build().pdf_text() == "Sheet Rest."


def test_a_setting_that_a_condition_asks_for_is_part_of_the_key(project) -> None:
    conf = (
        'extensions = ["myst_parser", "sphinx.ext.ifconfig", "handouts"]\n'
        'handouts_editions = {"a4": {"paper": "A4"}}\n'
        'def setup(app):\n    app.add_config_value("staff", False, "")\n'
    )
    block = "(in-short)=\n````{container}\nRest.\n\n```{ifconfig} staff\nStaff only.\n```\n````\n"
    written = project({"conf.py": conf, "index.md": f"# Home\n\n{block}", "sheet.md": SHEET})
    assert "Staff only." in written.build(staff=True).pdf_text()

    assert "Staff only." not in written.build(staff=False).pdf_text()


def test_a_term_that_has_moved_is_linked_where_it_is_now(project) -> None:
    glossary = "# Words\n\n```{glossary}\ndisc\n  A cushion.\n```\n"
    home = "# Home\n\n(in-short)=\nRest the {term}`disc`.\n"
    files = {"conf.py": CONF, "index.md": home, "sheet.md": SHEET}
    written = project({**files, "one.md": glossary, "two.md": "# Two\n"})
    first = written.build(html_baseurl="https://example.org").files()

    written.write({"one.md": "# Words\n", "two.md": glossary})
    again = written.build(html_baseurl="https://example.org")

    assert (first, again.printed) == (["sheet-a4.pdf"], ["sheet"])


def test_sets_have_one_form_in_every_run() -> None:
    assert as_data({"b": {3, 1, 2}, "a": frozenset({"y", "x"})}) == as_data(
        {"a": frozenset({"x", "y"}), "b": {2, 3, 1}}
    )


def test_sheets_of_a_handout_that_is_gone_go_with_a_new_doctree_folder_too(project) -> None:
    home = "# Home\n\n(in-short)=\nRest.\n"
    written = project({"conf.py": CONF, "index.md": home, "sheet.md": SHEET})
    written.build()
    (written.srcdir / "sheet.md").rename(written.srcdir / "other.md")
    shutil.rmtree(written.folder / "build" / "doctrees")

    assert written.build().files() == ["other-a4.pdf"]


def test_a_store_that_is_gone_is_filled_again(project) -> None:
    home = "# Home\n\n(in-short)=\nRest.\n"
    written = project({"conf.py": CONF, "index.md": home, "sheet.md": SHEET})
    written.build()
    shutil.rmtree(written.folder / "build" / "doctrees" / "handouts" / "sheets")

    assert written.build().printed == ["sheet"]


# Of the ledger only the claims that a handout states.

ENTRY = (
    '[{id}]\nstatement = "It helps."\nsources = ["law"]\ncertainty = "fact"\nchecked = 2026-11-01\n'
)
HOOK = 'def setup(app):\n    app.connect("handouts-composed", lambda *values: None)\n'
LEDGER = ENTRY.format(id="rest") + ENTRY.format(id="walk")
BIB = "@misc{law,\n  title = {A law},\n  year = {2020},\n  status = {verified},\n}\n"


@pytest.fixture
def composed(monkeypatch) -> list[str]:
    """Return the names of the handouts that are composed, to be cleared between builds."""
    names: list[str] = []
    compose = Composer.compose

    def counted(self: Composer, handout: Handout) -> Composed:
        names.append(handout.docname)
        return compose(self, handout)

    monkeypatch.setattr(Composer, "compose", counted)
    return names


@pytest.fixture
def two(project, composed: list[str]) -> Project:
    """Return a built project: one handout states a claim itself, one by an embed of an embed."""
    inner = "(inner)=\n{claim}`Rest is good <rest>`.\n"
    outer = "(outer)=\n::::{container}\n```{embed} #inner\n```\n::::\n"
    walk = SHEET.replace("```{embed} #in-short\n```", "{claim}`Walking is good <walk>`.")
    written = project(
        {
            "conf.py": CONF + 'myst_enable_extensions = ["colon_fence"]\n',
            "index.md": f"# Home\n\n{inner}\n```{{toctree}}\n:glob:\n\n*\n```\n",
            "more.md": f"# More\n\n{outer}",
            "sheet.md": SHEET.replace("in-short", "outer"),
            "walk.md": walk,
            "claims.toml": LEDGER,
            "references.bib": BIB,
        }
    )
    assert written.build().warnings == []
    composed.clear()
    return written


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("claims.toml", "[walk]\n", '[walk]\nnote = "a"\n', ["walk"]),
        ("claims.toml", "[rest]\n", '[rest]\nnote = "a"\n', ["sheet"]),
        ("claims.toml", "[rest]\n", "[rent]\n", ["sheet"]),
        ("claims.toml", "[rest]\n", ENTRY.format(id="new") + "\n[rest]\n", []),
        ("claims.toml", "[rest]\n", "[rest\n", ["sheet", "walk"]),
        ("references.bib", "2020", "2021", ["sheet", "walk"]),
        ("references.bib", "{verified}", "{unverified}", ["sheet", "walk"]),
    ],
    ids=["own", "embedded", "gone", "added", "unreadable", "source", "unverified"],
)
def test_a_ledger_that_changes_composes_what_states_the_claims_that_changed(
    two: Project, composed: list[str], file: str, old: str, new: str, expected: list[str]
) -> None:
    two.edit(file, old, new)
    two.build()

    assert sorted(composed) == expected


def test_a_handout_with_an_unknown_claim_is_composed_whatever_changes(
    two: Project, composed: list[str]
) -> None:
    two.edit("walk.md", "<walk>", "<new>")
    two.build()
    composed.clear()
    two.edit("claims.toml", "[rest]\n", ENTRY.format(id="newer") + "\n[rest]\n")

    assert "did you mean 'newer'?" in "".join(two.build().warnings)
    assert composed == ["walk"]


def test_without_a_record_all_is_composed(two: Project, composed: list[str]) -> None:
    (two.folder / "build" / "doctrees" / "handouts" / "record-handouts.json").unlink()
    two.build()

    assert sorted(composed) == ["sheet", "walk"]


def test_another_version_of_what_judges_words_composes_all(
    two: Project, composed: list[str], monkeypatch
) -> None:
    monkeypatch.setattr(fingerprints, "installed_version", lambda name: f"{name} 99")
    two.build()

    assert sorted(composed) == ["sheet", "walk"]


def test_who_listens_to_composing_may_read_the_whole_ledger(
    two: Project, composed: list[str]
) -> None:
    two.edit("conf.py", "handouts_editions", HOOK + "handouts_editions")
    two.build()
    composed.clear()
    two.edit("claims.toml", "[rest]\n", '[rest]\nnote = "a"\n')
    two.build()

    assert sorted(composed) == ["sheet", "walk"]


def test_a_page_of_the_site_is_written_again_for_the_claims_that_it_shows(two: Project) -> None:
    two.write({"more.md": "# More\n\n(all)=\n```{sources}\n:all:\n```\n"})
    two.edit("sheet.md", "#outer", "#inner")
    two.write({"list.md": "# List\n\n```{embed} #all\n```\n"})

    def written_after(old: str, new: str) -> set[str]:
        before = times()
        two.edit("claims.toml", old, new)
        return {name for name, time in times().items() if time != before[name]}

    def times() -> dict[str, int]:
        site = two.build("html").outdir
        return {name: (site / f"{name}.html").stat().st_mtime_ns for name in ("sheet", "list")}

    assert written_after("[walk]\n", '[walk]\nnote = "a"\n') == {"list"}
    assert written_after("[rest]\n", '[rest]\nnote = "a"\n') == {"list", "sheet"}


def test_a_claim_is_the_same_on_another_line(tmp_path) -> None:
    def digest(text: str) -> str:
        (tmp_path / "claims.toml").write_text(text, "utf-8")
        return digest_of_claims(read_ledger(tmp_path / "claims.toml"), ["walk"])

    assert digest("\n\n" + LEDGER) == digest(LEDGER) != digest(LEDGER + 'note = "a"\n')
