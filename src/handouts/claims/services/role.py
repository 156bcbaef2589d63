"""The role `service`: a number to ring, never typed by hand, or a word by country."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from handouts.claims.data.files import SERVICES, data_file, note_data_files
from handouts.claims.pages.roles import LedgerRole
from handouts.claims.services.entries import KINDS, PARTS, WORD, Service, unbroken
from handouts.claims.services.reader import home_country, services_of
from handouts.claims.services.telephone import digits_in
from handouts.nodes import service
from handouts.problems import nearest

if TYPE_CHECKING:
    from sphinx.writers.html5 import HTML5Translator


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
        node = service_node(found, found.part(part), part, self.config.language)
        node.rawsource, node["service"] = self.rawtext, target
        node["by_country"] = target in KINDS or found.kind == WORD
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
        name, services = self.config.handouts_services, services_of(self.env)
        if data_file(self.env, SERVICES) is None:
            return f"there is no file '{name}' with services"
        if target in KINDS or target in services.words:
            what = "service of kind" if target in KINDS else "word"
            write = "name one in handouts_editions"
            if target in KINDS:
                write += f", or write a service's name for '{target}'"
            where = f"for {country}" if country else f"as no edition names a country: {write}"
            return f"'{name}' has no {what} '{target}' {where}"
        hint = nearest(target, [*services.services, *services.words])
        return f"'{name}' has no service '{target}'{hint}"


def service_node(one: Service, words: str, part: str, language: str) -> service:
    """Return words of a service as a node; a number or an address leads there."""
    node = service("", "", nodes.Text(unbroken(words, part)), service=one.id, part=part)
    if part in ("number", "address") and one.uri:
        node["uri"], node["spoken"] = one.uri, one.spoken(language)
    return node


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
