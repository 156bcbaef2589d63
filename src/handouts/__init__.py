"""Print one accessible page for each audience from the pages of a Sphinx project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

__version__ = "0.1.0"


def setup(app: Sphinx) -> dict[str, Any]:
    """Register every part with Sphinx."""
    # Imported here, so that a worker process, which needs none of it, starts quickly.
    from handouts import (
        borders,
        builder,
        catalogues,
        claims,
        complaints,
        compose,
        config,
        embed,
        gallery,
        icon_array,
        letters,
        nesting,
        printing,
        register,
        report_page,
        search,
        settings,
        sharing,
        site,
        sitemap,
        sources,
        twin,
        versions,
    )

    for option in config.OPTIONS:
        app.add_config_value(
            option.name, option.default, "", option.types, description=option.description
        )
    borders.setup_borders(app)
    claims.setup_claims(app)
    sources.setup_sources(app)
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
    app.add_post_transform(twin.TwinTransform)
    app.add_post_transform(twin.LinksTransform)
    # Before the settings, whose labels are words for readers.
    app.connect("config-inited", catalogues.on_config_inited, priority=100)
    app.connect("config-inited", settings.on_config_inited)
    app.connect("env-get-outdated", catalogues.on_env_get_outdated)
    app.connect("config-inited", compose.on_config_inited, priority=900)
    app.connect("env-before-read-docs", letters.on_env_before_read_docs)
    app.connect("source-read", builder.on_source_read)
    app.connect("source-read", nesting.on_source_read, priority=400)
    app.connect("source-read", register.on_source_read)
    app.connect("source-read", complaints.on_source_read, priority=900)
    app.connect("doctree-read", register.on_doctree_read)
    app.connect("env-get-outdated", register.on_env_get_outdated)
    app.connect("env-purge-doc", register.on_env_purge_doc)
    app.connect("env-merge-info", register.on_env_merge_info)
    # Late, when other extensions have had their say on what was read.
    app.connect("env-updated", printing.on_env_updated, priority=900)
    app.connect("doctree-resolved", printing.on_doctree_resolved)
    app.connect("builder-inited", site.on_builder_inited)
    app.connect("html-page-context", site.on_html_page_context)
    app.connect("html-page-context", search.on_html_page_context)
    app.connect("html-page-context", sharing.on_html_page_context)
    app.connect("build-finished", printing.on_build_finished)
    app.connect("build-finished", sitemap.on_build_finished)
    app.connect("build-finished", catalogues.on_build_finished)
    return {
        "version": __version__,
        # Pages read by another version of this code are read again.
        "env_version": int(versions.package_digest()[:12], 16),
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
