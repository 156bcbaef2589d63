"""Marks on a sheet where the words depend on the country of its edition."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from handouts.claims.services.entries import Services, unbroken
from handouts.jobs import CLOSE, OPEN
from handouts.nodes import service

MARK = re.compile(f"{OPEN}([a-z0-9-]+)/([a-z]+){CLOSE}")


class MarkEditions(SphinxPostTransform):
    """Put a mark on a sheet where the words depend on the country of its edition."""

    default_priority = 2

    def run(self, **kwargs: Any) -> None:
        """Mark one sheet; a page of the site keeps the words of the first edition."""
        if self.document.get("handouts_sheet"):
            for node in list(self.document.findall(service)):
                mark = f"{OPEN}{node['service']}/{node['part']}{CLOSE}"
                node.replace_self(nodes.Text(mark if node.get("by_country") else node.astext()))


def services_in(document: nodes.document, services: Services, countries: set[str]) -> list[str]:
    """Return the ids of the services that a handout names, in any of some countries."""
    named = {node["service"] for node in document.findall(service)}
    found = (services.find(name, country) for name in named for country in countries)
    return sorted({one.id for one in found if one})


def words_of_country(html: str, services: Services, country: str) -> dict[str, str]:
    """Return the words for each mark of a sheet, in the edition of a country.

    :return: text as HTML by mark; nothing for a mark that the country has nothing for
    """
    words = {}
    for found in MARK.finditer(html):
        one = services.find(found[1], country)
        text = unbroken(one.part(found[2]), found[2]) if one else ""
        words[found[0]] = escape(text, quote=False)
    return words


def say_as_in(country: str, document: nodes.document, services: Services) -> bool:
    """Give a doctree the words of a country; return whether it has any that differ by country."""
    found = [node for node in document.findall(service) if node.get("by_country")]
    for node in found:
        one = services.find(node["service"], country)
        node[:] = [nodes.Text(one.part(node["part"]) if one else "")]
    return bool(found)


def as_typed(mark: str) -> str:
    """Return a mark as an author writes it."""
    found = MARK.fullmatch(mark)
    kind, part = (found[1], found[2]) if found else (mark, "number")
    return kind if part == "number" else f"{part} <{kind}>"
