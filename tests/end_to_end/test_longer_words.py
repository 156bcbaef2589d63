"""The real pages in a language that nobody speaks, whose words are longer than English ones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from handouts.claims.ledger.reader import read_ledger
from handouts.claims.services.reader import read_services
from handouts.claims.sources.bibliography import read_bibliography
from material import DOCS, copied_pages
from projects import Project
from pseudo import LANGUAGE, untranslated, write_catalogue

if TYPE_CHECKING:
    from projects import Built

LEADS_TO_AUTHORS = re.compile(r"contributing|\[(myst\.xref_missing|toc\.|ref\.)")
"""Warnings of what leads to pages for authors, which are left out."""


@pytest.fixture(scope="module")
def material(tmp_path_factory) -> Built:
    """Every sheet of these pages in that language; pages for authors stand on none."""
    folder = tmp_path_factory.mktemp("material")
    with pytest.MonkeyPatch.context() as patch, copied_pages(folder) as docs:
        patch.setenv("HANDOUTS_BASEURL", "https://example.org/back")
        patch.setenv("HANDOUTS_TODAY", "2026-11-29")
        project = Project(folder, srcdir=docs)
        templates = project.build("gettext", doctrees="gettext-doctrees").outdir
        for path in templates.rglob("*.pot"):
            name = path.relative_to(templates).with_suffix(".po")
            write_catalogue(path, docs / "locales" / LANGUAGE / "LC_MESSAGES" / name)
        return project.build("handouts", language=LANGUAGE)


def test_the_material_in_longer_words_fits_or_says_what_to_cut(material: Built) -> None:
    found = [one for one in material.warnings if not LEADS_TO_AUTHORS.search(one)]

    assert [one for one in found if "[handouts.overflow]" not in one] == []
    assert all("too long by about" in one for one in found)


def test_no_word_of_the_material_stays_untranslated_but_names_of_sources(material: Built) -> None:
    sources = read_bibliography(DOCS / "references.bib").sources.values()
    # Names of trials stay; services and words by country are theirs, whatever the language.
    trials = read_ledger(DOCS / "claims.toml").claims.values()
    listed = read_services(DOCS / "services.toml")
    services = [
        *listed.services.values(),
        *(one for by in listed.words.values() for one in by.values()),
    ]
    known = [one.short for one in sources]
    known += [f"{one.name} {one.place} {one.address}" for one in services]
    known += [one.comparison.trial for one in trials if one.comparison]
    names = set(re.findall(r"[^\W\d_]+", " ".join(known)))
    texts = [
        material.pdf_text(sheet["edition"], sheet["handout"]).replace("example.org/back", "")
        for sheet in material.report["sheets"]
        if sheet["printed"]
    ]

    assert texts
    left = {word for text in texts for word in untranslated(text)}
    assert left - names <= {"handouts", "referrers", "patients", "html"}  # The page's address.
