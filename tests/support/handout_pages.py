"""The words, links and ids of web pages, read from their HTML alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag

from handouts.preflight.texts import squeeze
from pseudo import pseudo

SOURCES = "handouts-sources"
SCAN_FOR = {
    "Scan for sources and large print:": "Scan for sources:",
    "Scan for large print:": "Scan, or look on the web:",
    "Quellen und Großdruck (Code scannen):": "Quellen (Code scannen):",
    "Großdruck (Code scannen):": "Im Netz (Code scannen):",
}
"""What a page says before its address, and what large print says, which leads to no other."""

if TYPE_CHECKING:
    from projects import Built


def page_text(html: str, left_out: frozenset[str] = frozenset(), sources: bool = True) -> str:
    """Return the text of a page's main part without its web-only parts and what is left out.

    `left_out` are the ids of blocks. A section that loses all its blocks loses its heading too,
    and a source that no other block quotes goes with them. Without `sources` all of them go.
    """
    reader = _PageReader(left_out)
    reader.feed(html)
    kept = list(reader.root.all())
    quoted = {one.text().strip() for one in kept if one.has("class", "source-ref")}
    for element in kept:
        if not sources and (element.has("class", "ho-source-refs") or element.has("id", SOURCES)):
            element.lost = True
        elif element.has("class", "sources"):
            element.number(quoted)
    # No page has a space before such a sign: it comes from the seams of elements.
    return re.sub(r"\s+([,.;:)])", r"\1", reader.root.text())


class _Element:
    def __init__(self, tag: str, attrs: dict[str, str | None]) -> None:
        self.tag, self.attrs = tag, attrs
        self.children: list[_Element | str] = []
        self.lost = False

    def text(self) -> str:
        parts = [one if isinstance(one, str) else one.text() for one in self.children]
        if self.tag == "section" and self.lost_any():
            headings = {"h1", "h2", "h3", "h4", "h5", "h6"}
            body = [
                one if isinstance(one, str) else one.text()
                for one in self.children
                if isinstance(one, str) or one.tag not in headings
            ]
            if not "".join(body).strip():
                return ""
        return "" if self.lost else " ".join(parts)

    def has(self, name: str, word: str) -> bool:
        return word in (self.attrs.get(name) or "").split()

    def number(self, quoted: set[str]) -> None:
        """Write the number of each source that is quoted, which a browser makes up."""
        items = [one for one in self.children if isinstance(one, _Element)]
        for number, item in enumerate(items, 1):
            item.lost = str(number) not in quoted
            item.children.insert(0, str(number))

    def all(self) -> Iterator[_Element]:
        if self.lost:
            return
        yield self
        for child in self.children:
            if isinstance(child, _Element):
                yield from child.all()

    def lost_any(self) -> bool:
        inner = (one for one in self.children if isinstance(one, _Element))
        return self.lost or any(one.lost_any() for one in inner)


class _PageReader(HTMLParser):
    """Reads what stands in the element with `role="main"`."""

    SILENT = frozenset({"svg", "script", "style"})
    VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "wbr"})
    WEB_ONLY = frozenset({"headerlink", "web-only", "colon"})
    """Permalinks, what authors and panels mark, and the colon that Sphinx gives a field's name."""

    def __init__(self, left_out: frozenset[str]) -> None:
        super().__init__()
        self.left_out = left_out
        self.root = _Element("", {})
        self.open: list[_Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag in self.VOID or not (self.open or found.get("role") == "main"):
            return
        element = _Element(tag, found)
        classes = set((found.get("class") or "").split())
        silent = tag in self.SILENT or "hidden" in found or classes & self.WEB_ONLY
        element.lost = found.get("id") in self.left_out
        (self.open[-1] if self.open else self.root).children += [] if silent else [element]
        self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if self.open and tag not in self.VOID:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open:
            self.open[-1].children.append(data)


def assert_same_words(printed: Built, site: Built, edition: str, handout: str, page: str) -> None:
    """Assert that a sheet says what its page says, less what the report says was left out."""
    sheet = printed.sheet(edition, handout)
    left_out = frozenset(sheet["left_out"])
    wanted = page_text(site.html(page), left_out)
    if edition == "large-print":
        for smaller, large in SCAN_FOR.items():
            wanted = wanted.replace(smaller, large).replace(pseudo(smaller), pseudo(large))
    assert squeeze(printed.pdf_text(edition, handout)) == squeeze(wanted)


def ids_of(html: str) -> list[str]:
    """Return all ids of a page."""
    return re.findall(r'\sid="([^"]*)"', html)


def main_links(html: str) -> list[str]:
    """Return where the links of a page's main part lead, but for its permalinks and panels."""
    reader = _PageReader(frozenset())
    reader.feed(html)
    return [element.attrs["href"] or "" for element in reader.root.all() if "href" in element.attrs]


def dead_links(folder: Path, root: str = "/") -> list[str]:
    """Return each link of a site that leads to no file, or to no id in it.

    `root` is the path at which the site is published.
    """
    pages = {path.resolve(): path.read_text("utf-8") for path in folder.rglob("*.html")}
    ids = {path: set(ids_of(html)) for path, html in pages.items()}
    dead = []
    for path, html in pages.items():
        for link in re.findall(r'<a [^>]*href="([^"]*)"', html):
            address, fragment = urldefrag(link)
            start = folder if address.startswith(root) else path.parent
            target = (start / unquote(address).removeprefix(root)).resolve() if address else path
            target = target / "index.html" if target.is_dir() else target
            outside = re.match(r"[a-z]+:", address)
            known = target.exists() and (not fragment or unquote(fragment) in ids.get(target, ()))
            if not outside and not known:
                dead.append(f"{path.relative_to(folder.resolve())}: {link}")
    return dead
