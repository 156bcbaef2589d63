"""What `-b handouts` writes, and what it leaves to the other builders."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sphinx.errors import VersionRequirementError

from handouts import setup

if TYPE_CHECKING:
    from projects import Project

INDEX = """# Home

(in-short)=
Rest helps.

:::{only} html
For the web.
:::

:::{only} handouts
For paper.
:::
"""
SHEET = "---\nhandout: patients\norphan: true\n---\n# Sheet\n\n```{embed} #in-short\n```\n"
PAGES = {"index.md": INDEX, "sheet.md": SHEET}
CONF = 'extensions = ["myst_parser", "handouts"]\nmyst_enable_extensions = ["colon_fence"]\n'


@pytest.fixture
def written(project) -> Project:
    return project({"conf.py": CONF, **PAGES})


def test_nothing_but_sheets_and_a_report_is_written(written: Project) -> None:
    assert written.build().files("*") == [
        "report.json",
        "sheet-a4.pdf",
        "sheet-large-print.pdf",
        "sheet-letter.pdf",
    ]


def test_printing_from_html_does_not_make_its_pages_those_of_paper(written: Project) -> None:
    html = written.build("html").html("index.html")

    assert "For the web." in html
    assert "For paper." not in html


def test_nodes_that_an_extension_keeps_of_a_page_stay_as_they_are(project) -> None:
    keeping = """
kept = []

def keep(app, doctree):
    kept.extend(doctree.findall(lambda node: node.tagname == "paragraph"))

def compare(app, env):
    lost = [node.astext() for node in kept if node.document is None]
    (app.srcdir / "kept.txt").write_text(f"{len(kept)} {lost}")

def setup(app):
    app.connect("doctree-read", keep)
    app.connect("env-updated", compare)
"""
    written = project({"conf.py": CONF + keeping, **PAGES})

    written.build()

    assert (written.srcdir / "kept.txt").read_text() == "3 []"


def test_a_title_is_printed_whose_accents_were_typed_apart(project) -> None:
    written = project({"conf.py": CONF, **PAGES, "sheet.md": SHEET.replace("Sheet", "U\u0308bung")})

    assert written.build().sheet()["problems"] == []


def test_another_builder_prints_nothing_and_has_the_blocks_in_their_places(
    written: Project,
) -> None:
    built = written.build("text")

    assert (built.printed, built.files()) == ([], [])
    assert "Rest helps." in built.html("sheet.txt")


def test_formulas_on_other_pages_do_no_harm(written: Project) -> None:
    written.write({"sums.md": "---\norphan: true\n---\n# Sums\n\n{math}`a^2`\n"})

    assert written.build().warnings == []


def test_printing_changes_no_page_of_the_site(written: Project) -> None:
    first = written.build("html").html("index.html")
    written.build("handouts")

    assert written.build("html", out="other").html("index.html") == first


def test_an_older_sphinx_is_refused_before_anything_else_is_asked_of_it() -> None:
    class OldSphinx:
        def require_sphinx(self, version: str) -> None:
            raise VersionRequirementError(version)

    with pytest.raises(VersionRequirementError, match=r"^9\.0$"):
        setup(OldSphinx())


def test_extensions_that_add_files_to_html_in_the_end_add_none_to_sheets(project) -> None:
    ending = (
        "def setup(app):\n"
        "    app.connect('build-finished', lambda app, _: print(app.builder.format, file=FILE))\n"
    )
    written = project({"conf.py": f"import io\nFILE = io.StringIO()\n{CONF}{ending}", **PAGES})

    built = written.build(handouts_editions={"a4": {"paper": "A4"}})

    assert built.app.config._raw_config["FILE"].getvalue() == "handouts\n"
