"""The ledger of claims, its sources, and what pages may say of them.

In the order in which they use each other: `numbers`, `data`, `ledger`, `sources`, `pages`,
`services`, `pictures`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

DESCRIPTIONS = {
    "ledger": "Ledger of claims, relative to the source folder; used when it is there.",
    "bibliography": "BibTeX file of the claims' sources, relative to the source folder.",
    "services": "Numbers to ring, services, words by country; relative to the source folder.",
}
"""What each setting of a data file is for."""


def setup(app: Sphinx) -> None:
    """Register settings, roles, directives, nodes and transforms."""
    from handouts import files
    from handouts.claims.data import files as data_files
    from handouts.claims.data.cache import setup_cache
    from handouts.claims.pages import certainty

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
    setup_cache(app)
    _add_markup(app)
    _add_nodes(app)


def _add_markup(app: Sphinx) -> None:
    from handouts.claims.pages import roles
    from handouts.claims.pictures import evidence_table, icon_array
    from handouts.claims.services import by_country
    from handouts.claims.services import role as service_role
    from handouts.claims.services import table as service_table
    from handouts.claims.sources import citations, readings, source_list

    app.add_role("claim", roles.ClaimRole())
    app.add_role("certainty", roles.CertaintyRole())
    app.add_role("service", service_role.ServiceRole())
    app.add_directive("sources", source_list.SourcesDirective)
    app.add_directive("sources-read", readings.SourcesReadDirective)
    app.add_directive("icon-array", icon_array.IconArrayDirective)
    app.add_directive("evidence-table", evidence_table.EvidenceTableDirective)
    app.add_directive("summary-of-findings", evidence_table.SummaryDirective)
    app.add_directive("service-table", service_table.ServiceTableDirective)
    app.add_post_transform(by_country.MarkEditions)
    app.add_post_transform(citations.NumberSources)
    app.add_post_transform(icon_array.DrawIconArrays)


def _add_nodes(app: Sphinx) -> None:
    from handouts import nodes
    from handouts.claims.pictures import evidence_table, icon_array
    from handouts.claims.services import role as service_role
    from handouts.claims.sources import citations
    from handouts.nodes import WORDS_ONLY, pass_by, writing

    as_text = icon_array.AS_TEXT
    for node, visit, depart, others in (
        (nodes.claim, pass_by, pass_by, WORDS_ONLY),
        (nodes.service, service_role.visit_service, service_role.depart_service, WORDS_ONLY),
        (nodes.source_list, pass_by, pass_by, WORDS_ONLY),
        (nodes.source_refs, citations.visit_source_refs, citations.depart_source_refs, WORDS_ONLY),
        (nodes.source_ref, citations.visit_source_link, writing("</a>"), WORDS_ONLY),
        (nodes.interval_plot, evidence_table.visit_interval_plot, writing("</span>"), WORDS_ONLY),
        (nodes.icon_array, icon_array.visit_icon_array, writing("</figure>\n"), WORDS_ONLY),
        (nodes.icon_row, icon_array.visit_icon_row, icon_array.depart_icon_row, as_text),
        # The caption stands below the rows.
        (nodes.icon_caption, writing("</div><figcaption>"), writing("</figcaption>"), as_text),
    ):
        app.add_node(node, html=(visit, depart), **others)
