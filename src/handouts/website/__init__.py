"""Add handouts to the site that an HTML builder makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Register directives, transforms and what goes into each page of HTML."""
    from handouts.website import (
        assets,
        contact,
        contents,
        embedded_blocks,
        metadata,
        notices,
        status_pages,
    )

    _add_directives_and_transforms(app)
    _add_theme(app)
    app.connect("config-inited", contact.report_missing)
    app.connect("builder-inited", assets.on_builder_inited)
    app.connect("env-updated", contents.on_env_updated, priority=450)  # After the audit.
    # After the pipeline, which makes a report in the builders that publish sheets.
    app.connect("env-updated", embedded_blocks.on_env_updated, priority=950)
    app.connect("html-page-context", notices.on_html_page_context)
    # After the notices, which need a style of their own.
    app.connect("html-page-context", assets.on_html_page_context)
    app.connect("html-page-context", assets.add_lay_words)
    # Before sphinxext.opengraph, which writes what this one says.
    app.connect("html-page-context", metadata.on_html_page_context, priority=400)
    app.connect("html-collect-pages", status_pages.on_html_collect_pages)


def _add_theme(app: Sphinx) -> None:
    from handouts.website import assets, frame, mathml, search_index, sitemap

    values = frame.PageFrame()
    app.add_html_theme(frame.THEME_NAME, str(frame.THEME_FOLDER))
    app.connect("config-inited", mathml.on_config_inited)
    app.connect("builder-inited", search_index.on_builder_inited)
    app.connect("write-started", values.on_write_started)
    app.connect("html-page-context", values.on_html_page_context)
    # After the extensions that add a script to the pages that need it.
    app.connect("html-page-context", assets.leave_out_forbidden, priority=950)
    app.connect("html-collect-pages", frame.on_html_collect_pages)
    app.connect("build-finished", assets.on_build_finished)
    app.connect("build-finished", sitemap.on_build_finished)


def _add_directives_and_transforms(app: Sphinx) -> None:
    from handouts import nodes
    from handouts.claims.sources.citations import visit_source_link
    from handouts.website import contact, embedded_blocks, from_report, handout_page, marks

    app.add_directive("handouts-contact", contact.ContactDirective)
    for name, directive in from_report.DIRECTIVES.items():
        app.add_directive(name, directive)
    app.add_node(nodes.from_report)
    # It leads to the first source; a script opens all of them in place.
    app.add_node(nodes.source_mark, html=(visit_source_link, nodes.writing("</a>")))
    app.add_node(nodes.sources_fold, html=(marks.visit_sources_fold, nodes.writing("</details>\n")))
    for transform in (
        from_report.FromReportTransform,
        handout_page.HandoutPageTransform,
        embedded_blocks.LinksTransform,
        marks.SourceMarks,
        marks.TermNotes,
    ):
        app.add_post_transform(transform)
