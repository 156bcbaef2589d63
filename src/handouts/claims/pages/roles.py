"""The roles `claim` and `certainty`, and the places where pages use a claim."""

from __future__ import annotations

import re
from dataclasses import dataclass
from sys import intern
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import ReferenceRole

from handouts.claims.data.files import BIBLIOGRAPHY, note_data_files
from handouts.claims.ledger.entries import page_of
from handouts.claims.ledger.reader import ledger_of
from handouts.i18n import _, mark
from handouts.nodes import claim, nodes_in, plain_text
from handouts.problems import Place, nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handouts.claims.ledger.entries import Claim


class LedgerRole(ReferenceRole):
    """What the roles that take words from data files have in common."""

    def refused(
        self, message: str, code: str = "claim-unknown"
    ) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Report what is wrong, and return the role as literal text, which no check reads."""
        note_data_files(self.env)  # A change of the data may correct it.
        text = f"{self.name}: {message} [handouts.{code}]"
        report = self.inliner.reporter.error(text, line=self.lineno)
        return [nodes.literal(self.rawtext, self.rawtext)], [report]


class ClaimRole(LedgerRole):
    """Tie words to a claim of the ledger: ``{claim}`words <id>```."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the words as a node that knows its claim and its page."""
        if not self.has_explicit_title or not self.title.strip():
            return self.refused(
                f"expected words and the id of a claim, such as 'words <id>', found {self.text!r}"
            )
        note_data_files(self.env, BIBLIOGRAPHY)
        node = claim(self.rawtext, "", nodes.Text(self.title), **page_of(self.env))
        node["claim"] = self.target.strip()
        self.set_source_info(node)
        return [node], []


SHORT = "short"
GRADES: Mapping[str, str] = {
    "very low": mark("very low certainty"),
    "low": mark("low certainty"),
    "moderate": mark("moderate certainty"),
    "high": mark("high certainty"),
}
"""Each grade in words; in a column that is headed “certainty”, it stands alone."""


def grade_in_words(claim: Claim, *, short: bool = False) -> str:
    """Return the certainty of a claim; an own grade reads as such, with its reason unless short."""
    if claim.certainty == "fact":
        return ""
    words = _(claim.certainty if short else GRADES[claim.certainty])
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


@dataclass(frozen=True, slots=True)
class Use:
    """One place that states a claim, or draws its numbers."""

    claim: str
    text: str
    place: Place
    before: str = ""
    """What stands before the words in their sentence."""
    rows: tuple[str, ...] = ()
    """Names of the numbers that an icon array draws."""
    of: int = 100


def uses(document: nodes.Element) -> list[Use]:
    """Return the claims that a doctree states, in order; blocks may be embedded already."""
    return [_use(node) for node in nodes_in(document, nodes.Element) if node.get("claim")]


def claims_in(document: nodes.Element) -> list[str]:
    """Return the ids of the claims that a doctree states, each once, in the order of letters."""
    found = (node.get("claim") for node in nodes_in(document, nodes.Element))
    return sorted({name for name in found if name})


def _use(node: nodes.Element) -> Use:
    block, before = _block_and_before(node)
    # The lines of a translation are counted from its own beginning.
    translated = (node.source or "").endswith("<translated>")
    line = block.line if translated else node.line or block.line
    return Use(
        # The same words stand at many places: they are kept once.
        claim=intern(node["claim"]),
        text=intern(plain_text(node)),
        place=Place(
            intern(node.get("path", "")),
            line + before.count("\n") * (not translated) if line else None,
        ),
        before=intern(re.split(r"(?<=[.!?])\s+", before)[-1]),
        rows=tuple(node.get("rows", ())),
        of=node.get("of", 100),
    )


def _block_and_before(node: nodes.Element) -> tuple[nodes.Element, str]:
    """Return the paragraph, title or item that holds a node, and its text before the node."""
    block: nodes.Element = node
    while isinstance(block, nodes.inline) and isinstance(block.parent, nodes.Element):
        block = block.parent
    before = ""
    for child in block.findall():
        if child is node:
            break
        if isinstance(child, nodes.Text):
            before += child.astext()
    return block, before if block is not node else ""
