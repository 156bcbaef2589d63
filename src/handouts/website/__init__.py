"""What the HTML builders add to the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Register directives, transforms and what goes into each page of HTML."""
    from handouts import nodes
    from handouts.claims.citations import depart_source_link, visit_source_link
    from handouts.website import (
        assets,
        banner,
        builders,
        frame,
        handout_page,
        marks,
        mathml,
        metadata,
        policy,
        search,
        sitemap,
        status_pages,
    )

    _add_directives(app)
    app.add_post_transform(handout_page.HandoutPageTransform)
    app.add_post_transform(handout_page.LinksTransform)
    # It leads to the first source; a script opens all of them in place.
    app.add_node(nodes.source_mark, html=(visit_source_link, depart_source_link))
    app.add_node(nodes.sources_fold, html=(marks.visit_sources_fold, marks.depart_sources_fold))
    app.add_post_transform(marks.SourceMarks)
    app.add_post_transform(marks.TermNotes)
    app.connect("config-inited", mathml.on_config_inited)
    app.connect("builder-inited", assets.on_builder_inited)
    # After the pipeline, which makes a report in the builders that publish sheets.
    app.connect("env-updated", builders.on_env_updated, priority=950)
    app.connect("html-page-context", assets.on_html_page_context)
    app.connect("html-page-context", banner.on_html_page_context)
    app.connect("html-page-context", search.on_html_page_context)
    # Before sphinxext.opengraph, which writes what this one says.
    app.connect("html-page-context", metadata.on_html_page_context, priority=400)
    app.add_html_theme(frame.NAME, str(frame.FOLDER))
    values = frame.PageFrame()
    app.connect("write-started", values.on_write_started)
    app.connect("html-page-context", values.on_html_page_context)
    # After the extensions that add a script to the pages that need it.
    app.connect("html-page-context", policy.Policy().on_html_page_context, priority=950)
    app.connect("html-collect-pages", frame.on_html_collect_pages)
    app.connect("html-collect-pages", status_pages.on_html_collect_pages)
    app.connect("build-finished", sitemap.on_build_finished)


def _add_directives(app: Sphinx) -> None:
    """Register the directives, most of which are filled in when the sheets are printed."""
    from handouts import nodes
    from handouts.website import contact, gallery, list_page, report_page

    app.add_directive("handouts-contact", contact.ContactDirective)
    app.connect("config-inited", contact.report_missing)

    for node, name, directive, transform in (
        (nodes.handouts_report, "report", report_page.ReportDirective, report_page.ReportTransform),
        (nodes.handouts_list, "list", list_page.ListDirective, list_page.ListTransform),
        (nodes.handouts_gallery, "gallery", gallery.GalleryDirective, gallery.GalleryTransform),
    ):
        app.add_node(node)
        app.add_directive(f"handouts-{name}", directive)
        app.add_post_transform(transform)
