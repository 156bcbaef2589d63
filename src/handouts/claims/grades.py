"""Who graded the certainty of a claim, and whether they can have."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from handouts.claims.ledger import OURS
from handouts.problems import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from handouts.claims.ledger import Claim, SourceFacts

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
    """Yield the field and the fault of a grade that nobody gives, explains, or can have given."""
    grade = claim.grade
    if claim.certainty == "fact":
        if grade is not None:
            yield "graded-by", "a fact has no grade; remove 'graded-by', 'graded' and 'because'"
        return
    if grade is None or not grade.by:
        message = f'say who graded the certainty {claim.certainty}: graded-by = "{OURS}", or a key'
        yield "certainty", message
        return
    if grade.on is None:
        yield "graded-by", "say when it was graded, such as graded = 2026-11-22"
    if grade.is_ours:
        if not grade.because:
            yield "graded-by", "a grade of our own needs its reason in plain words as 'because'"
    elif sources is not None:
        yield from _source_faults(claim, grade.by, sources)


def _source_faults(
    claim: Claim, by: str, sources: Mapping[str, SourceFacts]
) -> Iterator[tuple[str, str]]:
    if by not in sources:
        hint = nearest(by, [*sources, OURS])
        yield "graded-by", f"the bibliography has no '{by}' that could have graded it{hint}"
        return
    year = sources[by].year
    later = [key for key in claim.sources if key in sources and sources[key].year > year]
    if later:
        works = ", ".join(f"{key} ({sources[key].year})" for key in later)
        message = (
            f"'{by}' ({year}) cannot have graded later work: {works}; say graded-by = \"{OURS}\" "
            "and because, or rest the claim on what was graded"
        )
        yield "graded-by", message


def press_fault(claim: Claim, sources: Mapping[str, SourceFacts]) -> str:
    """Return what is wrong with a claim about effect or safety that only the press makes."""
    kinds = {sources[key].kind for key in claim.sources if key in sources}
    about = claim.certainty != "fact" or _EFFECT_OR_SAFETY.search(claim.statement)
    if kinds != {"press"} or not about:
        return ""
    return (
        "a claim about effect or safety cannot rest on the press alone; add the study, the "
        "register or the company's own words"
    )


def whose_fault(text: str, claim: Claim) -> str:
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
