"""Measure how hard a text is to read, and hold it to its audience's limits."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

import syllapy  # type: ignore[import-untyped]  # it ships no types

from handouts.checks import words

Kind = Literal["prose", "heading", "item", "cell", "caption", "title", "reference", "code"]
READ = frozenset({"prose", "item"})
"""Kinds made of sentences; headings and tables would skew the figures."""
UNJUDGED = frozenset({"reference", "code"})
"""Kinds whose words are not the author's to choose."""

FOR_PATIENTS = frozenset(
    {"A&E", "CT", "EU", "GP", "ID", "MRI", "NHS", "OK", "PDF", "QR", "TV", "UK", "US", "USA"}
)
FOR_REFERRERS = FOR_PATIENTS | frozenset(
    {"ATMP", "CI", "CRP", "DNA", "EMA", "ESR", "FDA", "HIV", "MHRA", "MSC", "NICE", "NNT", "NSAID"}
    | {"ODI", "OR", "PRP", "RCT", "RR", "SD", "SF-36", "SMD", "SVF", "VAS", "WHO"}
)


@dataclass(frozen=True)
class Passage:
    """A run of text, what it is, and where its author finds it."""

    kind: Kind
    text: str
    location: Hashable = None


@dataclass(frozen=True)
class Fault:
    """Something that a text should not have; a location of None means the text as a whole."""

    code: str
    message: str
    location: Hashable
    found: str


@dataclass(frozen=True)
class Limits:
    """What an audience's texts are held to; None is no limit."""

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
    lists: frozenset[str] = words.LISTS
    """Word lists that are on: any of plain, medical, hype, nocebo, vague."""
    abbreviations: frozenset[str] = FOR_PATIENTS
    """Abbreviations that need no explanation."""


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
        lists=words.LISTS - {"medical"},
        abbreviations=FOR_REFERRERS,
    ),
}


@dataclass(frozen=True)
class Level:
    """How hard the words and sentences of a text are, by the published formulas."""

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
    """The counts of a text and what the formulas make of them."""

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


ADDRESS = re.compile(
    r"(?:https?://|\S+@|\b(?:[\w-]+\.)+(?:com|gov|net|org|uk|eu)\b)\S*?(?=[.,;:!?)”]*(?:\s|$))"
)
STOP = re.compile(r"[.!?…]+[”’\"')\]]*\s+(?=[“‘\"'(\[]*[A-Z0-9])")
TAUGHT = "\0"


def tidy(text: str) -> str:
    """Drop addresses and runs of space, which are no words."""
    return " ".join(ADDRESS.sub(" ", text).split())


def spans(text: str) -> Iterator[slice]:
    """Yield where each sentence of a tidy text stands; the end of the text closes the last one."""
    start = 0
    for stop in STOP.finditer(text):
        if not goes_on(text[start : stop.start()], text[stop.end() :], stop[0]):
            yield slice(start, stop.end())
            start = stop.end()
    if text[start:].strip():
        yield slice(start, len(text))


def goes_on(before: str, after: str, stop: str) -> bool:
    """Tell whether a stop is that of an abbreviation or an initial, not of the sentence."""
    if not stop.startswith(".") or not before:
        return False
    last = before.rsplit(maxsplit=1)[-1].lstrip("“‘\"'([")
    lists = words.data()["sentences"]
    if last.lower() in lists["titles"]:
        return True
    following = re.match(r"\W*(\w*)", after)
    if following is None or following[1].lower() in lists["starters"]:
        return False
    initial = re.fullmatch(r"(?:[A-Z]\.)*[A-Z]", last) is not None
    if last.lower() in {"no", "v"}:
        return following[1][:1].isdigit()  # "No. 5" goes on, "We said no. Sam left" does not
    return initial or last.lower() in lists["short"]


def sentences(text: str) -> list[str]:
    """Return the sentences of a text."""
    tidied = tidy(text)
    return [tidied[span].strip() for span in spans(tidied)]


def split(sentence: str) -> list[str]:
    """Return the words of a sentence; figures are words, a hyphenated word is one."""
    pieces = re.split(r"[\s—/]+|(?<=[a-z])–(?=[a-z])", sentence)
    stripped = (re.sub(r"^[^\w\0]+|[^\w\0]+$", "", piece) for piece in pieces)
    return [word for word in stripped if word]


@cache
def syllables(word: str) -> int:
    """Return the syllables of a word; figures and abbreviations count one, as Flesch has it."""
    if "-" in word:
        return sum(syllables(part) for part in word.split("-") if part)
    if not word.replace("’", "").replace("'", "").isalpha() or word[1:2].isupper():
        return 1
    plain = word.lower().replace("’", "'").removesuffix("'s").removesuffix("'")
    return known(plain) or inflected(plain) or max(int(syllapy.count(plain)), 1)


def known(word: str) -> int:
    """Return the syllables of one of our own words, else 0."""
    return int(words.data()["syllables"].get(word, 0))


def inflected(word: str) -> int:
    """Return the syllables of a regular form of a listed word, often missing from lists, else 0."""
    for ending in ("s", "es", "ed", "ing", "er", "est", "ly"):
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < 3:
            continue
        for base in [stem] if ending == "s" else bases(stem):
            count = known(base) or int(syllapy.WORD_DICT.get(base, 0))
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
    """Tell whether an ending adds a syllable: in "tested" it does, in "eased" it does not."""
    if ending in {"s", "es"}:
        return base.endswith(("s", "z", "x", "ch", "sh", "ge", "ce", "se", "ze"))
    if ending == "ed":
        return base.rstrip("e").endswith(("t", "d"))
    return True


@cache
def passive_pattern() -> re.Pattern[str]:
    """Return a pattern for a form of "be", adverbs perhaps, and a past participle."""
    irregular = "|".join(words.data()["passive"]["irregular"])
    adjectives = "|".join(words.data()["passive"]["adjectives"])
    return re.compile(
        r"\b(?:am|is|are|was|were|be|been|being)\b"
        r"(?:\s+(?:not|also|only|still|then|often|never|always|now|been|being|\w+ly))*"
        rf"\s+(?!(?:{adjectives})\b)(?:\w{{2,}}ed|{irregular})\b",
        re.IGNORECASE,
    )


def passive(sentence: str) -> bool:
    """Tell whether a sentence holds a passive.

    A guess from the words alone: it misses a passive without "be" ("got treated") or with
    other words inside ("was, we think, treated") and a rare irregular participle, and takes
    an unlisted adjective in -ed for a participle. Good for a share, not for one sentence.
    """
    return passive_pattern().search(sentence) is not None


def read_sentences(passages: Iterable[Passage]) -> list[str]:
    """Return the sentences of prose and of list items; the end of an item closes a sentence."""
    return [s for passage in passages if passage.kind in READ for s in sentences(passage.text)]


def measure(passages: Iterable[Passage], taught: Iterable[str] = ()) -> Figures:
    """Count the sentences of prose and of list items, and apply the formulas."""
    read = read_sentences(passages)
    every = [split(sentence) for sentence in read]
    counts = [len(sentence) for sentence in every]
    if not sum(counts):
        return Figures()
    heard = [syllables(word) for sentence in every for word in sentence]
    left = [syllables(word) for sentence in set_aside(read, taught) for word in sentence]
    return Figures(
        words=len(heard),
        sentences=len(read),
        syllables=sum(heard),
        long_words=long(heard),
        taught_words=len(heard) - len(left),
        mean_sentence=round(len(heard) / len(read), 1),
        longest_sentence=max(counts),
        active_share=round(1 - sum(map(passive, read)) / len(read), 3),
        all=level(len(heard), len(read), heard),
        untaught=level(len(heard), len(read), left),
    )


def set_aside(read: Iterable[str], taught: Iterable[str]) -> Iterator[list[str]]:
    """Yield the words of each sentence that are part of no taught term."""
    pattern = words.terms(taught)
    for sentence in read:
        rest = pattern.sub(TAUGHT, sentence) if pattern else sentence
        yield [word for word in split(rest) if TAUGHT not in word]


def long(heard: Iterable[int]) -> int:
    """Return how many words have three syllables or more."""
    return sum(count >= 3 for count in heard)


def level(total: int, sentence_count: int, heard: Sequence[int]) -> Level:
    """Return what the formulas make of the words heard, in sentences as long as they stand."""
    if not heard:
        return Level()
    per_sentence, per_word = total / sentence_count, sum(heard) / len(heard)
    return Level(
        grade=round(flesch_kincaid(per_sentence, per_word), 1),
        smog=round(smog(long(heard), sentence_count), 1),
        ease=round(reading_ease(per_sentence, per_word), 1),
        long_share=round(long(heard) / len(heard), 3),
    )


def faults(
    passages: Iterable[Passage],
    limits: Limits,
    taught: Iterable[str] = (),
    silenced: Mapping[Any, frozenset[str]] | None = None,
) -> list[Fault]:
    """Return every fault of a text: those of its passages in order, then those of the whole."""
    silent = silenced or {}
    judged = [passage for passage in passages if passage.kind not in UNJUDGED]
    known_terms = frozenset(taught)
    found = [
        *passage_faults(judged, limits, known_terms),
        *abbreviation_faults(judged, limits, known_terms),
    ]
    order = {id(passage): place for place, passage in enumerate(judged)}
    found.sort(key=lambda pair: order[id(pair[0])])
    heard = [fault for _, fault in found if fault.code not in silent.get(fault.location, ())]
    return [*heard, *whole_faults(judged, limits, known_terms, silent)]


def passage_faults(
    passages: Sequence[Passage], limits: Limits, taught: frozenset[str]
) -> Iterator[tuple[Passage, Fault]]:
    """Yield the faults of words and of long sentences, each word once a passage."""
    texts = [tidy(passage.text) for passage in passages]
    explained = {found for text in texts for found in words.glossed(text)}
    pattern = words.terms(taught | explained)
    for passage, text in zip(passages, texts, strict=True):
        own = words.unquoted(text)
        seen: dict[tuple[str, str], Fault] = {}
        for span in spans(text):
            length = len(split(text[span]))
            if limits.longest and passage.kind in READ and length > limits.longest:
                fault = long_sentence(text[span], length, limits.longest, passage.location)
                seen.setdefault((fault.code, fault.found), fault)
            for code, found, message in words.remarks(
                text[span],
                own=own[span],
                lists=limits.lists,
                percent=limits.percent,
                taught=pattern,
            ):
                fault = Fault(code, message, passage.location, found)
                seen.setdefault((code, found.lower()), fault)
        yield from ((passage, fault) for fault in seen.values())


def long_sentence(sentence: str, length: int, limit: int, location: Hashable) -> Fault:
    """Return the fault of a sentence that is too long."""
    message = f"a sentence of {length} words (limit {limit}): “{opening(sentence)}”; make two of it"
    return Fault("handouts.long-sentence", message, location, str(length))


def opening(sentence: str, count: int = 8) -> str:
    """Return the first words of a sentence, enough to find it by."""
    pieces = sentence.split()
    return " ".join(pieces) if len(pieces) <= count else " ".join(pieces[:count]) + " …"


def abbreviation_faults(
    passages: Sequence[Passage], limits: Limits, taught: frozenset[str]
) -> Iterator[tuple[Passage, Fault]]:
    """Yield each abbreviation once, where it is first used without having been explained."""
    done = {*limits.abbreviations, *taught}
    texts = [tidy(passage.text) for passage in passages]
    for place, passage in enumerate(passages):
        # A heading may come before the sentence that explains it.
        heading = passage.kind in {"title", "heading", "caption"}
        given = texts if heading else texts[: place + 1]
        for found in words.abbreviations(texts[place]):
            if found in done:
                continue
            done.add(found)
            if not any(words.explained(found, text) for text in given):
                message = (
                    f"“{found}” is not explained: write the long form, then “({found})”,"
                    " at first use, or do without it"
                )
                yield passage, Fault("handouts.abbreviation", message, passage.location, found)


def whole_faults(
    passages: Sequence[Passage],
    limits: Limits,
    taught: frozenset[str],
    silent: Mapping[Any, frozenset[str]],
) -> Iterator[Fault]:
    """Yield the faults of a text as a whole, without the passages that silence each."""
    muted = frozenset().union(*silent.values())
    whole = measure(passages, taught)
    for code, judge in (
        ("handouts.reading-level", reading_level),
        ("handouts.mean-sentence", mean_sentence),
        ("handouts.long-words", long_words),
        ("handouts.passive", too_passive),
    ):
        rest = [passage for passage in passages if code not in silent.get(passage.location, ())]
        figures = measure(rest, taught) if code in muted else whole
        if figures.sentences >= limits.sentences and code not in silent.get(None, ()):
            for found, message in judge(figures, limits, rest, taught):
                yield Fault(code, message, None, found)


Judged = Iterator[tuple[str, str]]


def reading_level(
    figures: Figures, limits: Limits, passages: Sequence[Passage], taught: frozenset[str]
) -> Judged:
    """Yield each reading grade that is above its limit by more than the margin."""
    for name, grade, with_taught, limit in (
        ("Flesch-Kincaid", figures.untaught.grade, figures.all.grade, limits.grade),
        ("SMOG", figures.untaught.smog, figures.all.smog, limits.smog),
    ):
        if limit is not None and grade > limit + limits.margin:
            message = (
                f"{name} grade {grade:g} (limit {limit:g}, and {limits.margin:g} more is let pass;"
                f" {with_taught:g} with the taught terms); hardest: {hardest(passages, taught)}"
            )
            yield f"{grade:g}", message


def hardest(passages: Iterable[Passage], taught: frozenset[str], count: int = 2) -> str:
    """Return the openings of the sentences that a reader would find hardest."""
    read = read_sentences(passages)
    weighed = [
        (level(len(split(s)), 1, [syllables(word) for word in rest]).grade, s)
        for s, rest in zip(read, set_aside(read, taught), strict=True)
    ]
    worst = sorted(weighed, key=lambda pair: pair[0], reverse=True)[:count]
    return ", ".join(f"“{opening(sentence)}”" for _, sentence in worst)


def mean_sentence(figures: Figures, limits: Limits, _: object, __: object) -> Judged:
    """Yield the mean sentence length where it is above the limit."""
    if limits.mean is not None and figures.mean_sentence > limits.mean:
        mean = f"{figures.mean_sentence:g}"
        yield mean, f"sentences of {mean} words on average (limit {limits.mean:g}): cut some in two"


def long_words(
    figures: Figures, limits: Limits, passages: Sequence[Passage], taught: frozenset[str]
) -> Judged:
    """Yield the share of long words where it is above the limit, and the commonest of them."""
    share = figures.untaught.long_share
    if limits.long_share is not None and share > limits.long_share:
        left = (
            word.lower() for rest in set_aside(read_sentences(passages), taught) for word in rest
        )
        common = Counter(word for word in left if syllables(word) >= 3).most_common(6)
        listed = ", ".join(word for word, _ in common)
        message = (
            f"{share:.0%} of words have three syllables or more (limit {limits.long_share:.0%})"
        )
        yield f"{share:.0%}", f"{message}, most often: {listed}"


def too_passive(figures: Figures, limits: Limits, passages: Sequence[Passage], _: object) -> Judged:
    """Yield the share of active sentences where it is below the limit, and some that are not."""
    share = figures.active_share
    if limits.active_share is not None and share < limits.active_share:
        guilty = [sentence for sentence in read_sentences(passages) if passive(sentence)]
        some = ", ".join(f"“{opening(sentence)}”" for sentence in guilty[:3])
        message = f"{share:.0%} of sentences are active (limit {limits.active_share:.0%})"
        yield f"{share:.0%}", f"{message}; say who does what in {some}"
