"""Contents of pages, which Sphinx has made of all sections, without those that the site leaves out.

Those are known when all pages have been read, because their words may be blocks of other pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from handouts.audit.handouts import audit_of
from handouts.compose.adapt import drop_entry
from handouts.compose.embed import BlockCopier
from handouts.config.settings import settings_of
from handouts.website.handout_page import for_site, printed

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def on_env_updated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Leave in the contents of each page what the site shows of it; return whose have changed."""
    labels = audit_of(app.config).labels
    paper = {name for name, page in labels.pages.items() if page.has_words_for_paper_only}
    changed = []
    for docname, toc in list(env.tocs.items()):
        shown = whole = toc.get("handouts_whole", toc)
        pages = {docname, *labels.embedded_pages(docname)} if paper else paper
        made_from: list[object] = []
        if not paper.isdisjoint(pages):
            made_from = [str(app.config.handouts_audiences)]
            made_from += [labels.pages[name].digest for name in sorted(pages)]
            if toc.get("handouts_made_from") == made_from and b"" not in made_from:
                continue
            shown = _without(whole, _left_out(env, docname))
        if shown is not toc and (entries := _anchors(shown)) != _anchors(toc):
            env.tocs[docname], env.toc_num_entries[docname] = shown, len(entries)
            changed.append(docname)
        if made_from:
            env.tocs[docname]["handouts_made_from"] = made_from
    return changed


def _left_out(env: BuildEnvironment, docname: str) -> set[str]:
    """Return the ids of the sections of a page that the site does not show."""
    document = env.get_doctree(docname)
    ids = _section_ids(document)
    where = audit_of(env.config).labels.where
    placed = BlockCopier(docname, where, env.get_doctree, env).place(document)
    for_site(document, placed, printed(docname, env.config), settings_of(env.config))
    return ids - _section_ids(document)


def _without(whole: nodes.bullet_list, gone: set[str]) -> nodes.bullet_list:
    """Return contents without some sections; the others are kept, for when these come back."""
    shown = whole.deepcopy()
    shown["handouts_whole"] = whole
    for link in reversed(list(shown.findall(nodes.reference))):
        if link["anchorname"][1:] in gone:
            drop_entry(link)
    return shown


def _anchors(toc: nodes.bullet_list) -> list[str]:
    return [link["anchorname"] for link in toc.findall(nodes.reference)]


def _section_ids(document: nodes.document) -> set[str]:
    return {name for section in document.findall(nodes.section) for name in section["ids"]}
