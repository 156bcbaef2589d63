"""Complete the tags that WeasyPrint writes, for readers of screen readers.

Header cells get a scope and links a description; what repeats the text, or stands on each page,
becomes an artifact.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pydyf

from handouts.jobs import REPEATED

PRINT_FLAG = 4
LONGEST_NAME = 200
"""Most characters of a link's description."""


@dataclass(frozen=True)
class Spoken:
    """What the tags of a sheet lack, from its HTML."""

    targets: Mapping[str, str] = field(default_factory=dict)
    """Text of each element that a link can lead to, by its id."""
    repeated: frozenset[str] = frozenset()
    """Alternative texts of pictures that repeat the text beside them."""


def spoken_of(body: Any) -> Spoken:
    """Return what the tags need of a sheet's HTML."""
    targets = {
        element.get("id"): " ".join("".join(element.itertext()).split())[:LONGEST_NAME]
        for element in body.iter()
        if element.get("id")
    }
    titles = [
        title.text
        for holder in body.iter()
        if not REPEATED.isdisjoint((holder.get("class") or "").split())
        for title in holder.iter("{http://www.w3.org/2000/svg}title")
    ]
    return Spoken(targets, frozenset(filter(None, titles)))


class Tags:
    """The structure tree of a PDF that is being written."""

    def __init__(self, pdf: pydyf.PDF) -> None:
        self.pdf = pdf
        numbered = (one for one in pdf.objects if getattr(one, "number", None) is not None)
        self.objects = {one.reference: one for one in numbered}
        root = self.objects[pdf.catalog["StructTreeRoot"]]
        self.parents = self.objects[root["ParentTree"]]["Nums"]
        (self.document,) = (self.objects[kid] for kid in root["K"])

    def complete(self, spoken: Spoken, continued: Sequence[bool] = ()) -> None:
        """Complete links, tables and artifacts.

        :param continued: for each table of each page, whether its head is on an earlier page
        """
        has_head_before = iter(continued)
        for item in self.objects.values():
            if isinstance(item, pydyf.Dictionary) and item.get("Subtype") == "/Link":
                complete_link(item, spoken.targets)
        reached = set()
        for element in self.walk(self.document):
            if element["S"] == "/Table":
                self.complete_table(element, has_head=next(has_head_before, False))
            if element["S"] == "/Figure" and _text(element.get("Alt")) in spoken.repeated:
                self.objects[element["P"]]["K"].remove(element.reference)
            else:
                reached.add(element.reference)
        self.mark_artifacts(reached)

    def kids(self, element: Any) -> Iterator[Any]:
        """Yield the children of an element."""
        for kid in element.get("K", ()):
            child = self.objects.get(kid)
            if isinstance(child, pydyf.Dictionary) and "S" in child:
                yield child

    def walk(self, element: Any) -> list[Any]:
        """Return an element and all in it."""
        found, waiting = [], [element]
        while waiting:
            found.append(waiting.pop())
            waiting += [*self.kids(found[-1])][::-1]
        return found

    def complete_table(self, table: Any, *, has_head: bool) -> None:
        """Give header cells their scope; the first cell of each row becomes its header."""
        groups = list(self.kids(table))
        has_head = has_head or any(group["S"] == "/THead" for group in groups)
        for group in groups:
            for row in self.kids(group):
                cells = list(self.kids(row))
                if has_head and group["S"] == "/TBody" and len(cells) > 1:
                    _head_row(cells)
                for cell in cells:
                    if cell["S"] == "/TH":
                        cell["A"]["Scope"] = "/Column" if group["S"] == "/THead" else "/Row"

    def mark_artifacts(self, reached: set[bytes]) -> None:
        """Make an artifact of what is in no tag: page numbers, and pictures that repeat the text.

        WeasyPrint marks the text in a page's margins as content, but gives it no place in the tree.

        :param reached: the references of all elements of the tree
        """
        for index, page in enumerate(self.pdf.page_references):
            owners = self.parents[2 * index + 1]
            lost = {mark for mark, owner in enumerate(owners) if owner not in reached}
            for mark in lost:
                owners[mark] = "null"
            _make_artifacts(self.objects[self.objects[page]["Contents"]].stream, lost)


def complete_link(link: Any, targets: Mapping[str, str]) -> None:
    """Mark a link as printed, and describe it by the text of its target in place of the id."""
    link["F"] = PRINT_FLAG
    text = targets.get(_text(link.get("Dest")))
    if text:
        link["Contents"] = pydyf.String(text)


def _head_row(cells: list[Any]) -> None:
    """Make the first cell of a row the header of the others, if it is not empty."""
    first, *others = cells
    if first["S"] != "/TD" or not first["K"]:
        return
    first["S"] = "/TH"
    first["ID"] = pydyf.String(f"row-{first.number}")
    first["A"].pop("Headers", None)
    for cell in others:
        if cell["S"] == "/TD":
            cell["A"].setdefault("Headers", pydyf.Array()).insert(0, first["ID"])


def _make_artifacts(stream: list[Any], marks: set[int]) -> None:
    for index, item in enumerate(stream):
        if isinstance(item, pydyf.Dictionary) and item.get("MCID") in marks:
            stream[index - 1] = "/Artifact"
            stream[index] = pydyf.Dictionary({"Type": "/Layout"})


def _text(string: Any) -> str:
    return str(string.string) if isinstance(string, pydyf.String) else ""
