"""Which versions of each handout were released, withdrawn and approved."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Register the setting, and read the register before each build reads its pages."""
    from handouts.releases import setting
    from handouts.releases.register_file import DEFAULT

    app.add_config_value(
        "handouts_releases",
        DEFAULT,
        "",
        (str,),
        description="TOML file of what was released, withdrawn and approved, relative to the "
        "source folder. `handouts release` writes it; without it no sheet names a version.",
    )
    app.connect("env-before-read-docs", setting.on_env_before_read_docs)
