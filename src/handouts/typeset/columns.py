"""Set a run of sections in two columns: choose where the second begins, and build both.

To balance columns, WeasyPrint lays them out up to a hundred times, and with a forced break still
twice. Two cells of a table take one layout.
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
        classes = (section.get("class") or "" for section in self.sections)
        self.classes = [names.replace("ho-next-column", "").strip() for names in classes]
        self.heights: list[float] = []
        """Heights of the sections in pixels, from the last layout."""

    def split(self, one: Try, width: float, pages: int) -> None:
        """Build the columns for one try.

        :param width: of a page without its margins, in pixels
        :param pages: how many pages the sheet may have
        """
        second = None if one.large_print else self.second(one, width)
        cells = second is not None and pages == 1
        for index, section in enumerate(self.sections):
            mark = "ho-next-column" if index == second and not cells else ""
            section.set("class", f"{self.classes[index]} {mark}".strip())
        # Cells go on at the top of the next page, out of reading order: on sheets of several pages
        # columns stay columns.
        self.box.set("class", "ho-columns ho-cells" if cells else "ho-columns")
        self.box[:] = self.sections
        if cells:
            self.box[:] = [Element("div", {"class": "ho-column"}) for _ in range(2)]
            self.box[0].extend(self.sections[:second])
            self.box[1].extend(self.sections[second:])

    def second(self, one: Try, width: float) -> int | None:
        """Return the section that begins the second column; none where one column is enough."""
        known = self.heights or self.outline.heights(one, width)
        numbers = [int(section.get("data-if-room") or -1) for section in self.sections]
        shown = [index for index, number in enumerate(numbers) if number < one.kept]
        total = sum(known[index] for index in shown)

        def taller(first: int) -> float:
            left = sum(known[index] for index in shown if index < first)
            return max(left, total - left)

        return min(shown[1:], key=taller, default=None)

    def measure(self, document: Document) -> None:
        """Keep the heights of the sections in a layout, for the next try."""
        numbers = {id(section): index for index, section in enumerate(self.sections)}
        found = heights(document, lambda box: numbers.get(id(getattr(box, "element", None))))
        self.heights = [found.get(index, 0.0) for index in range(len(self.sections))]
