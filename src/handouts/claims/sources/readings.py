"""The directive `sources-read`: how much of the sources was read, counted in the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from sphinx.util.docutils import SphinxDirective

from handouts.claims.data.files import note_data_files
from handouts.claims.ledger.entries import READINGS, Ledger, SourceFacts
from handouts.claims.ledger.reader import ledger_of
from handouts.claims.sources.bibliography import bibliography_of
from handouts.claims.tables import simple_table
from handouts.i18n import _, mark

if TYPE_CHECKING:
    from docutils import nodes


WORDS: Mapping[str, str] = {
    "full": mark("in full"),
    "abstract": mark("the abstract only"),
    "registry": mark("a register entry"),
    "secondary": mark("second-hand"),
    "": mark("not stated"),
}
"""How a source was read, in words for readers."""


class SourcesReadDirective(SphinxDirective):
    """Count the sources and the claims by how the sources were read."""

    options_in_words: ClassVar[dict[str, str]] = {}

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        note_data_files(self.env)
        facts = bibliography_of(self.env).facts
        sources, claims = counts(ledger_of(self.env), facts)
        heads = [_("What was read"), _("Sources"), _("Statements with no better source")]
        rows = [
            [_(WORDS[read]), str(sources[read]), str(claims[read])]
            for read in WORDS
            if sources[read] or claims[read]
        ]
        table = simple_table(heads, rows)
        self.set_source_info(table)
        return [table]


def counts(ledger: Ledger, facts: Mapping[str, SourceFacts]) -> tuple[Counter[str], Counter[str]]:
    """Return how many of the sources used, and of the claims, were read in each way.

    A claim counts as the best read of its sources does, unless it has a `read` of its own.
    """
    used = ledger.sources & facts.keys()
    order = [*READINGS, ""]
    best = [min(claim.readings(facts) or {""}, key=order.index) for claim in ledger.claims.values()]
    return Counter(facts[key].read for key in used), Counter(best)
