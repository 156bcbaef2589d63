"""Write lists as PDF/UA requires them: a label and a body in each item."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from docutils import nodes
from roman_numerals import RomanNumeral

from handouts.i18n import _
from handouts.writer.base import BaseTranslator


def is_simple(items: nodes.Element) -> bool:
    """Return whether each item is one paragraph, perhaps followed by such lists.

    WeasyPrint writes the label and the body that PDF/UA requires only for text that is directly
    in `<li>`. The answer is kept with the list, because each item asks.
    """
    if "handouts_simple" not in items:
        items["handouts_simple"] = _has_simple_items(items)
    return bool(items["handouts_simple"])


def _has_simple_items(items: nodes.Element) -> bool:
    for item in items.children:
        assert isinstance(item, nodes.list_item)
        first, *rest = item.children or [nodes.paragraph()]
        if not isinstance(first, nodes.paragraph) or "handouts_if_room" in first:
            return False
        lists = (nodes.bullet_list, nodes.enumerated_list)
        if not all(isinstance(child, lists) and is_simple(child) for child in rest):
            return False
    return True


ALPHABET, LAST_ROMAN = 26, 3999
LETTER, SIGN = 0.65, 0.33
"""Width in a label of a letter or figure, and of a sign such as a bracket, in ems."""
ROOMS = ((1.25, ""), (2.1, "ho-wide-labels"), (99.0, "ho-widest-labels"))
"""Most width of labels in ems, and the class by which the theme makes room for them."""
BOX = "<path d='M1 1h14v14H1z' fill='none' stroke='#14202b' stroke-width='1.4'/>"
MARK = "<path d='M4 8.5l3 3 5.5-7' fill='none' stroke='#14202b' stroke-width='2'/>"
TICKS = {"open": BOX, "done": f"{BOX}{MARK}"}
"""Drawings of a box to tick, and of one that is ticked, in a square of 16."""
NUMBERS = {"loweralpha": "a", "upperalpha": "A", "lowerroman": "i", "upperroman": "I"}
"""HTML's `type` of a list, by docutils' name for it."""


class ListMixin(BaseTranslator):
    """Visitors of lists."""

    def visit_bullet_list(self, node: nodes.Element) -> None:
        self.open(node, "ul", class_="" if is_simple(node) else "ho-loose")

    def visit_enumerated_list(self, node: nodes.Element) -> None:
        """Open a list with numbers or letters, from the first one that the author gave."""
        simple = is_simple(node)
        start = node.get("start")
        names = [_room(node)] if simple else ["ho-loose", _room(node)]
        if node.get("handouts_sources"):
            names.append("ho-sources")
        self.open(
            node,
            "ol",
            class_=" ".join(filter(None, names)),
            start=start,
            style=_counter(start, "list-item" if simple else "item"),
            type=NUMBERS.get(node.get("enumtype", "")),
        )

    def visit_list_item(self, node: nodes.Element) -> None:
        """Open an item, with its label if that is not a bullet or a number and a full stop."""
        label = _label(node)
        # The layout engine cannot lay out a `::marker` with content of its own.
        marker = f'list-style-type:"{label} "' if label and is_simple(node.parent) else None
        self.open(node, "li", data_label=label, style=marker)
        begins_with_words = node.children and isinstance(node.children[0], nodes.paragraph)
        if "handouts_tick" in node and not begins_with_words:
            self.body.append(tick(node["handouts_tick"]))

    def depart_list_item(self, node: nodes.Element) -> None:
        """Close it; white space between items would be text outside any item."""
        if "write-in" in node.parent["classes"]:
            self.body.append(write_line())
        self.body.append("</li>")


def _label(item: nodes.Element) -> str | None:
    """Return an item's number as it is printed; nothing where the style sheet numbers items."""
    numbered = item.parent
    if not isinstance(numbered, nodes.enumerated_list):
        return None
    kind, prefix = numbered.get("enumtype", "arabic"), numbered.get("prefix", "")
    suffix = numbered.get("suffix", ".")
    if (kind, prefix, suffix) == ("arabic", "", "."):
        return None
    number = numbered.get("start", 1) + numbered.index(item)
    return f"{prefix}{in_kind(number, kind)}{suffix}"


def in_kind(number: int, kind: str) -> str:
    """Return a number in docutils' `enumtype` of a list, such as 4 as `d` or `iv`.

    >>> in_kind(4, "upperroman"), in_kind(0, "upperroman")
    ('IV', '0')
    """
    if kind in {"lowerroman", "upperroman"} and 0 < number <= LAST_ROMAN:
        text = RomanNumeral(number).to_lowercase()
    elif kind in {"loweralpha", "upperalpha"} and 0 < number <= ALPHABET:
        text = chr(ord("a") + number - 1)
    else:
        return str(number)
    return text.upper() if kind.startswith("upper") else text


def _room(numbered: nodes.Element) -> str:
    """Return the class that makes room for the widest label of a list, if it needs more."""
    first = numbered.get("start", 1)
    items = [one for one in numbered.children if isinstance(one, nodes.list_item)]
    labels = [_label(item) or f"{first + at}." for at, item in enumerate(items)]
    width = max(sum(LETTER if mark.isalnum() else SIGN for mark in one) for one in labels)
    return next(name for most, name in ROOMS if width <= most)


def tick(state: str) -> str:
    """Return the picture of a box to tick, with its alternative text."""
    alt = _("Ticked box:") if state == "done" else _("Box to tick:")
    return _drawing("ho-tick", 16, TICKS[state], alt)


def write_line() -> str:
    """Return an empty picture for the alternative text of a line, which the style sheet draws."""
    return _drawing("ho-line", 1, "<path d='M0 0'/>", _("Line to write on"))


def _drawing(name: str, size: int, paths: str, alt: str) -> str:
    head = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {size} {size}'>"
    source = f"data:image/svg+xml,{quote(f'{head}{paths}</svg>')}"
    return f'<img class="{name}" src="{source}" alt="{escape(alt)}">'


def _counter(start: int | None, name: str) -> str | None:
    """Return the style by which a list begins to count: WeasyPrint ignores `start`."""
    if start is None and name == "list-item":
        return None
    return f"counter-reset:{name} {0 if start is None else start - 1}"
