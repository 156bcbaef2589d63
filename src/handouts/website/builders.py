"""Keep the pages of handouts current in every builder, such as `epub` or `text`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handouts.audit.handouts import audit_of
from handouts.compose.embed import embedding_pages
from handouts.pipeline.report import report_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def on_env_updated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages that show blocks of other pages, to be written again.

    A builder writes a page again when its source has changed, and does not know which blocks it
    embeds. With a report, the pipeline returns the changed pages; without one, all are written.
    """
    if report_of(app.config) is not None or app.builder.name == "handouts":
        return []
    return sorted({*embedding_pages(env), *audit_of(app.config).handouts})
