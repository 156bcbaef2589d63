"""The cells of both evidence tables: a comparison in words and as a picture."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from docutils import nodes

from handouts.i18n import _, mark, plural
from handouts.nodes import interval_plot, link_to

if TYPE_CHECKING:
    from handouts.claims.ledger.comparisons import Arm, Comparison
    from handouts.claims.ledger.entries import Claim
    from handouts.claims.pictures.drawings import Scale
    from handouts.claims.tables import Cell

ROOMY = 5
"""Columns of a table whose figures can stand beside the pictures, and not below."""
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
VERSUS = mark("{first} v {second}")


def head_cell(columns: Collection[str], name: str, sides: list[str], *, ours: bool) -> Cell:
    """Return what heads a column; that of the picture names its sides, and whose sums."""
    words = _(HEADS[name])
    if name == "trial" and "people" not in columns:
        words = _("Trial, people")
    if name == "picture" and ours:
        words = _("Difference (95% CI), ours")
    if name != "picture" or not sides:
        return words
    values = {"left": sides[0], "right": sides[1]}
    better = nodes.paragraph(SIDES.format(**values), classes=["ho-sides"])
    before, arrow, sides_in_words = _(SIDES, **values).partition("←")
    better += nodes.Text(before)
    better += _in_one_line(arrow + sides_in_words, at_most=24)
    return [nodes.paragraph("", words), better]


def summary_row(claim: Claim) -> list[Cell]:
    """Return the cells of a comparison in a summary of findings."""
    one = claim.comparison
    assert one is not None
    why = claim.grade.because if claim.grade else ""
    grade = [nodes.paragraph("", _certainty(claim))]
    return [
        [*_message(_outcome(one)), nodes.paragraph("", _who(one), classes=["ho-who"])],
        _arm(one.control),
        _arm(one.treatment),
        [nodes.paragraph("", _difference(one), classes=["ho-difference"])]
        if one.difference
        else _message(one.result),
        [*grade, *_message(why)] if why else [*grade],
        _message(one.words or one.result or "–"),
    ]


def is_drawn(comparison: Comparison) -> bool:
    """Return whether a difference can stand on the scale of shares."""
    difference = comparison.difference
    return difference is not None and difference.low is not None and not comparison.in_points


def _outcome(one: Comparison) -> str:
    return f"{one.outcome}, {one.time}"


def _arm(arm: Arm) -> str:
    if arm.mean is not None:
        return _("{number} points", number=arm.mean)
    return str(arm.per_hundred) if arm.per_hundred is not None else _("not reported")


def _compared(one: Comparison) -> tuple[str, str]:
    """Return who was compared with whom, as shown and as in catalogues of pages."""
    names = {"first": one.treatment.name, "second": one.control.name}
    return _(VERSUS, **names), VERSUS.format(**names)


def _figures(words: str) -> Cell:
    """Return a cell of a few figures, which a page keeps on one line."""
    return [nodes.paragraph("", "", _in_one_line(words, at_most=11), classes=["ho-figures"])]


def _in_one_line(words: str, *, at_most: int) -> nodes.inline:
    """Return words that stand on one line, unless they have more characters than these."""
    names = ["ho-pair"] if len(words) <= at_most else []
    return nodes.inline("", words, classes=names, handouts_classes=names)


def _people(one: Comparison) -> str:
    both = (one.treatment.people, one.control.people)
    if None in both:
        return str(one.people or "–")
    return _(VERSUS, first=both[0], second=both[1])


def _who(one: Comparison) -> str:
    """Return which trial or review it was, with how many people and studies."""
    studies = plural("{count} study", "{count} studies", one.studies)
    if not one.people:
        return f"{one.trial} ({studies})"
    values = {"name": one.trial, "people": one.people, "studies": studies}
    return _("{name}: {people} people ({studies})", **values)


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


def _results(columns: Collection[str], one: Comparison) -> Cell:
    """Return the results of both groups, with whatever no other column says."""
    if one.result and one.difference is None:
        return "–" if "picture" in columns else _message(one.result)
    both = {"first": _arm(one.treatment), "second": _arm(one.control)}
    words = _(VERSUS, **both)
    if "outcome" in columns:
        return _figures(words)
    return _message(f"{_outcome(one)}: {words}", f"{_outcome(one)}: {VERSUS.format(**both)}")


def _trial(columns: Collection[str], one: Comparison) -> Cell:
    """Return the name of a study, a link, with what no other column says."""
    name: nodes.Node = nodes.Text(one.trial)
    if one.section:
        name = link_to("ref", one.section, nodes.inline("", one.trial))
    cell: list[nodes.Node] = [nodes.strong("", "", name)]
    if one.people and "people" not in columns:
        cell.append(nodes.Text(f", {one.people}"))
    if "compared" not in columns:
        shown, source = _compared(one)
        # Sphinx gathers words in a line as a message only if they are marked.
        cell += [nodes.Text(": "), nodes.inline(source, shown, translatable=True)]
    return cell


def _picture(scale: Scale, one: Comparison, *, ours: bool, in_line: bool) -> Cell:
    """Return a dot with its bar, and the figures; what cannot be drawn is said in words.

    :param ours: whether the head of the column says already that the sums are ours
    :param in_line: whether there is room for figures beside the picture
    """
    words = _difference(one, ours=ours)
    if not words:
        return _message(one.result) if one.result else _("no figures to draw")
    if not is_drawn(one):
        return words if one.in_points else _("{difference}, no interval", difference=words)
    drawing = interval_plot("", words, value=one.difference, scale=scale, in_line=in_line)
    drawing["label"] = f"{one.trial}, {_outcome(one)}: {words}"
    return [drawing]


def _certainty(claim: Claim) -> str:
    return claim.grade_in_words(short=True) or _("not graded")


def row_of(claim: Claim, columns: list[str], scale: Scale, *, ours: bool) -> list[Cell]:
    """Return the cells of a comparison, one for each column.

    :param columns: those of the table: a cell says what no other column says
    :param scale: what the edges of the pictures stand for
    :param ours: whether the head of the pictures says already that the sums are ours
    """
    one = claim.comparison
    assert one is not None
    cells: dict[str, Cell] = {
        "people": _figures(_people(one)),
        "compared": _message(*_compared(one)),
        "outcome": _message(_outcome(one)),
        "difference": _difference(one) or "–",
        "trial": _trial(columns, one),
        "results": _results(columns, one),
        "picture": _picture(scale, one, ours=ours, in_line=len(columns) <= ROOMY),
        "certainty": _certainty(claim),
    }
    return [cells[name] for name in columns]


def _message(words: str, source: str = "") -> list[nodes.Node]:
    """Return a cell whose words the catalogue of its page can translate.

    :param source: the message, where it differs from the words shown
    """
    return [nodes.paragraph(source or words, words)]
