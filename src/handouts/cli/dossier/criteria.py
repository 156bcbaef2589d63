"""The criteria of four standards, in our words, and the evidence for each in a dossier.

A program can show evidence; people judge whether a criterion is met. What only people can do is
named in `left`, and stays open.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PIF = "PIF TICK"
NHS = "NHS standard for creating health content"
IPDAS = "IPDAS"
ISO = "ISO 9001:2015, 7.5"

SECTIONS = {
    "address": ("people", "a public address"),
    "approval": ("approval", "an approval of these words"),
    "authors": ("people", "a statement of who wrote it"),
    "checks": ("checks", "checks that found nothing"),
    "claims": ("claims", "claims with their sources"),
    "dates": ("dates", "both dates"),
    "funding": ("people", "a word on who pays"),
    "owner": ("people", "a name for who keeps it right"),
    "publisher": ("people", "a named publisher"),
    "reading": ("reading", "reading figures"),
    "reports": ("people", "an address for readers’ reports"),
    "sheets": ("sheets", "printed sheets"),
    "tested": ("people", "a statement on trials with readers"),
    "translations": ("translations", "a version in another language that is not withdrawn"),
    "versions": ("versions", "a released version that is not withdrawn"),
}
"""The section of the page that holds each kind of evidence, and its name in words."""


@dataclass(frozen=True)
class Criterion:
    """One criterion of a standard."""

    standard: str
    words: str
    evidence: tuple[str, ...]
    """Keys of `SECTIONS`."""
    left: str = ""
    """What no program can show."""


def _of(standard: str, *rows: tuple[str, str] | tuple[str, str, str]) -> Iterator[Criterion]:
    """Yield the criteria of a standard: words, keys of the evidence, and what is left."""
    for words, evidence, *left in rows:
        yield Criterion(standard, words, tuple(evidence.split()), *left)


TRIAL = "whether the statement names a trial, and with whom"
CRITERIA = (
    *_of(
        PIF,
        ("1. A written process is kept to", "versions dates checks"),
        ("2. Those who write are trained", "", "who was trained, and in what"),
        ("3. There is a need for it", "", "how the need was found"),
        ("4. It rests on evidence", "claims", "whether the evidence is all there is"),
        ("5. Users take part in making it", "tested", TRIAL),
        (
            "6. People who are often left out are thought of",
            "reading sheets translations",
            "whom it leaves out all the same",
        ),
        ("7. Words and design are clear", "reading checks sheets", "whether readers find it clear"),
        ("8. Readers can answer", "reports", "what became of their answers"),
        ("9. It reaches those it is for", "address", "who gets it"),
        ("10. Its effect is looked at", "", "what it changes for readers"),
    ),
    *_of(
        NHS,
        (
            "A documented process, with approval by a clinician",
            "checks approval versions",
            "whether who approved it is a clinician",
        ),
        ("A planned cycle of reviews", "dates owner"),
        ("The publisher is named", "publisher"),
        ("Sponsors and conflicts of interest are open", "funding", "whether those are all"),
        (
            "Good evidence, looked at again in each review",
            "claims dates",
            "whether it is the best evidence",
        ),
        ("Copyright and privacy are kept", "", "whether they are"),
        ("It answers a real need of users", "", "how the need was found"),
        ("Simple and clear", "reading", "whether readers find it so"),
        (
            "People with poor access or protected characteristics are thought of",
            "sheets translations",
            "whom it leaves out all the same",
        ),
        ("Accessible by WCAG 2.2 AA", "checks", "what only people can test"),
        ("Versions are kept, and old ones archived", "versions"),
        ("Last check and next check are shown", "dates"),
        ("A record of the evidence is kept", "claims"),
        ("Users have tested it", "tested", TRIAL),
        ("Feedback is asked for and handled", "reports", "how it is handled"),
    ),
    *_of(
        IPDAS,
        ("Condition and decision are described", "", "whether they are"),
        ("Options are listed, with what is good and bad", "", "whether all are there"),
        ("What living with each outcome is like", "", "whether readers can picture it"),
        ("Good and bad in equal detail", "", "whether they are balanced"),
        ("Sources of the evidence are given", "claims"),
        ("The date of publication is given", "dates versions"),
        ("How it is kept up to date is said", "dates owner"),
        ("How sure the numbers are is said", "claims", "whether readers understand it"),
        ("Who pays is said", "funding"),
        ("Reading level is reported", "reading"),
        ("Patients and clinicians tested it", "tested", TRIAL),
    ),
    *_of(
        ISO,
        (
            "7.5.2 a) Identified: title, date, author, reference",
            "authors dates versions",
            "whether its author is a person who answers for it",
        ),
        ("7.5.2 b) In a fitting form, language and medium", "sheets"),
        (
            "7.5.2 c) Reviewed and approved for its purpose",
            "approval",
            "whether who approved it may do so",
        ),
        (
            "7.5.3.1 Available where it is needed, and protected",
            "address",
            "who may change it, and where copies lie",
        ),
        ("7.5.3.2 a) Given out and found", "address sheets", "where paper copies lie"),
        ("7.5.3.2 b) Kept, and kept legible", "sheets versions"),
        ("7.5.3.2 c) Changes are controlled", "versions"),
        ("7.5.3.2 d) Kept and removed by rule", "dates", "that old copies are gone"),
        ("7.5.3.2 Documents from outside are identified", "claims"),
    ),
)


def judged(present: Mapping[str, bool]) -> Iterator[dict[str, Any]]:
    """Yield each criterion with its evidence and with what is open.

    :param present: for each key of `SECTIONS`, whether the dossier has such evidence
    """
    for one in CRITERIA:
        shown = [name for name in one.evidence if present[name]]
        missing = [SECTIONS[name][1] for name in one.evidence if not present[name]]
        left = [f"missing: {words}" for words in missing] + ([one.left] if one.left else [])
        yield {
            "standard": one.standard,
            "criterion": one.words,
            "evidence": shown,
            "state": "open" if not shown else "in part" if left else "evidence here",
            "open": left,
        }
