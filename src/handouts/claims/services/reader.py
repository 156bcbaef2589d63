"""Numbers to ring and other services by country, read from their file as values."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from babel import Locale
from babel.core import get_global

from handouts.claims.data.files import SERVICES, KeptData, data_file, kept_data
from handouts.claims.data.toml import TomlFile, TomlTable, parse_toml
from handouts.claims.services.telephone import emergency_numbers
from handouts.i18n import _, locale_of, mark
from handouts.problems import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from sphinx.environment import BuildEnvironment

    from handouts.problems import Fault

KINDS: Mapping[str, str] = {
    "emergency": mark("emergency"),
    "urgent-advice": mark("urgent advice"),
    "crisis": mark("crisis line"),
    "reporting": mark("reporting harm"),
    "regulator": mark("regulator"),
    "register": mark("register"),
}
"""Each kind of service, in the words of readers."""
PARTS = ("number", "place", "name", "hours", "address")
"""What the role can print of a service."""
TEXTS = ("number", "address", "place", "name", "hours", "text", "note", "source")
KEYS = ("kind", "country", *TEXTS, "checked", "general-knowledge")
REQUIRED = ("kind", "checked")
_NUMBER = re.compile(r"[+#]?\(?[0-9](?:[ ()-]{0,3}[0-9])+")


@dataclass(frozen=True)
class Service:
    """Somebody whom readers can call, write to or visit."""

    id: str
    kind: str
    country: str
    """ISO 3166 code, or EU; nothing where it serves everybody."""
    number: str
    address: str
    place: str
    """Words for where to go, such as “A&E”."""
    name: str
    hours: str
    text: str
    """What to send to the number; nothing where it is one to call."""
    checked: date | None
    source: str
    """Key of the bibliography; nothing where everybody knows it."""
    note: str
    line: int

    def part(self, name: str) -> str:
        """Return what the role prints; without a number, the place or the name stands for it."""
        if name == "number":
            return self.number or self.place or self.name or self.address
        return str(getattr(self, name))

    @property
    def uri(self) -> str:
        """Return what a link to it leads to, or nothing."""
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
    """All services of a project, and what is wrong with the file."""

    services: Mapping[str, Service] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()

    def of(self, kind: str, country: str) -> Service | None:
        """Return the first service of a kind for a country."""
        return next(
            (one for one in self.services.values() if (one.kind, one.country) == (kind, country)),
            None,
        )

    def find(self, name: str, country: str) -> Service | None:
        """Return a service by its id, or by its kind for a country."""
        return self.of(name, country) if name in KINDS else self.services.get(name)


def services_of(env: BuildEnvironment) -> Services:
    """Return the services to print; the audit reads them again, with the sources."""
    return read_services(data_file(env, SERVICES), kept=kept_data(env.config))


def home_country(env: BuildEnvironment) -> str:
    """Return the country of the first edition that names one: what the web shows."""
    editions = env.config.handouts_editions
    rows = editions.values() if isinstance(editions, dict) else ()
    named = (row.get("country") for row in rows if isinstance(row, dict))
    return next((str(one) for one in named if one), "")


def country_name(code: str, language: str) -> str:
    """Return the name of a country in a language, or its code; nothing for nothing."""
    locale = locale_of(language) or Locale("en")
    return str(locale.territories.get(code, code))


def read_services(
    path: Path | None,
    sources: Collection[str] | None = None,
    today: date | None = None,
    kept: KeptData | None = None,
) -> Services:
    """Return the services at `path`; none when there is no file.

    :param sources: keys of the bibliography; without them sources are not looked up
    :param kept: what an earlier build has read
    """
    if path is None or not path.is_file():
        return Services()
    kept = kept or KeptData()
    read = kept.text_of(path)
    if read.faults:
        return Services(faults=read.faults)
    known = None if sources is None else tuple(sorted(sources))
    return kept.get(_read, read.text, known, today)


def _read(text: str, sources: tuple[str, ...] | None, today: date | None) -> Services:
    file = parse_toml(text, "service", code="service", today=today)
    found = dict(_services(file, sources)) if file.readable else {}
    return Services(found, file.sorted_faults())


def _services(file: TomlFile, sources: tuple[str, ...] | None) -> Iterator[tuple[str, Service]]:
    for table in file.tables_in(file.tables, "uk-emergency"):
        service = Service(
            id=table.id,
            kind=table.one_of("kind", tuple(KINDS)),
            country=table.words("country"),
            checked=table.day("checked"),
            line=file.line_of(table.path),
            **{name: table.words(name) for name in TEXTS},
        )
        table.check_fields(allowed=KEYS, required=REQUIRED, printed=TEXTS)
        if table.id in KINDS:
            table.fault("", "this is a kind of service; give it an id of its own")
        _check_ways(table, service)
        _check_country(table, service)
        _check_source(table, service, sources)
        if service.kind:
            yield table.id, service


def _check_ways(table: TomlTable, service: Service) -> None:
    """Note a number that cannot be one, or an address that is no page."""
    if not table.values.keys() & {"number", "address", "place"}:
        table.fault("", "give a number, an address, or the words for a place")
    if service.number and not _NUMBER.fullmatch(service.number):
        message = f"'number' has digits, spaces, hyphens and brackets; found '{service.number}'"
        table.fault("number", message)
    if service.address and not re.match(r"https?://[^\s/]+", service.address):
        table.fault("address", f"'address' must begin with https://, found '{service.address}'")


def _check_country(table: TomlTable, service: Service) -> None:
    """Note a country that is none, and an emergency number that is not of its country."""
    code = service.country
    if code and code not in Locale("en").territories:
        meant = get_global("territory_aliases").get(code, ())
        hint = f"; did you mean '{meant[0]}'?" if meant else ", such as GB, US or EU"
        table.fault("country", f"'{code}' is no code of a country{hint}")
    if service.kind != "emergency":
        return
    if not code:
        table.fault("", "an emergency number needs its 'country'")
    known = emergency_numbers(code)
    if service.number and known and service.number not in known:
        message = (
            f"'{service.number}' is no emergency number of {code}: the list of the package, "
            f"claims/services/emergency.toml, has {', '.join(known)}; correct the number"
        )
        table.fault("number", message)


def _check_source(table: TomlTable, service: Service, sources: tuple[str, ...] | None) -> None:
    if bool(service.source) == table.yes_or_no("general-knowledge"):
        table.fault("", "name its 'source', or say general-knowledge = true, and not both")
    if service.source and sources is not None and service.source not in sources:
        hint = nearest(service.source, sources)
        table.fault("source", f"the bibliography has no '{service.source}'{hint}")
