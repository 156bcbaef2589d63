"""Compose a handout for one audience: a doctree in, a doctree out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Register the directives `embed` and `image`, and the event of composing."""
    from handouts import nodes
    from handouts.compose import directives, resolve

    app.add_event("handouts-composed")
    app.add_node(nodes.embed)
    app.add_directive("embed", directives.EmbedDirective)
    app.add_directive("image", directives.ImageDirective, override=True)
    app.connect("config-inited", resolve.on_config_inited, priority=900)
