"""The role `certainty`: how sure anyone can be of a claim, who says so, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from handouts.claims.data_files import BIBLIOGRAPHY, note_data_files
from handouts.claims.ledger import page_of
from handouts.claims.ledger_reader import ledger_of
from handouts.claims.role import LedgerRole
from handouts.i18n import _, mark
from handouts.nodes import claim
from handouts.problems import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handouts.claims.ledger import Claim

SHORT = "short"
GRADES: Mapping[str, str] = {
    "very low": mark("very low certainty"),
    "low": mark("low certainty"),
    "moderate": mark("moderate certainty"),
    "high": mark("high certainty"),
}
BARE: Mapping[str, str] = {
    "very low": mark("very low"),
    "low": mark("low"),
    "moderate": mark("moderate"),
    "high": mark("high"),
}
"""The same in a column that is headed “certainty”."""


def grade_in_words(claim: Claim, *, short: bool = False) -> str:
    """Return the certainty of a claim; an own grade reads as such, with its reason unless short."""
    if claim.certainty == "fact":
        return ""
    words = _(BARE[claim.certainty] if short else GRADES[claim.certainty])
    if claim.grade is None or not claim.grade.is_ours:
        return words
    if short:
        return _("{grade} (our rating)", grade=words)
    return _("{grade}, our rating: {reason}", grade=words, reason=claim.grade.because)


class CertaintyRole(LedgerRole):
    """Print the grade of a claim: ``{certainty}`cells-effect```."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the grade as words that are tied to the claim."""
        note_data_files(self.env, BIBLIOGRAPHY)
        name, short = self.target.strip(), self.has_explicit_title and self.title.strip() == SHORT
        found = ledger_of(self.env).claims.get(name)
        words = grade_in_words(found, short=short) if found else ""
        if not words:
            known = [one.id for one in ledger_of(self.env).claims.values() if one.grade]
            return self.refused(f"the ledger has no graded claim '{name}'{nearest(name, known)}")
        node = claim(self.rawtext, "", nodes.Text(words), **page_of(self.env))
        node["claim"] = name
        self.set_source_info(node)
        return [node], []
