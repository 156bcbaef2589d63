"""Write tables, with the scope of each header cell."""

from __future__ import annotations

from collections.abc import Sequence

from docutils import nodes

from handouts.writer.base import BaseTranslator


class TableMixin(BaseTranslator):
    """Visitors of tables."""

    def visit_tgroup(self, node: nodes.Element) -> None:
        """Give the columns the widths that the author asked for."""
        columns = [child for child in node.children if isinstance(child, nodes.colspec)]
        node["handouts_stubs"] = [bool(column.get("stub")) for column in columns]
        if "colwidths-given" in node.parent["classes"]:
            total = sum(column["colwidth"] for column in columns)
            for column in columns:
                self.body.append(f'<col style="width:{column["colwidth"] * 100 / total:.4g}%">')

    def visit_thead(self, node: nodes.Element) -> None:
        """Open the head; PDF/UA allows none without a body, so a lone one is the body."""
        self.context.append("tbody" if _is_lone(node) else "thead")
        self.open(node, self.context[-1])

    def depart_thead(self, node: nodes.Element) -> None:
        self.body.append(f"</{self.context.pop()}>")

    def visit_colspec(self, node: nodes.Element) -> None:
        """Write nothing: columns are written with their group."""
        raise nodes.SkipNode

    def visit_entry(self, node: nodes.Element) -> None:
        """Open a cell; a header cell with its scope."""
        scope = _scope_of(node)
        self.context.append("th" if scope else "td")
        self.open(
            node,
            self.context[-1],
            scope=scope,
            colspan=node["morecols"] + 1 if node.get("morecols") else None,
            rowspan=node["morerows"] + 1 if node.get("morerows") else None,
        )

    depart_entry = depart_thead


def _is_lone(head: nodes.Element) -> bool:
    rows = next(iter(head.parent.findall(nodes.tbody)), None)
    return rows is None or not rows.children


def _column_of(entry: nodes.Element) -> int:
    before = entry.parent.children[: entry.parent.index(entry)]
    return sum(1 + cell.get("morecols", 0) for cell in before if isinstance(cell, nodes.entry))


def _scope_of(entry: nodes.Element) -> str | None:
    """Return whether a cell is the header of a column, of a row, or of nothing."""
    row = entry.parent
    if isinstance(row.parent, nodes.thead) and not _is_lone(row.parent):
        # An empty header cell, as in a table's corner, breaks PDF/UA.
        return "col" if entry.astext().strip() else None
    stubs: Sequence[bool] = row.parent.parent.get("handouts_stubs", [])
    column = _column_of(entry)
    return "row" if column < len(stubs) and stubs[column] else None
