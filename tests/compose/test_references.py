"""References of an embedded block mean what they mean on its own page."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import pytest
from docutils import nodes
from docutils.utils import new_document

from handouts.compose.references import name_contacts
from projects import Project

if TYPE_CHECKING:
    from collections.abc import Iterable

    from projects import Built

CONF = """
extensions = ["myst_parser", "sphinx.ext.intersphinx", "handouts"]
html_baseurl = "https://example.org"
handouts_editions = {"a4": {"paper": "A4"}}
intersphinx_mapping = {"other": ("https://other.example.org/", "objects.inv")}
"""
INVENTORY = (
    b"# Sphinx inventory version 2\n# Project: other\n# Version: 1\n"
    b"# The remainder of this file is compressed using zlib.\n"
    + zlib.compress(b"topics/stairs std:doc -1 topics/stairs.html Stairs\n")
)
PAGES = {
    "conf.py": CONF,
    "objects.inv": INVENTORY,
    "index.md": "# Home\n\n```{toctree}\n:glob:\n\nguide/*\nsheets/*\n```\n",
    "guide/stairs.md": "# Stairs\n\nGo up.\n",
    "sheets/stairs.md": "# Other stairs\n\nNo.\n",
    "sheets/only-here.md": "(a-label)=\n# Only here\n\nNo.\n",
}


OTHER = "https://other.example.org/topics/stairs.html"
LINKS = {
    "[x](stairs)": ("../guide/stairs.html", "https://example.org/guide/stairs.html"),
    "[x](stairs.md)": ("../guide/stairs.html", "https://example.org/guide/stairs.html"),
    "{doc}`x <stairs>`": ("../guide/stairs.html", "https://example.org/guide/stairs.html"),
    "{any}`x <stairs>`": ("../guide/stairs.html", "https://example.org/guide/stairs.html"),
    "[x](/sheets/stairs)": ("stairs.html", "https://example.org/sheets/stairs.html"),
    "{ref}`x <a-label>`": (
        "only-here.html#a-label",
        "https://example.org/sheets/only-here.html#a-label",
    ),
    "[x](a-label)": ("only-here.html#a-label", "https://example.org/sheets/only-here.html#a-label"),
    "{doc}`x <other:topics/stairs>`": (OTHER, OTHER),
    "{external+other:doc}`x <topics/stairs>`": (OTHER, OTHER),
}
"""Where each link leads on the web, and on paper."""
NOT_BESIDE = ["[x](only-here)", "{doc}`x <only-here>`", "{doc}`x <none>`"]
"""Links to pages that are not beside the block."""


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Built:
    """Return a site in which a page has each link, and a handout in another folder embeds it."""
    files: dict[str, str | bytes] = {**PAGES}
    for at, link in enumerate([*LINKS, *NOT_BESIDE]):
        files[f"guide/knees-{at}.md"] = f"# Knees\n\n(k{at})=\nSee {link} there.\n"
        embed = f"```{{embed}} #k{at}\n```"
        files[f"sheets/knees-{at}.md"] = f"---\nhandout: patients\n---\n# Sheet\n\n{embed}\n"
    return Project(tmp_path_factory.mktemp("references"), files).build("html")


def page_of(link: str) -> str:
    return f"knees-{[*LINKS, *NOT_BESIDE].index(link)}"


def warnings_of(built: Built, link: str) -> list[str]:
    places = tuple(f"{folder}/{page_of(link)}.md:" for folder in ("guide", "sheets"))
    return [line for line in built.warnings if line.startswith(places)]


@pytest.mark.parametrize("link", LINKS)
def test_a_link_leads_where_it_leads_on_its_own_page(built: Built, link: str) -> None:
    web, paper = LINKS[link]
    sheet = f"sheets/{page_of(link)}"

    assert warnings_of(built, link) == []
    assert f'href="{web}"' in built.html(f"{sheet}.html")
    data = (built.outdir / f"{sheet}-a4.pdf").read_bytes()
    assert paper.encode() in b"".join(_streams(data))


def _streams(data: bytes) -> list[bytes]:
    """Return the contents of a PDF's compressed parts."""
    found = []
    for part in data.split(b"stream\n")[1:]:
        unpacker = zlib.decompressobj()
        try:
            found.append(unpacker.decompress(part))
        except zlib.error:
            continue
    return found


@pytest.mark.parametrize("link", NOT_BESIDE)
def test_a_page_that_is_not_beside_the_block_is_not_looked_for_beside_the_handout(
    built: Built, link: str
) -> None:
    assert f"sheets/{page_of(link)}-a4.pdf" not in built.files()
    assert any("a sheet would show a bare name" in line for line in warnings_of(built, link))


@pytest.mark.parametrize(
    ("words", "address", "printed"),
    [
        ("call us", "tel:0800-1111", "To rest, call us (0800-1111)."),
        ("write", "mailto:a@example.org?subject=Knees", "To rest, write (a@example.org)."),
        ("0800 1111", "tel:+448001111", "To rest, 0800 1111."),
        ("15", "tel:+3315", "To rest, 15."),
        ("look", "https://example.org", "To rest, look."),
    ],
)
def test_a_number_to_call_is_on_paper(words: str, address: str, printed: str) -> None:
    document = new_document("sheet.md")
    link = nodes.reference("", words, refuri=address)
    document += nodes.paragraph("", "", nodes.Text("To rest, "), link, nodes.Text("."))
    name_contacts(document)

    assert document.astext() == printed


WORDLESS = {
    "[](https://example.org)": "'https://example.org' has no words; write some into its []",
    "[<br>](https://example.org)": "'https://example.org' has no words",
    "[\\\n](https://example.org)": "'https://example.org' has no words",
    "[ ][there]\n\n[there]: https://example.org": "a link to 'https://example.org' has no words",
    "[](#here)": "a sheet would show a bare name: '#here'; write words into its []",
    "[](#far)": "target not found: 'far'",
    "[](other.md#far)": "a sheet would show a bare name: 'far'; write words into its []",
}
"""Links that would print nothing or the name of a label, and what is said of each."""
WITH_WORDS = {
    "[](other.md), [](#chapter) and [](other.md#chapter)": "Other, Chapter and Chapter",
    "[`far`](other.md#far), [`#here`](#here) and [#here](#here)": "far, #here and #here",
    "[![words](box.svg)](https://example.org)": "",
    "[{octicon}`mail`](https://example.org)": "mail",
    "<https://example.org>": "https://example.org",
}
"""Links that print words, or a picture."""


SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><path d="M0 0h4v3z"/></svg>'
SITE = {
    "conf.py": 'extensions = ["myst_parser", "sphinx_design", "handouts"]\n'
    'handouts_editions = {"a4": {"paper": "A4"}}\n',
    "index.md": "# Home\n\n```{toctree}\n:glob:\n\n*\n```\n",
    "other.md": "# Other\n\n(far)=\nOne.\n\n(chapter)=\n## Chapter\n\nTwo.\n",
    "box.svg": SVG,
}


def printed(project, links: Iterable[str]) -> Built:
    """Return handouts named by a letter, each with a link."""
    sheet = "---\nhandout: patients\n---\n# Sheet\n\n(here)=\nOne.\n\nSee"
    pages = {
        f"{name}.md": f"{sheet} {link}\n" for name, link in zip("abcdefg", links, strict=False)
    }
    built: Built = project({**SITE, **pages}).build()
    return built


def test_a_link_without_words_is_refused(project) -> None:
    built = printed(project, WORDLESS)
    said = [line for line in built.warnings if line.endswith("[handouts.reference]")]

    assert [line[:4] for line in said] == [f"{name}.md" for name in "abcdefg"]
    pairs = zip(WORDLESS.values(), said, strict=True)
    assert [text for text, line in pairs if text not in line] == []


def test_links_without_words_in_a_line_with_one_that_leads_nowhere_are_reported(project) -> None:
    built = printed(project, ["[](#far) [](https://example.org) [](#here)"])
    said = [line for line in built.warnings if line.endswith("[handouts.reference]")]

    assert len(said) == 3


def test_a_link_with_words_of_its_own_or_of_what_it_leads_to_is_printed(project) -> None:
    built = printed(project, WITH_WORDS)
    found = [built.pdf_text(handout=name).replace(" ,", ",") for name in "abcde"]

    assert found == [f"Sheet One. See {words}".strip() for words in WITH_WORDS.values()]
