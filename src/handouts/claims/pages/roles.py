"""The roles `claim` and `certainty`."""

from __future__ import annotations

from docutils import nodes
from sphinx.util.docutils import ReferenceRole

from handouts.claims.data.files import BIBLIOGRAPHY, note_data_files
from handouts.claims.ledger.reader import ledger_of
from handouts.nodes import claim, page_of
from handouts.problems import nearest


class LedgerRole(ReferenceRole):
    """The base of the roles that take words from data files."""

    def refused(
        self, message: str, code: str = "claim-unknown"
    ) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Report what is wrong, and return the role as literal text, which no check reads."""
        note_data_files(self.env)  # A change of the data may correct it.
        text = f"{self.name}: {message} [handouts.{code}]"
        report = self.inliner.reporter.error(text, line=self.lineno)
        return [nodes.literal(self.rawtext, self.rawtext)], [report]

    def tied(self, words: str, name: str) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return words as a node that knows its claim and its page."""
        note_data_files(self.env, BIBLIOGRAPHY)
        node = claim(self.rawtext, "", nodes.Text(words), **page_of(self.env))
        node["claim"] = name
        self.set_source_info(node)
        return [node], []


class ClaimRole(LedgerRole):
    """Tie words to a claim of the ledger: ``{claim}`words <id>```."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the words as a node that knows its claim and its page."""
        if not self.has_explicit_title or not self.title.strip():
            return self.refused(
                f"expected words and the id of a claim, such as 'words <id>', found {self.text!r}"
            )
        return self.tied(self.title, self.target.strip())


SHORT = "short"


class CertaintyRole(LedgerRole):
    """Print the grade of a claim: ``{certainty}`cells-effect```."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the grade as words that are tied to the claim."""
        name, short = self.target.strip(), self.has_explicit_title and self.title.strip() == SHORT
        found = ledger_of(self.env).claims.get(name)
        words = found.grade_in_words(short=short) if found else ""
        if not words:
            known = [one.id for one in ledger_of(self.env).claims.values() if one.grade]
            return self.refused(f"the ledger has no graded claim '{name}'{nearest(name, known)}")
        return self.tied(words, name)
