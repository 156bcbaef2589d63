"""The directives `evidence-table` and `summary-of-findings`: comparisons of the ledger, drawn.

The rows are made when a page is read: a page is read again when the ledger changes.
"""

from __future__ import annotations

import functools
from collections import Counter
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

from handouts.claims.certainty_role import grade_in_words
from handouts.claims.data_files import BIBLIOGRAPHY, note_data_files
from handouts.claims.interval_plot import Scale, common_scale, plot
from handouts.claims.ledger import page_of
from handouts.claims.ledger_reader import ledger_of
from handouts.claims.tables import Cell, message, parts_of, simple_table, text
from handouts.i18n import _, mark, plural
from handouts.nodes import WORDS_ONLY, interval_plot
from handouts.problems import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from docutils.parsers.rst import DirectiveError
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

    from handouts.claims.comparisons import Arm, Comparison
    from handouts.claims.ledger import Claim

ROOMY = 5
"""Columns of a table whose figures can stand beside the pictures, and not below."""
MOST_OUTCOMES = 7
"""Rows of a summary: readers of more find none."""
HEADS: Mapping[str, str] = {
    "trial": mark("Trial"),
    "people": mark("People"),
    "compared": mark("Compared"),
    "outcome": mark("Outcome"),
    "results": mark("In 100"),
    "difference": mark("Difference (95% CI)"),
    "picture": mark("Difference (95% CI)"),
    "certainty": mark("Certainty"),
}
"""Columns that an evidence table can have, and what heads each."""
SIDES = mark("Better: ← {left} | {right} →")
USUAL = ("trial", "people", "outcome", "results", "picture")


class ComparisonDirective(SphinxDirective):
    """What both tables have in common: comparisons of the ledger, by id."""

    has_content = False

    def claims(self) -> list[Claim]:
        """Return the comparisons that the option names."""
        note_data_files(self.env, BIBLIOGRAPHY)
        known = {
            name: claim for name, claim in ledger_of(self.env).claims.items() if claim.comparison
        }
        names = self.parts("comparisons")
        if not names:
            raise self.wrong("':comparisons:' is missing")
        for name in names:
            if name not in known:
                raise self.wrong(f"the ledger has no comparison '{name}'{nearest(name, known)}")
        return [known[name] for name in names]

    def parts(self, option: str) -> list[str]:
        """Return the names that an option lists, each of which stands there once."""
        names = parts_of(self.options.get(option, ""))
        for name, count in Counter(names).items():
            if count > 1:
                raise self.wrong(f"':{option}:' names '{name}' twice")
        return names

    def wrong(self, message: str) -> DirectiveError:
        """Return an error at the line of the directive; another ledger may have put it right."""
        note_data_files(self.env)
        return self.error(f"{self.name}: {message} [handouts.claim-unknown]")

    def table(self, heads: list[Cell], claims: list[Claim], rows: list[list[Cell]]) -> nodes.table:
        """Return a table whose rows are tied to their claims."""
        table = simple_table(heads, rows, classes=["evidence"])
        self.set_source_info(table)
        head, body = next(table.findall(nodes.thead)), next(table.findall(nodes.tbody))
        head["handouts_ledger"] = True  # Its words are ours, "out of 100" among them.
        for words in table.findall(nodes.TextElement):
            if words.rawsource:
                self.set_source_info(words)  # Sphinx gathers messages that have a place.
        for row, claim in zip(body.children, claims, strict=True):
            assert isinstance(row, nodes.row)
            row.update_all_atts({**page_of(self.env), "claim": claim.id})
            self.set_source_info(row)
        return table


class EvidenceTableDirective(ComparisonDirective):
    """List comparisons, each difference as a dot and its interval as a bar."""

    option_spec: ClassVar[dict[str, Any]] = {
        "comparisons": directives.unchanged_required,
        "columns": directives.unchanged_required,
        "favours": directives.unchanged_required,
    }
    options_in_words: ClassVar[dict[str, str]] = {
        "comparisons": "comparisons of the ledger, a row each, with commas between them; needed",
        "columns": f"of {', '.join(HEADS)}; {', '.join(USUAL)} if nothing is said",
        "favours": "who did better left and right of the line, with a comma between them",
    }

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
        heads = [self.head(name, sides, ours=ours) for name in columns]
        cells = COLUMNS | {
            "trial": functools.partial(_trial, columns),
            "results": functools.partial(_results, columns),
            "picture": functools.partial(_picture, ours=ours, in_line=len(columns) <= ROOMY),
        }
        rows = [[cells[name](one, scale) for name in columns] for one in claims]
        return [self.table(heads, claims, rows)]

    def sides(self, drawn: list[Comparison]) -> list[str]:
        """Return who did better left and right of the line; it must be so in each row."""
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

    def head(self, name: str, sides: list[str], *, ours: bool) -> Cell:
        """Return what heads a column; that of the picture names its sides, and whose sums."""
        words = _(HEADS[name])
        if name == "picture" and ours:
            words = _("Difference (95% CI), ours")
        if name != "picture" or not sides:
            return text(words)
        names = {"left": sides[0], "right": sides[1]}
        better = nodes.paragraph(SIDES.format(**names), _(SIDES, **names), classes=["ho-sides"])
        return [nodes.paragraph("", words), better]


class SummaryDirective(ComparisonDirective):
    """Sum up findings: what happened to 100 people without and with, how sure, and why."""

    option_spec: ClassVar[dict[str, Any]] = {"comparisons": directives.unchanged_required}
    options_in_words: ClassVar[dict[str, str]] = {
        "comparisons": f"comparisons of the ledger, at most {MOST_OUTCOMES}; needed",
    }

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
            _("People (studies)"),
            _("Certainty, and why"),
            _("In plain words"),
        ]
        return [self.table([text(one) for one in heads], claims, [_summary(one) for one in claims])]


def _summary(claim: Claim) -> list[Cell]:
    one = _of(claim)
    why = claim.grade.because if claim.grade else ""
    grade = [nodes.paragraph("", grade_in_words(claim, short=True) or _("not graded"))]
    return [
        message(_outcome(one)),
        text(_arm(one.control)),
        text(_arm(one.treatment)),
        text(_difference(one)) if one.difference else message(one.result),
        text(_people_and_studies(one)),
        [*grade, *message(why)] if why else [*grade],
        message(one.words or one.result or "–"),
    ]


def is_named(side: str, group: str, *, not_in: str) -> bool:
    """Return whether the words of a side name this group and not the other one."""
    words = side.casefold()
    return words in group.casefold() and words not in not_in.casefold()


def is_drawn(comparison: Comparison) -> bool:
    """Return whether a difference can stand on the scale of shares."""
    difference = comparison.difference
    return difference is not None and difference.low is not None and not comparison.in_points


def _of(claim: Claim) -> Comparison:
    assert claim.comparison is not None
    return claim.comparison


def _outcome(one: Comparison) -> str:
    return f"{one.outcome}, {one.time}"


def _arm(arm: Arm) -> str:
    if arm.mean is not None:
        return _("{number} points", number=arm.mean)
    return str(arm.per_hundred) if arm.per_hundred is not None else _("not reported")


VERSUS = mark("{first} v {second}")


def _compared(one: Comparison) -> tuple[str, str]:
    """Return who was compared with whom, as shown and as in catalogues of pages."""
    names = {"first": one.treatment.name, "second": one.control.name}
    return _(VERSUS, **names), VERSUS.format(**names)


def _versus(one: Comparison) -> Cell:
    shown, source = _compared(one)
    return message(shown, source=source)


def _people(one: Comparison) -> str:
    both = (one.treatment.people, one.control.people)
    return _(VERSUS, first=both[0], second=both[1]) if one.people else "–"


def _people_and_studies(one: Comparison) -> str:
    people = str(one.people) if one.people else _("not reported")
    studies = plural("{count} study", "{count} studies", one.studies)
    return f"{people} ({studies})"


def _difference(one: Comparison, *, ours: bool = False) -> str:
    """Return the difference in words, and whose arithmetic it is."""
    if one.difference is None:
        return ""
    words = str(one.difference)
    if one.in_points:
        words = _("{number} points", number=words)
    if one.difference.assumed and not ours:
        return _("{difference}, our estimate", difference=words)
    return words


def _results(columns: Collection[str], claim: Claim, scale: Scale) -> Cell:
    """Return what came of both groups, with whatever no other column says."""
    one = _of(claim)
    if one.result and one.difference is None:
        return text("–") if "picture" in columns else message(one.result)
    both = (_arm(one.treatment), _arm(one.control))
    words = _(VERSUS, first=both[0], second=both[1])
    if "outcome" in columns:
        return text(words)
    source = VERSUS.format(first=both[0], second=both[1])
    return message(f"{_outcome(one)}: {words}", source=f"{_outcome(one)}: {source}")


def _trial(columns: Collection[str], claim: Claim, scale: Scale) -> Cell:
    """Return the name of a study, a link, with what no other column says."""
    one = _of(claim)
    cell: Cell = [_link_to(one) if one.section else nodes.Text(one.trial)]
    if one.people and "people" not in columns:
        cell += text(f", {one.people}")
    if "compared" not in columns:
        shown, source = _compared(one)
        # Words in a line are a message of their own only where they say so.
        cell += [*text(": "), nodes.inline(source, shown, translatable=True)]
    return cell


def _link_to(one: Comparison) -> nodes.Element:
    return addnodes.pending_xref(
        "",
        nodes.inline("", one.trial),
        refdomain="std",
        reftype="ref",
        reftarget=one.section,
        refexplicit=True,
        refwarn=True,
    )


def _picture(claim: Claim, scale: Scale, *, ours: bool = False, in_line: bool = True) -> Cell:
    """Return a dot with its bar, and the figures; what cannot be drawn is said in words.

    :param ours: whether the head of the column says already that the sums are ours.
    :param in_line: whether there is room for figures beside the picture.
    """
    one = _of(claim)
    words = _difference(one, ours=ours)
    if not words:
        return message(one.result) if one.result else text(_("no figures to draw"))
    if not is_drawn(one):
        return text(words if one.in_points else _("{difference}, no interval", difference=words))
    drawing = interval_plot("", words, value=one.difference, scale=scale, in_line=in_line)
    drawing["label"] = f"{one.trial}, {_outcome(one)}: {words}"
    return [drawing]


def _certainty(claim: Claim, scale: Scale) -> Cell:
    return text(grade_in_words(claim, short=True) or _("not graded"))


COLUMNS: dict[str, Callable[[Claim, Scale], Cell]] = {
    "people": lambda claim, scale: text(_people(_of(claim))),
    "compared": lambda claim, scale: _versus(_of(claim)),
    "outcome": lambda claim, scale: message(_outcome(_of(claim))),
    "difference": lambda claim, scale: text(_difference(_of(claim)) or "–"),
    "picture": _picture,
    "certainty": _certainty,
}


def visit_interval_plot(self: HTML5Translator, node: interval_plot) -> None:
    """Draw the dot and the bar; the figures follow as text, in the same line."""
    drawing = plot(node["value"], node["scale"], node["label"])
    name = "ho-drawn" if node["in_line"] else "ho-below"
    self.body.append(f'<span class="{name}"><span class="ho-interval">{drawing}</span>')


def depart_interval_plot(self: HTML5Translator, node: interval_plot) -> None:
    """Close what holds picture and figures."""
    self.body.append("</span>")


def setup_evidence_tables(app: Sphinx) -> None:
    """Register both directives and the node of the picture."""
    app.add_node(interval_plot, html=(visit_interval_plot, depart_interval_plot), **WORDS_ONLY)
    app.add_directive("evidence-table", EvidenceTableDirective)
    app.add_directive("summary-of-findings", SummaryDirective)
