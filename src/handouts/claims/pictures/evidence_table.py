"""The directives `evidence-table` and `summary-of-findings`: comparisons of the ledger, drawn.

The rows are made when a page is read: a page is read again when the ledger changes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import DirectiveError, directives
from sphinx.util.docutils import SphinxDirective

from handouts.claims.data.files import BIBLIOGRAPHY, note_data_files
from handouts.claims.ledger.reader import ledger_of
from handouts.claims.pictures.drawings import common_scale, plot
from handouts.claims.pictures.evidence_cells import (
    HEADS,
    head_cell,
    is_drawn,
    row_of,
    summary_row,
)
from handouts.claims.tables import Cell, parts_of, simple_table
from handouts.i18n import _
from handouts.nodes import interval_plot, nodes_in, page_of
from handouts.problems import nearest

if TYPE_CHECKING:
    from sphinx.writers.html5 import HTML5Translator

    from handouts.claims.ledger.comparisons import Comparison
    from handouts.claims.ledger.entries import Claim

MOST_OUTCOMES = 7
"""Most rows of a summary; readers get lost in longer ones."""
USUAL = ("trial", "people", "outcome", "results", "picture")


class ComparisonDirective(SphinxDirective):
    """The base of both tables, which show comparisons of the ledger."""

    def claims(self) -> list[Claim]:
        """Return the comparisons that the option names.

        :raises DirectiveError: if there is no such comparison, or none is named
        """
        note_data_files(self.env, BIBLIOGRAPHY)
        claims = ledger_of(self.env).claims.values()
        known = {claim.id: claim for claim in claims if claim.comparison}
        names = self.parts("comparisons")
        if not names:
            raise self.wrong("':comparisons:' is missing")
        for name in names:
            if name not in known:
                raise self.wrong(f"the ledger has no comparison '{name}'{nearest(name, known)}")
        return [known[name] for name in names]

    def parts(self, option: str) -> list[str]:
        """Return the names that an option lists.

        :raises DirectiveError: if it has one twice
        """
        names = parts_of(self.options.get(option, ""))
        for name, count in Counter(names).items():
            if count > 1:
                raise self.wrong(f"':{option}:' names '{name}' twice")
        return names

    def wrong(self, message: str) -> DirectiveError:
        """Return an error at the line of the directive; a change of the data may correct it."""
        note_data_files(self.env)
        return self.error(f"{self.name}: {message} [handouts.claim-unknown]")

    def table(
        self, heads: Sequence[Cell], claims: list[Claim], rows: Iterable[Sequence[Cell]]
    ) -> nodes.table:
        """Return a table whose rows are tied to their claims."""
        table = simple_table(heads, rows, classes=["evidence"])
        self.set_source_info(table)
        head, body = next(table.findall(nodes.thead)), next(table.findall(nodes.tbody))
        head["handouts_ledger"] = True  # Its words are ours, "out of 100" among them.
        for words in nodes_in(table, nodes.TextElement):
            if words.rawsource:
                self.set_source_info(words)  # Sphinx gathers messages that have a place.
        for row, claim in zip(body.children, claims, strict=True):
            assert isinstance(row, nodes.row)
            row.update_all_atts({**page_of(self.env), "claim": claim.id})
            self.set_source_info(row)
        return table


class EvidenceTableDirective(ComparisonDirective):
    """List comparisons, each difference as a dot and its interval as a bar."""

    options_in_words: ClassVar[dict[str, str]] = {
        "comparisons": "comparisons of the ledger, a row each, with commas between them; needed",
        "columns": f"of {', '.join(HEADS)}; {', '.join(USUAL)} if nothing is said",
        "favours": "who did better left and right of the line, with a comma between them",
    }
    option_spec: ClassVar[dict[str, Any]] = dict.fromkeys(
        options_in_words, directives.unchanged_required
    )

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        claims, columns = self.claims(), self.parts("columns") or list(USUAL)
        for name in columns:
            if name not in HEADS:
                raise self.wrong(f"no column '{name}'{nearest(name, HEADS)}")
        drawn = [one.comparison for one in claims if one.comparison and is_drawn(one.comparison)]
        sides = self.sides(drawn) if "favours" in self.options else []
        scale = common_scale(one.difference for one in drawn if one.difference)
        ours = bool(drawn) and all(one.difference and one.difference.assumed for one in drawn)
        heads = [head_cell(columns, name, sides, ours=ours) for name in columns]
        rows = [row_of(one, columns, scale, ours=ours) for one in claims]
        return [self.table(heads, claims, rows)]

    def sides(self, drawn: list[Comparison]) -> list[str]:
        """Return who did better left and right of the line.

        :raises DirectiveError: if that is not so in each row
        """
        sides = self.parts("favours")
        if len(sides) != 2:
            raise self.wrong("':favours:' names two sides, such as 'sham, cells'")
        if len({one.more_is_better for one in drawn}) > 1:
            raise self.wrong(
                "in one row more is better, in another fewer ('better' in the ledger), so no side "
                "is good for all; make two tables, or leave out ':favours:'"
            )
        for one in drawn:
            left, right = one.control.name, one.treatment.name
            if not one.more_is_better:
                left, right = right, left
            if is_named(sides[0], right, not_in=left) or is_named(sides[1], left, not_in=right):
                raise self.wrong(
                    f"':favours:' is the wrong way round: in {one.trial}, left of the line is "
                    f"where {left} did better; write the sides as '{sides[1]}, {sides[0]}'"
                )
        return sides


class SummaryDirective(ComparisonDirective):
    """Sum up findings: what happened to 100 people without and with, how sure, and why."""

    options_in_words: ClassVar[dict[str, str]] = {
        "comparisons": f"comparisons of the ledger, at most {MOST_OUTCOMES}; needed"
    }
    option_spec: ClassVar[dict[str, Any]] = dict.fromkeys(
        options_in_words, directives.unchanged_required
    )

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        claims = self.claims()
        if len(claims) > MOST_OUTCOMES:
            raise self.wrong(
                f"{len(claims)} outcomes, at most {MOST_OUTCOMES} are read; "
                "choose those that matter"
            )
        heads = [
            _("Outcome"),
            _("Without, in 100"),
            _("With, in 100"),
            _("Difference (95% CI)"),
            _("Certainty, and why"),
            _("In plain words"),
        ]
        return [self.table(heads, claims, map(summary_row, claims))]


def is_named(side: str, group: str, *, not_in: str) -> bool:
    """Return whether the words of a side name this group and not the other one."""
    words = side.casefold()
    return words in group.casefold() and words not in not_in.casefold()


def visit_interval_plot(self: HTML5Translator, node: interval_plot) -> None:
    """Draw the dot and the bar; the figures follow as text, in the same line."""
    drawing = plot(node["value"], node["scale"], node["label"])
    name = "ho-drawn" if node["in_line"] else "ho-below"
    self.body.append(f'<span class="{name}"><span class="ho-interval">{drawing}</span>')
