"""Values for the templates in `theme/site`, which write the frame of each page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import _ as sphinx_words
from sphinx.util import logging

from handouts import dates
from handouts.audit.handouts import audit_of
from handouts.compose.imprint import words_of_dates
from handouts.config.settings import settings_of
from handouts.files import THEME
from handouts.i18n import _, direction_of, language_tag, locale_of
from handouts.problems import place_in_conf
from handouts.website.status_html import unknown_words
from handouts.website.status_pages import has_versions

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)

Context = dict[str, Any]
"""What a template is given."""
THEME_NAME = "handouts"
THEME_FOLDER = THEME / "site"
"""The theme, as Sphinx finds it."""
NOT_FOUND = "404"
HEADER_ROOM = 60
"""Letters that the links of the header may have together, where a project names none."""


def builder_of(env: BuildEnvironment) -> Builder:
    """Return the builder that runs; for transforms Sphinx has no public way to it any more."""
    return env._app.builder


def is_used(builder: Builder) -> bool:
    """Return whether the pages of this build have this theme."""
    theme = getattr(builder, "get_theme_config", None)  # That of `epub` is another one.
    return theme is not None and theme()[0] == THEME_NAME


class PageFrame:
    """Values for the templates; those that all pages share are worked out once."""

    def __init__(self) -> None:
        self.shared: dict[str, Any] = {}

    def on_write_started(self, app: Sphinx, builder: Builder) -> None:
        """Work out what all pages show, when all of them have been read."""
        if not is_used(app.builder):
            return
        # Builders such as `json` write no templates, and so have none.
        if environment := getattr(getattr(app.builder, "templates", None), "environment", None):
            environment.globals["_"] = _words
        options = app.config.html_theme_options
        groups = list(_groups(app.env))
        navigation = [_translated(one) for one in options.get("navigation") or _few_pages(groups)]
        urgent = _translated(options["urgent"]) if options.get("urgent") else None
        notices = [_notice(one) for one in options.get("notices") or []]
        _report_missing(app, [*navigation, *notices, *([urgent] if urgent else [])])
        wanted = options.get("footer_groups") or [group["caption"] for group in groups]
        self.shared = {
            "docstitle": _(str(app.config.html_title)),
            "direction": direction_of(app.config.language),
            "footer_groups": [group for group in groups if group["caption"] in wanted],
            **_logo(app),
            "notices": notices,
            "publisher": settings_of(app.config).publisher.name,
            "search_last": list(options.get("search_last") or []),
            "site_language": language_tag(app.config.language),
            "site_root": f"{urlsplit(app.config.html_baseurl or '').path.rstrip('/')}/",
            "unknown_version": unknown_words() if has_versions(app) else "",
            "urgent": urgent,
            "navigation": navigation,
        }

    def on_html_page_context(
        self,
        app: Sphinx,
        pagename: str,
        templatename: str,
        context: Context,
        doctree: nodes.document | None,
    ) -> None:
        """Give the template what this page shows."""
        if not self.shared:
            return
        context.update(self.shared, **_dates_at_head(app, pagename, doctree))
        context["navigation"] = _with_here(self.shared["navigation"], pagename)
        context["languages"] = list(
            _other_languages(app, pagename, context.get("content_root", ""))
        )
        toc = app.env.tocs.get(pagename)
        entries = 0 if toc is None else sum(1 for _ in toc.findall(addnodes.compact_paragraph))
        config = settings_of(app.config)
        handout = audit_of(app.config).handouts.get(pagename)
        audience = config.audiences.get(handout.audience) if handout else None
        context["audience"] = audience.label if audience else ""
        # The title is an entry too.
        context["has_contents"] = entries > 2 and audience is None
        # An approval changes that of a handout, which its foot has.
        context["notice"] = _notice_at_foot(doctree) or config.publisher.notice


def _words(message: str) -> str:
    """Return a text of a template in the language of the pages, by our catalogue or Sphinx's."""
    own = _(message)
    return own if own != message else str(sphinx_words(message))


def _dates_at_head(app: Sphinx, pagename: str, doctree: nodes.document | None) -> Context:
    """Return what a page says of the day of the last check, and of the last day of use."""
    noted = doctree.get("handouts_checked") if doctree is not None else None
    last = date.fromisoformat(noted) if noted else None
    check_by = dates.of_page(app.env.metadata.get(pagename, {})).check_by
    checked, until = words_of_dates(last, check_by, settings_of(app.config).language)
    return {"checked": checked, "check_by": until}


def _notice_at_foot(doctree: nodes.document | None) -> str:
    """Return the notice that stands at the foot of a page, if one does."""
    found = doctree.findall(nodes.inline) if doctree is not None else ()
    return next((one.astext() for one in found if "handouts-notice" in one["classes"]), "")


def _logo(app: Sphinx) -> dict[str, str]:
    """Return the logo of the brand and its words, or the one of Sphinx's own setting.

    Words that are the title are left out, because the title is beside the logo.
    """
    brand = settings_of(app.config).brand
    if brand.logo_path is None:
        return {"logo": Path(app.config.html_logo or "").name, "logo_words": ""}
    is_title = brand.logo_alt.casefold() == str(app.config.html_title).casefold()
    return {"logo": brand.logo_name, "logo_words": "" if is_title else brand.logo_alt}


def _translated(link: dict[str, Any]) -> dict[str, Any]:
    """Return a link of `html_theme_options` with its words in the language of the pages."""
    return {**link, **{name: _(link[name]) for name in ("words", "title") if name in link}}


def _notice(one: str | dict[str, str]) -> dict[str, str]:
    """Return a line of the foot; the place on its page is a part of its address."""
    # Words that Sphinx translates later are no `str`.
    line = _translated(one if isinstance(one, dict) else {"words": one})
    page, sign, place = line.get("page", "").partition("#")
    return {**line, "page": page, "place": f"{sign}{place}"}


def _report_missing(app: Sphinx, links: Iterable[dict[str, Any]]) -> None:
    for page in filter(None, (one.get("page") for one in links)):
        if page not in app.env.found_docs:
            at = Path(app.srcdir) / str(place_in_conf(app, "html_theme_options", page))
            logger.warning(
                "html_theme_options names the page %r, which does not exist; "
                "write it as in a toctree, such as 'folder/page'",
                page,
                location=str(at),
                type="handouts",
                subtype="theme",
            )


def _groups(env: BuildEnvironment) -> Iterator[dict[str, Any]]:
    """Yield the pages that the front page lists, under their captions."""
    for toctree in env.get_doctree(env.config.root_doc).findall(addnodes.toctree):
        pages = [
            {"page": page, "title": title or env.titles[page].astext()}
            for title, page in toctree["entries"]
            if page in env.titles
        ]
        if pages:
            yield {"caption": toctree.get("caption") or "", "pages": pages}


def _other_languages(app: Sphinx, pagename: str, root: str) -> Iterator[dict[str, str]]:
    """Yield links to a page in the sites that `languages` names, which have the same pages."""
    page = app.builder.get_target_uri(pagename) if pagename in app.env.found_docs else ""
    own = language_tag(str(app.config.language))
    for code, address in dict(app.config.html_theme_options.get("languages") or {}).items():
        if language_tag(code) in (own, own.partition("-")[0]):
            continue
        locale = locale_of(code)
        name = (locale and locale.get_display_name()) or code
        yield {
            "code": language_tag(code),
            "name": name[:1].upper() + name[1:],
            "address": f"{'' if '://' in address else root}{address.rstrip('/')}/{page}",
        }


def _few_pages(groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the pages that the front page lists as links of the header, if there is room."""
    pages = [page for group in groups for page in group["pages"]]
    if sum(len(page["title"]) for page in pages) > HEADER_ROOM:
        return []
    # Pages below a page lie in its folder, if it is the index of one.
    return [
        {**one, "under": [one["page"].removesuffix("index")]}
        if one["page"].endswith("/index")
        else one
        for one in pages
    ]


def _with_here(links: list[dict[str, Any]], pagename: str) -> list[dict[str, Any]]:
    """Return the links of the header, marked where the longest of their names begins the page's."""
    fits = [
        max((len(name) for name in one.get("under", ()) if pagename.startswith(name)), default=0)
        for one in links
    ]
    longest = max(fits, default=0)
    return [{**one, "here": 0 < fit == longest} for one, fit in zip(links, fits, strict=True)]


def on_html_collect_pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the page for unknown addresses, unless the project has its own."""
    own = NOT_FOUND in {*app.config.html_additional_pages, *app.env.found_docs}
    if is_used(app.builder) and not own and "notfound.extension" not in app.extensions:
        yield NOT_FOUND, {}, f"{NOT_FOUND}.html"
