"""Check what a project says: its ledger and services, and all its pages.

Checks only what a project has set up: a ledger file, dates in front matter, limits in
`conf.py`. Knows the pages, the ledger and the checks; nothing of printing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from handouts.audit.page_content import page_content_problems
from handouts.audit.wording import absolute_problems
from handouts.claims.pages.check import disagreement_problems, fault_problems, ledger_problems
from handouts.claims.services.check import stale_services
from handouts.collect.pages import Page, pages_of
from handouts.problems import Place, Problem, nearest

if TYPE_CHECKING:
    from handouts.audit.evidence import Evidence
    from handouts.claims.ledger.entries import Ledger
    from handouts.claims.pages.uses import Use

    Find = Callable[[], Iterable[Problem]]
    Part = tuple[str, list[str], Find]
    Known = Callable[[str, list[str], Find], Iterable[Problem]]


def content_problems(evidence: Evidence, known: Known) -> Iterator[Problem]:
    """Yield what is wrong with the ledger, the dates, and the pages.

    :param known: returns the problems of a part, from its name, the pages on which it
        depends, and what finds them if they are not known from an earlier build
    """
    pages = pages_of(evidence.env)
    for part in _parts_of_ledger(evidence, pages):
        yield from known(*part)
    yield from _service_problems(evidence)
    for docname in sorted(pages):
        find = partial(page_content_problems, evidence, docname, pages[docname])
        yield from known(f"page {docname}", [docname], find)


def _parts_of_ledger(evidence: Evidence, pages: Mapping[str, Page]) -> Iterator[Part]:
    if evidence.ledger is None:
        return
    found = {name: pages[name].uses for name in sorted(pages)}
    whole = not any(page.unread for page in pages.values())
    stated = {use.claim for use in chain.from_iterable(found.values())}
    used = stated if whole else None
    yield "ledger", list(found), partial(_ledger_problems, evidence, evidence.ledger, used)
    if not evidence.in_english:
        return
    by_claim: dict[str, dict[str, list[Use]]] = {}
    for name, of_page in found.items():
        for use in of_page:
            by_claim.setdefault(use.claim, {}).setdefault(name, []).append(use)
    for claim, stating in by_claim.items():
        everywhere = list(chain.from_iterable(stating.values()))
        find = partial(disagreement_problems, everywhere, evidence.ledger)
        yield f"claim {claim}", list(stating), find


def _ledger_problems(
    evidence: Evidence, ledger: Ledger, used: Collection[str] | None
) -> Iterator[Problem]:
    path, sources = evidence.ledger_path, evidence.env.config.handouts_bibliography
    yield from ledger_problems(ledger, path, used, evidence.verbs)
    yield from _section_problems(evidence, ledger, path)
    yield from fault_problems(evidence.bibliography.faults, sources)
    if evidence.in_english:
        yield from absolute_problems((), ledger, path)


def _section_problems(evidence: Evidence, ledger: Ledger, path: str) -> Iterator[Problem]:
    """Yield the sections that comparisons name and no page has."""
    labels = evidence.env.domains.standard_domain.anonlabels
    for claim in ledger.claims.values():
        section = claim.comparison.section if claim.comparison else ""
        if section and section not in labels:
            message = (
                f"claim '{claim.id}': no page has the label '{section}', which it names as "
                f"'section'{nearest(section, labels)}"
            )
            yield Problem("ledger", message, Place(path, claim.line), about=claim.id)


def _service_problems(evidence: Evidence) -> Iterator[Problem]:
    """Yield what is wrong with the services, and those that nobody has checked lately."""
    path, today = evidence.env.config.handouts_services, evidence.config.today
    yield from fault_problems(evidence.services.faults, path)
    months = [one.claims_months for one in evidence.config.audiences.values() if one.claims_months]
    if months:
        yield from stale_services(evidence.services, path, today, min(months))


def notes_on_language(evidence: Evidence) -> Iterator[str]:
    """Yield which checks that the project asks for are off."""
    limits = any(audience.limits for audience in evidence.config.audiences.values())
    if not evidence.in_english and (limits or evidence.ledger is not None):
        yield (
            f"the language is '{evidence.language}': rules about words are for English, and are "
            "off; of numbers only digits are compared with the ledger"
        )
