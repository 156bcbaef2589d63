"""Find words that a page or a sheet should not use, or not without a claim or a search."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from handouts.claims.data.files import SERVICES, data_file
from handouts.claims.pages.outside import allows
from handouts.claims.services.check import typed_number_problems
from handouts.claims.services.reader import services_of
from handouts.nodes import place_of_node
from handouts.problems import Place, Problem
from handouts.prose import check
from handouts.prose.absolutes import absolutes

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.environment import BuildEnvironment

    from handouts.audit.evidence import Evidence
    from handouts.claims.ledger.entries import Claim, Ledger, SourceFacts
    from handouts.claims.pages.uses import Use
    from handouts.collect.pages import Page
    from handouts.config.audiences import Audience
    from handouts.prose.passage import Passage, Silenced

SEARCHED = '{ where = "…", on = 2026-11-22 }'
SAYS_SO = re.compile(
    r"\b(?:report(?:s|ed|edly)?|second-hand|according to|account of|in the news|news)\b",
    re.IGNORECASE,
)
"""Words that say that a claim is second-hand."""
LIMIT = "say how far you looked, such as “that we found”"


def absolute_problems(uses: Iterable[Use], ledger: Ledger, path: str) -> Iterator[Problem]:
    """Yield claims about all studies, products or laws without a search and a limit."""
    for claim in ledger.claims.values():
        if claim.comparison is None:
            yield from _absolutes(claim, claim.statement, Place(path, claim.line))
    for use in uses:
        if found := ledger.claims.get(use.claim):
            yield from _absolutes(found, f"{use.before}{use.text}", use.place)


def _absolutes(claim: Claim, text: str, place: Place) -> Iterator[Problem]:
    for one in absolutes(text):
        needed = []
        if claim.searched is None:
            needed.append(f"say in the ledger where was searched, searched = {SEARCHED}")
        if not one.has_limit:
            needed.append(LIMIT)
        if needed:
            said = f"claim '{claim.id}' says “{one.found}”, which nobody can prove"
            yield Problem("absolute", f"{said}: {', and '.join(needed)}", place, about=claim.id)


def absolutes_outside_claims(
    blocks: Iterable[tuple[nodes.Element, str]], srcdir: Path
) -> Iterator[Problem]:
    """Yield absolutes in the words of a handout that are in no claim.

    :param blocks: those of the handout, each with its text outside claims
    """
    for block, text in blocks:
        found = absolutes(text)
        for one in () if found and allows(block, "absolute") else found:
            message = (
                f"“{one.found}” speaks of more than anybody can have seen: write "
                f"{{claim}}`words <id>` with a claim that says where was searched, and {LIMIT}"
            )
            yield Problem("absolute", message, place_of_node(block, srcdir))


def secondhand_problems(
    page: Page, ledger: Ledger, sources: Mapping[str, SourceFacts]
) -> Iterator[Problem]:
    """Yield the claims of a page for patients whose sources were all seen second-hand."""
    for use in page.uses:
        claim = ledger.claims.get(use.claim)
        if claim is None or claim.certainty == "very low" or SAYS_SO.search(use.before + use.text):
            continue
        if claim.readings(sources) == {"secondary"}:
            message = (
                f"claim '{claim.id}' rests on what was seen second-hand only "
                f"({', '.join(claim.sources)}); read one of them, or say in the words that it is "
                "reported"
            )
            yield Problem("claim-secondhand", message, use.place, about=use.claim)


def typed_numbers(env: BuildEnvironment, page: Page) -> Iterator[Problem]:
    """Yield the numbers to call that are typed by hand on a page."""
    if page.typed_numbers and data_file(env, SERVICES) is not None:
        path = env.config.handouts_services
        yield from typed_number_problems(page.typed_numbers, services_of(env), path)


def claims_without_ledger(evidence: Evidence, found: Sequence[Use]) -> Iterator[Problem]:
    """Yield a problem where a claim is stated, and there is no ledger.

    A misspelt name of its file would otherwise turn every check of claims off without a word.
    """
    path = evidence.ledger_path
    for use in found[:1]:
        message = f"there is no ledger at '{path}' to hold claim '{use.claim}' and others to"
        yield Problem("ledger", message, use.place)


def language_problems(
    evidence: Evidence,
    found: Sequence[Passage],
    allowed: Silenced,
    audience: Audience,
) -> Iterator[Problem]:
    """Yield where the passages of a page or a sheet exceed the limits of its audience.

    :param allowed: codes that comments allow, by the place of their block
    """
    if audience.limits is None or not evidence.in_english:
        return
    for fault in check.faults(found, audience.limits, evidence.taught, allowed):
        whole = (found[0].location if found else None) or Place("", None)
        place = Place(fault.source, fault.line) if fault.source else whole
        refuses = audience.limits.rules[fault.code] == "refuse"
        yield Problem(fault.code, fault.message, place, refuses)
