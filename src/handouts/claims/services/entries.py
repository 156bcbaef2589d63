"""Numbers to ring and other services by country, as values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from babel import Locale

from handouts.i18n import _, locale_of, mark

if TYPE_CHECKING:
    from handouts.problems import Fault

KINDS: Mapping[str, str] = {
    "emergency": mark("emergency"),
    "urgent-advice": mark("urgent advice"),
    "helpline": mark("helpline"),
    "crisis": mark("crisis line"),
    "reporting": mark("reporting harm"),
    "regulator": mark("regulator"),
    "register": mark("register"),
    "own": mark("our own number"),
}
"""Each kind of service, in the words of readers."""
OWN = "own"
"""The kind that the publisher knows without a source."""
WORD = "word"
"""What a table is that holds no service, but a word as each country has it."""
PARTS = ("number", "place", "name", "hours", "address")
"""What the role can print of a service."""


@dataclass(frozen=True)
class Service:
    """Somebody whom readers can call, write to or visit."""

    id: str
    kind: str
    country: str
    """ISO 3166 code, or EU; empty if it serves everybody."""
    line: int
    number: str = ""
    address: str = ""
    place: str = ""
    """Words for where to go, such as “A&E”."""
    name: str = ""
    hours: str = ""
    text: str = ""
    """What to send to the number; empty if it is one to call."""
    checked: date | None = None
    source: str = ""
    """Key of the bibliography; empty for general knowledge."""
    note: str = ""

    def part(self, name: str) -> str:
        """Return what the role prints; in place of a missing number, the place or the name."""
        if name == "number":
            return self.number or self.place or self.name or self.part("address")
        if name == "address":  # As people write it: browsers add the rest.
            return self.address.removeprefix("https://").rstrip("/")
        return str(getattr(self, name))

    @property
    def uri(self) -> str:
        """What a link to it leads to, or nothing."""
        if self.number:
            scheme = "sms" if self.text else "tel"
            return f"{scheme}:{re.sub(r'[ ()-]', '', self.number)}"
        return self.address

    def spoken(self, language: str) -> str:
        """Return the number with its name and country, for screen readers."""
        what = self.name or _(KINDS[self.kind])
        return ", ".join(filter(None, [self.number, what, country_name(self.country, language)]))


@dataclass(frozen=True)
class Services:
    """All services of a project, its words by country, and the faults of their file."""

    services: Mapping[str, Service] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, Service]] = field(default_factory=dict)
    """Words that differ between countries, by id and country; the name of each is printed."""
    faults: tuple[Fault, ...] = ()

    def of_kind(self, kind: str, country: str) -> Service | None:
        """Return the first service of a kind for a country."""
        return next(
            (one for one in self.services.values() if (one.kind, one.country) == (kind, country)),
            None,
        )

    def find(self, name: str, country: str) -> Service | None:
        """Return a service by its id; by its kind, or as a word, for a country."""
        if name in self.words:
            return self.words[name].get(country)
        return self.of_kind(name, country) if name in KINDS else self.services.get(name)


def country_name(code: str, language: str) -> str:
    """Return the name of a country in a language, or its code; empty for no code."""
    locale = locale_of(language) or Locale("en")
    return str(locale.territories.get(code, code))


def unbroken(text: str, part: str) -> str:
    """Return a part of a service; a number stays on one line."""
    return text.replace(" ", "\u00a0") if part == "number" and text[-1:].isdigit() else text
