"""Count lines within fences of colons as an editor does."""

from __future__ import annotations

from typing import Any

from myst_parser.mdit_to_docutils.base import DocutilsRenderer

_render_as_myst = DocutilsRenderer.render_colon_fence


def count_lines_as_editors_do() -> None:
    """Have MyST count no line that is not there.

    Where a fence of colons begins with another, MyST puts an empty line between them, and all
    that stands in the inner one is reported a line too late, in the next one two.
    """
    DocutilsRenderer.render_colon_fence = _render_colon_fence  # type: ignore[method-assign,assignment]


def _render_colon_fence(renderer: DocutilsRenderer, token: Any) -> None:
    name, _, arguments = token.info.strip().partition(" ")
    # The line is there to tell such a fence from options, which MyST does without it since 5.2.
    if name.startswith("{") and name.endswith("}") and token.content.startswith(":::"):
        renderer.render_directive(token, name[1:-1], arguments.strip())
    else:
        _render_as_myst(renderer, token)
