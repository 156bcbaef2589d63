"""The directive `handouts-report`: what this build found, as tables on a page of the site.

The page is made from the report itself, so it cannot say anything else.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from handouts.codes import CODES
from handouts.i18n import _, mark
from handouts.nodes import handouts_report
from handouts.pipeline.report import report_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from handouts.pipeline.report import Report, SheetResult

GRADES = (mark("very low"), mark("low"), mark("moderate"), mark("high"), mark("fact"))
"""How sure a claim can be, as the ledger says it."""


class ReportDirective(SphinxDirective):
    """Show what the build that made this site found of each handout."""

    has_content = False
    options_in_words: ClassVar[dict[str, str]] = {}

    def run(self) -> list[nodes.Node]:
        """Return the place of the report, which is known when all pages have been read."""
        node = handouts_report()
        self.set_source_info(node)
        return [node]


class ReportTransform(SphinxPostTransform):
    """Fill in the report."""

    default_priority = 1

    def run(self, **kwargs: Any) -> None:
        """Change the page in hand."""
        report = report_of(self.config)
        for node in list(self.document.findall(handouts_report)):
            text = _("This form of the pages was made without printing sheets.")
            node.replace_self(list(report_nodes(report)) if report else [nodes.paragraph("", text)])


def report_nodes(report: Report) -> Iterator[nodes.Node]:
    """Yield a heading and two tables for each handout."""
    for name, facts in report.handouts.items():
        sheets = report.sheets_of(name)
        section = nodes.section(ids=[nodes.make_id(f"report-{name}")])
        section += nodes.title("", facts.get("title") or name)
        section += table((_("What"), _("Found")), _facts(facts, sheets))
        section += table(_head(), map(_sheet, sheets))
        yield section
    intro = _(
        "Each sheet passed {count} kinds of check, or it was not published.", count=len(CODES)
    )
    yield nodes.paragraph("", intro)


def _head() -> tuple[str, ...]:
    return (
        _("Sheet"),
        _("Pages"),
        _("Type"),
        _("Full"),
        _("Words"),
        _("Left out"),
        _("Problems"),
    )


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
    group = nodes.tgroup(cols=len(head))
    group += [nodes.colspec(colwidth=1) for _ in head]
    group += nodes.thead("", _row(head))
    group += nodes.tbody("", *map(_row, rows))
    return nodes.table("", group, classes=["colwidths-auto"])


def _row(cells: Sequence[nodes.Node | str]) -> nodes.row:
    words = (nodes.Text(cell) if isinstance(cell, str) else cell for cell in cells)
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", word)) for word in words))
