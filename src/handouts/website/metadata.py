"""Tags for the head of a page, which search engines read.

They repeat what the page says: a description, a picture of a sheet, and, where the project asks for
it, its facts in the words of schema.org.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import escape
from itertools import chain
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from docutils import nodes

from handouts import dates
from handouts.audit.handouts import audit_of
from handouts.config.settings import settings_of
from handouts.i18n import _, language_tag
from handouts.nodes import nodes_in, plain_text, source_refs, upwards
from handouts.pipeline.report import PREVIEW_WIDTH, Report, report_of
from handouts.website.downloads import NOT_ON_PAPER, alternative_text
from handouts.website.frame import THEME_NAME, Context

if TYPE_CHECKING:
    from sphinx.application import Sphinx


OPEN_GRAPH = "sphinxext.opengraph"
"""The extension that writes the tags of the Open Graph, for projects that want them."""
LONGEST = 160
"""Letters of a description that search engines show."""
ASIDE = (nodes.table, nodes.list_item, nodes.field, nodes.caption, nodes.legend)
"""Where no description is taken from."""


def on_html_page_context(
    app: Sphinx, pagename: str, templatename: str, context: Context, doctree: nodes.document | None
) -> None:
    """Put the tags into the head of a page that has a source, where they are asked for."""
    report = report_of(app.config)
    if doctree is None or report is None:
        return
    there = str(context.get("metatags") or "")
    description = description_of(app.env.metadata[pagename], doctree)
    page = PageMetadata(app, report, pagename, str(context.get("pageurl") or ""), description)
    tags = [there, page.facts()]
    if page.is_described and description and 'name="description"' not in there:
        tags.insert(1, f'<meta name="description" content="{escape(description)}">')
    context["metatags"] = "\n    ".join(filter(None, tags))
    if OPEN_GRAPH in app.extensions:
        # It reads these names from the front matter, and removes some of them.
        theirs = context.get("meta") or {}
        ours = page.open_graph()
        if "og:image" in theirs:
            ours = {name: value for name, value in ours.items() if "og:image" not in name}
        context["meta"] = {**ours, **theirs}


def description_of(metadata: Mapping[str, Any], doctree: nodes.document) -> str:
    """Return the `description` of the front matter, or the page's first sentences."""
    if metadata.get("description"):
        return _(str(metadata["description"]))
    for paragraph in doctree.findall(nodes.paragraph):
        text = _words(paragraph)
        if text and not _is_aside(paragraph):
            return _first_sentences(text)
    return ""


def _words(paragraph: nodes.paragraph) -> str:
    """Return the words of a paragraph without the numbers of its sources."""
    copy = paragraph.deepcopy()
    for node in nodes_in(copy, source_refs):
        node.parent.remove(node)
    return " ".join(plain_text(copy).split())


def _is_aside(node: nodes.Node) -> bool:
    return any(
        isinstance(one, ASIDE) or NOT_ON_PAPER[0] in one.get("classes", ()) for one in upwards(node)
    )


def _first_sentences(text: str) -> str:
    """Return as many whole sentences as fit, or the beginning of the first."""
    ends = [found.end() for found in re.finditer(r"[.?!]”?(?= |$)", text)]
    fitting = [end for end in ends if end <= LONGEST]
    if len(text) <= LONGEST:
        return text
    return text[: fitting[-1]] if fitting else f"{text[: LONGEST - 1].rpartition(' ')[0]}…"


class PageMetadata:
    """One page, as machines read it."""

    def __init__(
        self, app: Sphinx, report: Report, docname: str, address: str, description: str
    ) -> None:
        self.app, self.env, self.report = app, app.env, report
        self.config = settings_of(app.config)
        self.docname, self.address, self.description = docname, address, description
        self.title = self.env.titles[docname].astext()
        self.site = " ".join(str(app.config.html_title or app.config.project).split())
        self.language = language_tag(self.config.language)
        self.metadata = self.env.metadata[docname]
        self.is_ours = app.config.html_theme == THEME_NAME or bool(self.config.structured_data)
        """Whether all of the site is ours; the pages of a host are left as they are."""

    @property
    def is_described(self) -> bool:
        """Whether the page gets a description."""
        is_handout = self.docname in audit_of(self.app.config).handouts
        return self.is_ours or is_handout or bool(self.metadata.get("description"))

    def open_graph(self) -> dict[str, str]:
        """Return what the Open Graph says of the page, for `sphinxext.opengraph` to write."""
        found = self.picture()
        if self.is_described:
            found["description"] = self.description
        if self.is_ours:
            found |= {
                "type": "website" if self.docname == self.app.config.root_doc else "article",
                "site_name": self.app.config.ogp_site_name or self.site,
                "title": self.title,
                "url": self.address,
                "locale": self.language.replace("-", "_") if "-" in self.language else "",
            }
        return {f"og:{name}": value for name, value in found.items() if value}

    def picture(self) -> dict[str, str]:
        """Return the picture of the sheet nearest to the page; only whole addresses will do."""
        # Its own sheet, or one that uses it, or the first of all where the site is ours.
        users = audit_of(self.app.config).users.get(self.docname, [])
        others = self.report.handouts if self.is_ours and not self.app.config.ogp_image else ()
        sheet = self.report.first_offered(chain((self.docname, *users), others))
        if sheet is None or not self.config.base_url:
            return {}
        edition = self.config.editions[sheet.edition]
        width, height = edition.paper
        return {
            "image": f"{self.config.base_url}{quote(sheet.preview)}",
            "image:alt": alternative_text(edition),
            "image:width": str(PREVIEW_WIDTH),
            "image:height": str(round(PREVIEW_WIDTH * height / width)),
        }

    def facts(self) -> str:
        """Return the facts of a page that says when it was checked, where the project asks."""
        days = dates.of_page(self.metadata)
        if not self.config.structured_data or days.checked is None:
            return ""
        kind, publisher = self.config.structured_data["@type"], self.config.publisher.name
        facts = {
            "@context": "https://schema.org",
            "name": self.title,
            "description": self.description,
            "url": self.address,
            "inLanguage": self.language,
            "dateModified": days.checked.isoformat(),
            "expires": days.check_by and days.check_by.isoformat(),
            "isPartOf": {"@type": "WebSite", "name": self.site, "url": self.config.base_url},
            "audience": self.audience("Medical" if kind.startswith("Medical") else ""),
            "publisher": publisher and {"@type": "Organization", "name": publisher},
            "encoding": self.files(),
        }
        data = {name: value for name, value in facts.items() if value}
        data.update(self.config.structured_data)
        # A tag that closes in a string would end the script.
        text = json.dumps(data, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")
        return f'<script type="application/ld+json">{text}</script>'

    def audience(self, kind: str) -> dict[str, str]:
        """Return whom the page is for, if it says so."""
        name = str(self.metadata.get("handout") or self.metadata.get("audience") or "")
        if name not in self.config.audiences:
            return {}
        return {"@type": f"{kind}Audience", "audienceType": name}

    def files(self) -> list[dict[str, str]]:
        """Return the sheets that have the page's words, as files."""
        return [
            {
                "@type": "MediaObject",
                "name": self.config.editions[one.edition].label,
                "contentUrl": f"{self.config.base_url}{quote(one.file)}",
                "encodingFormat": "application/pdf",
                "contentSize": f"{max(1, round(one.bytes / 1000))} kB",
            }
            for one in self.report.sheets_of(self.docname)
            if one.offered and self.config.base_url
        ]
