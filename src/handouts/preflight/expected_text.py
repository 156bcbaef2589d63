"""The words of a sheet's HTML, in order: what its PDF must say, no more and no less."""

from __future__ import annotations

import re
from html.parser import HTMLParser

VOID = {"br", "col", "hr", "img", "meta", "link", "wbr"}
SILENT = {"head", "svg", "style", "script", "template"}
"""Elements whose text is not on the page; an SVG's title is read as its alternative text."""
IGNORED = re.compile(r"[\s\u00ad\u2010\u200b\u2060\ufeff]+")
"""White space, what only says where a line may break, and the hyphen that shows it broke there."""
LIGATURES = {
    0xFB00 + index: letters for index, letters in enumerate(("ff", "fi", "fl", "ffi", "ffl"))
}
"""Characters that the reader of the PDF takes apart."""


def squeeze(text: str) -> str:
    """Return `text` without what a change of lines can change."""
    return IGNORED.sub("", text.translate(LIGATURES))


def text_of_html(html: str, kept: int | None = None) -> str:
    """Return the text of `html`, with the first `kept` of the blocks marked `data-if-room`."""
    reader = _TextParser(kept)
    reader.feed(html)
    reader.close()
    return "".join(reader.parts)


def pictures_in_html(html: str, kept: int | None = None) -> int:
    """Return how many pictures `html` has, with the first `kept` of the optional blocks."""
    reader = _TextParser(kept)
    reader.feed(html)
    reader.close()
    return reader.pictures


class _TextParser(HTMLParser):
    def __init__(self, kept: int | None) -> None:
        super().__init__(convert_charrefs=True)
        self.kept = kept
        self.parts: list[str] = []
        self.pictures = 0
        self.lists: list[tuple[int, str]] = []
        """For each open list whose numbers the theme writes into the text: next one and mark."""
        self.after_row = False
        """Whether the tag before this one opened a row of an icon array."""
        self.left_out = 0
        """How many elements deep inside one that is left out."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # The dots of an icon array say what the text below them says.
        repeats = tag == "svg" and self.after_row
        self.pictures += tag in {"img", "svg"} and not self.left_out and not repeats
        self.after_row = "ho-row" in (dict(attrs).get("class") or "").split()
        if tag in VOID:
            self.parts.append("" if self.left_out else " ")
            return
        number = dict(attrs).get("data-if-room")
        without = number is not None and self.kept is not None and int(number) >= self.kept
        if self.left_out or tag in SILENT or without:
            self.left_out += 1
        else:
            self.parts.append(" ")
            self._number(tag, dict(attrs))

    def _number(self, tag: str, attrs: dict[str, str | None]) -> None:
        if tag in {"ol", "ul"}:
            names = (attrs.get("class") or "").split() if tag == "ol" else []
            mark = " " if "ho-sources" in names else ". " if "ho-loose" in names else ""
            self.lists.append((int(attrs.get("start") or 1), mark))
        elif tag == "li" and self.lists and self.lists[-1][1]:
            number, mark = self.lists[-1]
            self.parts.append(attrs.get("data-label") or f"{number}{mark}")
            self.lists[-1] = number + 1, mark

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if self.left_out:
            self.left_out -= 1
        else:
            self.parts.append(" ")
            if tag in {"ol", "ul"} and self.lists:
                self.lists.pop()

    def handle_data(self, data: str) -> None:
        if not self.left_out:
            self.parts.append(data)
