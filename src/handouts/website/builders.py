"""Keep handouts' pages current in every builder, such as `epub` or `text`."""

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

    A builder writes a page again when the page's own source has changed; it does not know the
    pages whose blocks are embedded. Where a report was made, the pipeline has named those that
    changed; in any other build they are all written, which is right and costs little.
    """
    if report_of(app.config) is not None or app.builder.name == "handouts":
        return []
    return sorted({*embedding_pages(env), *audit_of(app.config).handouts})
