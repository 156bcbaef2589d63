"""Limits of language of an audience, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from handouts.prose import wordlists

FOR_PATIENTS = frozenset(
    {"A&E", "CT", "EU", "GP", "ID", "MRI", "NHS", "OK", "PDF", "QR", "TV", "UK", "US", "USA"}
)
FOR_REFERRERS = FOR_PATIENTS | frozenset(
    {"ATMP", "CI", "CRP", "DNA", "EMA", "ESR", "FDA", "HIV", "MHRA", "MSC", "NICE", "NNT", "NSAID"}
    | {"ODI", "OR", "PRP", "RCT", "RR", "SD", "SF-36", "SMD", "SVF", "VAS", "WHO"}
)
RULES: Mapping[str, str] = {
    "abbreviation": "refuse",
    "capitals": "refuse",
    "contraction": "refuse",
    "hype": "refuse",
    "jargon": "refuse",
    "long-sentence": "refuse",
    "long-words": "off",
    "mean-sentence": "off",
    "nocebo": "refuse",
    "one-in-x": "refuse",
    "passive": "off",
    "percent": "refuse",
    "reading-level": "report",
    "shorthand": "refuse",
    "vague": "refuse",
}
"""Default effect of each rule; of those that are off, the report still shows the figures."""
EFFECTS = ("off", "report", "refuse")
"""What a rule does: nothing, warn, or warn and refuse the sheet."""


@dataclass(frozen=True)
class Limits:
    """Limits of an audience's texts; None is no limit."""

    grade: float | None = 6
    """Flesch-Kincaid grade, taught terms set aside."""
    smog: float | None = 8.5
    """SMOG grade, taught terms set aside."""
    margin: float = 1
    """Grades above the limit that are reported without a warning."""
    mean: float | None = 12
    """Mean words a sentence."""
    longest: int | None = 20
    """Words in the longest sentence."""
    long_share: float | None = 0.10
    """Share of words of three syllables or more, taught terms set aside."""
    active_share: float | None = 0.80
    """Share of sentences in the active voice."""
    sentences: int = 10
    """Fewer sentences than this are measured, but the text as a whole is not judged."""
    percent: bool = False
    """Whether the percent sign is allowed."""
    lists: frozenset[str] = wordlists.LISTS
    """Word lists that are on: any of plain, medical, hype, nocebo, vague."""
    abbreviations: frozenset[str] = FOR_PATIENTS
    """Abbreviations that need no explanation."""
    rules: Mapping[str, str] = field(default_factory=lambda: RULES)
    """One of `EFFECTS` for each rule."""


LIMITS: Mapping[str, Limits] = {
    "patients": Limits(),
    "referrers": Limits(
        grade=12,
        smog=None,
        mean=18,
        longest=25,
        long_share=0.20,
        active_share=0.70,
        percent=True,
        lists=wordlists.LISTS - {"medical"},
        abbreviations=FOR_REFERRERS,
    ),
}
