"""The ledger of claims, its sources, and what pages may say of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

DESCRIPTIONS = {
    "ledger": "Ledger of claims, relative to the source folder; used when it is there.",
    "bibliography": "BibTeX file of the claims' sources, relative to the source folder.",
    "services": "Numbers to ring and other services, relative to the source folder.",
}
"""What each setting of a data file is for."""


def setup(app: Sphinx) -> None:
    """Register settings, roles, directives, nodes and transforms."""
    from handouts import files
    from handouts.claims import certainty, data_files, kept

    for name, words in DESCRIPTIONS.items():
        default, setting = files.DATA_FILES[name], f"handouts_{name}"
        app.add_config_value(setting, default, "env", frozenset({str}), description=words)
    app.add_config_value(
        "handouts_certainty_verbs",
        {},
        "",
        frozenset({dict}),
        description="More words that carry a certainty, lists by grade: "
        f"{', '.join(certainty.LEVELS)}.",
    )
    app.connect("env-get-outdated", data_files.on_env_get_outdated)
    kept.setup_kept(app)
    _add_markup(app)
    _add_nodes(app)


def _add_markup(app: Sphinx) -> None:
    from handouts.claims import (
        certainty_role,
        citations,
        evidence_table,
        icon_array,
        readings,
        role,
        service_role,
    )

    app.add_role("claim", role.ClaimRole())
    app.add_role("certainty", certainty_role.CertaintyRole())
    app.add_role("service", service_role.ServiceRole())
    app.add_directive("sources", citations.SourcesDirective)
    app.add_directive("sources-read", readings.SourcesReadDirective)
    app.add_directive("icon-array", icon_array.IconArrayDirective)
    app.add_directive("evidence-table", evidence_table.EvidenceTableDirective)
    app.add_directive("summary-of-findings", evidence_table.SummaryDirective)
    app.add_directive("service-table", service_role.ServiceTableDirective)
    app.add_post_transform(service_role.MarkEditions)
    app.add_post_transform(citations.NumberSources)
    app.add_post_transform(icon_array.DrawIconArrays)


def _add_nodes(app: Sphinx) -> None:
    from handouts import nodes
    from handouts.claims import citations, evidence_table, icon_array, service_role

    icons, sources = icon_array, citations
    for node, visit, depart in (
        (nodes.claim, nodes.pass_by, nodes.pass_by),
        (nodes.service, service_role.visit_service, service_role.depart_service),
        (nodes.source_list, nodes.pass_by, nodes.pass_by),
        (nodes.source_refs, sources.visit_source_refs, sources.depart_source_refs),
        (nodes.source_ref, sources.visit_source_link, sources.depart_source_link),
        (
            nodes.interval_plot,
            evidence_table.visit_interval_plot,
            evidence_table.depart_interval_plot,
        ),
        (nodes.icon_array, icons.visit_icon_array, icons.depart_icon_array),
    ):
        app.add_node(node, html=(visit, depart), **nodes.WORDS_ONLY)
    rows = (icons.visit_icon_row, icons.depart_icon_row)
    app.add_node(nodes.icon_row, html=rows, **icons.AS_TEXT)
    captions = (icons.visit_icon_caption, icons.depart_icon_caption)
    app.add_node(nodes.icon_caption, html=captions, **icons.AS_TEXT)
