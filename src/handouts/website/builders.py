"""Keep handouts' pages current in every builder; compare a site with the sheets' addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.util import logging

from handouts.audit.handouts import audit_of
from handouts.compose.embed import embedding_pages
from handouts.config.read import settings_of
from handouts.config.site import BUILDERS
from handouts.pipeline.report import report_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)


def on_env_updated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages that show blocks of other pages, to be written again.

    A builder writes a page again when the page's own source has changed; it does not know the
    pages whose blocks are embedded. Where a report was made, the pipeline has named those that
    changed; in any other build they are all written, which is right and costs little.
    """
    if report_of(app.config) is not None or app.builder.name == "handouts":
        return []
    return sorted({*embedding_pages(env), *audit_of(app.config).handouts})


def on_builder_inited(app: Sphinx) -> None:
    """Report that addresses on paper are not those of the site that is being built."""
    config, name = settings_of(app.config), app.builder.name
    if config.base_url and name in BUILDERS and name != config.site_builder:
        logger.warning(
            "the sheets name addresses of a site made by '%s', and this is '%s': set "
            "handouts_site_builder in conf.py to the builder of the public site",
            config.site_builder,
            name,
            type="handouts",
            subtype="site-builder",
        )
