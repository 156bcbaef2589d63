"""Check the words of one handout, and say how hard they are and on which claims they rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from handouts import dates
from handouts.audit.wording import (
    absolute_problems,
    absolutes_outside_claims,
    claims_without_ledger,
)
from handouts.claims.pages.check import claim_problems, fault_problems, numbers_outside_claims
from handouts.claims.pages.outside import blocks_outside
from handouts.claims.pages.uses import uses
from handouts.problems import Place, Problem
from handouts.prose import readability

if TYPE_CHECKING:
    from docutils import nodes

    from handouts.audit.evidence import Evidence
    from handouts.audit.facts import HandoutFacts
    from handouts.config.audiences import Audience
    from handouts.prose.passage import Passage


def word_problems(evidence: Evidence, document: nodes.document) -> list[Problem]:
    """Return what the ledger does not allow a handout to say; its blocks are embedded."""
    found, ledger = uses(document), evidence.undated_ledger
    if ledger is None:
        return list(claims_without_ledger(evidence, found))
    stated, path = {use.claim for use in found}, evidence.ledger_path
    blocks = list(blocks_outside(document))
    return [
        *fault_problems(ledger.faults_of(stated), path),
        *claim_problems(found, ledger, extra_verbs=evidence.verbs, language=evidence.language),
        *numbers_outside_claims(blocks, evidence.srcdir, evidence.language),
        *(absolute_problems(found, ledger.only(stated), path) if evidence.in_english else ()),
        *(absolutes_outside_claims(blocks, evidence.srcdir) if evidence.in_english else ()),
    ]


def text_facts(evidence: Evidence, stated: Iterable[str], found: Sequence[Passage]) -> HandoutFacts:
    """Return what the report says of a sheet's words: how hard, on which claims."""
    claims = evidence.ledger.claims if evidence.ledger is not None else {}
    known = [claims[name] for name in stated if name in claims]
    measured = readability.measure(found, evidence.taught) if evidence.in_english else None
    return {
        "language": asdict(measured) if measured else None,
        "claims": {claim.id: claim.certainty for claim in known},
        "sources": sorted({key for claim in known for key in claim.sources}),
    }


def stale_claims(
    evidence: Evidence, claims: Iterable[str], audience: Audience
) -> Iterator[Problem]:
    """Yield the claims of a handout that were checked longer ago than its audience allows."""
    if evidence.ledger is None or not audience.claims_months:
        return
    for name in claims:
        claim = evidence.ledger.claims.get(name)
        if claim is None or claim.checked is None:
            continue
        if dates.stale(claim.checked, evidence.config.today, audience.claims_months):
            message = (
                f"claim '{name}' was last checked on {claim.checked}, more than "
                f"{audience.claims_months} months ago; check its sources and set 'checked' anew"
            )
            place = Place(evidence.ledger_path, claim.line)
            yield Problem("claim-stale", message, place, about=name)
