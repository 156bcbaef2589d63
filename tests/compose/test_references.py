"""References of an embedded block mean what they mean on its own page."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from projects import Built, Project

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
    "sheets/knees.md": "---\nhandout: patients\n---\n# Sheet\n\n```{embed} #k\n```\n",
}


@pytest.fixture
def built(project: Callable[..., Project]) -> Callable[..., Built]:
    """Return a function that builds a page with a link, which a handout embeds."""

    def build(link: str, builder: str = "html") -> Built:
        page = f"# Knees\n\n(k)=\nSee {link} there.\n"
        return project({**PAGES, "guide/knees.md": page}).build(builder)

    return build


@pytest.mark.parametrize(
    ("link", "web", "paper"),
    [
        ("[x](stairs)", "../guide/stairs.html", "https://example.org/guide/stairs.html"),
        ("[x](stairs.md)", "../guide/stairs.html", "https://example.org/guide/stairs.html"),
        ("{doc}`x <stairs>`", "../guide/stairs.html", "https://example.org/guide/stairs.html"),
        ("{any}`x <stairs>`", "../guide/stairs.html", "https://example.org/guide/stairs.html"),
        ("[x](/sheets/stairs)", "stairs.html", "https://example.org/sheets/stairs.html"),
        (
            "{ref}`x <a-label>`",
            "only-here.html#a-label",
            "https://example.org/sheets/only-here.html#a-label",
        ),
        (
            "[x](a-label)",
            "only-here.html#a-label",
            "https://example.org/sheets/only-here.html#a-label",
        ),
        *(
            (link, *["https://other.example.org/topics/stairs.html"] * 2)
            for link in (
                "{doc}`x <other:topics/stairs>`",
                "{external+other:doc}`x <topics/stairs>`",
            )
        ),
    ],
)
def test_a_link_leads_where_it_leads_on_its_own_page(
    built: Callable[..., Built], link: str, web: str, paper: str
) -> None:
    found = built(link)

    assert found.warnings == []
    assert f'href="{web}"' in found.html("sheets/knees.html")
    data = (found.outdir / "sheets/knees-a4.pdf").read_bytes()
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


@pytest.mark.parametrize("link", ["[x](only-here)", "{doc}`x <only-here>`", "{doc}`x <none>`"])
def test_a_page_that_is_not_beside_the_block_is_not_looked_for_beside_the_handout(
    built: Callable[..., Built], link: str
) -> None:
    found = built(link)

    assert found.files() == []
    assert any("a sheet would show a bare name" in line for line in found.warnings)
