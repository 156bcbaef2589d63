"""What each page says that concerns handouts, collected while Sphinx reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Register what looks at pages while they are read, and what they may not take in."""
    from handouts import builder
    from handouts.collect import collector, encoding, log_capture, nesting, sandbox

    sandbox.setup_borders(app)
    app.connect("env-before-read-docs", encoding.on_env_before_read_docs)
    app.connect("source-read", builder.on_source_read)
    app.connect("source-read", nesting.on_source_read, priority=400)
    app.connect("source-read", collector.on_source_read)
    app.connect("source-read", log_capture.on_source_read, priority=900)
    app.connect("doctree-read", collector.on_doctree_read)
    app.connect("env-get-outdated", collector.on_env_get_outdated)
    app.connect("env-purge-doc", collector.on_env_purge_doc)
    app.connect("env-merge-info", collector.on_env_merge_info)
