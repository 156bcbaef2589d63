"""Measure how hard a text is to read: sentences, syllables, and published formulas."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Literal

from handouts.prose import wordlists

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from handouts.problems import Place

Kind = Literal["prose", "heading", "item", "cell", "caption", "title", "reference", "code"]
READ = frozenset({"prose", "item"})
"""Kinds that are measured; headings and tables would skew the figures."""
UNJUDGED = frozenset({"reference", "code"})
"""Kinds whose words the author cannot choose."""


@dataclass(frozen=True, slots=True)
class Passage:
    """The text of a block, and where its author finds it."""

    kind: Kind
    text: str
    location: Place | None = None


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
    """With every word."""
    untaught: Level = field(default_factory=Level)
    """With the taught terms set aside."""


def flesch_kincaid(words_a_sentence: float, syllables_a_word: float) -> float:
    """Return the Flesch-Kincaid grade."""
    return 0.39 * words_a_sentence + 11.8 * syllables_a_word - 15.59


def reading_ease(words_a_sentence: float, syllables_a_word: float) -> float:
    """Return the Flesch reading ease."""
    return 206.835 - 1.015 * words_a_sentence - 84.6 * syllables_a_word


def smog(long_words: int, sentences: int) -> float:
    """Return the SMOG grade by McLaughlin's exact formula."""
    return float(1.0430 * (long_words * 30 / sentences) ** 0.5 + 3.1291)


# Possessive ("++") and anchored: otherwise a long run of one sign takes quadratic time.
ADDRESS = re.compile(r"https?://|(?<![\w.-])(?:[\w-]++\.)+(?:com|gov|net|org|uk|eu)\b")
AFTER_ADDRESS = ".,;:!?)”"
STOP = re.compile(r"(?<![.!?…])[.!?…]++[”’\"')\]]*+\s++(?=[“‘\"'(\[]*+[A-Z0-9])")
NEAR = 40
"""Characters around a stop by which to judge whether it ends a sentence."""
TAUGHT = "\0"
REMEMBERED = 4096
"""Texts of which what was read is kept: a page, and the sheets that embed from it, share theirs."""


@lru_cache(maxsize=REMEMBERED)
def tidy(text: str) -> str:
    """Remove addresses and runs of space."""
    words = text.split()
    if "@" in text or ADDRESS.search(text):
        words = " ".join(map(_without_address, words)).split()
    return " ".join(words)


def _without_address(word: str) -> str:
    """Return a word without the address in it."""
    found = ADDRESS.search(word)
    if "@" in word[1:]:
        start, end = 0, word.rindex("@") + 1
    elif found:
        start, end = found.span()
    else:
        return word
    return f"{word[:start]} {word[max(end, len(word.rstrip(AFTER_ADDRESS))) :]}"


def spans(text: str) -> Iterator[slice]:
    """Yield the span of each sentence of a tidy text."""
    start = 0
    for stop in STOP.finditer(text):
        before = text[max(start, stop.start() - NEAR) : stop.start()]
        if not goes_on(before, text[stop.end() : stop.end() + NEAR], stop[0]):
            yield slice(start, stop.end())
            start = stop.end()
    if text[start:].strip():
        yield slice(start, len(text))


def goes_on(before: str, after: str, stop: str) -> bool:
    """Return whether a stop belongs to an abbreviation or initial and does not end a sentence."""
    if not stop.startswith(".") or not before:
        return False
    last = before.rsplit(maxsplit=1)[-1].lstrip("“‘\"'([")
    lists = wordlists.data()["sentences"]
    if last.lower() in lists["titles"]:
        return True
    following = re.match(r"\W*(\w*)", after)
    if following is None or following[1].lower() in lists["starters"]:
        return False
    initial = re.fullmatch(r"(?:[A-Z]\.)*[A-Z]", last) is not None
    if last.lower() in {"no", "v"}:
        return following[1][:1].isdigit()  # "No. 5" goes on, "We said no. Sam left" does not
    return initial or last.lower() in lists["short"]


@lru_cache(maxsize=REMEMBERED)
def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a text."""
    tidied = tidy(text)
    return tuple(tidied[span].strip() for span in spans(tidied))


GAPS = re.compile(r"[\s—/]+|(?<=[a-z])–(?=[a-z])")
"""What stands between two words."""
EDGES = re.compile(r"^[^\w\0]+|[^\w\0]+$")
"""Marks before and after a word."""


@lru_cache(maxsize=REMEMBERED)
def split(sentence: str) -> tuple[str, ...]:
    """Return the words of a sentence; figures are words, a hyphenated word is one."""
    stripped = (EDGES.sub("", piece) for piece in GAPS.split(sentence))
    return tuple(word for word in stripped if word)


@cache
def syllables(word: str) -> int:
    """Return the syllables of a word; figures and abbreviations count one, as in Flesch 1948."""
    if "-" in word:
        return sum(syllables(part) for part in word.split("-") if part)
    if not word.replace("’", "").replace("'", "").isalpha() or word[1:2].isupper():
        return 1
    plain = word.lower().replace("’", "'").removesuffix("'s").removesuffix("'")
    return known(plain) or inflected(plain) or max(int(dictionary().count(plain)), 1)


@cache
def dictionary() -> Any:
    """Return the library that counts, which loads a long list of words: many builds read none."""
    import syllapy  # type: ignore[import-untyped]  # it ships no types

    return syllapy


def known(word: str) -> int:
    """Return the syllables of a word in our own list, else 0."""
    return int(wordlists.data()["syllables"].get(word, 0))


def inflected(word: str) -> int:
    """Return the syllables of a regular inflected form of a listed word, else 0."""
    for ending in ("s", "es", "ed", "ing", "er", "est", "ly"):
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < 3:
            continue
        for base in [stem] if ending == "s" else bases(stem):
            count = known(base) or int(dictionary().WORD_DICT.get(base, 0))
            if count:
                return count + sounded(base, ending)
    return 0


def bases(stem: str) -> Iterator[str]:
    """Yield what a stem may have been before its ending: eas/ease, heal, stopp/stop, tri/try."""
    yield stem + "e"
    yield stem
    if stem[-1] == stem[-2]:
        yield stem[:-1]
    if stem[-1] == "i":
        yield stem[:-1] + "y"


def sounded(base: str, ending: str) -> bool:
    """Return whether an ending adds a syllable: in "tested" it does, in "eased" it does not."""
    if ending in {"s", "es"}:
        return base.endswith(("s", "z", "x", "ch", "sh", "ge", "ce", "se", "ze"))
    if ending == "ed":
        return base.rstrip("e").endswith(("t", "d"))
    return True


@cache
def passive_pattern() -> re.Pattern[str]:
    """Return a pattern for a form of "be", adverbs perhaps, and a past participle."""
    irregular = "|".join(wordlists.data()["passive"]["irregular"])
    adjectives = "|".join(wordlists.data()["passive"]["adjectives"])
    return re.compile(
        r"\b(?:am|is|are|was|were|be|been|being)\b"
        r"(?:\s+(?:not|also|only|still|then|often|never|always|now|been|being|\w+ly))*"
        rf"\s+(?!(?:{adjectives})\b)(?:\w{{2,}}ed|{irregular})\b",
        re.IGNORECASE,
    )


def passive(sentence: str) -> bool:
    """Return whether a sentence has a passive, as far as its words show.

    Misses a passive without "be" ("got treated"), with other words inside ("was, we think,
    treated") or with a rare participle; takes an unlisted adjective in -ed for one. This is
    enough for a share, not for one sentence.
    """
    return passive_pattern().search(sentence) is not None


def read_sentences(passages: Iterable[Passage]) -> list[str]:
    """Return the sentences of prose and of list items; a passage ends a sentence."""
    return [s for passage in passages if passage.kind in READ for s in sentences(passage.text)]


def measure(passages: Iterable[Passage], taught: Iterable[str] = ()) -> Figures:
    """Count the sentences of prose and of list items, and apply the formulas."""
    return _measured(tuple(read_sentences(passages)), frozenset(taught))


@lru_cache(maxsize=4)  # Each sheet is measured for its limits and for the report.
def _measured(read: tuple[str, ...], taught: frozenset[str]) -> Figures:
    every = [split(sentence) for sentence in read]
    lengths = [len(sentence) for sentence in every]
    if not sum(lengths):
        return Figures()
    counts = [syllables(word) for sentence in every for word in sentence]
    left = [syllables(word) for sentence in set_aside(read, taught) for word in sentence]
    return Figures(
        words=len(counts),
        sentences=len(read),
        syllables=sum(counts),
        long_words=long(counts),
        taught_words=len(counts) - len(left),
        mean_sentence=round(len(counts) / len(read), 1),
        longest_sentence=max(lengths),
        active_share=round(1 - sum(map(passive, read)) / len(read), 3),
        all=level(len(counts), len(read), counts),
        untaught=level(len(counts), len(read), left),
    )


def set_aside(read: Iterable[str], taught: Iterable[str]) -> Iterator[list[str]]:
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
