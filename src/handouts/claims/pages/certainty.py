"""Find verbs that are stronger than the certainty of a claim; knows text only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    Words = tuple[tuple[str, tuple[str, ...]], ...]

LEVELS = ("very low", "low", "moderate", "high")
"""Grades of certainty, the weakest first; `fact` needs no grade and is not judged."""

WORDS: Mapping[str, tuple[str, ...]] = {
    # A bare verb says that a treatment does it: only high certainty carries that.
    "high": (
        "reduce", "ease", "relieve", "improve", "increase", "raise", "prevent", "lower", "slow",
        "heal", "restore", "repair", "regenerate", "rebuild", "regrow", "cure", "fix", "help",
        "reverse", "lessen", "decrease", "lead to", "cause", "protect", "boost", "strengthen",
        "shorten", "outperform", "beat", "make a difference", "make no difference",
        "make little or no difference", "make little difference", "work", "be effective", "be safe",
        "be better than", "be no better", "be as good as",
    ),
    "moderate": ("probably", "likely to", "is likely", "are likely"),
    "low": ("may", "might", "could", "can", "possibly", "perhaps", "seems to", "seem to",
            "appears to", "appear to"),
    "very low": (
        "do not know", "does not know", "did not know", "no one knows", "nobody knows", "not known",
        "unknown", "uncertain", "unclear", "not clear", "cannot tell", "cannot say", "not sure",
        "cannot be sure", "not certain", "not shown", "not been shown", "not proven",
        "not been proven", "no proof", "no evidence that", "no good evidence", "not been tested",
        # As a question, a condition, a purpose or the words of others, it claims nothing.
        "whether", "if", "say", "says", "said", "claim", "claims", "aim", "aims", "hope", "hopes",
        "meant to", "designed to", "intended to", "supposed to", "thought to", "said to",
    ),
}  # fmt: skip
"""Which words carry which certainty (GRADE informative statements); a project adds its own."""

INSTEAD: Mapping[str, str] = {
    "moderate": "probably {words}",
    "low": "may {base}",
    "very low": "we do not know if … {third}",
}
"""What to say in place of words that are too strong, by the certainty of the claim."""

_SENTENCE = re.compile(r"[^.!?]*(?:\.(?=\d)[^.!?]*)*[.!?]?")
_CLAUSE = re.compile(
    # A condition that leads a sentence does not cover what comes after its comma.
    r";|,? (?:but|yet|however|although|though|whereas|while)\b"
    r"|(?:(?<=If )|(?<=When ))[^,;]{0,300}+(,)"
)
_NOT = re.compile(r"(?:do|does|did|is|are|was|were) not ", re.IGNORECASE)
_IRREGULAR = {
    "be": "is|are|was|were", "lead": "leads?|led", "make": "makes?|made", "beat": "beats?",
    "rebuild": "rebuilds?|rebuilt", "regrow": "regrows?|regrew", "cut": "cuts?",
    # The bare words are far more often no verbs: "people who work", "lower back", "slow".
    "work": "works|worked|(?<=not )work", "lower": "lowers|lowered", "slow": "slows|slowed",
}  # fmt: skip
_ALSO_NOUNS = {"cause", "cure", "help", "fix", "repair", "increase", "decrease"}
_DOUBT_OF_ALL = re.compile(
    r"\bevidence (?:is|was|remains) (?:very )?(?:uncertain|weak)\b", re.IGNORECASE
)
# "To ease pain" names a purpose, "get help" and "the causes" are nouns.
_NO_VERB = re.compile(
    r"\b(?:(?<!shown )(?<!proven )(?<!found )(?<!known )(?<!able )to|get|ask for|need|more|the|for"
    r"|with|an?|any|of)\s+$",
    re.IGNORECASE,
)
NEAR = 40
"""Characters before a verb in which `_NO_VERB` can stand."""


class Stronger(NamedTuple):
    """Words that say more than the evidence carries, and what would be right."""

    found: str
    instead: str


class _Word(NamedTuple):
    """A word that carries a certainty, and how to find it."""

    level: int
    base: str
    part: str
    """Letters that stand wherever the pattern matches; looked for first, which is much quicker."""
    pattern: re.Pattern[str]


class _Said(NamedTuple):
    level: int
    text: str
    base: str
    start: int
    end: int


def stronger_verbs(
    text: str, certainty: str, extra: Mapping[str, Iterable[str]] | None = None, before: str = ""
) -> list[Stronger]:
    """Return the words of a claim that are stronger than its certainty.

    :param certainty: one of `LEVELS`, or `fact`, which is not judged
    :param extra: more words that carry a certainty, by level
    :param before: what stands before the claim in its sentence, such as "we do not know if"
    """
    if certainty not in LEVELS[:-1]:
        return []
    more = tuple((level, tuple(words)) for level, words in (extra or {}).items())
    return list(_stronger(text, certainty, more, before))


@lru_cache(maxsize=4096)
def _stronger(text: str, certainty: str, extra: Words, before: str) -> tuple[Stronger, ...]:
    # The same words stand on their page and in every handout that embeds them.
    whole, words = f"{before}{text}", _patterns(extra)
    return tuple(
        Stronger(said.text, _instead(said, certainty))
        for start, end in _clauses(whole)
        for said in _too_strong(whole[start:end], LEVELS.index(certainty), words)
        if start + said.end > len(before)
    )


def _instead(said: _Said, certainty: str) -> str:
    first, _, rest = said.base.partition(" ")
    third = " ".join(filter(None, ["is" if first == "be" else f"{first}s", rest]))
    base = f"not {said.base}" if _NOT.match(said.text) else said.base
    return INSTEAD[certainty].format(words=said.text, base=base, third=third)


def _too_strong(clause: str, limit: int, words: tuple[_Word, ...]) -> Iterator[_Said]:
    """Yield each verb of a clause that stays too strong with its weakest word of doubt."""
    said = list(_said(clause, words))
    verbs = [
        item
        for item in said
        if item.level == 3 and not _NO_VERB.search(clause, max(0, item.start - NEAR), item.start)
    ]
    doubts = [item for item in said if item.level < 3]
    weakest = min(doubts, key=lambda item: item.level, default=None)
    if weakest is None:
        yield from verbs
    elif weakest.level > limit:
        later = next((verb for verb in verbs if verb.start >= weakest.start), None)
        if later:
            together = clause[weakest.start : later.end]
            yield weakest._replace(text=together, base=later.base, end=later.end)
        elif weakest.level == 2:
            yield weakest._replace(base="be")


def _said(clause: str, words: tuple[_Word, ...]) -> Iterator[_Said]:
    if clause.rstrip().endswith("?"):
        return
    folded = clause.casefold()
    for word in words:
        if word.part in folded:
            for match in word.pattern.finditer(clause):
                yield _Said(word.level, match[0], word.base, *match.span())


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    for sentence in _SENTENCE.finditer(text):
        start, end = sentence.span()
        if not sentence[0].strip() or _DOUBT_OF_ALL.search(sentence[0]):
            continue
        for cut in _CLAUSE.finditer(text, start, end):
            yield start, cut.start(1) if cut[1] else cut.start()
            start = cut.end()
        yield start, end


@lru_cache(maxsize=8)
def _patterns(extra: Words) -> tuple[_Word, ...]:
    more = dict(extra)
    return tuple(
        _Word(
            LEVELS.index(level),
            word,
            # What a project adds may be a pattern.
            _part(word, level) if word in WORDS[level] else "",
            re.compile(_form(word, level), re.IGNORECASE),
        )
        for level in LEVELS
        for word in sorted(
            {*WORDS[level], *more.get(level, ())}, key=lambda word: (-len(word), word)
        )
    )


def _part(word: str, level: str) -> str:
    """Return what every form of a word has: of a verb its beginning, or what follows it."""
    first, _, rest = word.partition(" ")
    return word if level != "high" else rest or first[:4]


def _form(word: str, level: str) -> str:
    """Return a pattern for a word; of a verb that makes a claim also its forms and its denial."""
    if level != "high":
        return rf"\b{word}\b"
    first, _, rest = word.partition(" ")
    past = first + ("d" if first.endswith("e") else "ed")
    forms = _IRREGULAR.get(first, rf"{first}s?|{past}")
    if first == "be":
        return rf"\b(?:{forms}) (?:not )?{rest}\b"
    tail = f" {rest}" if rest else ""
    noun = r"(?!\s+(?:of|for)\b)" if first in _ALSO_NOUNS else ""
    return rf"\b(?:(?:do|does|did) not )?(?:{forms}){tail}\b{noun}"
