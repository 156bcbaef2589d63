"""The translator of a sheet: all visitors in one class."""

from __future__ import annotations

from handouts.writer.blocks import BlockMixin
from handouts.writer.inline import InlineMixin
from handouts.writer.lists import ListMixin
from handouts.writer.tables import TableMixin


class SheetTranslator(InlineMixin, BlockMixin, ListMixin, TableMixin):
    """Write the body of a sheet."""
