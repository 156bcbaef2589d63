"""What a build found of each handout, as tables on a page of the site."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from docutils import nodes

from handouts.claims.tables import simple_table
from handouts.codes import CODES
from handouts.i18n import _, mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sphinx.environment import BuildEnvironment

    from handouts.pipeline.report import Report, SheetResult

GRADES = (mark("very low"), mark("low"), mark("moderate"), mark("high"), mark("fact"))
"""How sure a claim can be, as the ledger says it."""


def report_nodes(env: BuildEnvironment, report: Report) -> Iterator[nodes.Node]:
    """Yield a heading and two tables for each handout."""
    head = (_("Sheet"), _("Pages"), _("Type"), _("Full"), _("Words"), _("Left out"), _("Problems"))
    for name, facts in report.handouts.items():
        sheets = report.sheets_of(name)
        section = nodes.section(ids=[nodes.make_id(f"report-{name}")])
        section += nodes.title("", facts.get("title") or name)
        section += table((_("What"), _("Found")), _facts(facts, sheets))
        section += table(head, map(_sheet, sheets))
        yield section
    intro = _(
        "Each sheet passed {count} kinds of check, or it was not published.", count=len(CODES)
    )
    yield nodes.paragraph("", intro)


def _facts(facts: dict[str, Any], sheets: Sequence[SheetResult]) -> Iterator[tuple[str, str]]:
    language = facts.get("language") or {}
    claims: dict[str, str] = facts.get("claims") or {}
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
    if claims:
        graded = Counter(claims.values())
        counts = ", ".join(f"{count} {_(certainty)}" for certainty, count in sorted(graded.items()))
        yield _("Claims, by certainty"), f"{len(claims)}: {counts}"
        yield _("Sources behind them"), str(len(facts["sources"]))
    yield _("Share of the words that live on other pages"), f"{facts.get('embedded', 0):.0%}"
    yield _("Facts last checked"), facts.get("checked") or _("not said")
    yield _("Not to be used after"), facts.get("check-by") or _("not said")


def _sheet(sheet: SheetResult) -> tuple[str, ...]:
    return (
        sheet.edition,
        _pages(sheet),
        f"{sheet.setting.size:g} pt" if sheet.setting else _("none"),
        f"{sheet.full:.0%}",
        str(sheet.words),
        ", ".join(sheet.left_out) or _("nothing"),
        ", ".join(sorted({problem.code for problem in sheet.problems})) or _("none"),
    )


def _pages(sheet: SheetResult) -> str:
    if sheet.withdrawn:
        return _("withdrawn")
    if not sheet.offered:
        return _("Draft") if sheet.draft else _("not published")
    return _("{pages} of {allowed}", pages=sheet.pages, allowed=sheet.pages_allowed)


def table(head: Sequence[str], rows: Iterable[Sequence[nodes.Node | str]]) -> nodes.table:
    """Return a table of texts and nodes, below a line of headings."""
    cells = [
        [[nodes.Text(cell) if isinstance(cell, str) else cell] for cell in row]
        for row in (head, *rows)
    ]
    return simple_table(cells[0], cells[1:], stub=False, classes=["colwidths-auto"])
