"""Check each claim of the ledger by itself: its grade, its quote and its sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from handouts.claims.ledger.entries import OURS, Claim, SourceFacts
from handouts.claims.numbers.reader import find_numbers
from handouts.problems import nearest

if TYPE_CHECKING:
    from handouts.claims.numbers.listed import Number

_GRADE = r"(?:very low|low|moderate|high)"
_STATED = re.compile(
    rf"\b(?P<before>{_GRADE})[- ]certainty\b"
    rf"|\bcertainty(?: of (?:the|this) evidence)?(?: is| was| as|:) (?P<after>{_GRADE})\b"
    rf"|\b(?:graded|rated)(?: [\w’']+){{0,5}}? (?:as )?(?P<rated>{_GRADE})\b",
    re.IGNORECASE,
)
_WHOSE = re.compile(r"\b(?:we|our|ours)\b|\b(?:19|20)\d\d\b", re.IGNORECASE)
_EFFECT_OR_SAFETY = re.compile(
    r"\b(?:pain|disability|function|better|worse|eas(?:e|es|ed)|improve[sd]?|missed"
    r"|effect\w*|harm\w*|infect\w+|adverse|serious|safe\w*|died|deaths?|tumou?rs?|off "
    r"opioids)\b",
    re.IGNORECASE,
)


def grade_faults(
    claim: Claim, sources: Mapping[str, SourceFacts] | None
) -> Iterator[tuple[str, str]]:
    """Yield the field and the fault of a grade without a grader or a reason, or one too old."""
    grade = claim.grade
    if claim.certainty == "fact":
        if grade is not None:
            yield "graded-by", "a fact has no grade; remove 'graded-by', 'graded' and 'because'"
        return
    if grade is None or not grade.by:
        message = (
            f'say who graded the certainty {claim.certainty}, and when: graded-by = "{OURS}", with '
            "because, or the key of a source; and graded = 2026-11-22"
        )
        yield "certainty", message
        return
    if grade.on is None:
        yield "graded-by", "say when it was graded, such as graded = 2026-11-22"
    if grade.is_ours and not grade.because:
        yield "graded-by", "a grade of our own needs its reason in plain words as 'because'"
    if sources is not None:
        years = {key: sources[key].year for key in claim.sources if key in sources}
        if later := [key for key, year in years.items() if grade.on and year > grade.on.year]:
            message = f"'graded' is {grade.on}, before there was what it grades"
            yield "graded", f"{message}: {_works(later, years)}; correct the day, or grade anew"
        if not grade.is_ours:
            yield from _source_faults(grade.by, sources, years)


def _source_faults(
    by: str, sources: Mapping[str, SourceFacts], years: Mapping[str, int]
) -> Iterator[tuple[str, str]]:
    if by not in sources:
        hint = nearest(by, [*sources, OURS])
        yield "graded-by", f"the bibliography has no '{by}' that could have graded it{hint}"
        return
    year = sources[by].year
    if not year:
        yield "graded-by", f"'{by}' has no year in the bibliography; add it, so that ages compare"
    elif later := [key for key in years if years[key] > year]:
        message = (
            f"'{by}' ({year}) cannot have graded later work: {_works(later, years)}; say "
            f'graded-by = "{OURS}" and because, or rest the claim on what was graded'
        )
        yield "graded-by", message


def _works(keys: Iterable[str], years: Mapping[str, int]) -> str:
    return ", ".join(f"{key} ({years[key]})" for key in keys)


def press_fault(claim: Claim, sources: Mapping[str, SourceFacts]) -> str:
    """Return what is wrong with a claim about effect or safety with sources in the press alone."""
    kinds = {sources[key].kind for key in claim.sources if key in sources}
    about = claim.certainty != "fact" or _EFFECT_OR_SAFETY.search(claim.statement)
    if kinds != {"press"} or not about:
        return ""
    return (
        "a claim about effect or safety cannot rest on the press alone; add the study, the "
        "register or the company's own words"
    )


def stated_grade_fault(text: str, claim: Claim) -> str:
    """Return what is wrong with words that state a grade, or nothing.

    A fact may report the grade of others; then its words say whose, by a year or as our own.
    """
    found = _STATED.search(text)
    if found is None:
        return ""
    stated = next(filter(None, found.groups())).lower()
    if claim.certainty == "fact":
        if _WHOSE.search(text):
            return ""
        return (
            f"claim '{claim.id}' says “{found[0]}” and not whose grade that is; name the work and "
            "its year, or say that it is our rating"
        )
    if stated == claim.certainty:
        return ""
    return f"claim '{claim.id}' says “{found[0]}”, and the ledger grades it {claim.certainty}"


MOST_WORDS = 30
"""Words of a quote: enough to find the passage, short enough to be fair use."""


def quote_faults(claim: Claim) -> Iterator[tuple[str, str]]:
    """Yield the field and the fault of a quote that is too long, or lacks a number."""
    if not claim.quote:
        if claim.supports:
            yield "supports", "there is no 'quote' that could support the claim"
        return
    count = len(claim.quote.split())
    if count > MOST_WORDS:
        yield "quote", f"the quote has {count} words, at most {MOST_WORDS} are allowed; shorten it"
    if not claim.at:
        yield "quote", 'say where the quote stands as \'at\', such as "abstract" or "table 2"'
    found = find_numbers(f"{claim.quote} {claim.at}")
    parts = (part for one in found for part in (one.value, one.of, one.scaled))
    written = {abs(part) for part in parts if part is not None}
    missing = [one for one in claim.numbers.values() if not _stands(one, written)]
    if missing and claim.comparison is None:
        names = ", ".join(f"'{one.name}' ({one.value:f})" for one in missing)
        message = (
            f"the numbers {names} stand neither in the quote nor in 'at'; correct them, or add "
            "their table or sentence"
        )
        yield "quote", message


def _stands(number: Number, written: set[Fraction]) -> bool:
    """Return whether a number is among those written, as it is or as a share."""
    exact = abs(Fraction(str(number.value)))
    return bool(written & {exact, exact / (number.of or 1)})
