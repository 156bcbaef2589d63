"""The day of the build is refused on a sheet; a day that the project sets is printed."""

from __future__ import annotations

CONF = """
extensions = ["myst_parser", "handouts"]
handouts_editions = {"a4": {"paper": "A4"}}
"""
PAGES = {
    "index.md": "---\nhandout: patients\n---\n# Title\n\nOf {sub-ref}`today`.\n",
    "web.md": "---\norphan: true\n---\n# Of the site\n\nBuilt on {sub-ref}`today`.\n",
}


def test_the_day_of_the_build_is_refused_on_a_sheet(project) -> None:
    head = ":handout: patients\n:orphan:\n\nTitle\n=====\n\n"
    rst = f"{head}.. note:: Of |today|.\n\nOf |day|.\n\n.. |day| date::\n"
    found = project({"conf.py": CONF, **PAGES, "rst.rst": rst}).build().warnings

    message = "WARNING: the sheet cannot print the day of the build"
    assert [one[: one.index(";")] for one in found] == [
        f"{place}: {message}" for place in ("index.md:6", "rst.rst:7", "rst.rst:9")
    ]


def test_a_day_that_the_project_sets_is_printed(project) -> None:
    built = project({"conf.py": f"{CONF}\ntoday = '1 May 2026'", **PAGES}).build()

    assert built.warnings == []
    assert "Of 1 May 2026." in built.pdf_text(handout="index")
