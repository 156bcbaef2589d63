"""Other forms of a sheet, for what has no room in its usual one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

COMPACT = "ho-compact"
"""Class of a sheet whose long words get hyphens, and whose inner grids are stacked."""
STACKED = "ho-compact ho-stacked"
"""Classes of one in which also tables of blocks are stacked, and long boxes go on overleaf."""
GRID = re.compile(r'"ho-grid[ "]')
TAG = re.compile(r"<(/?)(\w++)([^<>]*+)>")
PARTS = {"table", "caption", "thead", "tbody", "tr", "th", "td"}
CELLS = {"th", "td"}
BLOCKS = {"p", "div", "ul", "ol", "dl", "table", "figure", "pre", "blockquote", "section", "hr"}
OF_TABLES_ONLY = re.compile(r' (?:class|scope|colspan|rowspan)="[^"]*+"')
CLASS = re.compile(r' class="([^"]*)"')


@dataclass(frozen=True)
class Form:
    """The HTML of a sheet, and the classes of its body that choose its style."""

    html: str
    classes: str


def other_forms(html: str, *, clipped: bool, pages: int) -> Iterator[Form]:
    """Yield the forms in which a sheet may fit, the one that changes less first.

    :param clipped: whether something sticks out of the page; else the sheet is too long.
    :param pages: how many pages it may have.
    """
    grids = len(GRID.findall(html))
    if clipped or grids > 1 or (grids and "<table" in html):
        yield Form(html, COMPACT)
    below = stacked(html, every=clipped)
    may_be_parted = pages > 1 and re.search(r"<table|ho-box|ho-grid", html)
    if clipped or below != html or "<img" in html or may_be_parted:
        yield Form(below, STACKED)


def stacked(html: str, *, every: bool = False) -> str:
    """Return a sheet's HTML with tables that only arrange blocks as boxes below one another.

    A table that has a head stays one: without its columns, nobody could tell what a cell is about.

    :param every: whether tables of single lines are set so too, if they have no head.

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


def _attributes(name: str, attributes: str) -> str:
    """Return the attributes of a part of a table, with its name as a class."""
    names = [one for found in CLASS.findall(attributes) for one in found.split()]
    return f' class="{" ".join([f"ho-{name}", *names])}"{OF_TABLES_ONLY.sub("", attributes)}'


def _tables_without_head(html: str, *, every: bool) -> set[int]:
    """Return the numbers of the tables that have no head: `every` one, or those of blocks."""
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
    """Yield each tag, and the number of the table that it is a part of; -1 outside all."""
    inside = [-1]
    count = 0
    for tag in TAG.finditer(html):
        if tag[2] == "table" and not tag[1]:
            inside.append(count)
            count += 1
        yield tag, inside[-1]
        if tag[2] == "table" and tag[1]:
            inside.pop()
