"""Other people's extensions and themes beside this one: printed, or refused by name."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from projects import Project

if TYPE_CHECKING:
    from projects import Built

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
A4 = 'handouts_editions = {"a4": {"paper": "A4"}}\nhtml_baseurl = "https://example.org/"\n'
MANY = f"""
extensions = [
    "myst_parser", "sphinx_tabs.tabs", "sphinx_inline_tabs", "sphinxcontrib.bibtex",
    "sphinxext.opengraph", "sphinx.ext.todo", "sphinxcontrib.mermaid", "sphinx_copybutton",
    "sphinx_togglebutton", "notfound.extension", "sphinx_sitemap", "sphinx.ext.githubpages",
    "handouts",
]
myst_enable_extensions = ["colon_fence"]
myst_html_meta = {{"keywords": "knees"}}
bibtex_bibfiles = ["works.bib"]
numfig = True
ogp_site_url = html_baseurl = "https://example.org/"
{A4}"""
WORKS = "@misc{walk, author = {Walker, A.}, title = {Walking}, year = {2020}}\n"
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><path d="M0 0h4v3z"/></svg>'
PAGES: dict[str, tuple[str, str]] = {
    "copybutton": ("```\nstep one\n```", "step one"),
    "todo": (":::{todo}\nAsk Ann.\n:::\n\nWords.", "Words."),
    "numfig": (":::{figure} box.svg\n:alt: A box\n\nA caption.\n:::", "A caption."),
    "embedded": ("```{embed} #part\n```", "Part A caption."),
    "numref": (
        ":::{figure} box.svg\n:name: boxes\n:alt: A box\n\nCaption.\n:::\n\nSee {numref}`boxes`.",
        "unsupported",
    ),
    "inline-tabs": ("```{tab} One\nWords.\n```", "unsupported"),
    "tabs": ("````{tabs}\n```{tab} One\nWords.\n```\n````", "unsupported"),
    "bibtex": ("As shown {cite}`walk`.", "unsupported"),
    "bibliography": ("```{bibliography}\n:all:\n```", "unsupported"),
    "mermaid": ("```{mermaid}\ngraph TD; A-->B;\n```", "unsupported"),
    "togglebutton": (":::{toggle}\nWords.\n:::", "Words."),
    "plain": ("Words.", "Words."),
}
"""What a page writes, and what its sheet says; or the code of the refusal."""


@pytest.fixture(scope="module")
def many(tmp_path_factory) -> Built:
    """Return one project with all extensions, and a handout for each."""
    pages = {
        f"{name}.md": f"---\nhandout: patients\n---\n# Title\n\n{text}\n"
        for name, (text, _) in PAGES.items()
    }
    index = "# Home\n\n```{toctree}\n:glob:\n\n*\n```\n"
    index += f"\n(part)=\n## Part\n\n{PAGES['numfig'][0]}\n"
    files = {"conf.py": MANY, "index.md": index, "works.bib": WORKS, "box.svg": PICTURE, **pages}
    return Project(tmp_path_factory.mktemp("many"), files).build("html")


@pytest.mark.parametrize("name", PAGES)
def test_what_an_extension_makes_is_printed_or_refused_by_name(many: Built, name: str) -> None:
    says = PAGES[name][1]
    codes = {one["code"] for one in many.sheet(handout=name)["problems"]}

    assert codes == ({says} if says == "unsupported" else set()), many.warnings
    if says != "unsupported":
        assert many.pdf_text(handout=name).removeprefix("Title ").startswith(says)


def test_tabs_of_another_extension_are_refused_with_those_that_print(many: Built) -> None:
    of_tabs = [one for one in many.warnings if "_tabs." in one and "[handouts." in one]

    assert of_tabs
    assert all("; the tab sets of sphinx-design have one" in one for one in of_tabs)


def test_tabs_that_an_extension_writes_by_the_name_of_the_builder_are_refused_in_each(
    project,
) -> None:
    conf = f'extensions = ["myst_parser", "sphinx_tabs.tabs", "handouts"]\n{A4}'
    page = f"---\nhandout: patients\n---\n# Title\n\n{PAGES['tabs'][0]}\n"

    built = project({"conf.py": conf, "index.md": page}).build()

    assert built.files() == []
    assert "the tab sets of sphinx-design have one" in built.warnings[0]


def test_every_refusal_names_file_and_line(many: Built) -> None:
    ours = [line for line in many.warnings if "[handouts." in line]
    wanted = re.compile(r"[a-z-]+\.md:([6-9]|1\d): WARNING: the sheet cannot print")

    assert all(map(wanted.match, ours)), ours
    refused = {name for name, (_, says) in PAGES.items() if says == "unsupported"}
    assert {line.partition(".md:")[0] for line in ours} == refused


def test_a_figure_that_sphinx_numbers_on_its_own_page_can_be_embedded_in_a_section(
    many: Built,
) -> None:
    assert [line for line in many.warnings if "IDs" in line] == []
    assert "caption-number" in many.html("index.html")
    assert "caption-number" not in many.html("embedded.html")


def test_what_other_extensions_write_to_the_site_stays(many: Built) -> None:
    assert "404.html" in many.files("404.html")
    assert "https://example.org/en/plain.html" in many.html("sitemap.xml")
    assert (many.outdir / ".nojekyll").exists()
    assert 'property="og:title"' in many.html("plain.html")


@pytest.mark.parametrize("builder", ["handouts", "html"])
def test_a_page_of_myst_nb_is_printed(project, builder: str) -> None:
    conf = f'extensions = ["myst_nb", "handouts"]\nnb_execution_mode = "off"\n{A4}'
    conf += 'source_suffix = {".md": "myst-nb"}\n'  # Or Sphinx keeps that of the last build.
    index = "# Home\n\n(walk)=\nWalk.\n\n```{toctree}\nsheet\n```\n"
    sheet = "---\nhandout: patients\n---\n# Knees\n\n```{embed} #walk\n```\n"

    built = project({"conf.py": conf, "index.md": index, "sheet.md": sheet}).build(builder)

    assert (built.warnings, built.files()) == ([], ["sheet-a4.pdf"])
    assert built.pdf_text().startswith("Knees Walk.")


def test_a_notebook_runs_no_cells_that_the_project_does_not_run(project) -> None:
    conf = f'extensions = ["myst_nb", "handouts"]\nnb_execution_mode = "off"\n{A4}'
    conf += 'source_suffix = {".md": "myst-nb", ".ipynb": "myst-nb"}\n'
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": "# Home\n\n(walk)=\nWalk."},
        {
            "cell_type": "code",
            "execution_count": None,
            "metadata": {},
            "outputs": [],
            "source": "open('ran', 'w')",
        },
    ]
    notebook = {
        "cells": cells,
        "metadata": {"mystnb": {"execution_mode": "force"}},
        "nbformat": 4,
        "nbformat_minor": 4,
    }
    sheet = "---\nhandout: patients\n---\n# Knees\n\n```{embed} #walk\n```\n"
    index = "# Index\n\n```{toctree}\nnote\nsheet\n```\n"
    files = {"conf.py": conf, "index.md": index, "note.ipynb": json.dumps(notebook)}

    built = project({**files, "sheet.md": sheet}).build()

    assert built.files() == []
    assert any("the page switches on 'execution_mode'" in line for line in built.warnings)
    assert not (built.app.srcdir / "ran").exists()


@pytest.mark.parametrize(
    "theme", ["furo", "pydata_sphinx_theme", "sphinx_book_theme", "sphinx_rtd_theme"]
)
def test_a_theme_offers_the_sheets(project, theme: str) -> None:
    conf = f'extensions = ["myst_parser", "handouts"]\n{A4}'
    index = "# Home\n\n```{toctree}\nsheet\n```\n\n```{handouts-gallery}\n```\n"
    sheet = "---\nhandout: patients\n---\n# Knees\n\nWalk.\n"
    written = project({"conf.py": conf, "index.md": index, "sheet.md": sheet})

    built = written.build("html", html_theme=theme)

    assert [one for one in built.warnings if "handouts" in one] == []
    assert 'href="sheet-a4.pdf"' in built.html("index.html")
    assert 'href="sheet-a4.pdf"' in built.html("sheet.html")
