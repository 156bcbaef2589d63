"""Handouts' pages in every builder, and sheets that are the same whoever builds."""

from __future__ import annotations

from pathlib import Path

import pytest

from projects import Project
from reports import RELEASE

CONF = """
extensions = ["myst_parser", "sphinx.ext.ifconfig", "handouts"]
handouts_editions = {"a4": {"paper": "A4"}}
html_baseurl = "https://example.org/"
man_pages = [("index", "sheets", "", "", 1)]
"""
INDEX = "# Index\n\n```{toctree}\nknees\nsheet\n```\n"
SHEET = "---\nhandout: patients\n---\n# Sheet\n\n```{embed} #short\n```\n"
FILES: dict[str, str | bytes] = {
    "conf.py": CONF,
    "index.md": INDEX,
    "knees.md": "# Knees\n\n(short)=\nTake 10 mg.\n",
    "sheet.md": SHEET,
}
WITHDRAWAL = """
[[withdrawal]]
id = "SK1"
language = "en"
versions = [1]
date = 2026-11-20
reason = "Misdosed."
"""
KEEPERS = ("dirhtml", "epub", "html", "json", "latex", "man", "pickle", "text", "texinfo", "xml")
"""Builders that keep their output from one build to the next."""


@pytest.fixture
def knees(project) -> Project:
    return project(FILES)


@pytest.fixture(scope="module")
def edited(tmp_path_factory) -> Project:
    """Return a project of which all builders wrote the pages before and after an edit."""
    made = Project(tmp_path_factory.mktemp("edited"), FILES)
    builders = [*(name for name in KEEPERS if name != "html"), "html"]
    for builder in builders:
        made.build(builder, handouts_printing=builder != "html")
    made.edit("knees.md", "10", "20")
    # Another builder reads the change first, so that each of these finds the page unchanged.
    made.build("dummy")
    for builder in builders:
        made.build(builder, handouts_printing=builder != "html")
    return made


@pytest.fixture(scope="module")
def withdrawn(tmp_path_factory) -> Project:
    """Return a project whose handout was withdrawn."""
    made = Project(tmp_path_factory.mktemp("withdrawn"), FILES)
    made.write({"releases.toml": RELEASE + WITHDRAWAL})
    made.edit("sheet.md", "patients", "patients\nid: SK1")
    return made


def pages_that_say(project: Project, builder: str, words: str) -> list[str]:
    folder = project.folder / "build" / builder
    # Sphinx itself copies a source for some builders once and for all.
    found = [path for path in folder.rglob("*") if path.is_file() and "_sources" not in path.parts]
    return [path.name for path in found if words.encode() in path.read_bytes()]


@pytest.mark.parametrize("builder", KEEPERS)
def test_an_embedded_block_is_current_in_each_builder(edited: Project, builder: str) -> None:
    assert pages_that_say(edited, builder, "10 mg") == []
    assert pages_that_say(edited, builder, "20 mg")


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_a_site_without_sheets_is_written_again_where_a_block_has_changed(
    knees: Project, builder: str
) -> None:
    def written() -> int:
        built = knees.build(builder, handouts_printing=False)
        return Path(built.app.builder.get_output_path("sheet")).stat().st_mtime_ns

    first = written()
    assert written() == first
    knees.edit("knees.md", "10", "20")
    assert written() > first
    assert len(pages_that_say(knees, builder, "20 mg")) == 2


def test_what_another_builder_has_read_anew_is_current_on_each_page_of_the_site(project) -> None:
    made = project({"index.md": "# Knees\n\n```{include} dose.txt\n```\n", "dose.txt": "10 mg"})
    made.build("html")
    made.write({"dose.txt": "20 mg"})
    made.build("handouts")

    assert "20 mg" in made.build("html").html("index.html")


def test_a_page_says_from_the_next_build_on_that_its_handout_was_withdrawn(
    knees: Project,
) -> None:
    knees.edit("sheet.md", "patients", "patients\nid: SK1")
    for register, withdrawn in ((RELEASE, False), (RELEASE + WITHDRAWAL, True)):
        knees.write({"releases.toml": register})
        knees.build("html", handouts_printing=False)

        assert ("sheet.html" in pages_that_say(knees, "html", "Misdosed.")) is withdrawn


@pytest.mark.parametrize("builder", [*KEEPERS, "singlehtml"])
def test_the_page_of_a_withdrawn_handout_says_so_in_each_builder(
    withdrawn: Project, builder: str
) -> None:
    withdrawn.build(builder, handouts_printing=False)

    assert pages_that_say(withdrawn, builder, "Misdosed.")


BUILDERS = [*KEEPERS, "singlehtml"]
TABS = """
::::{tab-set}
:::{tab-item} Patients
:sync: patients
Lift gently.
:::
:::{tab-item} Referrers
:sync: referrers
Refer early.
:::
::::
"""


@pytest.fixture
def for_two(project) -> Project:
    """Return a project with a block that is not the same for its two audiences."""
    made: Project = project(FILES)
    made.edit("conf.py", '"handouts"]', '"sphinx_design", "handouts"]')
    made.edit("conf.py", "html_baseurl", 'myst_enable_extensions = ["colon_fence"]\nhtml_baseurl')
    made.edit("index.md", "sheet\n", "sheet\nother\n")
    made.edit("knees.md", "Take 10 mg.\n", TABS)
    made.write({"other.md": SHEET.replace("patients", "referrers")})
    return made


@pytest.mark.parametrize("builder", BUILDERS)
def test_the_page_of_a_handout_has_the_words_for_its_audience_in_each_builder(
    for_two: Project, builder: str
) -> None:
    built = for_two.build(builder, handouts_printing=False)

    files = [path for path in built.outdir.rglob("*") if path.is_file()]
    texts = [path.read_bytes() for path in files if "_sources" not in path.parts]
    # On the page of the block, and on one of the two others; some write a page twice.
    counts = [
        sum(text.count(words) for text in texts) for words in (b"Lift gently", b"Refer early")
    ]
    assert counts[0] == counts[1] in {2, 4}
    assert [one for one in built.warnings if "handouts." in one] == []


@pytest.mark.parametrize("builder", BUILDERS)
def test_a_block_and_a_part_of_it_may_stand_on_two_pages_in_each_builder(
    knees: Project, builder: str
) -> None:
    knees.edit("knees.md", "(short)=", "(part)=\n## Doses\n\n(short)=")
    knees.edit("knees.md", "Take", "```{toctree}\nother\n```\n\nTake")
    knees.write({"other.md": SHEET.replace("#short", "#part")})

    built = knees.build(builder, handouts_printing=False)

    assert [one for one in built.warnings if "handouts." in one] == []


def test_translators_get_the_words_that_are_for_paper_only(knees: Project) -> None:
    knees.edit("conf.py", "html_baseurl", 'myst_enable_extensions = ["colon_fence"]\nhtml_baseurl')
    knees.edit("sheet.md", "```{embed}", ":::{container} print-only\nRing us.\n:::\n\n```{embed}")

    assert "Ring us." in (knees.build("gettext").outdir / "sheet.pot").read_text("utf-8")


CONDITIONS = """
:::{only} handouts
Ring 999.
:::

:::{only} html or dirhtml or epub
Watch the film.
:::

:::{only} stroke
At once.
:::

:::{ifconfig} builder == "handouts"
Take this sheet along.
:::
"""


def test_conditions_are_judged_for_paper_whoever_builds(knees: Project) -> None:
    knees.write(
        {"conf.py": f'{CONF}tags.add("stroke")\nmyst_enable_extensions = ["colon_fence"]\n'}
    )
    knees.write({"sheet.md": SHEET.partition("```")[0] + CONDITIONS})
    sheets = [
        knees.build(builder, doctrees=f"of-{builder}", anew=True)
        for builder in ("handouts", "html", "dirhtml")
    ]

    assert "Ring 999. At once. Take this sheet along." in sheets[0].pdf_text()
    assert "film" not in sheets[0].pdf_text()
    pdfs = [(built.outdir / "sheet-a4.pdf").read_bytes() for built in sheets]
    assert pdfs[0] == pdfs[1] == pdfs[2]
    assert "Watch the film." in sheets[1].html()


def test_links_are_checked_but_for_the_address_at_which_a_page_will_be(knees: Project) -> None:
    built = knees.build("linkcheck", linkcheck_ignore=[".*"])

    assert "example.org" not in (built.outdir / "output.json").read_text("utf-8")


def test_a_site_of_other_addresses_than_the_sheets_name_is_reported(knees: Project) -> None:
    (problem,) = knees.build("dirhtml").report["problems"]

    assert problem["code"] == "address"
    assert 'say handouts_site_builder = "dirhtml"' in problem["message"]
    assert knees.build("dirhtml", handouts_site_builder="dirhtml").report["problems"] == []
