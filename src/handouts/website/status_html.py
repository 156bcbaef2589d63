"""The page behind the code on a sheet, as HTML: the status of a version, and what to do."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from html import escape
from typing import TYPE_CHECKING

from handouts.dates import in_words, overdue
from handouts.i18n import _, direction_of, language_tag
from handouts.releases.register import latest, status, versions_of, withdrawal_of

if TYPE_CHECKING:
    from handouts.releases.register import Register, Release, Withdrawal

NEWER_SHOWN = 20
"""Most changes that a page lists."""


class StatusPage:
    """One version's page as HTML.

    :param link: returns the address of another version's page, or with None of the handout's own
    :param language: that of the page's own words, if not that of the sheet
    """

    def __init__(
        self,
        release: Release,
        register: Register,
        today: datetime.date,
        link: Callable[[Release, Release | None], str],
        language: str = "",
    ) -> None:
        self.release, self.register, self.today, self.link = release, register, today, link
        self.language = language or release.language
        self.newest = latest(register, release.id, release.language) or release
        self.status = status(register, release, today)

    def body(self) -> str:
        """Return the whole page."""
        others = {"replaced": self.replaced_page, "withdrawn": self.withdrawn_page}
        head, *rest = others.get(self.status, self.newest_page)()
        return "".join([head, self.version_line(), *rest])

    def version_line(self) -> str:
        """Return the line that names the version, which readers compare with their sheet."""
        one = self.release
        words = escape(_("{id} version {version}, “{title}”, of {date}."), quote=False).format(
            id=one.id,
            version=one.version,
            title=self.register_words(one.title),
            date=escape(self.in_words(one.date)),
        )
        return f'<p class="handouts-which">{words}</p>\n'

    def newest_page(self) -> Iterator[str]:
        """Yield the page of the newest version; a script checks its last day again."""
        last = self.release.last_day
        day = self.in_words(last or self.today)
        stop = _("This sheet is past its last day. Do not use it.")
        late = _(
            "Its last day was {date}. Throw copies of it away, and ask for a newer one.", date=day
        )
        if self.status == "past its last day":
            yield element("h1", stop)
            yield element("p", late)
        else:
            yield element("h1", _("This sheet is current. You can use it."), last, stop)
            words = _("You can use it until {date}. After that day, do not use it.", date=day)
            yield element("p", words if last else _("It is the newest version."), last, late)
        yield from self.handout_link(_("This page on the web, with its sheets"))

    def replaced_page(self) -> Iterator[str]:
        """Yield the page of a version that was replaced, with what has changed since."""
        yield from self.newer_lines()
        yield element("h2", _("What has changed"))
        yield "<ul>\n"
        # What touches safety first; then the newest.
        changes = sorted(self.later_versions(), key=lambda one: (not one.safety, -one.version))
        yield from map(self.change_line, changes[:NEWER_SHOWN])
        yield "</ul>\n"

    def newer_lines(self) -> Iterator[str]:
        """Yield whether the newest version may be used; a script checks its last day again."""
        last, withdrawal = self.newest.last_day, withdrawal_of(self.register, self.newest)
        stop = _("This sheet was replaced. Do not use it.")
        day = self.in_words(self.later_versions()[0].date)
        only = _(
            "A newer version took its place on {date}. Throw copies of this one away.", date=day
        )
        late = _("The newer one is past its last day too. Do not use it either.")
        if withdrawal:
            yield element("h1", stop)
            yield element("p", only)
            yield element("p", _("The newer one was withdrawn too. Do not use it either."))
            yield from self.withdrawal_lines(withdrawal)
        elif last and overdue(last, self.today):
            yield element("h1", stop)
            yield element("p", f"{only} {late}")
        else:
            yield element("h1", _("This sheet was replaced. Use the new one."), last, stop)
            yield element("p", only, last, f"{only} {late}")
            yield from self.handout_link(_("Get the new sheet"), last)
        yield self.newer_link(self.newest)

    def withdrawn_page(self) -> Iterator[str]:
        """Yield the page of a version that was withdrawn."""
        withdrawal = withdrawal_of(self.register, self.release)
        assert withdrawal is not None  # Its status says so.
        yield element("h1", _("This sheet was withdrawn. Do not use it."))
        yield from self.withdrawal_lines(withdrawal)
        if self.newest != self.release and not withdrawal_of(self.register, self.newest):
            yield self.newer_link(self.newest)

    def withdrawal_lines(self, withdrawal: Withdrawal) -> Iterator[str]:
        """Yield the day, the reason, and what to do instead."""
        day = self.in_words(withdrawal.date)
        yield element("p", _("Withdrawn on {date}. Throw all copies away.", date=day))
        yield f'<p class="handouts-why">{self.register_words(withdrawal.reason)}</p>\n'
        if withdrawal.instead:
            yield element("h2", _("What to do instead"))
            yield f"<p>{self.register_words(withdrawal.instead)}</p>\n"

    def later_versions(self) -> list[Release]:
        """Return the versions after this one, in order."""
        same = versions_of(self.register, self.release.id, self.release.language)
        return [one for one in same if one.version > self.release.version]

    def change_line(self, release: Release) -> str:
        """Return a line about what another version changed."""
        when = _(
            "Version {version}, {date}:", version=release.version, date=self.in_words(release.date)
        )
        safety = element("strong", _("Safety:")).strip() if release.safety else ""
        kind = ' class="handouts-safety"' if release.safety else ""
        words = " ".join(filter(None, (escape(when), safety, self.register_words(release.change))))
        return f"<li{kind}>{words}</li>\n"

    def newer_link(self, to: Release) -> str:
        """Return the link to a later version's page."""
        address = escape(self.link(self.release, to))
        words = _("See version {version}", version=to.version)
        return f'<p><a href="{address}">{escape(words)}</a></p>\n'

    def handout_link(self, words: str, last: datetime.date | None = None) -> Iterator[str]:
        """Yield the link to the handout's page of today, if it still has one.

        :param last: the day after which a script removes the link
        """
        if address := self.link(self.release, None):
            # Not `handouts-print`: the script prints the target of such a link.
            link = f'<a class="handouts-button" href="{escape(address)}">{escape(words)}</a>'
            yield f"<p{_judged(last)}>{link}</p>\n"

    def in_words(self, day: datetime.date) -> str:
        """Return a day in words."""
        return in_words(day, self.language)

    def register_words(self, words: str) -> str:
        """Return words of the register as HTML, with their language if the page has another."""
        if self.language == self.release.language:
            return escape(words)
        return f"<span{language_attributes(self.release.language)}>{escape(words)}</span>"


def language_attributes(language: str) -> str:
    """Return the attributes of an element in a language."""
    tag = escape(language_tag(language))
    return f' lang="{tag}" dir="{direction_of(language)}"'


def unknown_words() -> str:
    """Return the advice for a sheet with a number that is not known."""
    return _(
        "Do not use a sheet whose number is not known here. Ask whoever gave it to you for a new "
        "one."
    )


def element(tag: str, words: str, last: datetime.date | None = None, after: str = "") -> str:
    """Return an element whose words a script replaces after a day."""
    return f"<{tag}{_judged(last, after)}>{escape(words)}</{tag}>\n"


def _judged(last: datetime.date | None, after: str = "") -> str:
    return f' data-last-day="{last}" data-after="{escape(after)}"' if last else ""
