"""Compare the tags of a PDF with the structure of the sheet's HTML.

A block is a run of text in one heading, paragraph, item, cell or link. Blocks are compared by the
place in the text where they begin and by the elements around them, which shows each tag that is
missing, renamed or put around other words.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from handouts.jobs import REPEATED
from handouts.preflight.html_tree import SVG, tree_of_html
from handouts.preflight.texts import squeeze
from handouts.problems import Fault, fault_of_words

if TYPE_CHECKING:
    from handouts.preflight.reader import Read, Tag

KINDS = {
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
    **dict.fromkeys(("ul", "ol", "dl"), "L"),
    **dict.fromkeys(("li", "dt", "dd"), "LI"),
    **dict.fromkeys(("caption", "figcaption"), "Caption"),
    **{name: name.upper() for name in ("p", "td", "th", "tr")},
    "a": "Link",
    "blockquote": "BlockQuote",
    "main": "Part",
    "section": "Sect",
    "table": "Table",
    "tbody": "TBody",
    "thead": "THead",
}
"""Tag of each element that has one of its own; others are not compared."""
TAGS = frozenset(KINDS.values())
SILENT = {"head", "svg", "style", "script", "template"}
BULLETS = set("•–◦▪×")
Path = list[tuple[str, object]]
"""The elements around a text, each with its tag and itself."""


@dataclass
class Structure:
    """The structure of a sheet, from its HTML or from a PDF."""

    blocks: dict[int, str] = field(default_factory=dict)
    """The elements around each block, by the place in the text where it begins."""
    labels: list[str] = field(default_factory=list)
    """Numbers of list items, without full stops; no bullets."""
    alternatives: list[str] = field(default_factory=list)
    """Alternative texts of pictures."""
    blank: set[str] = field(default_factory=set)
    """Alternative texts of pictures that say what a rule beside them is, and draw nothing."""
    links: list[tuple[str, str]] = field(default_factory=list)
    """Where each link leads, and its words, squeezed."""
    length: int = 0
    """Characters of text."""
    inside: tuple[object, ...] = ()
    words: list[str] = field(default_factory=list)
    """The text in parts, with a space at each end of an element."""

    def add(self, text: str, path: Path) -> None:
        """Add a text in some elements."""
        self.words.append(text)
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
    """Return a path with nested lists as in PDF: in the list, not in its item."""
    while "/LI/L/" in path:
        path = path.replace("/LI/L/", "/L/")
    return path


@functools.lru_cache(maxsize=8)
def structure_of_html(html: str, kept: int | None = None) -> Structure:
    """Return the structure of `html`, with the first `kept` of the optional blocks."""
    structure = Structure()
    _read_html(_tree(html), [], structure, kept)
    return structure


_tree = functools.lru_cache(maxsize=2)(tree_of_html)


def text_of_html(html: str, kept: int | None = None) -> str:
    """Return the text of `html`, with the first `kept` of the optional blocks."""
    return "".join(structure_of_html(html, kept).words)


def _read_html(element: Any, path: Path, structure: Structure, kept: int | None) -> None:
    tag = element.tag
    if _is_left_out(element, kept):
        return
    if tag == f"{SVG}svg":
        structure.alternatives.append(element.findtext(f"{SVG}title") or "")
    if not isinstance(tag, str) or tag in SILENT or tag.startswith("{"):
        return
    structure.words.append(" ")
    if tag == "img":
        structure.alternatives.append(element.get("alt") or "")
        if "ho-line" in (element.get("class") or "").split():
            structure.blank.add(element.get("alt") or "")
    kind = _kind_of(tag, path)
    inner = [*path, (kind, element)] if kind else path
    first_word = len(structure.words)
    numbers = itertools.count(int(element.get("start") or 1) if tag == "ol" else 1)
    structure.add(element.text or "", inner)
    if tag == "tr" and (heading := _first_cell(element, path)) is not None:
        heading.tag = "th"  # At each reading of the tree, which is kept.
    repeats = not REPEATED.isdisjoint((element.get("class") or "").split())
    for child in element:
        if child.tag == "li" and tag == "ol" and not _is_left_out(child, kept):
            _add_number(next(numbers), element, child, inner, structure)
        if not (repeats and child.tag == f"{SVG}svg"):  # The text beside it says the same.
            _read_html(child, inner, structure, kept)
        structure.add(child.tail or "", inner)
    if tag == "a" and (address := element.get("href")):
        structure.links.append((address, squeeze("".join(structure.words[first_word:]))))
    structure.words.append(" ")


def _kind_of(tag: str, path: Path) -> str:
    """Return the tag in the PDF of an element; nothing if it has none of its own."""
    kind = KINDS.get(tag, "")
    if kind == "TH":
        groups = [group for group, _ in path if group in {"THead", "TBody"}]
        kind += " Column" if groups[-1:] == ["THead"] else " Row"
    return kind


def _first_cell(row: Any, path: Path) -> Any:
    """Return the cell that the layout makes the header of its row, if any."""
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


def _add_number(number: int, items: Any, item: Any, path: Path, structure: Structure) -> None:
    """Add an item's number: a label, or a part of the text where the theme writes it so."""
    names = (items.get("class") or "").split()
    own = item.get("data-label")
    if "ho-sources" in names or "ho-loose" in names:
        mark = "." if "ho-loose" in names else ""
        structure.add(own or f"{number}{mark}", [*path, ("LI", item)])
    else:
        structure.labels.append((own or str(number)).rstrip("."))


def structure_of_pdf(read: Read) -> Structure:
    """Return the structure of a PDF."""
    structure = Structure()
    for root in read.tags:
        _read_tag(root, [], structure)
    return structure


def _read_tag(tag: Tag, path: Path, structure: Structure) -> None:
    if tag.kind == "Lbl":
        structure.labels.append(tag.text().strip().rstrip("."))
        return
    if tag.kind == "Figure":
        structure.alternatives.append(tag.alternative)
        return
    kind = f"TH {tag.scope}" if tag.kind == "TH" else tag.kind
    inner = [*path, (kind, tag)] if tag.kind in TAGS else path
    for part in tag.parts:
        if isinstance(part, str):
            structure.add(part, inner)
        else:
            _read_tag(part, inner, structure)


def faults_of_structure(read: Read, wanted: Structure) -> Iterator[Fault]:
    """Yield the differences between the tags of a PDF and those that it must have."""
    found = structure_of_pdf(read)
    running = None
    for place in sorted({*found.blocks, *wanted.blocks}):
        here, there = found.blocks.get(place), wanted.blocks.get(place)
        running = there or running
        # A block that goes on in another column or page begins there again.
        if here != (there or running):
            yield Fault("pdf-ua", f"a tag is {here or 'missing'} where the sheet has {there}")
            break
    labels = [label for label in found.labels if label not in BULLETS]
    if labels != wanted.labels:
        odd = next((a for a, b in zip(labels, wanted.labels, strict=False) if a != b), "")
        yield Fault("lost-text", f"the label of a list item is {odd!r}, which is not its number")
    if found.alternatives != wanted.alternatives:
        yield Fault("alt-text", "the alternative text of a picture is not that of the sheet")
    for alternative in read.blank:
        if alternative not in wanted.blank:
            shown = alternative[:60]
            yield Fault("illegible", f"nothing is drawn of the picture “{shown}”", about=shown)
    for tag in read.all_tags:
        yield from _faults_of_tag(tag)


def _faults_of_tag(tag: Tag) -> Iterator[Fault]:
    if tag.replacement or (tag.alternative and tag.kind != "Figure"):
        read = tag.replacement or tag.alternative
        yield fault_of_words("lost-text", read, "is said in place of what is shown")
    if tag.kind == "TH" and not tag.scope:
        words = tag.text().strip()[:60]
        yield Fault("pdf-ua", f"the header cell “{words}” has no scope", about=words)
