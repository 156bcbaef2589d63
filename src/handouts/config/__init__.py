"""Read and check what `conf.py` says, and keep it as frozen values."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Register the options, and read them when Sphinx has read `conf.py`."""
    from handouts.config import catalogues, settings, translatable
    from handouts.config.structures import keys_of

    for name, one in keys_of(settings.HandoutsConfig).items():
        default, types, words = (one.metadata[key] for key in ("default", "types", "description"))
        app.add_config_value(name, default, "", types, description=words)
    # Catalogues come before the settings, whose labels are words for readers.
    app.connect("config-inited", catalogues.on_config_inited, priority=100)
    app.connect("config-inited", settings.on_config_inited)
    app.connect("env-get-outdated", catalogues.on_env_get_outdated)
    app.connect("build-finished", translatable.on_build_finished)
