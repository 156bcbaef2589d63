"""Make tables of nodes, and read the options of directives that list their columns."""

from __future__ import annotations

from typing import Any

from docutils import nodes

Cell = list[nodes.Node]
"""What stands in a cell: parts of a line, or paragraphs."""


def parts_of(option: str) -> list[str]:
    """Return the parts of a directive's option between its commas.

    >>> parts_of("treated, , control")
    ['treated', 'control']
    """
    return [part.strip() for part in option.split(",") if part.strip()]


def simple_table(
    head: list[Cell], rows: list[list[Cell]], *, stub: bool = True, **attributes: Any
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
    if cell and isinstance(cell[0], nodes.paragraph):
        return nodes.entry("", *cell)
    return nodes.entry("", nodes.paragraph("", "", *cell))


def text(*parts: str) -> Cell:
    """Return a cell of plain text."""
    return [nodes.Text("".join(parts))]


def message(words: str, source: str = "") -> Cell:
    """Return a cell whose words the catalogue of its page can translate.

    :param source: the message, where it differs from the words shown
    """
    return [nodes.paragraph(source or words, words)]
