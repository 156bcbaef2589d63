"""Find what is wrong with the sources, before anything is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Register the audit, which runs when all pages have been read."""
    from handouts.audit import run

    app.connect("env-updated", run.on_env_updated, priority=400)
    app.connect("doctree-resolved", run.on_doctree_resolved)
