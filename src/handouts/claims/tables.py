"""Make tables of nodes, and read the options of directives that list their columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from docutils import nodes

Cell = str | nodes.Node | list[nodes.Node]
"""What stands in a cell: words, a part of a line, several, or paragraphs."""


def parts_of(option: str) -> list[str]:
    """Return the parts of a directive's option between its commas.

    >>> parts_of("treated, , control")
    ['treated', 'control']
    """
    return [part.strip() for part in option.split(",") if part.strip()]


def simple_table(
    head: Sequence[Cell], rows: Iterable[Sequence[Cell]], *, stub: bool = True, **attributes: Any
) -> nodes.table:
    """Return a table below a row of heads.

    :param head: each cell of the first row
    :param rows: each cell of each further row
    :param stub: whether the first cell of each row is a head, too
    """
    columns = [nodes.colspec(colwidth=1) for _ in head]
    if stub:
        columns[0]["stub"] = 1
    group = nodes.tgroup("", *columns, cols=len(head))
    head_row, *body_rows = (nodes.row("", *map(_entry, cells)) for cells in (head, *rows))
    group += [nodes.thead("", head_row), nodes.tbody("", *body_rows)]
    return nodes.table("", group, **attributes)


def _entry(cell: Cell) -> nodes.entry:
    """Return a cell; what stands in a line needs a paragraph round it."""
    part = nodes.Text(cell) if isinstance(cell, str) else cell
    parts = [part] if isinstance(part, nodes.Node) else part
    if parts and isinstance(parts[0], nodes.paragraph):
        return nodes.entry("", *parts)
    return nodes.entry("", nodes.paragraph("", "", *parts))
