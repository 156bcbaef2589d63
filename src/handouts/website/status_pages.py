"""The page behind the code on a sheet: whether that version may still be used.

Each version that was ever released has its own, made from the register alone, so that a copy
printed years ago finds it when the handout has moved or is gone. Needs no script and no query.
"""

from __future__ import annotations

from gettext import NullTranslations
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sphinx.errors import SphinxError

from handouts.audit.handouts import audit_of
from handouts.config.catalogues import OURS, read_words
from handouts.config.read import settings_of
from handouts.config.site import direction_of
from handouts.dates import in_words, overdue
from handouts.i18n import _, using
from handouts.releases.addresses import language_tag, status_path
from handouts.releases.register import find, latest, status, withdrawal_of
from handouts.releases.setting import releases_of

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterator

    from sphinx.application import Sphinx

    from handouts.releases.register import Register, Release, Status, Withdrawal

SITES = ("html", "dirhtml")
NOINDEX = '<meta name="robots" content="noindex">'
UNKNOWN = "v/index"
"""Page for numbers of which no version was released, as people type it."""
SPOKEN = "This sheet is current"
"""A catalogue that has these words has those of all status pages."""
NEWER_SHOWN = 20
"""Most changes that a page lists."""

Page = tuple[str, dict[str, Any], str]
"""Name, context and template, as Sphinx takes pages from extensions."""


def on_html_collect_pages(app: Sphinx) -> Iterator[Page]:
    """Yield the status page of each version, and one for numbers that no version has.

    Raises SphinxError for a faulty register: a site without these pages must not be published.
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
    site = _Site(app, register)
    for release in site.register.releases:
        # No word is looked up while Sphinx writes the page, whose frame has the site's language.
        yield site.page_of(release)
    if UNKNOWN not in app.env.found_docs:
        yield site.unknown_page()


def has_versions(app: Sphinx) -> bool:
    """Tell whether this build writes status pages."""
    return app.builder.name in SITES and bool(releases_of(app.config).releases)


def page_name(release: Release) -> str:
    """Return the name of a version's page, as that of a page with a source."""
    return f"{status_path(release)}index"


class _Site:
    """What the status pages of one build have in common."""

    def __init__(self, app: Sphinx, register: Register) -> None:
        self.app, self.register = app, register
        self.config = settings_of(app.config)
        folders = [*(Path(app.srcdir) / name for name in app.config.locale_dirs), OURS]
        languages = {one.language for one in register.releases}
        found = {one: read_words(one, folders) for one in languages}
        # Where nobody has translated these pages, all of their own words are English.
        self.words = {
            one: words.translations
            for one, words in found.items()
            if SPOKEN in words.known or one.partition("_")[0] == "en"
        }
        handouts = audit_of(app.config).handouts.values()
        self.pages = {one.id: one.docname for one in handouts if one.id}

    def page_of(self, release: Release) -> Page:
        """Return the page of a version, in the language of its sheets."""
        spoken = release.language if release.language in self.words else "en"
        with using(self.words.get(release.language, NullTranslations())):
            page = StatusPage(release, self.register, self.config.today, self.link, spoken)
            body = page.body() + self.report_link(release)
            title = _("{id} version {version}", id=release.id, version=release.version)
        context = self.context(title, body, spoken, page.status)
        return page_name(release), context, "page.html"

    def unknown_page(self) -> Page:
        """Return the page for numbers of which no version was released, with those that were."""
        newest = {(one.id, one.language): one for one in self.register.releases}
        title = _("No sheet with this number was published here")
        body = f"<h1>{escape(title)}</h1>\n<p>{escape(unknown_words())}</p>\n"
        items = "".join(f"<li>{self.named_link(one)}</li>\n" for one in newest.values())
        body += _element("h2", _("The newest version of each sheet"))
        body += f"<ul>\n{items}</ul>\n"
        language = str(self.app.config.language)
        return UNKNOWN, self.context(title, body, language, "not known"), "page.html"

    def named_link(self, release: Release) -> str:
        """Return a link from the page of unknown numbers to that of a version."""
        tag = escape(language_tag(release.language))
        words = f"{release.id} {release.version}: {release.title}"
        address = escape(self.app.builder.get_relative_uri(UNKNOWN, page_name(release)))
        attributes = _language_attributes(release.language)
        return f'<a href="{address}" hreflang="{tag}"{attributes}>{escape(words)}</a>'

    def context(self, title: str, body: str, language: str, state: Status) -> dict[str, Any]:
        """Return what the template of any theme shows."""
        attributes = _language_attributes(language)
        kind = "is-current" if state == "current" else "is-over"
        article = f'<div class="handouts-status {kind}"{attributes}>\n{body}</div>\n'
        return {"title": escape(title), "body": article, "metatags": NOINDEX}

    def link(self, here: Release, to: Release | None) -> str:
        """Return the address of another version's page, or of the handout's page, or nothing."""
        name = self.pages.get(here.id, "") if to is None else page_name(to)
        return self.app.builder.get_relative_uri(page_name(here), name) if name else ""

    def report_link(self, release: Release) -> str:
        """Return the line by which readers write that something is wrong, or nothing."""
        address = self.config.publisher.reports
        if not address:
            return ""
        mail = escape(mail_to(address, release.id, release.version, release.language, release.page))
        words = escape(_("Something is wrong with this"))
        return f'<p class="handouts-reports"><a href="{mail}">{words}</a></p>\n'


class StatusPage:
    """One version's page as HTML.

    :param link: returns the address of another version's page, or with None of the handout's own
    :param spoken: the language of the page's own words, if not that of the sheet
    """

    def __init__(
        self,
        release: Release,
        register: Register,
        today: datetime.date,
        link: Callable[[Release, Release | None], str],
        spoken: str = "",
    ) -> None:
        self.release, self.register, self.today, self.link = release, register, today, link
        self.spoken = spoken or release.language
        self.newest = latest(register, release.id, release.language) or release
        self.status = status(register, release.id, release.version, release.language, today)

    def body(self) -> str:
        """Return the whole page."""
        parts = {
            "current": self.current,
            "past its last day": self.past,
            "replaced": self.replaced,
            "withdrawn": self.withdrawn,
        }[self.status]()
        head, *rest = parts
        return "".join([head, self.which(), *rest])

    def which(self) -> str:
        """Return the line that names the version, to be compared with the paper in hand."""
        one = self.release
        words = escape(_("{id} version {version}, “{title}”, of {date}."), quote=False).format(
            id=one.id,
            version=one.version,
            title=self.own(one.title),
            date=escape(self.day(one.date)),
        )
        return f'<p class="handouts-which">{words}</p>\n'

    def current(self) -> Iterator[str]:
        """Yield what stands on the page of a version in use; a script judges the day again."""
        last = self.release.last_day
        if last is None:
            yield _heading(_("This sheet is current"))
            yield _paragraph(_("It is the newest version."))
        else:
            yield _heading(_("This sheet is current"), last, _("This sheet is past its last day"))
            yield _paragraph(_in_time(self.day(last)), last, _too_late(self.day(last)))
        yield from self.handout_link()

    def past(self) -> Iterator[str]:
        """Yield what stands on the page of a version that nobody has replaced in time."""
        yield _heading(_("This sheet is past its last day"))
        yield _paragraph(_too_late(self.day(self.release.last_day or self.today)))
        yield from self.handout_link()

    def replaced(self) -> Iterator[str]:
        """Yield by what the version was replaced, and what has changed since."""
        after = [one for one in self.later() if one.version == self.release.version + 1]
        yield _heading(_("This sheet was replaced"))
        day = self.day((after or [self.newest])[0].date)
        yield from self.newer(day)
        yield _element("h2", _("What has changed"))
        yield "<ul>\n"
        # What touches safety first; then the newest.
        changes = sorted(self.later(), key=lambda one: (not one.safety, -one.version))
        yield from map(self.change, changes[:NEWER_SHOWN])
        yield "</ul>\n"

    def newer(self, day: str) -> Iterator[str]:
        """Yield whether the newest version may be used; a script judges its last day again."""
        last, withdrawal = self.newest.last_day, withdrawal_of(self.register, self.newest)
        only = _("A newer version took its place on {date}.", date=day)
        late = _("The newer one is past its last day too. Do not use it either.")
        if withdrawal:
            yield _paragraph(only)
        elif last and overdue(last, self.today):
            yield _paragraph(f"{only} {late}")
        else:
            use = _("A newer version took its place on {date}. Use that one.", date=day)
            yield _paragraph(use, last, f"{only} {late}")
        yield self.newer_link(self.newest)
        if withdrawal:
            yield _paragraph(_("The newer one was withdrawn too. Do not use it either."))
            yield from self.why(withdrawal)

    def withdrawn(self) -> Iterator[str]:
        """Yield why nobody may use the version any more, and what to do instead."""
        withdrawal = withdrawal_of(self.register, self.release)
        assert withdrawal is not None  # Or the status would be another.
        yield _heading(_("This sheet was withdrawn. Do not use it."))
        yield from self.why(withdrawal)
        if self.newest != self.release and not withdrawal_of(self.register, self.newest):
            yield self.newer_link(self.newest)

    def why(self, withdrawal: Withdrawal) -> Iterator[str]:
        """Yield the day, the reason, and what to do instead."""
        yield _paragraph(_("Withdrawn on {date}.", date=self.day(withdrawal.date)))
        yield f'<p class="handouts-why">{self.own(withdrawal.reason)}</p>\n'
        if withdrawal.instead:
            yield _element("h2", _("What to do instead"))
            yield f"<p>{self.own(withdrawal.instead)}</p>\n"

    def later(self) -> list[Release]:
        """Return the versions after this one, in order."""
        numbers = range(self.release.version + 1, self.newest.version + 1)
        language = self.release.language
        found = (find(self.register, self.release.id, number, language) for number in numbers)
        return [one for one in found if one]

    def change(self, release: Release) -> str:
        """Return a line about what another version changed."""
        when = _("Version {version}, {date}:", version=release.version, date=self.day(release.date))
        safety = _element("strong", _("Safety:")).strip() if release.safety else ""
        kind = ' class="handouts-safety"' if release.safety else ""
        return f"<li{kind}>{escape(when)} {safety} {self.own(release.change)}</li>\n"

    def newer_link(self, to: Release) -> str:
        """Return the link to a later version's page."""
        address = escape(self.link(self.release, to))
        words = _("See version {version}", version=to.version)
        return f'<p><a href="{address}">{escape(words)}</a></p>\n'

    def handout_link(self) -> Iterator[str]:
        """Yield the link to the handout's page of today, if it still has one."""
        if address := self.link(self.release, None):
            words = escape(_("This page on the web, with its sheets"))
            yield f'<p><a href="{escape(address)}">{words}</a></p>\n'

    def day(self, day: datetime.date) -> str:
        """Return a day in words."""
        return in_words(day, self.spoken)

    def own(self, words: str) -> str:
        """Return words of the register as HTML, marked if the page speaks another language."""
        if self.spoken == self.release.language:
            return escape(words)
        return f"<span{_language_attributes(self.release.language)}>{escape(words)}</span>"


def _language_attributes(language: str) -> str:
    tag = escape(language_tag(language))
    return f' lang="{tag}" dir="{direction_of(language)}"'


def _in_time(day: str) -> str:
    return _("You can use it until {date}. After that day, do not use it.", date=day)


def _too_late(day: str) -> str:
    return _("Its last day was {date}. Do not use it: ask for a newer one.", date=day)


def unknown_words() -> str:
    """Return what somebody must know whose sheet has a number that is not known."""
    return _(
        "Do not use a sheet whose number is not known here. Ask whoever gave it to you for a new "
        "one."
    )


def _heading(words: str, last: datetime.date | None = None, after: str = "") -> str:
    return _element("h1", words, last, after)


def _paragraph(words: str, last: datetime.date | None = None, after: str = "") -> str:
    return _element("p", words, last, after)


def _element(tag: str, words: str, last: datetime.date | None = None, after: str = "") -> str:
    """Return an element in whose place a script puts other words after a day."""
    judged = f' data-last-day="{last}" data-after="{escape(after)}"' if last else ""
    return f"<{tag}{judged}>{escape(words)}</{tag}>\n"


def mail_to(address: str, handout: str, version: int | None, language: str, page: str) -> str:
    """Return the address of a mail about a handout, in which its subject says which one."""
    number = _("{id} version {version}", id=handout, version=version) if version else handout
    about = ", ".join(filter(None, (number, page, language_tag(language))))
    subject = _("Something is wrong with this: {about}", about=about)
    return f"mailto:{quote(address, safe='@')}?subject={quote(subject, safe='')}"
