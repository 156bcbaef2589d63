"""The structure that the tags of a sheet must have, from its HTML, and what differs in a PDF.

A block is a run of text in one heading, paragraph, item, cell or link. Blocks are compared by where
they begin in the text and by the elements around them, so that no tag can be taken out, renamed or
put around other words unnoticed.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import tinyhtml5

from handouts.jobs import REPEATED
from handouts.preflight.expected_text import squeeze
from handouts.problems import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handouts.preflight.reader import Read, Tag

KINDS = {
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
    **dict.fromkeys(("ul", "ol", "dl"), "L"),
    **dict.fromkeys(("li", "dt", "dd"), "LI"),
    **dict.fromkeys(("caption", "figcaption"), "Caption"),
    "a": "Link",
    "blockquote": "BlockQuote",
    "main": "Part",
    "p": "P",
    "section": "Sect",
    "table": "Table",
    "tbody": "TBody",
    "td": "TD",
    "th": "TH",
    "thead": "THead",
    "tr": "TR",
}
"""Tag of each element that has one of its own; others are not compared."""
SILENT = {"head", "svg", "style", "script", "template"}
SVG = "{http://www.w3.org/2000/svg}"
LABEL = re.compile(r"list-style-type:\s*[\"'](.*?)\s*[\"']")
"""The label of an item that is not written as the list writes its numbers."""
BULLETS = set("•–◦▪×")
NUMERALS = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass
class Structure:
    """What the tags of a sheet say beside its words."""

    blocks: dict[int, str] = field(default_factory=dict)
    """For each place in the text at which a block begins, the elements that it is in."""
    labels: list[str] = field(default_factory=list)
    """Numbers of list items, without their points; bullets are not among them."""
    alternatives: list[str] = field(default_factory=list)
    """Alternative texts of pictures."""
    addresses: set[str] = field(default_factory=set)
    """Where links lead."""
    length: int = 0
    """Characters of text."""
    inside: tuple[object, ...] = ()

    def add(self, text: str, path: list[tuple[str, object]]) -> None:
        """Add a text in some elements, each with its kind and itself."""
        text = squeeze(text)
        if not text:
            return
        # A link that goes on in the next line is two elements, as WeasyPrint writes it.
        inside = tuple(kind if kind == "Link" else element for kind, element in path)
        if inside != self.inside:
            self.blocks[self.length] = normal("/".join(kind for kind, _ in path))
        self.inside = inside
        self.length += len(text)


def normal(path: str) -> str:
    """Return a path with nested lists as PDF nests them: in the list, not in its item."""
    while "/LI/L/" in path:
        path = path.replace("/LI/L/", "/L/")
    return path


@functools.lru_cache(maxsize=8)
def structure_of_html(html: str, kept: int | None = None) -> Structure:
    """Return the structure of `html`, with the first `kept` of the optional blocks."""
    structure = Structure()
    root = tinyhtml5.parse(html, namespace_html_elements=False)
    assert root is not None
    _read_html(root, [], structure, kept)
    return structure


def _read_html(
    element: Any, path: list[tuple[str, object]], structure: Structure, kept: int | None
) -> None:
    tag = element.tag
    if _is_left_out(element, kept):
        return
    if tag in {"img", f"{SVG}svg"}:
        structure.alternatives += _alternative(element)
        return
    if not isinstance(tag, str) or tag in SILENT or tag.startswith("{"):
        return
    kind = KINDS.get(tag)
    inner = [*path, (kind, element)] if kind else path
    if tag == "a" and element.get("href"):
        structure.addresses.add(element.get("href"))
    numbers = _numbers(element)
    structure.add(element.text or "", inner)
    first = _first_cell(element, path) if tag == "tr" else None
    repeats = not REPEATED.isdisjoint((element.get("class") or "").split())
    for child in element:
        if child.tag == "li" and tag == "ol" and not _is_left_out(child, kept):
            _add_number(next(numbers), element, child, inner, structure)
        if first is not None and child is first:
            child.tag = "th"
        if not (repeats and child.tag == f"{SVG}svg"):  # The text beside it says the same.
            _read_html(child, inner, structure, kept)
        structure.add(child.tail or "", inner)


def _alternative(element: Any) -> Iterator[str]:
    if element.tag == "img":
        yield element.get("alt") or ""
    else:
        yield element.findtext(f"{SVG}title") or ""


def _first_cell(row: Any, path: list[tuple[str, object]]) -> Any:
    """Return the cell that the layout makes the header of its row, if there is one."""
    if len(path) < 2 or path[-1][0] != "TBody":
        return None
    table: Any = path[-2][1]
    cells = list(row)
    if table.find("thead") is None or len(cells) < 2 or not "".join(cells[0].itertext()).strip():
        return None
    return cells[0]


def _is_left_out(element: Any, kept: int | None) -> bool:
    number = element.get("data-if-room") if isinstance(element.tag, str) else None
    return number is not None and kept is not None and int(number) >= kept


def _numbers(element: Any) -> Iterator[str]:
    """Yield the numbers of a list's items, as the list writes them."""
    number = int(element.get("start") or 1)
    while True:
        yield label_of(number, element.get("type") or "1")
        number += 1


def _add_number(
    number: str,
    element: Any,
    item: Any,
    path: list[tuple[str, object]],
    structure: Structure,
) -> None:
    """Add an item's number: a label, or part of the text where the theme writes it so."""
    names = (element.get("class") or "").split()
    if "ho-sources" in names or "ho-loose" in names:
        mark = "." if "ho-loose" in names else ""
        structure.add(f"{number}{mark}", [*path, ("LI", item)])
    else:
        own = LABEL.search(item.get("style") or "")
        structure.labels.append(own[1].rstrip(".") if own else number)


def label_of(number: int, kind: str) -> str:
    """Return a number as a list of some `type` writes it."""
    if kind in {"a", "A"} and number > 0:
        text = ""
        while number > 0:
            number, rest = divmod(number - 1, 26)
            text = chr(ord("a") + rest) + text
    elif kind in {"i", "I"} and 0 < number < 40:
        text = ""
        for value, numeral in NUMERALS:
            while number >= value:
                text, number = text + numeral, number - value
    else:
        return str(number)
    return text.upper() if kind.isupper() else text


def structure_of_pdf(read: Read) -> Structure:
    """Return the structure of a PDF."""
    structure = Structure()
    for root in read.tags:
        _read_tag(root, [], structure)
    return structure


def _read_tag(tag: Tag, path: list[tuple[str, object]], structure: Structure) -> None:
    if tag.kind == "Lbl":
        structure.labels.append(tag.text().strip().rstrip("."))
        return
    if tag.kind == "Figure":
        structure.alternatives.append(tag.alternative)
        return
    inner = [*path, (tag.kind, tag)] if tag.kind in KINDS.values() else path
    for part in tag.parts:
        if isinstance(part, str):
            structure.add(part, inner)
        else:
            _read_tag(part, inner, structure)


def faults_of_structure(read: Read, wanted: Structure) -> Iterator[Fault]:
    """Yield what differs between the tags of a PDF and those that it must have."""
    found = structure_of_pdf(read)
    running = None
    for place in sorted({*found.blocks, *wanted.blocks}):
        here, there = found.blocks.get(place), wanted.blocks.get(place)
        running = there or running
        # What goes on in another column or page begins anew there, as the same.
        if here != (there or running):
            yield Fault("pdf-ua", f"a tag is {here or 'missing'} where the sheet has {there}")
            break
    labels = [label for label in found.labels if label not in BULLETS]
    if labels != wanted.labels:
        odd = next((a for a, b in zip(labels, wanted.labels, strict=False) if a != b), "")
        yield Fault("lost-text", f"the label of a list item is {odd!r}, which is not its number")
    if found.alternatives != wanted.alternatives:
        yield Fault("alt-text", "the alternative text of a picture is not that of the sheet")
    for tag in read.all_tags():
        yield from _faults_of_tag(tag)


def _faults_of_tag(tag: Tag) -> Iterator[Fault]:
    if tag.replacement or (tag.alternative and tag.kind != "Figure"):
        said = tag.replacement or tag.alternative
        yield Fault("lost-text", f"“{said[:60]}” is said in place of what is shown")
    if tag.kind == "TH" and not tag.scope:
        yield Fault("pdf-ua", f"the header cell “{tag.text().strip()[:60]}” has no scope")
