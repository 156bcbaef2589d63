"""The directive `service-table`: services of some kinds, a row for each country."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from handouts.claims.data.files import SERVICES, note_data_files
from handouts.claims.services.entries import KINDS, Service, Services, country_name
from handouts.claims.services.reader import services_of
from handouts.claims.services.role import service_node
from handouts.claims.tables import Cell, parts_of, simple_table
from handouts.i18n import _
from handouts.problems import nearest

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


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
    language = env.config.language
    heads = [_("Country"), *(_(KINDS[kind]).capitalize() for kind in kinds)]
    wanted = [one for one in services.services.values() if one.kind in kinds]
    rows: list[list[Cell]] = []
    for country in dict.fromkeys(one.country for one in wanted):
        name = country_name(country, language) if country else _("Everywhere")
        rows.append([name, *(list(_cell(wanted, one, country, language)) for one in kinds)])
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
    before = after = place = ""
    if one.number:
        text = _("text {word} to", word=one.text) if one.text else ""
        before = "".join(f"{words} " for words in (one.name, text) if words)
        start, inside, end = one.place.partition(one.number)
        if inside:  # A place such as "GP or 111" holds the number already.
            before, after = before + start, end
        else:
            place = one.place
    if rest := ", ".join(filter(None, [place, one.hours])):
        after += f" ({rest})"
    shown = one.number or one.name or one.place or one.address
    yield nodes.Text(before)
    yield service_node(one, shown, "number", language)
    yield nodes.Text(after)
