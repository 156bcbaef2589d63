"""Print the pages that Sphinx has read: run all stages, publish the sheets and their report."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Print when all pages have been read, and report when they have been written."""
    from handouts.pipeline import events

    app.add_event("handouts-sheet-printed")
    app.add_event("handouts-reported")
    # Sphinx loads its environment after the first event, and reads pages after the second.
    app.connect("config-inited", events.freeze_loaded, priority=999)
    app.connect("builder-inited", events.load_engine_ahead)
    app.connect("env-before-read-docs", events.freeze_loaded)
    app.connect("source-read", events.collect_garbage)
    # When all listeners have merged what is theirs.
    app.connect("env-merge-info", events.free_environment, priority=sys.maxsize)
    # Late, after other extensions have changed what was read.
    app.connect("env-updated", events.on_env_updated, priority=900)
    # When Sphinx has numbered sections and figures, which pages show of one another.
    app.connect("env-get-updated", events.on_env_get_updated, priority=900)
    app.connect("doctree-resolved", events.on_doctree_resolved)
    app.connect("build-finished", events.on_build_finished)
