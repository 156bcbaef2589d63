"""Split a text into sentences and words, and find the passive voice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from handouts.prose import wordlists
from handouts.prose.wordlists import REMEMBERED

# Possessive ("++") and anchored: otherwise a long run of one sign takes quadratic time.
ADDRESS = re.compile(r"https?://|(?<![\w.-])(?:[\w-]++\.)+(?:com|gov|net|org|uk|eu)\b")
AFTER_ADDRESS = ".,;:!?)”"
STOP = re.compile(r"(?<![.!?…])[.!?…]++[”’\"')\]]*+\s++(?=[“‘\"'(\[]*+[A-Z0-9])")
NEAR = 40
"""Characters around a stop by which to judge whether it ends a sentence."""


@lru_cache(maxsize=REMEMBERED)
def tidy(text: str) -> str:
    """Remove addresses and runs of space."""
    words = text.split()
    if "@" in text or ADDRESS.search(text):
        words = " ".join(map(_without_address, words)).split()
    return " ".join(words)


def _without_address(word: str) -> str:
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


OPENING = 8
"""Words by which a message names a sentence."""


def opening(sentence: str) -> str:
    """Return the first words of a sentence, enough to find it by."""
    pieces = sentence.split()
    return " ".join(pieces[:OPENING]) + (" …" if len(pieces) > OPENING else "")


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
