"""Check a text against its audience's limits of language."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from handouts.problems import Fault
from handouts.prose import wordlists
from handouts.prose.readability import (
    READ,
    REMEMBERED,
    UNJUDGED,
    Figures,
    Passage,
    level,
    measure,
    passive,
    read_sentences,
    set_aside,
    spans,
    split,
    syllables,
    tidy,
)

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Mapping, Sequence

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
OPENING = 8
"""Words by which a message names a sentence."""
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


def faults(
    passages: Iterable[Passage],
    limits: Limits,
    taught: Iterable[str] = (),
    silenced: Mapping[Any, frozenset[str]] | None = None,
) -> list[Fault]:
    """Return every fault of a text: those of its passages in order, then those of the whole.

    :param taught: terms that the text teaches, which no word list and no grade counts
    :param silenced: codes that the author allows, by the place of a passage; None: of the whole

    >>> [one.code for one in faults([Passage("prose", "It is a miracle.")], Limits())]
    ['hype']
    """
    silent = silenced or {}
    judged = [passage for passage in passages if passage.kind not in UNJUDGED]
    texts = [tidy(passage.text) for passage in judged]
    terms = frozenset(taught)
    explained = {found for text in texts for found in _glossed(text)}
    pattern = wordlists.terms(terms | explained)
    short = _unexplained(judged, texts, {*limits.abbreviations, *terms})
    every: list[Fault] = []
    for passage, text, abbreviations in zip(judged, texts, short, strict=True):
        at = passage.location
        longest = limits.longest if passage.kind in READ else None
        remarks = _remarks(text, longest, limits.lists, limits.percent, pattern)
        source, line = (at.path, at.line) if at else (None, None)
        every += [
            Fault(code, message, source, line, about=found)
            for code, found, message in (*remarks, *abbreviations)
            if code not in silent.get(at, ())
        ]
    every += whole_faults(judged, limits, terms, silent)
    return [fault for fault in every if limits.rules[fault.code] != "off"]


@lru_cache(maxsize=REMEMBERED)
def _remarks(
    text: str,
    longest: int | None,
    lists: frozenset[str],
    percent: bool,
    taught: re.Pattern[str] | None,
) -> tuple[wordlists.Remark, ...]:
    """Return what is wrong in a passage, each word once.

    Cached, because a page and the sheets that embed from it have the same passages.
    """
    own = wordlists.unquoted(text)
    seen: dict[tuple[str, str], wordlists.Remark] = {}
    for span in spans(text):
        length = len(split(text[span]))
        if longest and length > longest:
            start = f"a sentence of {length} words (limit {longest})"
            message = f"{start}: “{opening(text[span])}”; make two of it"
            remark = wordlists.Remark("long-sentence", str(length), message)
            seen.setdefault((remark.code, str(length)), remark)
        for remark in wordlists.remarks(
            text[span], own=own[span], lists=lists, percent=percent, taught=taught
        ):
            seen.setdefault((remark[0], remark[1].lower()), remark)
    return tuple(seen.values())


@lru_cache(maxsize=REMEMBERED)
def _glossed(text: str) -> tuple[str, ...]:
    return tuple(wordlists.glossed(text))


@lru_cache(maxsize=REMEMBERED)
def _explained(text: str) -> frozenset[str]:
    return frozenset(wordlists.explained(text))


@lru_cache(maxsize=REMEMBERED)
def _abbreviations(text: str) -> tuple[str, ...]:
    return tuple(wordlists.abbreviations(text))


def opening(sentence: str) -> str:
    """Return the first words of a sentence, enough to find it by."""
    pieces = sentence.split()
    return " ".join(pieces[:OPENING]) + (" …" if len(pieces) > OPENING else "")


def _unexplained(
    passages: Sequence[Passage], texts: Sequence[str], done: set[str]
) -> Iterator[list[wordlists.Remark]]:
    """Yield for each passage the abbreviations that are first used there, and never explained.

    :param done: those that need no explanation
    """
    explained = [_explained(text) for text in texts]
    anywhere, so_far = frozenset().union(*explained), set[str]()
    for passage, text, here in zip(passages, texts, explained, strict=True):
        so_far |= here
        # A heading may come before the sentence that explains it.
        known = anywhere if passage.kind in {"title", "heading", "caption"} else so_far
        first = [one for one in dict.fromkeys(_abbreviations(text)) if one not in done]
        done.update(first)
        yield [
            wordlists.Remark(
                "abbreviation",
                one,
                f"“{one}” is not explained: write the long form, then “({one})”,"
                " at first use, or do without it",
            )
            for one in first
            if one not in known
        ]


def whole_faults(
    passages: Sequence[Passage],
    limits: Limits,
    taught: frozenset[str],
    silent: Mapping[Any, frozenset[str]],
) -> Iterator[Fault]:
    """Yield the faults of a text as a whole, each without the passages that allow it."""
    muted = frozenset().union(*silent.values())
    whole = measure(passages, taught)
    for code, judge in (
        ("reading-level", reading_level),
        ("mean-sentence", mean_sentence),
        ("long-words", long_words),
        ("passive", too_passive),
    ):
        rest = [passage for passage in passages if code not in silent.get(passage.location, ())]
        figures = measure(rest, taught) if code in muted else whole
        if figures.sentences >= limits.sentences and code not in silent.get(None, ()):
            yield from (Fault(code, message) for message in judge(figures, limits, rest, taught))


def reading_level(
    figures: Figures, limits: Limits, passages: Sequence[Passage], taught: frozenset[str]
) -> Iterator[str]:
    """Yield each reading grade that is above its limit by more than the margin."""
    for name, grade, with_taught, limit in (
        ("Flesch-Kincaid", figures.untaught.grade, figures.all.grade, limits.grade),
        ("SMOG", figures.untaught.smog, figures.all.smog, limits.smog),
    ):
        if limit is not None and grade > limit + limits.margin:
            yield (
                f"{name} grade {grade:g} (limit {limit:g}, and {limits.margin:g} more is allowed;"
                f" {with_taught:g} with the taught terms); hardest: {hardest(passages, taught)}"
            )


def hardest(passages: Iterable[Passage], taught: frozenset[str]) -> str:
    """Return the openings of the two sentences that a reader would find hardest."""
    read = read_sentences(passages)
    weighed = [
        (level(len(split(s)), 1, [syllables(word) for word in rest]).grade, s)
        for s, rest in zip(read, set_aside(read, taught), strict=True)
    ]
    worst = sorted(weighed, key=lambda pair: pair[0], reverse=True)[:2]
    return ", ".join(f"“{opening(sentence)}”" for _, sentence in worst)


def mean_sentence(figures: Figures, limits: Limits, _: object, __: object) -> Iterator[str]:
    """Yield the mean sentence length where it is above the limit."""
    if limits.mean is not None and figures.mean_sentence > limits.mean:
        mean = f"{figures.mean_sentence:g} words on average (limit {limits.mean:g})"
        yield f"sentences of {mean}: cut some in two"


def long_words(
    figures: Figures, limits: Limits, passages: Sequence[Passage], taught: frozenset[str]
) -> Iterator[str]:
    """Yield the share of long words where it is above the limit, and the commonest of them."""
    share = figures.untaught.long_share
    if limits.long_share is not None and share > limits.long_share:
        left = (
            word.lower() for rest in set_aside(read_sentences(passages), taught) for word in rest
        )
        common = Counter(word for word in left if syllables(word) >= 3).most_common(6)
        listed = ", ".join(word for word, _ in common)
        yield (
            f"{share:.0%} of words have three syllables or more (limit {limits.long_share:.0%}), "
            f"most often: {listed}"
        )


def too_passive(
    figures: Figures, limits: Limits, passages: Sequence[Passage], _: object
) -> Iterator[str]:
    """Yield the share of active sentences where it is below the limit, and some that are not."""
    share = figures.active_share
    if limits.active_share is not None and share < limits.active_share:
        found = [sentence for sentence in read_sentences(passages) if passive(sentence)]
        some = ", ".join(f"“{opening(sentence)}”" for sentence in found[:3])
        said = f"{share:.0%} of sentences are active (limit {limits.active_share:.0%})"
        yield f"{said}; say who does what in {some}"
