"""Write the HTML of a sheet's doctree, one visitor a construct, clean for PDF/UA-1.

What has no visitor is refused, so that nothing falls through to a default that garbles.
"""

from __future__ import annotations

from handouts.writer.blocks import Boxes
from handouts.writer.inline import Phrases
from handouts.writer.lists import Lists
from handouts.writer.tables import Tables


class SheetTranslator(Phrases, Boxes, Lists, Tables):
    """Write the body of a sheet."""
