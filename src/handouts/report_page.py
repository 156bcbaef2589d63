"""The directive `handouts-report`: what this build found, as tables on a page of the site.

The page is made from the report itself, so it cannot say anything else.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from handouts.problems import CODES
from handouts.report import report_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from handouts.report import Report, SheetResult


class handouts_report(nodes.General, nodes.Element):  # noqa: N801 (docutils names)
    """Where the report goes."""


class ReportDirective(SphinxDirective):
    """Show what the build that made this site found of each handout."""

    has_content = False

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
            text = "This form of the pages was made without printing sheets."
            node.replace_self(list(report_nodes(report)) if report else [nodes.paragraph("", text)])


def report_nodes(report: Report) -> Iterator[nodes.Node]:
    """Yield a heading and two tables for each handout."""
    for name, facts in report.handouts.items():
        sheets = [sheet for sheet in report.sheets if sheet.handout == name]
        section = nodes.section(ids=[nodes.make_id(f"report-{name}")])
        section += nodes.title("", facts.get("title") or name)
        section += _table(("What", "Found"), _facts(facts, sheets))
        section += _table(
            ("Sheet", "Pages", "Type", "Full", "Words", "Left out", "Problems"), map(_sheet, sheets)
        )
        yield section
    yield nodes.paragraph(
        "", f"Each sheet passed {len(CODES)} kinds of check, or it was not published."
    )


def _facts(facts: dict[str, Any], sheets: Sequence[SheetResult]) -> Iterator[tuple[str, str]]:
    language = facts.get("language") or {}
    claims: dict[str, str] = facts.get("claims") or {}
    if language:
        untaught = language["untaught"]
        yield "Reading grade (Flesch-Kincaid), taught terms set aside", f"{untaught['grade']:g}"
        yield "Reading grade (SMOG), taught terms set aside", f"{untaught['smog']:g}"
        yield (
            "Words in a sentence, on average and at most",
            (f"{language['mean_sentence']:g} and {language['longest_sentence']}"),
        )
        yield "Sentences in the active voice", f"{language['active_share']:.0%}"
    if claims:
        graded = Counter(claims.values())
        told = ", ".join(f"{count} {certainty}" for certainty, count in sorted(graded.items()))
        yield "Claims, by certainty", f"{len(claims)}: {told}"
        yield "Sources behind them", str(len(facts["sources"]))
    yield "Share of the words that live on other pages", f"{facts.get('embedded', 0):.0%}"
    yield "Facts last checked", facts.get("checked") or "not said"
    yield "Not to be used after", facts.get("check-by") or "not said"


def _sheet(sheet: SheetResult) -> tuple[str, ...]:
    return (
        sheet.edition,
        f"{sheet.pages} of {sheet.pages_allowed}" if sheet.printed else "not published",
        f"{sheet.setting.size:g} pt" if sheet.setting else "none",
        f"{sheet.full:.0%}",
        str(sheet.words),
        ", ".join(sheet.left_out) or "nothing",
        ", ".join(sorted({problem.code for problem in sheet.problems})) or "none",
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> nodes.table:
    group = nodes.tgroup(cols=len(head))
    group += [nodes.colspec(colwidth=1) for _ in head]
    group += nodes.thead("", _row(head))
    group += nodes.tbody("", *map(_row, rows))
    return nodes.table("", group, classes=["colwidths-auto"])


def _row(cells: Sequence[str]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", cell)) for cell in cells))
