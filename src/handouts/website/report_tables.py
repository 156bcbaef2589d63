"""Tables of handouts: what the build found of each, and the list of all versions."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from docutils import nodes

from handouts.claims.tables import simple_table
from handouts.codes import CODES
from handouts.config.settings import HandoutsConfig, settings_of
from handouts.dates import in_words
from handouts.i18n import _
from handouts.pipeline.master_list import Line, lines_of
from handouts.releases.setting import releases_of

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from handouts.audit.facts import HandoutFacts
    from handouts.pipeline.report import Report, SheetResult


table = functools.partial(simple_table, stub=False, classes=["colwidths-auto"])
"""Makes a table without heads but in its first row."""


def list_nodes(env: BuildEnvironment, report: Report) -> Iterator[nodes.Node]:
    """Yield the table, if there is anything to list."""
    config = settings_of(env.config)
    if found := lines_of(report, releases_of(env.config), config.today):
        head = (_("Handout"), _("Version"), _("Editions"), _("Owner"), _("Last day"), _("Status"))
        yield table((*head, _("Checks ran")), [_list_row(one, config) for one in found])


def _list_row(one: Line, config: HandoutsConfig) -> tuple[nodes.Node | str, ...]:
    title = f"{one.title} ({one.id})" if one.id else one.title
    labels = [config.editions[name].label for name in one.editions if name in config.editions]
    date_of, last_day, ran = (_day(day, config) for day in (one.date, one.last_day, one.checks_ran))
    return (
        nodes.reference("", title, refuri=one.address) if one.address else title,
        f"{one.version}, {date_of}" if one.version else _("none"),
        f"{one.language}: {', '.join(labels)}",
        one.owner or _("nobody"),
        last_day,
        _(one.status),
        ran,
    )


def _day(day: str | None, config: HandoutsConfig) -> str:
    return in_words(date.fromisoformat(day), config.language) if day else ""


def report_nodes(env: BuildEnvironment, report: Report) -> Iterator[nodes.Node]:
    """Yield a heading and two tables for each handout."""
    config = settings_of(env.config)
    head = (_("Sheet"), _("Pages"), _("Type"), _("Full"), _("Words"), _("Left out"), _("Problems"))
    for name, facts in report.handouts.items():
        section = nodes.section(ids=[nodes.make_id(f"report-{name}")])
        section += nodes.title("", facts.get("title") or name)
        section += table((_("What"), _("Found")), _facts(facts, config))
        section += table(head, [_sheet(one, config) for one in report.sheets_of(name)])
        yield section
    intro = _(
        "Each sheet passed {count} kinds of check, or it was not published.", count=len(CODES)
    )
    yield nodes.paragraph("", intro)


def _facts(facts: HandoutFacts, config: HandoutsConfig) -> Iterator[tuple[str, str]]:
    language = facts.get("language") or {}
    if language:
        untaught = language["untaught"]
        yield _("Reading grade (Flesch-Kincaid), taught terms set aside"), f"{untaught['grade']:g}"
        yield _("Reading grade (SMOG), taught terms set aside"), f"{untaught['smog']:g}"
        yield (
            _("Words in a sentence, on average and at most"),
            _(
                "{mean} and {longest}",
                mean=f"{language['mean_sentence']:g}",
                longest=language["longest_sentence"],
            ),
        )
        yield _("Sentences in the active voice"), f"{language['active_share']:.0%}"
    if claims := facts.get("claims"):
        graded = Counter(claims.values())
        counts = ", ".join(f"{_(certainty)} {count}" for certainty, count in sorted(graded.items()))
        yield _("Claims, by certainty"), f"{len(claims)}: {counts}"
        yield _("Sources behind them"), str(len(facts["sources"]))
    yield _("Share of the words that live on other pages"), f"{facts.get('embedded', 0):.0%}"
    yield _("Facts last checked"), _day(facts.get("checked"), config) or _("not said")
    yield _("Not to be used after"), _day(facts.get("check-by"), config) or _("not said")


def _sheet(sheet: SheetResult, config: HandoutsConfig) -> tuple[str, ...]:
    edition = config.editions.get(sheet.edition)
    return (
        edition.label if edition else sheet.edition,
        _pages(sheet),
        f"{sheet.setting.size:g} pt" if sheet.setting else _("none"),
        f"{sheet.full:.0%}",
        str(sheet.words),
        ", ".join(sheet.left_out) or _("nothing"),
        ", ".join(sheet.codes) or _("none"),
    )


def _pages(sheet: SheetResult) -> str:
    if sheet.withdrawn:
        return _("withdrawn")
    if not sheet.offered:
        return _("Draft") if sheet.draft else _("not published")
    return _("{pages} of {allowed}", pages=sheet.pages, allowed=sheet.pages_allowed)
