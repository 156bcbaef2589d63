from __future__ import annotations

from typing import TYPE_CHECKING

from handouts.claims.citations import setup_sources
from handouts.claims.icon_array import setup_icon_array
from handouts.claims.role import setup_claims

if TYPE_CHECKING:
    from sphinx.application import Sphinx

extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "attrs_block", "attrs_inline"]
language = "en_GB"


def setup(app: Sphinx) -> None:
    setup_claims(app)
    setup_sources(app)
    setup_icon_array(app)
