"""Choose where the second of two columns begins, because balancing them takes a hundred tries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from handouts.typeset.boxes import heights

if TYPE_CHECKING:
    from weasyprint.document import Document

    from handouts.typeset.estimate import Try, TwoColumns


class Columns:
    """A run of sections in two columns, and where the second column begins.

    Left to balance columns, WeasyPrint lays them out up to a hundred times.
    """

    def __init__(self, box: Any, outline: TwoColumns) -> None:
        self.box, self.outline = box, outline
        self.sections = list(box)
        self.classes = [
            (section.get("class") or "").replace("ho-next-column", "").strip()
            for section in self.sections
        ]
        self.heights: list[float] = []
        """Of the sections, in pixels, as they were laid out last."""

    def split(self, one: Try, width: float) -> None:
        """Mark the section that begins the second column of a page of some pixels."""
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

        second = min(shown[1:], key=taller, default=None)
        for index, section in enumerate(self.sections):
            mark = " ho-next-column" if index == second and not one.large_print else ""
            section.set("class", f"{self.classes[index]}{mark}".strip())

    def measure(self, document: Document) -> None:
        """Take the heights of the sections as they were laid out, for the next try."""
        numbers = {id(section): index for index, section in enumerate(self.sections)}
        found = heights(document, lambda box: numbers.get(id(getattr(box, "element", None))))
        self.heights = [found.get(index, 0.0) for index in range(len(self.sections))]
