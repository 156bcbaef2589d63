"""Print one accessible page for each audience from the pages of a Sphinx project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

__version__ = "0.1.0"


def setup(app: Sphinx) -> dict[str, Any]:
    """Register every package with Sphinx, in the order of the flow."""
    # Before anything is imported that an older Sphinx does not have.
    app.require_sphinx("9.0")

    # Imported here, so that a worker process, which needs none of it, starts quickly.
    from handouts import claims, collect, compose, config, pipeline, website
    from handouts.builder import HandoutsBuilder
    from handouts.workers.versions import package_digest

    app.add_builder(HandoutsBuilder)
    for package in (config, collect, claims, compose, pipeline, website):
        package.setup(app)
    return {
        "version": __version__,
        # Pages read by another version of this code are read again.
        "env_version": int(package_digest()[:12], 16),
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
