"""Collect what each page says that concerns handouts, while Sphinx reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Register the collector, and what restricts the pages."""
    from handouts.collect import encoding, page_catalogues, sandbox
    from handouts.collect.collector import PageCollector

    sandbox.setup(app)
    app.connect("env-before-read-docs", encoding.on_env_before_read_docs)
    app.connect("env-before-read-docs", page_catalogues.on_env_before_read_docs)
    app.add_env_collector(PageCollector)
