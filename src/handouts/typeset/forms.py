"""Make other forms of a sheet, for what has no room in the usual one."""

from __future__ import annotations

import re
from collections.abc import Iterator

COMPACT = "ho-compact"
"""Class of a sheet with hyphens in long words, and with stacked inner grids."""
STACKED = "ho-compact ho-stacked"
"""Classes of a sheet with stacked tables of blocks; its boxes may continue on the next page."""
NARROW = "ho-compact ho-stacked ho-narrow"
"""Classes of a sheet with all grids stacked, or with its wide sections in columns."""
GRID = re.compile(r'"ho-grid[ "]')
SECTION = re.compile(r"<(/?)section\b([^<>]*+)>")
WIDE = ' class="wide"'
TAG = re.compile(r"<(/?)(\w++)([^<>]*+)>")
PARTS = {"table", "caption", "thead", "tbody", "tr", "th", "td"}
CELLS = {"th", "td"}
BLOCKS = {"p", "div", "ul", "ol", "dl", "table", "figure", "pre", "blockquote", "section", "hr"}
OF_TABLES_ONLY = re.compile(r' (?:class|scope|colspan|rowspan)="[^"]*+"')
CLASS = re.compile(r' class="([^"]*)"')


def other_forms(html: str, *, clipped: bool, pages: int) -> Iterator[tuple[str, str]]:
    """Yield HTML and classes of the body with which a sheet may fit, the least change first.

    :param clipped: whether something sticks out of the page; else the sheet is too long
    :param pages: how many pages it may have
    """
    grids = len(GRID.findall(html))
    if clipped or grids > 1 or (grids and "<table" in html):
        yield html, COMPACT
    below = stacked(html, every=clipped)
    may_be_parted = pages > 1 and re.search(r"<table|ho-box|ho-grid", html)
    boxes = html.count('"ho-box')
    if clipped or below != html or "<img" in html or may_be_parted or boxes > 2:
        yield below, STACKED
    if grids or (clipped and "<table" in html):
        yield stacked(html, every=True), NARROW
    if pages == 1 and "columns-2" in html and WIDE in html:
        yield in_columns(below), NARROW


def stacked(html: str, *, every: bool = False) -> str:
    """Return a sheet's HTML with boxes below one another in place of tables of blocks.

    A table with a head stays a table: without columns its cells would have no meaning.

    :param every: whether tables of single lines are replaced too

    >>> stacked("<table><tbody><tr><th>1</th><td><p>2</p></td></tr></tbody></table>")
    '<div class="ho-table"><div class="ho-tbody"><div class="ho-tr"><div class="ho-th">1</div>\
<div class="ho-td"><p>2</p></div></div></div></div>'
    """
    tables = _tables_without_head(html, every=every)
    found, done = [], 0
    for tag, number in _tags(html):
        end, name, attributes = tag.groups()
        if number in tables and name in PARTS:
            box = "</div>" if end else f"<div{_attributes(name, attributes)}>"
            found += [html[done : tag.start()], box]
            done = tag.end()
    return "".join([*found, html[done:]])


def in_columns(html: str) -> str:
    """Return a sheet's HTML with each section that takes the whole width in two columns.

    >>> in_columns('<section class="wide"><section></section></section>')
    '<div class="ho-columns"><section><section></section></section></div>'
    """
    found, done, inside, wide = [], 0, 0, False
    for tag in SECTION.finditer(html):
        end, attributes = tag.groups()
        inside += -1 if end else 1
        if not end and inside == 1 and (wide := WIDE in attributes):
            begin = f'<div class="ho-columns"><section{attributes.replace(WIDE, "")}>'
            found += [html[done : tag.start()], begin]
            done = tag.end()
        elif end and not inside and wide:
            found += [html[done : tag.end()], "</div>"]
            done = tag.end()
    return "".join([*found, html[done:]])


def _attributes(name: str, attributes: str) -> str:
    """Return the attributes of a table's part, with its name as a class."""
    names = [one for found in CLASS.findall(attributes) for one in found.split()]
    return f' class="{" ".join([f"ho-{name}", *names])}"{OF_TABLES_ONLY.sub("", attributes)}'


def _tables_without_head(html: str, *, every: bool) -> set[int]:
    """Return the numbers of tables without a head: of `every` one, or of those of blocks."""
    heads: set[int] = set()
    chosen: set[int] = set()
    cell = None
    for tag, number in _tags(html):
        end, name, _ = tag.groups()
        if cell is not None and (every or (not end and name in BLOCKS)):
            chosen.add(cell)
        if name == "thead":
            heads.add(number)
        cell = number if name in CELLS and not end else None
    return chosen - heads


def _tags(html: str) -> Iterator[tuple[re.Match[str], int]]:
    """Yield each tag, and the number of its table; -1 outside all."""
    inside, count = [-1], 0
    for tag in TAG.finditer(html):
        if tag[2] == "table" and not tag[1]:
            inside.append(count)
            count += 1
        yield tag, inside[-1]
        if tag[2] == "table" and tag[1]:
            inside.pop()
