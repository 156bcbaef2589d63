"""The role `service` and the directive `service-table`: numbers to ring, never typed by hand."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from handouts.claims.data.files import SERVICES, data_file, note_data_files
from handouts.claims.pages.roles import LedgerRole
from handouts.claims.services.reader import KINDS, PARTS, country_name, home_country, services_of
from handouts.claims.services.telephone import digits_in
from handouts.claims.tables import parts_of, simple_table, text
from handouts.i18n import _
from handouts.nodes import service
from handouts.problems import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.environment import BuildEnvironment
    from sphinx.writers.html5 import HTML5Translator

    from handouts.claims.services.reader import Service, Services

OPEN, CLOSE = "\ue100", "\ue101"
"""Characters for private use, around what depends on the country of an edition."""
MARK = re.compile(f"{OPEN}([a-z-]+)/([a-z]+){CLOSE}")


class ServiceRole(LedgerRole):
    """Print a number of the services: ``{service}`999 <uk-emergency>```."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return a node that knows its service; what cannot be found is reported."""
        note_data_files(self.env, SERVICES)
        target = self.target.strip()
        country = home_country(self.env)
        found = services_of(self.env).find(target, country)
        title = self.title.strip() if self.has_explicit_title else "number"
        if found is None:
            return self.refused(self.unknown(target, country), "service")
        if message := self.fault(found, title):
            return self.refused(message, "service")
        part = title if title in PARTS else "number"
        node = service(self.rawtext, "", nodes.Text(_unbroken(found.part(part), part)))
        node["service"], node["part"] = target, part
        if part in ("number", "address") and found.uri:
            node["uri"] = found.uri
            node["spoken"] = found.spoken(self.config.language or "en")
        self.set_source_info(node)
        return [node], []

    def fault(self, found: Service, title: str) -> str:
        """Return what is wrong with the role, or nothing.

        :param title: what stands before the service, a number or the name of a part
        """
        at = f"'{found.id}' at {self.config.handouts_services}:{found.line}"
        if title in PARTS:
            return "" if found.part(title) else f"{at} has no '{title}'"
        if not digits_in(title):
            return f"“{title}” is none of {', '.join(PARTS)}, nor the number of {at}"
        if digits_in(title) == digits_in(found.number):
            return ""
        known = f"'{found.number or found.place}'"
        return f"“{title}” stands here, and {known} for {at}; correct the one that is wrong"

    def unknown(self, target: str, country: str) -> str:
        """Return why there is no such service."""
        name = self.config.handouts_services
        if data_file(self.env, SERVICES) is None:
            return f"there is no file '{name}' with services"
        if target in KINDS:
            where = f"for {country}" if country else "as no edition names a country"
            return f"'{name}' has no service of kind '{target}' {where}"
        hint = nearest(target, services_of(self.env).services)
        return f"'{name}' has no service '{target}'{hint}"


def _unbroken(text: str, part: str) -> str:
    """Keep a number on one line."""
    return text.replace(" ", "\u00a0") if part == "number" and text[-1:].isdigit() else text


class MarkEditions(SphinxPostTransform):
    """Put a mark on a sheet where the words depend on the country of its edition."""

    default_priority = 2

    def run(self, **kwargs: Any) -> None:
        """Mark one sheet; a page of the site keeps the words of the first edition."""
        if self.document.get("handouts_sheet"):
            for node in list(self.document.findall(service)):
                by_country = node["service"] in KINDS
                mark = f"{OPEN}{node['service']}/{node['part']}{CLOSE}"
                node.replace_self(nodes.Text(mark if by_country else node.astext()))


def words_of_country(html: str, services: Services, country: str) -> dict[str, str]:
    """Return what to write for each mark of a sheet in a country's edition.

    :return: text as HTML by mark; nothing for a mark that the country has no service for
    """
    words = {}
    for found in MARK.finditer(html):
        one = services.of(found[1], country)
        text = _unbroken(one.part(found[2]), found[2]) if one else ""
        words[found[0]] = escape(text, quote=False)
    return words


def shown(mark: str) -> str:
    """Return a mark as an author writes it."""
    found = MARK.fullmatch(mark)
    kind, part = (found[1], found[2]) if found else (mark, "number")
    return kind if part == "number" else f"{part} <{kind}>"


class ServiceTableDirective(SphinxDirective):
    """List the services of some kinds, a row for each country."""

    option_spec: ClassVar[dict[str, Any]] = {"kinds": directives.unchanged_required}
    options_in_words: ClassVar[dict[str, str]] = {
        "kinds": "kinds of service, a column for each, with commas between them; needed"
    }

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        note_data_files(self.env, SERVICES)
        kinds = parts_of(self.options.get("kinds", ""))
        for kind in kinds:
            if kind not in KINDS:
                message = f"service-table: no kind '{kind}'{nearest(kind, KINDS)}"
                raise self.error(f"{message} [handouts.service]")
        if not kinds:
            raise self.error("service-table: ':kinds:' is missing [handouts.service]")
        table = _table(self.env, services_of(self.env), kinds)
        self.set_source_info(table)
        return [table]


def _table(env: BuildEnvironment, services: Services, kinds: list[str]) -> nodes.table:
    language = env.config.language or "en"
    heads = [text(_("Country")), *(text(_(KINDS[kind]).capitalize()) for kind in kinds)]
    wanted = [one for one in services.services.values() if one.kind in kinds]
    rows = []
    for country in dict.fromkeys(one.country for one in wanted):
        name = country_name(country, language) if country else _("Everywhere")
        rows.append([text(name), *(list(_cell(wanted, one, country, language)) for one in kinds)])
    table = simple_table(heads, rows, classes=["handouts-services"])
    table["handouts_own"] = True  # A class of this package, which no author can give.
    return table


def _cell(services: list[Service], kind: str, country: str, language: str) -> Iterator[nodes.Node]:
    found = [one for one in services if (one.kind, one.country) == (kind, country)]
    for index, one in enumerate(found):
        if index:
            yield nodes.Text("; ")
        yield from _in_full(one, language)
    if not found:
        yield nodes.Text(_("none that we know of"))


def _in_full(one: Service, language: str) -> Iterator[nodes.Node]:
    """Yield a service for a table: name, number or address, hours."""
    if one.name and one.number:
        yield nodes.Text(f"{one.name} ")
    if one.text and one.number:
        yield nodes.Text(_("text {word} to", word=one.text) + " ")
    # A place such as "GP or 111" holds the number already.
    before, inside, after = one.place.partition(one.number or "\0")
    if inside and before:
        yield nodes.Text(before)
    shown = one.number or one.name or one.place or one.address
    node = service("", "", nodes.Text(_unbroken(shown, "number")), service=one.id, part="number")
    if one.uri:
        node["uri"], node["spoken"] = one.uri, one.spoken(language)
    yield node
    if inside and after:
        yield nodes.Text(after)
    place = "" if inside or not one.number else one.place
    rest = ", ".join(filter(None, [place, one.hours]))
    if rest:
        yield nodes.Text(f" ({rest})")


def visit_service(self: HTML5Translator, node: service) -> None:
    """Open a link that calls, with a name that says whom."""
    if uri := node.get("uri"):
        kind = "call" if uri.startswith(("tel:", "sms:")) else "external"
        label = {"aria-label": node["spoken"]} if kind == "call" else {}
        self.body.append(self.starttag(node, "a", "", CLASS=kind, href=uri, **label))


def depart_service(self: HTML5Translator, node: service) -> None:
    """Close the link."""
    if node.get("uri"):
        self.body.append("</a>")
