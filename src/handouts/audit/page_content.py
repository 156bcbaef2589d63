"""Check the words and dates of one page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from handouts import dates
from handouts.audit.wording import (
    absolute_problems,
    claims_without_ledger,
    language_problems,
    secondhand_problems,
)
from handouts.claims.pages.check import claim_problems
from handouts.collect.pages import Page, pages_of, place_of_key
from handouts.problems import Problem, nearest, place_on_page

if TYPE_CHECKING:
    from handouts.audit.evidence import Evidence
    from handouts.claims.ledger.entries import Ledger


def page_content_problems(evidence: Evidence, docname: str, page: Page) -> Iterator[Problem]:
    """Yield what is wrong with the words and dates of one page."""
    if evidence.ledger is None:
        yield from claims_without_ledger(evidence, page.uses)
    else:
        yield from claim_problems(
            page.uses, evidence.ledger, extra_verbs=evidence.verbs, language=evidence.language
        )
        yield from _wording_problems(evidence, docname, page, evidence.ledger)
    yield from date_problems(evidence, docname)
    for line, text in page.unexplained:
        message = f"'% {text}' allows nothing: write '% allow code: the reason' on the line"
        yield Problem(
            "allow", f"{message} before a block", place_on_page(evidence.env, docname, line)
        )
    audience = evidence.config.audiences.get(page.audience)
    if audience is None:
        yield from _audience_problems(evidence, docname, page.audience)
    else:
        yield from language_problems(evidence, page.passages, page.silenced, audience)


def _wording_problems(
    evidence: Evidence, docname: str, page: Page, ledger: Ledger
) -> Iterator[Problem]:
    """Yield absolutes in claims, and claims for patients that have second-hand sources only."""
    if not evidence.in_english:
        return
    stated = ledger.only({use.claim for use in page.uses})
    yield from absolute_problems(page.uses, stated, evidence.ledger_path)
    name = str(evidence.env.metadata[docname].get("handout") or page.audience)
    audience = evidence.config.audiences.get(name)
    if audience is not None and not audience.sources:
        yield from secondhand_problems(page, ledger, evidence.bibliography.facts)


def _audience_problems(evidence: Evidence, docname: str, name: str) -> Iterator[Problem]:
    # Without limits of language the word may be a project's own, for something else.
    known = evidence.config.audiences
    if name and any(one.limits for one in known.values()):
        message = f"audience: '{name}' is not an audience{nearest(name, known)}"
        yield Problem("audience", message, place_of_key(evidence.env, docname, "audience"))


def date_problems(evidence: Evidence, docname: str) -> Iterator[Problem]:
    """Yield what is wrong with the dates of a page."""
    found = pages_of(evidence.env)[docname].dates
    checked, check_by = found.checked, found.check_by
    for name, fault in found.faults:
        yield Problem("date", fault, place_of_key(evidence.env, docname, name))
    faults = [("date", one) for one in dates.order_faults(checked, check_by, evidence.config.today)]
    if check_by and dates.overdue(check_by, evidence.config.today):
        message = (
            f"this page should not be used after {check_by} (today is "
            f"{evidence.config.today}); check its facts and set 'checked' and 'check-by' anew"
        )
        faults.append(("overdue", message))
    for code, message in faults:
        place = place_of_key(evidence.env, docname, "check-by" if check_by else "checked")
        yield Problem(code, message, place)
