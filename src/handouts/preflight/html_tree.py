"""Read HTML as a tree: what is written in full as a browser would, only in a fifth of the time."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any
from xml.etree.ElementTree import TreeBuilder

import tinyhtml5

VOID = {"br", "col", "hr", "img", "meta", "link", "wbr"}
SVG = "{http://www.w3.org/2000/svg}"
END_PARAGRAPH = {
    *("address", "article", "aside", "blockquote", "div", "dl", "fieldset", "figcaption", "figure"),
    *("footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "main", "nav", "ol"),
    *("p", "pre", "section", "table", "ul"),
}
"""Elements that end an open paragraph, whose own end tag may then be left out."""
ROW_GROUPS = {"thead", "tbody", "tfoot"}
PARENTS = {
    "head": {"html"},
    "body": {"html"},
    "td": {"tr"},
    "th": {"tr"},
    "tr": ROW_GROUPS,
    **{group: {"table"} for group in ROW_GROUPS},
    "li": {"ul", "ol"},
    "dt": {"dl"},
    "dd": {"dl"},
}
"""Where elements stand; a browser adds the element that lacks around others."""

OF_PARTS = {"table", "tr", *ROW_GROUPS}
"""Elements that hold parts of a table only."""


def tree_of_html(html: str) -> Any:
    """Return the root element of a sheet's HTML; elements of pictures have a name space."""
    reader = _TreeReader()
    reader.feed(html)
    reader.close()
    if reader.is_whole and not reader.open and reader.parts == ["html", "head", "body"]:
        return reader.builder.close()
    return tinyhtml5.parse(html, namespace_html_elements=False)


class _TreeReader(HTMLParser):
    """Builds the tree of HTML that leaves out no tag."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.builder = TreeBuilder()
        self.open: list[str] = []
        self.parts: list[str] = []
        """The parts of the document that have begun."""
        self.is_whole = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        self.is_whole &= self._may_begin(tag)
        if not self.is_whole:
            return
        name = f"{SVG}{tag}" if tag == "svg" or "svg" in self.open else tag
        if tag in {"html", "head", "body"}:
            self.parts.append(tag)
        self.builder.start(name, {key: value or "" for key, value in attrs})
        if tag in VOID:
            self.builder.end(name)
        else:
            self.open.append(tag)

    def _may_begin(self, tag: str) -> bool:
        """Return whether an element stands here without a tag that is left out."""
        parent = self.open[-1] if self.open else ""
        if tag in END_PARAGRAPH and "p" in self.open:
            return False
        if parent in OF_PARTS:
            return tag in {"caption", "colgroup"} or parent in PARENTS.get(tag, ())
        if not parent:
            return tag == "html" and not self.parts
        return parent in PARENTS.get(tag, {parent})

    def handle_endtag(self, tag: str) -> None:
        """End an element."""
        if tag in VOID:
            return
        if self.open[-1:] == [tag]:
            self.builder.end(self.open.pop())
        else:
            self.is_whole = False

    def handle_data(self, data: str) -> None:
        """Add text."""
        if self.open:
            self.builder.data(data)
        if not self.open or self.open[-1] in OF_PARTS:
            self.is_whole &= not data.strip()
