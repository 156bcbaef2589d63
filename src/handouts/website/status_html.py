"""The page behind the code on a sheet, as HTML: the status of a version, and what to do."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from handouts.dates import in_words, overdue
from handouts.files import filled_in
from handouts.i18n import _, direction_of, language_tag
from handouts.releases.register import Register, Release, latest, status, versions_of, withdrawal_of

NEWER_SHOWN = 20
"""Most changes that a page lists."""


class StatusLine(NamedTuple):
    """A line of the page, whose words a script replaces after a day."""

    words: str
    last_day: datetime.date | None = None
    after: str = ""


class StatusPage:
    """One version's page as HTML, written by `theme/status.html`.

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
        self.day = partial(in_words, language=self.language)
        self.newest = latest(register, release.id, release.language) or release
        self.status = status(register, release, today)

    def body(self, publisher: str = "", mail: str = "") -> str:
        """Return the whole page.

        :param publisher: whom readers can ask today
        :param mail: address by which they write that something is wrong
        """
        of_status = {"replaced": self.replaced, "withdrawn": self.withdrawn}
        foreign = self.language != self.release.language
        values: dict[str, Any] = {
            "lines": [],
            "withdrawal": withdrawal_of(self.register, self.release),
            "button": None,
            "newer": None,
            "changes": [],
            **of_status.get(self.status, self.current)(),
        }
        return filled_in(
            "status.html",
            _=_,
            release=self.release,
            status=self.status,
            day=self.day,
            language=in_language(self.language),
            of_register=in_language(self.release.language) if foreign else {},
            handout=self.link(self.release, None),
            newest=self.link(self.release, self.newest),
            publisher=publisher,
            mail=mail,
            **values,
        )

    def current(self) -> dict[str, Any]:
        """Return what the newest version says; a script judges its last day again."""
        last = self.release.last_day
        day = self.day(last or self.today)
        stop = _("This sheet is past its last day. Do not use it.")
        late = _(
            "Its last day was {date}. Throw copies of it away, and ask for a newer one.", date=day
        )
        button = StatusLine(_("This page on the web, with its sheets"))
        if self.status == "past its last day":
            return {"head": StatusLine(stop), "lines": [StatusLine(late)], "button": button}
        until = _("You can use it until {date}. After that day, do not use it.", date=day)
        words = until if last else _("It is the newest version.")
        head = StatusLine(_("This sheet is current. You can use it."), last, stop)
        return {"head": head, "lines": [StatusLine(words, last, late)], "button": button}

    def replaced(self) -> dict[str, Any]:
        """Return whether the newest version may be used, and what has changed since this one."""
        same = versions_of(self.register, self.release.id, self.release.language)
        later = [one for one in same if one.version > self.release.version]
        # What touches safety first; then the newest.
        changes = sorted(later, key=lambda one: (not one.safety, -one.version))[:NEWER_SHOWN]
        last, withdrawal = self.newest.last_day, withdrawal_of(self.register, self.newest)
        head, button = StatusLine(_("This sheet was replaced. Do not use it.")), None
        only = _(
            "A newer version took its place on {date}. Throw copies of this one away.",
            date=self.day(later[0].date),
        )
        late = _("The newer one is past its last day too. Do not use it either.")
        both = f"{only} {late}"
        if withdrawal:
            gone = _("The newer one was withdrawn too. Do not use it either.")
            lines = [StatusLine(only), StatusLine(gone)]
        elif last and overdue(last, self.today):
            lines = [StatusLine(both)]
        else:
            head = StatusLine(_("This sheet was replaced. Use the new one."), last, head.words)
            lines, button = [StatusLine(only, last, both)], StatusLine(_("Get the new sheet"), last)
        parts = {"head": head, "lines": lines, "withdrawal": withdrawal, "button": button}
        return {**parts, "newer": self.newest, "changes": changes}

    def withdrawn(self) -> dict[str, Any]:
        """Return what a version says that was withdrawn, and which newer one was not."""
        is_newest = self.newest == self.release
        gone = is_newest or withdrawal_of(self.register, self.newest) is not None
        head = StatusLine(_("This sheet was withdrawn. Do not use it."))
        return {"head": head, "newer": None if gone else self.newest}


def in_language(language: str) -> dict[str, str]:
    """Return the attributes of an element in a language."""
    return {"lang": language_tag(language), "dir": direction_of(language)}


def unknown_words() -> str:
    """Return the advice for a sheet with a number that is not known."""
    return _(
        "Do not use a sheet whose number is not known here. Ask whoever gave it to you for a new "
        "one."
    )
