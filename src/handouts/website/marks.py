"""What the theme `handouts` shows in its own way: the sources of a sentence, and terms.

Without a script each is what it looks like: a link, or a part that opens.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from handouts.claims.sources.citations import runs_of
from handouts.config.site import SITES
from handouts.i18n import _, plural
from handouts.nodes import source_mark, source_ref, source_refs, sources_fold
from handouts.website.frame import THEME_NAME

if TYPE_CHECKING:
    from sphinx.writers.html5 import HTML5Translator

FEW = 3
"""Sources that need no fold."""


class _ThemeTransform(SphinxPostTransform):
    """A change of pages that have the theme; sheets and other themes are left alone."""

    builders = SITES

    def is_supported(self) -> bool:
        own = self.config.html_theme == THEME_NAME and not self.document.get("handouts_sheet")
        return own and super().is_supported()


class SourceMarks(_ThemeTransform):
    """Make one mark of the numbers after a claim, and fold long lists of sources."""

    # After the sources are numbered (3), before references are resolved (10).
    default_priority = 4

    def run(self, **kwargs: Any) -> None:
        """Change one page."""
        for refs in list(self.document.findall(source_refs)):
            found = [one for one in refs.children if isinstance(one, source_ref)]
            if found and not refs["paper"]:
                refs.children = []
                refs.append(_mark(found, refs.get("standing", "")))
        for listed in list(self.document.findall(nodes.enumerated_list)):
            if listed.get("handouts_sources") and len(listed.children) > FEW:
                fold = sources_fold(count=len(listed.children))
                listed.replace_self(fold)
                fold += listed


def _mark(refs: list[source_ref], standing: str) -> source_mark:
    """Return the mark of a claim; `standing` is how sure it is and when it was checked."""
    runs = runs_of([int(ref.astext()) for ref in refs])
    numbers = ", ".join("–".join(map(str, run)) for run in runs)
    words = plural("Source {numbers}", "Sources {numbers}", len(refs), numbers=numbers)
    note = _("{sources}: {standing}", sources=words, standing=standing) if standing else words
    return source_mark("", numbers, refid=refs[0]["refid"], note=note)


class TermNotes(_ThemeTransform):
    """Give each link to a term of a glossary the first sentences of what it means."""

    default_priority = 15  # References are resolved (10).

    def run(self, **kwargs: Any) -> None:
        """Change one page."""
        meaning = functools.cache(self._meaning)  # To look one up, the glossary is loaded.
        for link in self.document.findall(nodes.reference):
            words = next(iter(link.findall(nodes.inline)), None)
            if words is not None and "std-term" in words["classes"]:
                link["reftitle"] = meaning(words.astext())
                link["classes"].append("term")

    def _meaning(self, term: str) -> str:
        """Return the first paragraph of a term's definition, or nothing."""
        domain = self.env.domains.standard_domain
        place = domain._terms.get(term.lower())
        if place is None:
            return ""
        for item in self.env.get_doctree(place[0]).findall(nodes.definition_list_item):
            if any(place[1] in one["ids"] for one in item.findall(nodes.term)):
                return next((one.astext() for one in item.findall(nodes.paragraph)), "")
        return ""


def visit_sources_fold(self: HTML5Translator, node: sources_fold) -> None:
    """Open a part that readers can open."""
    words = plural("{count} source", "{count} sources", node["count"])
    self.body.append(f'<details class="sources-fold"><summary class="web-only">{words}</summary>\n')
