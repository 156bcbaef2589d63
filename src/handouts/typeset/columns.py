"""Put a run of sections into two columns: choose where the second begins, and build both.

Left to balance columns, WeasyPrint lays them out up to a hundred times. Told where the second
begins, it still lays them out twice, which took a seventh of a sheet's layout: two cells of a table
take one layout.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element

from handouts.typeset.boxes import heights

if TYPE_CHECKING:
    from weasyprint.document import Document

    from handouts.typeset.estimate import Try, TwoColumns


class Columns:
    """A run of sections in two columns, and where the second column begins."""

    def __init__(self, box: Any, outline: TwoColumns) -> None:
        self.box, self.outline = box, outline
        self.sections = list(box)
        self.classes = [
            (section.get("class") or "").replace("ho-next-column", "").strip()
            for section in self.sections
        ]
        self.heights: list[float] = []
        """Of the sections, in pixels, as they were laid out last."""

    def split(self, one: Try, width: float, pages: int) -> None:
        """Build the columns of a sheet of so many pages, each of which is some pixels wide."""
        second = None if one.large_print else self.second(one, width)
        cells = second is not None and pages == 1
        for index, section in enumerate(self.sections):
            mark = "ho-next-column" if index == second and not cells else ""
            section.set("class", f"{self.classes[index]} {mark}".strip())
        # A cell goes on at the top of the next page, beside what should be read before it: so
        # columns of several pages stay columns.
        self.box.set("class", "ho-columns ho-cells" if cells else "ho-columns")
        self.box[:] = self.columns(second) if cells else self.sections

    def second(self, one: Try, width: float) -> int | None:
        """Return which section begins the second column; none where one column is enough."""
        known = self.heights or self.outline.heights(one, width)
        shown = [
            index
            for index, section in enumerate(self.sections)
            if int(section.get("data-if-room") or -1) < one.kept
        ]
        total = sum(known[index] for index in shown)

        def taller(first: int) -> float:
            left = sum(known[index] for index in shown if index < first)
            return max(left, total - left)

        return min(shown[1:], key=taller, default=None)

    def columns(self, second: int | None) -> list[Element]:
        """Return an element for each column, with its sections in it."""
        columns = [Element("div", {"class": "ho-column"}) for _ in range(2)]
        for column, sections in zip(
            columns, (self.sections[:second], self.sections[second:]), strict=True
        ):
            column.extend(sections)
        return columns

    def measure(self, document: Document) -> None:
        """Take the heights of the sections as they were laid out, for the next try."""
        numbers = {id(section): index for index, section in enumerate(self.sections)}
        found = heights(document, lambda box: numbers.get(id(getattr(box, "element", None))))
        self.heights = [found.get(index, 0.0) for index in range(len(self.sections))]
