"""Find words that a handout should not use, sentence by sentence."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

LISTS = frozenset({"plain", "medical", "hype", "nocebo", "vague"})
MESSAGES = {
    "plain": ("jargon", "“{found}” has a plainer word: {advice}"),
    "medical": ("jargon", "“{found}” is a word of the trade; in plain words: {advice}"),
    "hype": ("hype", "“{found}” sells more than studies show: {advice}"),
    "nocebo": ("nocebo", "“{found}” frightens, and fear makes backs worse: {advice}"),
    "shorthand": ("shorthand", "“{found}” is shorthand: write {advice}"),
}

JARGON = frozenset({"plain", "medical"})
CLAIMS = frozenset({"hype", "nocebo"})
EXPLAINED = re.compile(r"\s*(?:\((?!\d)[^()\s]+\s[^()]+\)|,? (?:which means|that is,|meaning)\b)")
CALLED = re.compile(r"(?:\b(?:called|known as|named)(?: an?| the)?\s+|\w \()$")

QUOTED = re.compile(r"“[^“”]*”|\"[^\"]*\"|(?<!\w)‘[^‘]*?’(?!\w)")
CLAUSE = re.compile(r"[,;:()—]| – ")
ONE_IN = re.compile(
    r"\b(?:1|one) in (?!20\d\d\b)(?:every )?(?:\d[\d,]*|two|three|four|five|six|seven|eight"
    r"|nine|ten|twenty|fifty|a hundred|a thousand)\b",
    re.IGNORECASE,
)
PERCENT = re.compile(r"\d[\d.,]{0,40}+\s?(?:%|per ?cent\b)|\bper ?cent\b", re.IGNORECASE)
NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|none|nobody)\b", re.IGNORECASE
)
NEGATIVE = re.compile(r"\b(?:\w+n[’']t|can[’']t)\b", re.IGNORECASE)
CAPITALS = re.compile(r"(?<![\w/.])[A-Z](?:&?[A-Z])+(?:-\d+)?(?=s?\b)(?!\w{2}|\.\w)")
WORDS_AT_END = re.compile(r"(?<![\w’'-])(?:[\w’'-]++ )+$")
IN_BRACKETS = re.compile(r"s? \(([^)]{1,200})\)")
NEAR = 6
"""Words from a word of hype within which another may deny or doubt it."""
REMEMBERED = 4096
"""Texts of which what was read is kept: a page, and the sheets that embed from it, share theirs."""
WINDOW = 200
"""Characters in which these words are searched, because a text can be long."""


class Remark(NamedTuple):
    """The remark of a rule on some words."""

    code: str
    found: str
    message: str


@cache
def data() -> dict[str, Any]:
    """Return the word lists as written in ``words.toml``."""
    return tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))


@cache
def any_of(*expressions: str) -> re.Pattern[str]:
    """Return a pattern for whole words, the longest expression first."""
    longest = sorted(expressions, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest)})(?!\w)", re.IGNORECASE)


@cache
def entries(name: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """Return a pattern with a group for each entry of a list, and the advice for each group."""
    rows = sorted(data()[name].items(), key=lambda row: len(row[0]), reverse=True)
    groups = "|".join(f"((?:{expression})s?)" for expression, _ in rows)
    pattern = re.compile(rf"(?<!\w)(?:{groups})(?!\w)", re.IGNORECASE)
    return pattern, tuple(advice for _, advice in rows)


def unquoted(text: str) -> str:
    """Replace quotations, which are claims of others, by as many spaces."""
    return QUOTED.sub(lambda quoted: " " * len(quoted[0]), text)


@lru_cache(maxsize=16)
def terms(taught: frozenset[str]) -> re.Pattern[str] | None:
    """Return a pattern for terms and their plurals, or None for no terms."""
    longest = sorted({term.strip() for term in taught if term.strip()}, key=len, reverse=True)
    bodies = [r"[\s-]+".join(map(re.escape, re.split(r"[\s-]+", term))) for term in longest]
    if not bodies:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(bodies)})(?:e?s)?(?!\w)", re.IGNORECASE)


def remarks(
    sentence: str,
    *,
    own: str,
    lists: frozenset[str] = LISTS,
    percent: bool = False,
    taught: re.Pattern[str] | None = None,
) -> Iterator[Remark]:
    """Yield what the rules report of a sentence.

    :param own: the same sentence as `unquoted` returns it
    :param lists: the word lists that are on
    :param percent: whether the percent sign is allowed
    :param taught: pattern of terms that need no plainer word, as `terms` returns it
    """
    yield from listed(sentence, own, lists, taught)
    if "vague" in lists:
        yield from vague(own)
    yield from numbers(own, percent=percent)
    yield from contractions(sentence)
    yield from shouted(sentence)


def listed(
    sentence: str, own: str, lists: frozenset[str], taught: re.Pattern[str] | None
) -> Iterator[Remark]:
    """Yield the words of the word lists, unless taught, quoted, named, denied or doubted."""
    known = [match.span() for match in taught.finditer(own)] if taught else []
    for name, (code, message) in MESSAGES.items():
        if name != "shorthand" and name not in lists:
            continue
        pattern, advice = entries(name)
        for match in pattern.finditer(sentence if name == "shorthand" else own):
            start, end = match.span()
            is_known = any(first <= start and end <= last for first, last in known)
            if name in JARGON and (named(match) or is_known):
                continue
            if name in CLAIMS and doubted(own, start, end):
                continue
            say = advice[(match.lastindex or 1) - 1]
            yield Remark(code, match[0], message.format(found=match[0], advice=say))


def named(match: re.Match[str]) -> bool:
    """Return whether words are part of a name, such as "the EU Clinical Trials register"."""
    return match[0].istitle() and (match.start() > 0 or " " in match[0])


@lru_cache(maxsize=REMEMBERED)
def glossed(text: str) -> tuple[str, ...]:
    """Return the medical words that a text explains, or introduces by name ("called …")."""
    pattern, _ = entries("medical")
    return tuple(
        match[0]
        for match in pattern.finditer(text)
        if EXPLAINED.match(text, match.end())
        or CALLED.search(text[max(0, match.start() - WINDOW) : match.start()])
    )


def doubted(sentence: str, start: int, end: int) -> bool:
    """Return whether words nearby in the same clause deny or doubt a span."""
    doubt = data()["doubt"]
    before = " ".join(CLAUSE.split(sentence[max(0, start - WINDOW) : start])[-1].split()[-NEAR:])
    if any_of(*doubt["before"]).search(before):
        return True
    after = " ".join(CLAUSE.split(sentence[end : end + WINDOW])[0].split()[:NEAR])
    if any_of(*doubt["after"]).search(after):
        return True
    return sentence.rstrip().endswith("?") and bool(any_of(*doubt["asking"]).search(before))


def vague(sentence: str) -> Iterator[Remark]:
    """Yield words of frequency that stand in place of a number of harms or benefits."""
    lists = data()["vague"]
    if NUMBER.search(sentence) or any_of(*lists["unknown"]).search(sentence):
        return
    counted = any_of(*lists["counted"]).search(sentence)
    if counted:
        for match in any_of(*lists["often"]).finditer(sentence):
            message = (
                f"“{match[0]}” means very different numbers to different people:"
                f" say how many out of 100 had {counted[0].lower()}, or that it is not known"
            )
            yield Remark("vague", match[0], message)


def numbers(sentence: str, *, percent: bool) -> Iterator[Remark]:
    """Yield chances written as "1 in X" and, where they are not wanted, percentages."""
    for match in ONE_IN.finditer(sentence):
        message = f"“{match[0]}” is hard to compare: write “… out of 100 people”"
        yield Remark("one-in-x", match[0], message)
    if not percent:
        for match in PERCENT.finditer(sentence):
            message = f"“{match[0]}” is a percentage: write “… out of 100 people”"
            yield Remark("percent", match[0], message)


def contractions(sentence: str) -> Iterator[Remark]:
    """Yield negative contractions, which people misread."""
    for match in NEGATIVE.finditer(sentence):
        short = match[0].replace("’", "'").lower()
        full = data()["contractions"].get(short, short.removesuffix("n't") + " not")
        message = f"“{match[0]}” is easily misread: write “{full}”"
        yield Remark("contraction", match[0], message)


def shouted(sentence: str) -> Iterator[Remark]:
    """Yield words that are in capitals for stress."""
    words = set(data()["capitals"]["shouted"])
    for match in CAPITALS.finditer(sentence):
        if match[0] in words:
            message = f"“{match[0]}” is in capitals: write “{match[0].lower()}”"
            yield Remark("capitals", match[0], message)


@lru_cache(maxsize=REMEMBERED)
def abbreviations(text: str) -> tuple[str, ...]:
    """Return the abbreviations of a text, each once."""
    capitals = data()["capitals"]
    skipped = {*capitals["shouted"], *capitals["numerals"]}
    found = dict.fromkeys(match[0] for match in CAPITALS.finditer(text))
    return tuple(one for one in found if one not in skipped)


@lru_cache(maxsize=REMEMBERED)
def explained(text: str) -> frozenset[str]:
    """Return the abbreviations with their long form beside them: "long form (ABBR)", "ABBR (…)".

    >>> explained("magnetic resonance imaging (MRI), not CT")
    frozenset({'MRI'})
    """
    return frozenset(_explained(text))


def _explained(text: str) -> Iterator[str]:
    for match in CAPITALS.finditer(text):
        short = match[0]
        initial = re.compile(rf"(?<![a-z]){re.escape(short[0])}[a-z]+", re.IGNORECASE)
        before = text[max(0, match.start() - WINDOW) : match.start()]
        after = IN_BRACKETS.match(text, match.end())
        words = WORDS_AT_END.search(before.removesuffix("(")) if before.endswith("(") else None
        near = " ".join(words[0].split()[-len(short) - 2 :]) if words else ""
        if initial.search(near) or (after and initial.search(after[1])):
            yield short
