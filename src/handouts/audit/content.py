"""Check pages and sheets against the ledger, the dates and the limits of language.

Checks only what a project has set up: a ledger file, dates in front matter, limits in
`conf.py`. Knows the pages, the ledger and the checks; nothing of printing.
"""

from __future__ import annotations

from dataclasses import asdict
from functools import cached_property, partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handouts import dates
from handouts.audit.wording import absolute_problems, absolutes_outside_claims, secondhand_problems
from handouts.claims.data.files import LEDGER, SERVICES, data_file
from handouts.claims.data.kept import kept_data
from handouts.claims.ledger.reader import read_ledger
from handouts.claims.pages.check import (
    disagreement_problems,
    fault_problems,
    ledger_problems,
    numbers_outside_claims,
    problems_of,
)
from handouts.claims.pages.uses import claims_in, uses
from handouts.claims.services.check import stale_services
from handouts.claims.services.reader import read_services
from handouts.claims.sources.bibliography import bibliography_of
from handouts.collect.pages import Page, pages_of, place_of_key
from handouts.i18n import is_english
from handouts.problems import Place, Problem, nearest, place
from handouts.prose import check, readability

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from docutils import nodes
    from sphinx.environment import BuildEnvironment

    from handouts.claims.ledger.entries import Ledger
    from handouts.claims.pages.uses import Use
    from handouts.config.audiences import Audience
    from handouts.config.settings import HandoutsConfig
    from handouts.prose.passage import Passage

    Find = Callable[[], Iterable[Problem]]
    Part = tuple[str, list[str], Find]
    Known = Callable[[str, list[str], Find], Iterable[Problem]]


class ContentAudit:
    """Checks what pages and sheets say against the ledger, dates and limits of a project."""

    def __init__(self, env: BuildEnvironment, config: HandoutsConfig) -> None:
        self.env, self.config = env, config
        self.srcdir = Path(env.srcdir)
        self.bibliography, kept = bibliography_of(env), kept_data(env.config)
        path = data_file(env, LEDGER)
        self.ledger: Ledger | None = None
        if path is not None:
            self.ledger = read_ledger(path, self.bibliography.facts, config.today, kept)
        keys = self.bibliography.sources if path is not None else None
        self.services = read_services(data_file(env, SERVICES), keys, config.today, kept)
        self.verbs = env.config.handouts_certainty_verbs
        self.language = str(env.config.language)

    # The project as a whole.

    def problems(self, known: Known) -> Iterator[Problem]:
        """Yield what is wrong with the ledger, the dates, and the pages.

        :param known: returns the problems of a part, from its name, the pages on which it
            depends, and what finds them if they are not known from an earlier build
        """
        pages = pages_of(self.env)
        for part in self._parts_of_ledger(pages):
            yield from known(*part)
        yield from self._service_problems()
        for docname in sorted(pages):
            find = partial(self._page_problems, docname, pages[docname])
            yield from known(f"page {docname}", [docname], find)

    def _parts_of_ledger(self, pages: Mapping[str, Page]) -> Iterator[Part]:
        if self.ledger is None:
            return
        found = {name: pages[name].uses for name in sorted(pages)}
        whole = not any(page.unread for page in pages.values())
        stated = {use.claim for use in chain.from_iterable(found.values())}
        used = stated if whole else None
        yield "ledger", list(found), partial(self._ledger_problems, self.ledger, used)
        if not self.in_english:
            return
        by_claim: dict[str, dict[str, list[Use]]] = {}
        for name, of_page in found.items():
            for use in of_page:
                by_claim.setdefault(use.claim, {}).setdefault(name, []).append(use)
        for claim, stating in by_claim.items():
            everywhere = list(chain.from_iterable(stating.values()))
            find = partial(disagreement_problems, everywhere, self.ledger)
            yield f"claim {claim}", list(stating), find

    def _ledger_problems(self, ledger: Ledger, used: Collection[str] | None) -> Iterator[Problem]:
        path, sources = self.env.config.handouts_ledger, self.env.config.handouts_bibliography
        yield from ledger_problems(ledger, path, used, self.verbs)
        yield from self._section_problems(ledger, path)
        yield from fault_problems(self.bibliography.faults, sources)
        if self.in_english:
            yield from absolute_problems((), ledger, path)

    def _page_problems(self, docname: str, page: Page) -> Iterator[Problem]:
        """Yield what is wrong with one page."""
        if self.ledger is None:
            yield from self._claims_without_ledger(page.uses)
        else:
            yield from problems_of(
                page.uses, self.ledger, extra_verbs=self.verbs, language=self.language
            )
            yield from self._wording_problems(docname, page, self.ledger)
        yield from self.date_problems(docname)
        for line, text in page.unexplained:
            message = f"'% {text}' allows nothing: write '% allow code: the reason' on the line"
            yield Problem("allow", f"{message} before a block", place(self.env, docname, line))
        audience = self.config.audiences.get(page.audience)
        if audience is None:
            yield from self._audience_problems(docname, page.audience)
        else:
            yield from self.problems_of_language(page.passages, page.silenced, audience)

    def _section_problems(self, ledger: Ledger, path: str) -> Iterator[Problem]:
        """Yield the sections that comparisons name and no page has."""
        labels = self.env.domains.standard_domain.anonlabels
        for claim in ledger.claims.values():
            section = claim.comparison.section if claim.comparison else ""
            if section and section not in labels:
                message = (
                    f"claim '{claim.id}': no page has the label '{section}', which it names as "
                    f"'section'{nearest(section, labels)}"
                )
                yield Problem("ledger", message, Place(path, claim.line))

    def _wording_problems(self, docname: str, page: Page, ledger: Ledger) -> Iterator[Problem]:
        """Yield absolutes in claims, and claims for patients that have second-hand sources only."""
        if not self.in_english:
            return
        stated = ledger.only({use.claim for use in page.uses})
        yield from absolute_problems(page.uses, stated, self.env.config.handouts_ledger)
        name = str(self.env.metadata[docname].get("handout") or page.audience)
        audience = self.config.audiences.get(name)
        if audience is not None and not audience.sources:
            yield from secondhand_problems(page, ledger, self.bibliography.facts)

    def _service_problems(self) -> Iterator[Problem]:
        """Yield what is wrong with the services, and those that nobody has checked lately."""
        path, today = self.env.config.handouts_services, self.config.today
        yield from fault_problems(self.services.faults, path)
        months = [one.claims_months for one in self.config.audiences.values() if one.claims_months]
        if months:
            yield from stale_services(self.services, path, today, min(months))

    def _claims_without_ledger(self, found: Sequence[Use]) -> Iterator[Problem]:
        # A project may do without a ledger, and then without claims: a misspelt name of the file
        # would otherwise turn every check of them off without a word.
        path = self.env.config.handouts_ledger
        for use in found[:1]:
            message = f"there is no ledger at '{path}' to hold claim '{use.claim}' and others to"
            yield Problem("ledger", message, use.place)

    def _audience_problems(self, docname: str, name: str) -> Iterator[Problem]:
        # Without limits of language the word may be a project's own, for something else.
        known = self.config.audiences
        if name and any(one.limits for one in known.values()):
            message = f"audience: '{name}' is not an audience{nearest(name, known)}"
            yield Problem("audience", message, place_of_key(self.env, docname, "audience"))

    def date_problems(self, docname: str) -> Iterator[Problem]:
        """Yield what is wrong with the dates of a page."""
        found = pages_of(self.env)[docname].dates
        checked, check_by = found.checked, found.check_by
        for name, fault in found.faults:
            yield Problem("date", fault, place_of_key(self.env, docname, name))
        place = place_of_key(self.env, docname, "check-by" if check_by else "checked")
        for fault in dates.order_faults(checked, check_by, self.config.today):
            yield Problem("date", fault, place)
        if check_by and dates.overdue(check_by, self.config.today):
            message = (
                f"this page should not be used after {check_by} (today is "
                f"{self.config.today}); check its facts and set 'checked' and 'check-by' anew"
            )
            yield Problem("overdue", message, place)

    # One handout.

    def problems_of_words(self, document: nodes.document) -> list[Problem]:
        """Return what the ledger does not allow a handout to say; its blocks are embedded."""
        found, ledger = uses(document), self.undated_ledger
        if ledger is None:
            return list(self._claims_without_ledger(found))
        stated, path = {use.claim for use in found}, self.env.config.handouts_ledger
        return [
            *fault_problems(ledger.faults_of(stated), path),
            *problems_of(found, ledger, extra_verbs=self.verbs, language=self.language),
            *numbers_outside_claims(document, self.srcdir, self.language),
            *(absolute_problems(found, ledger.only(stated), path) if self.in_english else ()),
            *(absolutes_outside_claims(document, self.srcdir) if self.in_english else ()),
        ]

    def problems_of_language(
        self,
        found: Sequence[Passage],
        allowed: Mapping[Place, frozenset[str]],
        audience: Audience,
    ) -> Iterator[Problem]:
        """Yield where the passages of a page or a sheet exceed the limits of its audience.

        :param allowed: codes that comments allow, by the place of their block
        """
        if audience.limits is None or not self.in_english:
            return
        for fault in check.faults(found, audience.limits, self.taught, allowed):
            whole = (found[0].location if found else None) or Place("", None)
            place = Place(fault.source, fault.line) if fault.source else whole
            refuses = audience.limits.rules[fault.code] == "refuse"
            yield Problem(fault.code, fault.message, place, refuses)

    def facts(self, document: nodes.document, found: Sequence[Passage]) -> dict[str, Any]:
        """Return what the report says of a sheet's words: how hard, on which claims."""
        claims = self.ledger.claims if self.ledger is not None else {}
        known = [claims[name] for name in claims_in(document) if name in claims]
        measured = readability.measure(found, self.taught) if self.in_english else None
        return {
            "language": asdict(measured) if measured else None,
            "claims": {claim.id: claim.certainty for claim in known},
            "sources": sorted({key for claim in known for key in claim.sources}),
        }

    def stale(self, claims: Iterable[str], audience: Audience) -> Iterator[Problem]:
        """Yield the claims of a handout that were checked longer ago than its audience allows."""
        if self.ledger is None or not audience.claims_months:
            return
        for name in claims:
            claim = self.ledger.claims.get(name)
            if claim is None or claim.checked is None:
                continue
            if dates.stale(claim.checked, self.config.today, audience.claims_months):
                message = (
                    f"claim '{name}' was last checked on {claim.checked}, more than "
                    f"{audience.claims_months} months ago; check its sources and set 'checked' anew"
                )
                place = Place(self.env.config.handouts_ledger, claim.line)
                yield Problem("claim-stale", message, place)

    def notes(self) -> Iterator[str]:
        """Yield which checks that the project asks for are off."""
        limits = any(audience.limits for audience in self.config.audiences.values())
        if not self.in_english and (limits or self.ledger is not None):
            yield (
                f"the language is '{self.language}': rules about words are for English, and are "
                "off; of numbers only digits are compared with the ledger"
            )

    @property
    def in_english(self) -> bool:
        """Whether the rules of language, which are for English, apply."""
        return is_english(self.language)

    @cached_property
    def undated_ledger(self) -> Ledger | None:
        """The ledger read without the day, for what is kept until the words change."""
        path = data_file(self.env, LEDGER)
        if path is None:
            return None
        return read_ledger(path, self.bibliography.facts, kept=kept_data(self.env.config))

    @cached_property
    def taught(self) -> tuple[str, ...]:
        """The terms that the project's glossary explains."""
        standard = self.env.domains.standard_domain
        return tuple(sorted(name for kind, name in standard.objects if kind == "term"))
