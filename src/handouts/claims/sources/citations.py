"""Numbers of sources after each claim.

Knows doctrees, the ledger and the bibliography; nothing of audiences or printing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from handouts.claims.ledger.reader import ledger_of
from handouts.claims.sources.bibliography import Bibliography, bibliography_of
from handouts.claims.sources.source_list import fill_lists, item, list_all
from handouts.dates import in_words
from handouts.i18n import _
from handouts.nodes import (
    ALWAYS,
    if_room,
    nodes_in,
    source_list,
    source_mark,
    source_ref,
    source_refs,
    upwards,
)

if TYPE_CHECKING:
    from sphinx.writers.html5 import HTML5Translator

    from handouts.claims.ledger.entries import Claim, Ledger

NO_NUMBERS_IN = (nodes.title, nodes.rubric, nodes.term)
"""Headings go into tables of contents, where a link inside a link would stand."""


class NumberSources(SphinxPostTransform):
    """Number the sources once a page is whole, before references are resolved (10)."""

    default_priority = 3

    def run(self, **kwargs: Any) -> None:
        """Number one page, unless it is a sheet that has been prepared."""
        if not self.document.get("handouts_sheet"):
            ledger, bibliography = ledger_of(self.env), bibliography_of(self.env)
            number_sources(self.document, ledger, bibliography, self.config.language)


def number_sources(
    document: nodes.document, ledger: Ledger, bibliography: Bibliography, language: str = "en"
) -> None:
    """Number the sources of a page in order of appearance, and list them.

    Claims that are numbered already stay as they are.

    :param document: the whole page, with all blocks embedded; it is changed
    :param language: in which dates are written, such as `en_GB`
    """
    keys = _number(document, ledger, bibliography, language, paper=False)
    items = [item(bibliography.sources[key], f"source-{n}") for n, key in enumerate(keys, 1)]
    fill_lists(document, items)
    list_all(document, ledger, bibliography)


def short_sources(
    document: nodes.document, ledger: Ledger, bibliography: Bibliography, language: str = "en"
) -> None:
    """Number the sources of a sheet, and list them in short at its end.

    :param document: the sheet for its audience, with all blocks embedded; it is changed
    :param language: in which dates are written, such as `en_GB`
    """
    keys = _number(document, ledger, bibliography, language, paper=True)
    items = []
    for number, key in enumerate(keys, 1):
        items.append(item(bibliography.sources[key], f"source-{number}", short=True))
        if keys[key] != ALWAYS:
            items[-1]["handouts_if_room"] = keys[key]
    fill_lists(document, items)
    strip_numbers(document)


def strip_numbers(document: nodes.document) -> None:
    """Remove the lists of sources from a sheet, and let no numbers be added."""
    document["handouts_sheet"] = True
    for node in nodes_in(document, source_list):
        node.parent.remove(node)


def _number(
    document: nodes.document,
    ledger: Ledger,
    bibliography: Bibliography,
    language: str,
    *,
    paper: bool,
) -> dict[str, int]:
    """Put numbers after the claims; return the keys in the order of their numbers.

    The value of a key is the number of the block with which the source is left out, or `ALWAYS`.
    The sources of what must be printed are numbered first, so that no number is ever missing.
    """
    keys: dict[str, int] = {}
    stated = _not_numbered(document, ledger, bibliography)
    for node, claim, found in sorted(stated, key=lambda one: if_room(one[0])):
        node["numbered"] = True
        for key in found:
            keys.setdefault(key, if_room(node))
        # The numbers of a picture stand after its caption, which may quote the same claim.
        quoted = any(one.get("claim") == node["claim"] for one in upwards(node.parent))
        if not quoted and not (paper and _named_before(node, found)):
            order = list(keys)
            numbers = sorted(order.index(key) + 1 for key in found)
            _put_after(node, _refs(numbers, claim, language, paper=paper))
    return keys


def _not_numbered(
    document: nodes.document, ledger: Ledger, bibliography: Bibliography
) -> Iterator[tuple[nodes.Element, Claim, list[str]]]:
    """Yield the words and icon arrays of claims, in order, with claim and keys of its sources."""
    for node in nodes_in(document, nodes.Element):
        claim = ledger.claims.get(node.get("claim", ""))
        found = [key for key in claim.sources if key in bibliography.sources] if claim else []
        if claim and found and not node.get("numbered"):
            yield node, claim, found


def _named_before(node: nodes.Element, keys: list[str]) -> bool:
    """Return whether the paragraph or table row of a claim has named all these sources already.

    The row or paragraph keeps the keys that it has named, because paper has little room.
    """
    home = node
    while isinstance(home.parent, nodes.Element) and not isinstance(home, nodes.row):
        if isinstance(home, nodes.paragraph) and not isinstance(home.parent, nodes.entry):
            break
        home = home.parent
    before: list[str] = home.setdefault("handouts_named", [])
    new = [key for key in keys if key not in before]
    before += new
    return not new


def _put_after(node: nodes.Element, refs: source_refs) -> None:
    if not isinstance(node, nodes.Inline):
        texts = nodes_in(node, nodes.TextElement)
        if texts:
            texts[-1] += refs
        return
    last = node.children[-1] if node.children else None
    if refs["paper"] and isinstance(last, nodes.Text) and last.endswith("."):
        # After the full stop they would seem to belong to the next sentence.
        node.replace(last, [nodes.Text(last[:-1]), refs, nodes.Text(".")])
        return
    anchor: nodes.Element = node
    while isinstance(anchor.parent, nodes.reference):
        anchor = anchor.parent
    parent = anchor.parent
    if isinstance(parent, nodes.Element) and not isinstance(parent, NO_NUMBERS_IN):
        parent.insert(parent.index(anchor) + 1, refs)


def _refs(numbers: list[int], claim: Claim, language: str, *, paper: bool) -> source_refs:
    day = in_words(claim.checked, language) if claim.checked else ""
    checked = _("checked {date}", date=day) if day else ""
    # How certain a claim is, unless it is a fact, and when it was checked.
    standing = ", ".join(filter(None, [claim.grade_in_words(), checked]))
    refs = source_refs(paper=paper, standing=standing)
    refs += nodes.Text("\u00a0[" if paper else "[")
    for index, run in enumerate(runs_of(numbers) if paper else [[number] for number in numbers]):
        refs += nodes.Text(", ") if index else []
        for place, number in enumerate(run):
            refs += nodes.Text("–") if place else []
            note = _("Source {number}", number=number)
            if standing:
                note = _("Source {number}: {standing}", number=number, standing=standing)
            refs += source_ref("", str(number), refid=f"source-{number}", note=note, paper=paper)
    refs += nodes.Text("]")
    return refs


def runs_of(numbers: list[int]) -> list[list[int]]:
    """Return numbers with the inside of each run of three or more left out: 1–3, 5."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [
        short
        for run in runs
        for short in ([[run[0], run[-1]]] if len(run) > 2 else [[one] for one in run])
    ]


def visit_source_refs(self: HTML5Translator, node: source_refs) -> None:
    """Open the numbers: raised on the web; on paper nothing is smaller than the text."""
    self.body.append(f'<{"span" if node["paper"] else "sup"} class="ho-source-refs">')


def depart_source_refs(self: HTML5Translator, node: source_refs) -> None:
    """Close the numbers."""
    self.body.append("</span>" if node["paper"] else "</sup>")


def visit_source_link(self: HTML5Translator, node: source_ref | source_mark) -> None:
    """Open a link to a source, which on the web has the source in words for screen readers."""
    note = {} if node.get("paper") else {"title": node["note"], "aria-label": node["note"]}
    name, href = node.tagname.replace("_", "-"), f"#{node['refid']}"
    self.body.append(self.starttag(node, "a", "", CLASS=name, href=href, **note))
