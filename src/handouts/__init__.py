"""Print one accessible page for each audience from the pages of a Sphinx project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

__version__ = "0.1.0"


def setup(app: Sphinx) -> dict[str, Any]:
    """Register every part with Sphinx."""
    # Imported here, so that a worker process, which needs none of it, starts quickly.
    from handouts import builder
    from handouts.claims import check, citations, icon_array
    from handouts.collect import collector, encoding, log_capture, nesting, sandbox
    from handouts.compose import composer, embed
    from handouts.config import catalogues, model, read
    from handouts.pipeline import run
    from handouts.website import (
        assets,
        gallery,
        handout_page,
        metadata,
        report_page,
        search,
        sitemap,
    )
    from handouts.workers import versions

    for option in model.OPTIONS:
        app.add_config_value(
            option.name, option.default, "", option.types, description=option.description
        )
    sandbox.setup_borders(app)
    check.setup_claims(app)
    citations.setup_sources(app)
    icon_array.setup_icon_array(app)
    app.add_builder(builder.HandoutsBuilder)
    app.add_node(embed.embed)
    app.add_directive("embed", embed.EmbedDirective)
    app.add_node(report_page.handouts_report)
    app.add_directive("handouts-report", report_page.ReportDirective)
    app.add_node(gallery.handouts_gallery)
    app.add_directive("handouts-gallery", gallery.GalleryDirective)
    app.add_post_transform(report_page.ReportTransform)
    app.add_post_transform(gallery.GalleryTransform)
    app.add_post_transform(handout_page.TwinTransform)
    app.add_post_transform(handout_page.LinksTransform)
    # Before the settings, whose labels are words for readers.
    app.connect("config-inited", catalogues.on_config_inited, priority=100)
    app.connect("config-inited", read.on_config_inited)
    app.connect("env-get-outdated", catalogues.on_env_get_outdated)
    app.connect("config-inited", composer.on_config_inited, priority=900)
    app.connect("env-before-read-docs", encoding.on_env_before_read_docs)
    app.connect("source-read", builder.on_source_read)
    app.connect("source-read", nesting.on_source_read, priority=400)
    app.connect("source-read", collector.on_source_read)
    app.connect("source-read", log_capture.on_source_read, priority=900)
    app.connect("doctree-read", collector.on_doctree_read)
    app.connect("env-get-outdated", collector.on_env_get_outdated)
    app.connect("env-purge-doc", collector.on_env_purge_doc)
    app.connect("env-merge-info", collector.on_env_merge_info)
    # Late, when other extensions have had their say on what was read.
    app.connect("env-updated", run.on_env_updated, priority=900)
    app.connect("doctree-resolved", run.on_doctree_resolved)
    app.connect("builder-inited", assets.on_builder_inited)
    app.connect("html-page-context", assets.on_html_page_context)
    app.connect("html-page-context", search.on_html_page_context)
    app.connect("html-page-context", metadata.on_html_page_context)
    app.connect("build-finished", run.on_build_finished)
    app.connect("build-finished", sitemap.on_build_finished)
    app.connect("build-finished", catalogues.on_build_finished)
    return {
        "version": __version__,
        # Pages read by another version of this code are read again.
        "env_version": int(versions.package_digest()[:12], 16),
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
