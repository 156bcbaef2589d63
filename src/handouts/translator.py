"""Write the HTML of a sheet's doctree, one visitor a construct, clean for PDF/UA-1.

What has no visitor is refused, so that nothing falls through to a default that garbles.
"""

from __future__ import annotations

from handouts.boxes import Boxes
from handouts.lists import Lists
from handouts.phrases import Phrases
from handouts.tables import Tables


class SheetTranslator(Phrases, Boxes, Lists, Tables):
    """Write the body of a sheet."""
