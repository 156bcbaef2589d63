"""Write the HTML of a sheet's doctree, one visitor a construct, clean for PDF/UA-1.

What has no visitor is refused, so that nothing falls through to a default that garbles.
"""

from __future__ import annotations

from handouts.writer.blocks import BlockMixin
from handouts.writer.inline import InlineMixin
from handouts.writer.lists import ListMixin
from handouts.writer.tables import TableMixin


class SheetTranslator(InlineMixin, BlockMixin, ListMixin, TableMixin):
    """Write the body of a sheet."""
