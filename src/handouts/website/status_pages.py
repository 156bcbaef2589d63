"""The page behind the code on a sheet: whether that version may still be used.

Each version that was ever released has its own, made from the register alone, so that a copy
printed years ago finds it when the handout has moved or is gone. Needs no script and no query.
"""

from __future__ import annotations

from collections.abc import Iterator
from gettext import NullTranslations
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.errors import SphinxError

from handouts.audit.handouts import audit_of
from handouts.config.catalogues import read_words
from handouts.config.settings import settings_of
from handouts.config.site import SITES
from handouts.files import LOCALE, filled_in
from handouts.i18n import _, language_tag, using
from handouts.releases.addresses import FOLDER, status_path
from handouts.releases.register import Register, Release, status
from handouts.releases.setting import releases_of
from handouts.website.contact import mail_to
from handouts.website.status_html import StatusPage, in_language, unknown_words

if TYPE_CHECKING:
    from sphinx.application import Sphinx


NOINDEX = '<meta name="robots" content="noindex">'
NEWEST = f"{FOLDER}/index"
"""Page that lists the newest versions, for people who type its address and have no camera."""
SAMPLE = "This sheet was withdrawn. Do not use it."
"""A catalogue that has these words has those of all status pages."""

CollectedPage = tuple[str, dict[str, Any], str]
"""Name, context and template, as Sphinx takes pages from extensions."""


def on_html_collect_pages(app: Sphinx) -> Iterator[CollectedPage]:
    """Yield the status page of each version, and one that lists the newest.

    :raises SphinxError: for a faulty register; a site without these pages must not be published
    """
    register = releases_of(app.config)
    if app.builder.name in SITES and register.problems:
        first = register.problems[0]
        message = (
            f"{first.place}: {first.message}. Until this is corrected nobody can say which sheets "
            "were withdrawn: do not publish this site"
        )
        raise SphinxError(message)
    if not has_versions(app):
        return
    site = _StatusPages(app, register)
    for release in site.register.releases:
        # Translated here, because the frame that Sphinx writes is in the site's language.
        yield site.page_of(release)
    if NEWEST not in app.env.found_docs:
        yield site.newest_page()


def has_versions(app: Sphinx) -> bool:
    """Return whether this build writes status pages."""
    return app.builder.name in SITES and bool(releases_of(app.config).releases)


def page_name(release: Release) -> str:
    """Return the name of a version's page, as that of a page with a source."""
    return f"{status_path(release)}index"


class _StatusPages:
    """Makes the status pages of one build."""

    def __init__(self, app: Sphinx, register: Register) -> None:
        self.app, self.register = app, register
        self.config = settings_of(app.config)
        folders = [*(Path(app.srcdir) / name for name in app.config.locale_dirs), LOCALE]
        languages = {one.language for one in register.releases}
        found = {one: read_words(one, folders) for one in languages}
        # A page is translated as a whole, or in English.
        self.words = {
            one: words.translations
            for one, words in found.items()
            if SAMPLE in words.known or one.partition("_")[0] == "en"
        }
        handouts = audit_of(app.config).handouts.values()
        self.pages = {one.id: one.docname for one in handouts if one.id}

    def page_of(self, release: Release) -> CollectedPage:
        """Return the page of a version, in the language of its sheets."""
        language = release.language if release.language in self.words else "en"
        with using(self.words.get(release.language, NullTranslations())):
            page = StatusPage(release, self.register, self.config.today, self.link, language)
            body = page.body(self.publisher_line(), self.mail_about(release))
            title = _("{id} version {version}", id=release.id, version=release.version)
        return page_name(release), _context(title, body, language), "page.html"

    def newest_page(self) -> CollectedPage:
        """Return the page that lists the newest version of each handout."""
        newest = {(one.id, one.language): one for one in self.register.releases}
        uri, title = self.app.builder.get_relative_uri, _("Is your sheet the newest version?")
        body = filled_in(
            "versions.html",
            _=_,
            title=title,
            unknown=unknown_words(),
            language=in_language(self.config.language),
            in_language=in_language,
            newest=[
                (one, uri(NEWEST, page_name(one)), status(self.register, one, self.config.today))
                for one in newest.values()
            ],
        )
        return NEWEST, _context(title, body, self.config.language), "page.html"

    def link(self, here: Release, to: Release | None) -> str:
        """Return the address of another version's page, or of the handout's page, or nothing."""
        name = self.pages.get(here.id, "") if to is None else page_name(to)
        return self.app.builder.get_relative_uri(page_name(here), name) if name else ""

    def publisher_line(self) -> str:
        """Return whom readers can ask today, or nothing."""
        publisher = self.config.publisher
        name = publisher.name and _("Published by {name}.", name=publisher.name)
        return " ".join(filter(None, (name, publisher.contact)))

    def mail_about(self, release: Release) -> str:
        """Return the address by which readers write that something is wrong, or nothing."""
        address = self.config.publisher.reports
        about = (release.id, release.version, release.language, release.page)
        return mail_to(address, *about) if address else ""


def _context(title: str, body: str, language: str) -> dict[str, Any]:
    """Return what the template of any theme shows."""
    return {
        "title": escape(title),
        "body": body,
        "metatags": NOINDEX,
        "language": language_tag(language),
        "is_status_page": True,
    }
