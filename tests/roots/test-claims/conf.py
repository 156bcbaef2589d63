from __future__ import annotations

from typing import TYPE_CHECKING

from handouts import claims

if TYPE_CHECKING:
    from sphinx.application import Sphinx

extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "attrs_block", "attrs_inline"]
language = "en_GB"


def setup(app: Sphinx) -> None:
    claims.setup(app)
