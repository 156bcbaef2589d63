"""The directive `icon-array`: people as dots, with numbers of the ledger.

Knows doctrees and the ledger; nothing of audiences or printing.
"""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import TYPE_CHECKING, Any, ClassVar

from docutils.parsers.rst import directives
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from handouts.claims.data.files import BIBLIOGRAPHY, note_data_files
from handouts.claims.ledger.reader import ledger_of
from handouts.claims.pictures.drawings import dots
from handouts.claims.tables import parts_of
from handouts.i18n import _, mark
from handouts.nodes import (
    WORDS_ONLY,
    icon_array,
    icon_caption,
    icon_row,
    nodes_in,
    page_of,
    upwards,
    writing,
)
from handouts.problems import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from sphinx.writers.html5 import HTML5Translator
    from sphinx.writers.text import TextTranslator

MOST = 1000
SHAPES = {"10x10": 10, "20x5": 20}
"""Dots in a line, for each shape of a hundred dots."""
SHAPE = "10x10"
WORDS = ("outcome", "others")
"""Options with words for the people whose dots are filled, and for the others."""
MANY_COLUMNS = 40
"""Dots in a line when there are more than a hundred."""


class IconArrayDirective(SphinxDirective):
    """Draw numbers of a claim as dots; the body says how to read them."""

    has_content = True
    options_in_words: ClassVar[dict[str, str]] = {
        "claim": "the claim whose numbers are drawn; needed",
        "rows": "names of its numbers, a row for each, with commas between them; needed",
        "captions": "what is written below each row, with commas between them; needed",
        "of": "dots in a row of dots, 100 if nothing is said",
        "outcome": "a word for what happened to the people whose dots are filled",
        "others": "words for the others, where the outcome with “not” before it is wrong",
        "shape": "10x10, or 20x5 for wide and flat",
    }
    option_spec: ClassVar[dict[str, Any]] = {
        **dict.fromkeys(options_in_words, directives.unchanged_required),
        "of": directives.positive_int,
    }

    def run(self) -> list[nodes.Node]:
        """Return the rows and captions; the numbers come when the page is whole."""
        rows, captions = (parts_of(self.options.get(name, "")) for name in ("rows", "captions"))
        of = self.options.get("of", 100)
        if message := next(self._faults(rows, captions, of), ""):
            raise self.error(f"icon-array: {message} [handouts.icon-array]")
        note_data_files(self.env, BIBLIOGRAPHY)
        array = icon_array(**page_of(self.env), rows=rows, of=of)
        columns = SHAPES[self.options.get("shape", SHAPE)] if of <= 100 else MANY_COLUMNS
        for name in WORDS:
            array[name] = self.options.get(name, "")
        array["claim"] = self.options["claim"].strip()
        self.set_source_info(array)
        for name, caption in zip(rows, captions, strict=True):
            array += self._text(icon_row, caption, number=name, of=of, columns=columns)
        array += self._caption()
        return [array]

    def _caption(self) -> nodes.Element:
        """Return how to read the dots, and what the ledger adds in the language of the pages."""
        added = list(self._from_ledger())
        caption = self._text(
            icon_caption, " ".join([*self.content, *(_(text, **values) for text, values in added)])
        )
        # Catalogues of pages are made, and looked up, in the language that the page is written in.
        english = (text.format(**values) for text, values in added)
        caption.rawsource = " ".join([*self.content, *english])
        return caption

    def _from_ledger(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield messages, with their values, about the outcome and about chance."""
        claim = ledger_of(self.env).claims.get(self.options["claim"].strip())
        if claim and claim.outcome:
            values = {"outcome": claim.outcome.rstrip(".")}
            if word := self.options.get("outcome", ""):
                yield mark("{word}: {outcome}."), {**values, "word": word[:1].upper() + word[1:]}
            else:
                yield mark("What counted: {outcome}."), values
        if claim and claim.chance:
            yield mark("Chance alone may explain the difference."), {}

    def _faults(self, rows: list[str], captions: list[str], of: int) -> Iterator[str]:
        """Yield what the options lack, or say twice."""
        for option in ("claim", "rows", "captions"):
            if not self.options.get(option):
                yield f"':{option}:' is missing"
        if len(rows) != len(captions):
            yield (
                f"':rows:' has {len(rows)} and ':captions:' has {len(captions)}; each row needs "
                "one, with commas between them"
            )
        for name, count in Counter(rows).items():
            if count > 1:
                yield f"':rows:' names '{name}' twice"
        if "others" in self.options and "outcome" not in self.options:
            yield "':others:' needs ':outcome:', the word for the people whose dots are filled"
        shape = self.options.get("shape", SHAPE)
        if shape not in SHAPES:
            yield f"':shape:' is '{shape}'{nearest(shape, SHAPES)}"
        if of > MOST:
            yield f"':of:' is {of}; nobody counts more than {MOST} dots"
        if not self.content:
            yield "say below the options how to read it, such as 'One dot is one person.'"

    def _text(self, kind: type[nodes.TextElement], text: str, **attributes: Any) -> nodes.Element:
        inline, messages = self.parse_inline(text, lineno=self.lineno)
        node = kind(text, "", *inline, **attributes)
        self.set_source_info(node)
        node += messages
        return node


class DrawIconArrays(SphinxPostTransform):
    """Give each row its number from the ledger when a page is whole.

    A row whose number cannot be drawn is left out; `claims/pages/check.py` reports it, with page
    and line.
    """

    default_priority = 2

    def run(self, **kwargs: Any) -> None:
        """Draw the arrays of one page."""
        for array in nodes_in(self.document, icon_array):
            claim = ledger_of(self.env).claims.get(array["claim"])
            for row in [child for child in array.children if isinstance(child, icon_row)]:
                if claim is None or claim.row_fault(row["number"], array["of"]):
                    array.remove(row)
                else:
                    row["value"] = int(claim.numbers[row["number"]].value)
                    row.attributes |= {name: array[name] for name in WORDS}


def visit_icon_array(self: HTML5Translator, node: icon_array) -> None:
    """Open the figure and its rows."""
    self.body.append(self.starttag(node, "figure", "", CLASS="icon-array"))
    self.body.append('<div class="ho-rows">')


def visit_icon_row(self: HTML5Translator, node: icon_row) -> None:
    """Draw the dots; the caption and the number follow."""
    value, of, columns = node["value"], node["of"], node["columns"]
    form = " ho-wide" if columns == SHAPES["20x5"] else " ho-alone" if _is_alone(node) else ""
    self.body.append(f'<div class="ho-row{form}">')
    self.body.append(dots(value, of, f"{node.astext()}: {row_in_words(node)}", columns))
    self.body.append("<p>")


def depart_icon_row(self: HTML5Translator, node: icon_row) -> None:
    """Write the number after the caption, and close the row."""
    words = escape(row_in_words(node), quote=False)
    number = words.replace(str(node["value"]), f"<strong>{node['value']}</strong>", 1)
    those, comma, others = number.partition(", ")
    if comma:  # The two halves may stand on lines of their own.
        number = f'{those}, <span class="ho-not">{others}</span>'
    if node["columns"] == SHAPES["20x5"]:  # Beside wide dots, the numbers have their own line.
        number = f'<br><span class="ho-both">{number}</span>'
    self.body.append(f": {number}</p></div>")


def _is_alone(row: icon_row) -> bool:
    """Return whether there is room for words beside a row: it is the only one, and in no grid."""
    rows = list(nodes_in(row.parent, icon_row))
    return len(rows) == 1 and not any(
        "ho-grid-item" in one.get("handouts_classes", ()) for one in upwards(row)
    )


def row_in_words(node: icon_row) -> str:
    """Return both directions: how many people it happened to, and how many not."""
    number, total, outcome = node["value"], node["of"], node["outcome"]
    rest = total - number
    if node["others"]:
        return f"{number} {outcome}, {rest} {node['others']}"
    values = {"number": number, "rest": rest, "outcome": outcome, "total": total}
    if outcome:
        return _("{number} {outcome}, {rest} not {outcome}", **values)
    return _("{number} out of {total}, {rest} not", **values)


def _visit_text(self: TextTranslator, node: nodes.Element) -> None:
    """Start a paragraph of plain text, with the number of a row in it."""
    self.new_state(0)
    if isinstance(node, icon_row):
        self.add_text(f"{row_in_words(node)}: ")


def _depart_text(self: TextTranslator, node: nodes.Element) -> None:
    self.end_state()


def _visit_other(self: Any, node: nodes.Element) -> None:
    """Write the number of a row into LaTeX, a manual page or Texinfo."""
    self.body.append("\n\n" + (f"{row_in_words(node)}: " if isinstance(node, icon_row) else ""))


AS_TEXT: dict[str, Any] = {
    **dict.fromkeys(WORDS_ONLY, (_visit_other, writing("\n\n"))),
    "text": (_visit_text, _depart_text),
}
"""What `Sphinx.add_node` takes for a row, or a caption, in builders of text."""
