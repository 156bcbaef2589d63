"""Measure how hard a text is to read, by published formulas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from handouts.prose import wordlists
from handouts.prose.passage import READ, Passage
from handouts.prose.sentences import passive, sentences, split
from handouts.prose.syllables import syllables


@dataclass(frozen=True)
class Level:
    """The difficulty of a text, by the published formulas."""

    grade: float = 0.0
    """Flesch-Kincaid grade (Kincaid and others 1975)."""
    smog: float = 0.0
    """SMOG grade (McLaughlin 1969), scaled to 30 sentences; rough for fewer."""
    ease: float = 0.0
    """Reading ease (Flesch 1948)."""
    long_share: float = 0.0
    """Share of words of three syllables or more."""


@dataclass(frozen=True)
class Figures:
    """The counts of a text, and the results of the formulas."""

    words: int = 0
    sentences: int = 0
    syllables: int = 0
    long_words: int = 0
    taught_words: int = 0
    mean_sentence: float = 0.0
    longest_sentence: int = 0
    active_share: float = 1.0
    all: Level = field(default_factory=Level)
    """The level with every word."""
    untaught: Level = field(default_factory=Level)
    """The level with the taught terms set aside."""


def flesch_kincaid(words_a_sentence: float, syllables_a_word: float) -> float:
    """Return the Flesch-Kincaid grade."""
    return 0.39 * words_a_sentence + 11.8 * syllables_a_word - 15.59


def reading_ease(words_a_sentence: float, syllables_a_word: float) -> float:
    """Return the Flesch reading ease."""
    return 206.835 - 1.015 * words_a_sentence - 84.6 * syllables_a_word


def smog(long_words: int, sentence_count: int) -> float:
    """Return the SMOG grade by McLaughlin's exact formula."""
    return float(1.0430 * (long_words * 30 / sentence_count) ** 0.5 + 3.1291)


TAUGHT = "\0"
"""Stands for a taught term in a sentence."""


def read_sentences(passages: Iterable[Passage]) -> list[str]:
    """Return the sentences of prose and of list items; a passage ends a sentence."""
    return [s for passage in passages if passage.kind in READ for s in sentences(passage.text)]


def measure(passages: Iterable[Passage], taught: Iterable[str] = ()) -> Figures:
    """Count the sentences of prose and of list items, and apply the formulas."""
    return _measured(tuple(read_sentences(passages)), frozenset(taught))


@lru_cache(maxsize=4)  # Each sheet is measured for its limits and for the report.
def _measured(read: tuple[str, ...], taught: frozenset[str]) -> Figures:
    every = [_counted(sentence, taught) for sentence in read]
    counts = [count for words, _, _ in every for count in words]
    left = [count for _, words, _ in every for count in words]
    if not counts:
        return Figures()
    return Figures(
        words=len(counts),
        sentences=len(read),
        syllables=sum(counts),
        long_words=long(counts),
        taught_words=len(counts) - len(left),
        mean_sentence=round(len(counts) / len(read), 1),
        longest_sentence=max(len(words) for words, _, _ in every),
        active_share=round(1 - sum(is_passive for *_, is_passive in every) / len(read), 3),
        all=level(len(counts), len(read), counts),
        untaught=level(len(counts), len(read), left),
    )


@lru_cache(maxsize=wordlists.REMEMBERED)
def _counted(
    sentence: str, taught: frozenset[str]
) -> tuple[tuple[int, ...], tuple[int, ...], bool]:
    """Return the syllables of all words of a sentence, those without taught terms, its voice."""
    (rest,) = set_aside([sentence], taught)
    every, left = (tuple(map(syllables, words)) for words in (split(sentence), rest))
    return every, left, passive(sentence)


def set_aside(read: Iterable[str], taught: frozenset[str]) -> Iterator[list[str]]:
    """Yield the words of each sentence that are part of no taught term."""
    pattern = wordlists.terms(taught)
    for sentence in read:
        rest = pattern.sub(TAUGHT, sentence) if pattern else sentence
        yield [word for word in split(rest) if TAUGHT not in word]


def long(counts: Iterable[int]) -> int:
    """Return how many words have three syllables or more."""
    return sum(count >= 3 for count in counts)


def level(total: int, sentence_count: int, counts: Sequence[int]) -> Level:
    """Return the results of the formulas.

    :param total: number of words, with those set aside
    :param sentence_count: number of sentences
    :param counts: syllables of each word that is judged
    """
    if not counts:
        return Level()
    per_sentence, per_word = total / sentence_count, sum(counts) / len(counts)
    return Level(
        grade=round(flesch_kincaid(per_sentence, per_word), 1),
        smog=round(smog(long(counts), sentence_count), 1),
        ease=round(reading_ease(per_sentence, per_word), 1),
        long_share=round(long(counts) / len(counts), 3),
    )
