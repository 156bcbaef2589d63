"""Read the services of a project from their file, and note each fault with its line."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from babel import Locale
from babel.core import get_global

from handouts.claims.data.cache import DataCache, data_cache
from handouts.claims.data.files import SERVICES, DataText, data_file
from handouts.claims.data.toml import TomlTable, parse_toml
from handouts.claims.services.entries import KINDS, OWN, WORD, Service, Services
from handouts.claims.services.telephone import emergency_numbers
from handouts.problems import nearest

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


TEXTS = ("number", "address", "place", "name", "hours", "text", "note", "source")
KEYS = ("kind", "country", *TEXTS, "checked", "general-knowledge")
REQUIRED = ("kind", "checked")
_NUMBER = re.compile(r"[+#]?\(?[0-9](?:[ ()-]{0,3}[0-9])+")


def services_of(env: BuildEnvironment) -> Services:
    """Return the services to print; the audit reads them again, with the sources."""
    return read_services(data_file(env, SERVICES), cache=data_cache(env.config))


def home_country(env: BuildEnvironment) -> str:
    """Return the country of the first edition that names one: what the web shows."""
    editions = env.config.handouts_editions
    rows = editions.values() if isinstance(editions, dict) else ()
    named = (row.get("country") for row in rows if isinstance(row, dict))
    return next((str(one) for one in named if one), "")


def read_services(
    path: Path | None,
    sources: Collection[str] | None = None,
    today: date | None = None,
    cache: DataCache | None = None,
) -> Services:
    """Return the services at `path`; none when there is no file.

    :param sources: keys of the bibliography; without them sources are not looked up
    :param cache: what an earlier build has read
    """
    known = None if sources is None else tuple(sorted(sources))
    return (cache or DataCache()).read(path, Services(), _read, known, today)


def _read(read: DataText, sources: tuple[str, ...] | None, today: date | None) -> Services:
    file = parse_toml(read.text, "service", code="service", today=today)
    tables = list(file.tables_in(file.tables, "uk-emergency")) if file.readable else []
    words = {one.id: _words(one) for one in tables if one.values.get("kind") == WORD}
    found = dict(_services([one for one in tables if one.id not in words], sources))
    return Services(found, words, (*read.faults, *file.sorted_faults()))


def _words(table: TomlTable) -> dict[str, Service]:
    """Return a word as each country has it, and note what is wrong with it."""
    codes = tuple(one for one in table.values if one != "kind")
    table.check_fields(allowed=tuple(table.values), required=(), printed=codes)
    _check_id(table)
    if not codes:
        table.fault("", 'give the word of each country, such as GB = "physio"')
    for code in codes:
        _check_code(table, code, code)
        if re.search(r"\d", str(table.values[code])):
            table.fault(code, "a word has no digits; a number belongs to a claim or a service")
    lines = {code: table.file.line_of((*table.path, code)) for code in codes}
    return {
        code: Service(table.id, WORD, code, lines[code], name=table.words(code)) for code in codes
    }


def _services(
    tables: list[TomlTable], sources: tuple[str, ...] | None
) -> Iterator[tuple[str, Service]]:
    for table in tables:
        service = Service(
            id=table.id,
            kind=table.one_of("kind", (*KINDS, WORD)),
            country=table.words("country"),
            checked=table.day("checked"),
            line=table.file.line_of(table.path),
            **{name: table.words(name) for name in TEXTS},
        )
        table.check_fields(allowed=KEYS, required=REQUIRED, printed=TEXTS)
        _check_id(table)
        _check_ways(table, service)
        _check_country(table, service)
        _check_source(table, service, sources)
        if service.kind:
            yield table.id, service


def _check_id(table: TomlTable) -> None:
    if table.id in KINDS:
        table.fault("", "this is a kind of service; give it an id of its own")


def _check_ways(table: TomlTable, service: Service) -> None:
    """Note a service without a way to reach it, and a malformed number or address."""
    if not table.values.keys() & {"number", "address", "place"}:
        table.fault("", "give a number, an address, or the words for a place")
    if service.number and not _NUMBER.fullmatch(service.number):
        message = f"'number' has digits, spaces, hyphens and brackets; found '{service.number}'"
        table.fault("number", message)
    if service.address and not re.match(r"https?://[^\s/]+", service.address):
        table.fault("address", f"'address' must begin with https://, found '{service.address}'")


def _check_country(table: TomlTable, service: Service) -> None:
    """Note an unknown country, and an emergency number that is not of its country."""
    code = service.country
    _check_code(table, "country", code)
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


def _check_code(table: TomlTable, name: str, code: str) -> None:
    """Note a code, given in a field, that is not one of a country."""
    if code and code not in Locale("en").territories:
        meant = get_global("territory_aliases").get(code, ())
        hint = f"; did you mean '{meant[0]}'?" if meant else ", such as GB, US or EU"
        table.fault(name, f"'{code}' is no code of a country{hint}")


def _check_source(table: TomlTable, service: Service, sources: tuple[str, ...] | None) -> None:
    named = bool(service.source) + table.yes_or_no("general-knowledge")
    if named > 1 or (not named and service.kind != OWN):
        table.fault("", "name its 'source', or say general-knowledge = true, and not both")
    if service.source and sources is not None and service.source not in sources:
        hint = nearest(service.source, sources)
        table.fault("source", f"the bibliography has no '{service.source}'{hint}")
