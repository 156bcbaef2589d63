"""What the HTML builders add to the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Register directives, transforms and what goes into each page of HTML."""
    from handouts import nodes
    from handouts.website import (
        assets,
        banner,
        builders,
        gallery,
        handout_page,
        metadata,
        report_page,
        search,
        sitemap,
    )

    app.add_node(nodes.handouts_report)
    app.add_directive("handouts-report", report_page.ReportDirective)
    app.add_node(nodes.handouts_gallery)
    app.add_directive("handouts-gallery", gallery.GalleryDirective)
    app.add_post_transform(report_page.ReportTransform)
    app.add_post_transform(gallery.GalleryTransform)
    app.add_post_transform(handout_page.HandoutPageTransform)
    app.add_post_transform(handout_page.LinksTransform)
    app.connect("builder-inited", assets.on_builder_inited)
    app.connect("builder-inited", builders.on_builder_inited)
    # After the pipeline, which makes a report in the builders that publish sheets.
    app.connect("env-updated", builders.on_env_updated, priority=950)
    app.connect("html-page-context", banner.on_html_page_context)
    app.connect("html-page-context", search.on_html_page_context)
    app.connect("html-page-context", metadata.on_html_page_context)
    app.connect("build-finished", sitemap.on_build_finished)
