"""Check a text as a whole against its audience's limits: grades, long words, passives."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from handouts.problems import Fault
from handouts.prose.readability import Figures, level, measure, read_sentences, set_aside
from handouts.prose.sentences import opening, passive, split
from handouts.prose.syllables import syllables

if TYPE_CHECKING:
    from handouts.prose.limits import Limits
    from handouts.prose.passage import Passage, Silenced


def whole_faults(
    passages: Sequence[Passage],
    limits: Limits,
    taught: frozenset[str],
    silent: Silenced,
) -> Iterator[Fault]:
    """Yield the faults of a text as a whole, each without the passages that allow it."""
    whole = measure(passages, taught)
    for code, judge in (
        ("reading-level", reading_level),
        ("mean-sentence", mean_sentence),
        ("long-words", long_words),
        ("passive", too_passive),
    ):
        rest = [passage for passage in passages if code not in silent.get(passage.location, ())]
        figures = whole if len(rest) == len(passages) else measure(rest, taught)
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
    worst = heapq.nlargest(2, weighed, key=lambda pair: pair[0])
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
