"""The ledger of claims, its sources, and what pages may say of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Register the role, the directives and their nodes."""
    from handouts.claims import (
        certainty_role,
        citations,
        data_files,
        evidence_table,
        icon_array,
        readings,
        role,
        service_role,
    )

    app.connect("env-get-outdated", data_files.on_env_get_outdated)
    readings.setup_readings(app)
    role.setup_claims(app)
    certainty_role.setup_certainty(app)
    evidence_table.setup_evidence_tables(app)
    service_role.setup_services(app)
    citations.setup_sources(app)
    icon_array.setup_icon_array(app)
