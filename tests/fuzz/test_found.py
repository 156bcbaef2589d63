"""What the fuzz test has found: each fault once refused a sheet, or printed it wrong."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

import readback
from projects import Project

if TYPE_CHECKING:
    from projects import Built

CONF = """
extensions = ["myst_parser", "sphinx_design", "handouts"]
myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "deflist"]
handouts_editions = {
    "a4": {"paper": "A4"},
    "large-print": {"paper": "A4", "large-print": True},
}
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><path d="M0 0h4v3z"/></svg>'
EDITIONS = ("a4", "large-print")

FOUND = {
    "a fence that opens in a list item": ("* :::{note}\n  one\n  :::\n* two", "Note one two"),
    "a fence that opens in a definition": ("one\n: :::{note}\n  two\n  :::", "one Note two"),
    "a fence deep in a list": ("1. * - :::{note}\n       one\n       :::", "1. Note one"),
    "a table of a head alone": ("| one | two |\n| --- | --- |", "one two"),
    "a list that counts from nought": ("0. one\n\n   two\n1. three", "0. one two 1. three"),
    "a class that is also a class of the theme": (":::{container} box\none\n:::", "one"),
    "an accent after its letter": ("nu\u0302", "nu\u0302"),
    "letters that the font has without their accents": (
        "\u1e63\u01df \u1e0b",
        "\u1e63\u01df \u1e0b",
    ),
    "an accent in a letter that the font lacks": ("s\u0323\u0307 \u1e69", "\u1e69 \u1e69"),
    "signs that are letters, too": ("\u2126 \u212b \u1f71 \u037e", "Ω Å ά ;"),
    "a character of two letters": ("one\ufb01two", "onefitwo"),
    "a table in the head of a table": (
        "::::{list-table}\n:header-rows: 1\n\n* - | one | two |\n    | --- | --- |\n"
        "    | three | four |\n* - five\n::::",
        "one two three four five",
    ),
    "a picture in the line of a caption": (
        ":::{figure} box.svg\n:alt: A box\n:figwidth: 30mm\n\none ![two](box.svg)\n:::",
        "one",
    ),
    "a picture at a side in a line": ("one ![two](box.svg){align=left} three", "one three"),
    "a list of crosses of several paragraphs": ("{.crosses}\n* one\n\n  two", "one two"),
    "empty items between full ones": (
        "1. one\n\n   two\n2.\n3.\n4. six",
        "1. one two 2. 3. 4. six",
    ),
}
"""MyST, and what it says in print."""


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Built:
    """Return all of them, printed in one build."""
    files = {
        f"sheet-{number}.md": f"---\nhandout: patients\n---\n# Sheet\n\n{body}\n"
        for number, (body, _) in enumerate(FOUND.values())
    }
    names = "\n".join(files)
    index = f"# All\n\n```{{toctree}}\n{names}\n```\n"
    folder = tmp_path_factory.mktemp("found")
    return Project(folder, {"conf.py": CONF, "box.svg": SVG, "index.md": index, **files}).build()


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("name", FOUND)
def test_what_was_found_is_mended(built: Built, name: str, edition: str) -> None:
    number = list(FOUND).index(name)
    sheet = readback.read((built.outdir / f"sheet-{number}-{edition}.pdf").read_bytes())

    assert readback.squeeze(sheet.tagged) == readback.squeeze(f"Sheet {FOUND[name][1]}")
    assert (sheet.outside, sheet.covered, sheet.broken_rules) == ("", "", [])


GRID = "::::{grid} 1 1 2 2\n:::{grid-item}\nmany words\n:::\n::::"
TABS = "::::{tab-set}\n:::{tab-item} Name\nmany words\n:::\n::::"


@pytest.mark.parametrize("block", [GRID, TABS, "* many words"])
def test_a_block_that_is_left_out_is_off_the_sheet_whatever_it_is(tmp_path, block: str) -> None:
    long = block.replace("many words", "many words " * 800)
    page = f"# Page\n\n(long)=\n{long}\n"
    sheet = "---\nhandout: patients\n---\n# Sheet\n\nword\n\n```{embed} #long\n:if-room:\n```\n"
    files = {"conf.py": CONF, "index.md": page, "sheet.md": sheet}

    built = Project(tmp_path, files).build()

    assert built.sheet()["left_out"] == ["long"]
    assert built.pdf_text() == "Sheet word"


def test_a_picture_taller_than_a_page_can_be_left_out(tmp_path) -> None:
    figure = ":::{figure} box.svg\n    :alt: A box.\n    :height: 2000px\n    :::"
    table = f"```{{list-table}}\n:header-rows: 1\n\n* - {figure}\n* - one\n```"
    page = f"# Page\n\n(tall)=\n{table}\n"
    sheet = "---\nhandout: patients\n---\n# Sheet\n\nword\n\n```{embed} #tall\n:if-room:\n```\n"
    files = {"conf.py": CONF, "box.svg": SVG, "index.md": page, "sheet.md": sheet}

    built = Project(tmp_path, files).build()

    assert re.findall(r"handouts\.(\w+)", " ".join(built.warnings)) == []
    assert built.pdf_text("large-print") == "Sheet word"


def test_the_pages_of_a_table_in_a_table_have_an_end(tmp_path) -> None:
    figure = ":::{figure} box.svg\n        :alt: A box.\n        :height: 2000px\n        :::"
    inner = f"::::{{list-table}}\n    :header-rows: 1\n\n    * - {figure}\n    * - word\n    ::::"
    sheet = f"---\nhandout: patients\n---\n# Sheet\n\n:::::{{list-table}}\n* - {inner}\n:::::\n"
    files = {"conf.py": CONF, "box.svg": SVG, "index.md": "# Page\n", "sheet.md": sheet}

    built = Project(tmp_path, files).build()

    # Too long, and not laid out until the time is up.
    assert set(re.findall(r"handouts\.(\w+)", " ".join(built.warnings))) == {"overflow"}


@pytest.mark.parametrize(("mark", "hyphens"), [("", True), ("`", False)])
def test_long_words_of_a_table_in_a_grid_get_hyphens_where_they_may(
    tmp_path, mark: str, hyphens: bool
) -> None:
    word = f"{mark}{'ninety' * 5}{mark}"
    table = f"| {'nine ' * 5} | {word} | {word} |\n| --- | --- | --- |\n"
    grid = f"::::{{grid}} 1 1 2 2\n:::{{grid-item}}\n{table}:::\n:::{{grid-item}}\nten\n:::\n::::"
    sheet = f"---\nhandout: patients\n---\n# Sheet\n\n{grid}\n"
    files = {"conf.py": CONF, "index.md": "# Page\n", "sheet.md": sheet}

    built = Project(tmp_path, files).build()

    assert re.findall(r"\[(\w+)\.", " ".join(built.warnings)) == ["toc"]
    found = built.pdf_text("large-print")
    assert ("\u2010" in found, found.count("ninety" * 5)) == (hyphens, 0 if hyphens else 2)


def test_short_words_beside_a_long_one_are_not_cut_in_a_grid(tmp_path) -> None:
    table = (
        f"| {'ninety' * 18} | nine eight nine | seven |\n| --- | --- | --- |\n| one | two | six |\n"
    )
    grid = f"::::{{grid}} 1\n:::{{grid-item}}\n{table}:::\n::::"
    sheet = f"---\nhandout: patients\n---\n# Sheet\n\n{grid}\n"
    files = {"conf.py": CONF, "index.md": "# Page\n", "sheet.md": sheet}

    built = Project(tmp_path, files).build()

    assert re.findall(r"\[(\w+)\.", " ".join(built.warnings)) == ["toc"]
    found = built.pdf_text("large-print")
    assert all(word in found for word in ("nine eight nine", "seven"))
