"""What a sheet is made from: nothing that changes it may be missing from its key."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from handouts.pipeline.fingerprints import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from projects import Project

ONE_EDITION = {"a4": {"label": "A4", "paper": "A4"}}
SHEET = "---\nhandout: patients\n---\n# Sheet\n\n```{embed} #in-short\n```\n"
CONF = 'extensions = ["myst_parser", "handouts"]\nhandouts_editions = {"a4": {"paper": "A4"}}\n'


@pytest.fixture
def conditional(project: Callable[..., Project]) -> Project:
    block = "(in-short)=\n::::{container}\nRest.\n\n:::{only} clinic\nFor the clinic.\n:::\n::::\n"
    conf = CONF + 'myst_enable_extensions = ["colon_fence"]\n'
    return project({"conf.py": conf, "index.md": f"# Home\n\n{block}", "sheet.md": SHEET})


def test_a_tag_that_is_gone_takes_its_words_along(conditional: Project) -> None:
    conditional.run("-q", "-t", "clinic")
    assert conditional.build().pdf_text() == "Sheet Rest."


def test_a_setting_that_a_condition_asks_for_is_part_of_the_key(
    project: Callable[..., Project],
) -> None:
    conf = (
        'extensions = ["myst_parser", "sphinx.ext.ifconfig", "handouts"]\n'
        'handouts_editions = {"a4": {"paper": "A4"}}\n'
        'def setup(app):\n    app.add_config_value("staff", False, "")\n'
    )
    block = "(in-short)=\n````{container}\nRest.\n\n```{ifconfig} staff\nStaff only.\n```\n````\n"
    written = project({"conf.py": conf, "index.md": f"# Home\n\n{block}", "sheet.md": SHEET})
    assert "Staff only." in written.build(staff=True).pdf_text()

    assert "Staff only." not in written.build(staff=False).pdf_text()


def test_a_term_that_has_moved_is_linked_where_it_is_now(project: Callable[..., Project]) -> None:
    glossary = "# Words\n\n```{glossary}\ndisc\n  A cushion.\n```\n"
    home = "# Home\n\n(in-short)=\nRest the {term}`disc`.\n"
    files = {"conf.py": CONF, "index.md": home, "sheet.md": SHEET}
    written = project({**files, "one.md": glossary, "two.md": "# Two\n"})
    first = written.build(html_baseurl="https://example.org").files()

    written.write({"one.md": "# Words\n", "two.md": glossary})
    again = written.build(html_baseurl="https://example.org")

    assert (first, again.printed) == (["sheet-a4.pdf"], ["sheet"])


def test_sets_have_one_form_in_every_run() -> None:
    assert plain({"b": {3, 1, 2}, "a": frozenset({"y", "x"})}) == plain(
        {"a": frozenset({"x", "y"}), "b": {2, 3, 1}}
    )


def test_sheets_of_a_handout_that_is_gone_go_with_a_new_doctree_folder_too(
    project: Callable[..., Project],
) -> None:
    home = "# Home\n\n(in-short)=\nRest.\n"
    written = project({"conf.py": CONF, "index.md": home, "sheet.md": SHEET})
    written.build()
    (written.srcdir / "sheet.md").rename(written.srcdir / "other.md")
    shutil.rmtree(written.folder / "build" / "doctrees")

    assert written.build().files() == ["other-a4.pdf"]


def test_a_store_that_is_gone_is_filled_again(project: Callable[..., Project]) -> None:
    home = "# Home\n\n(in-short)=\nRest.\n"
    written = project({"conf.py": CONF, "index.md": home, "sheet.md": SHEET})
    written.build()
    shutil.rmtree(written.folder / "build" / "doctrees" / "handouts" / "sheets")

    assert written.build().printed == ["sheet"]
