"""Find statements that nobody can prove: every study, no product in any country, the only law."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from handouts.prose import wordlists
from handouts.prose.sentences import sentences
from handouts.prose.wordlists import REMEMBERED

QUICK = re.compile(
    r"\b(?:every|all|none|no|only|never|nowhere|worldwide)\b|in any country", re.IGNORECASE
)
"""Finds quickly whether there is anything to look for."""


@dataclass(frozen=True)
class Absolute:
    """Words that leave no exception."""

    found: str
    has_limit: bool
    """Whether the text says how far anybody looked."""


@lru_cache(maxsize=REMEMBERED)
def absolutes(text: str) -> tuple[Absolute, ...]:
    """Return what a text says of all studies, products, laws, countries or treatments.

    Questions, and what a text attributes to others ("the FDA says that none …"), do not count.

    >>> [one.found for one in absolutes("No product is approved. All of us hurt.")]
    ['No product']
    """
    return tuple(_absolutes(text)) if QUICK.search(text) else ()


def _absolutes(text: str) -> Iterator[Absolute]:
    lists = wordlists.data()["absolute"]
    limited = wordlists.any_of(*lists["limits"]).search(text) is not None
    attributed = wordlists.any_of(*lists["attributed"])
    for sentence in sentences(text):
        if sentence.endswith("?") or attributed.search(sentence):
            continue
        found = next(filter(None, (one.search(sentence) for one in _patterns())), None)
        if found:
            yield Absolute(found[0].strip(), limited)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    heads, stops = ("|".join(wordlists.data()["absolute"][name]) for name in ("heads", "stops"))
    gap = rf"(?:(?!(?:{stops})\b)[\w’'-]+\s+){{0,3}}?"
    # "Not every trial" is modest, and "you have no treatment" speaks of one person.
    every = r"(?<!not )(?:every|all(?: of)?(?: the| these| those)?|the only)"
    before = ("with", "against", "versus", "than", "to", "or", "you have", "we have")
    no = "".join(rf"(?<!\b{words} )" for words in before) + r"\bno"
    return tuple(
        re.compile(pattern, re.IGNORECASE)
        for pattern in (
            rf"\b{every}\s+{gap}(?:{heads})\b(?!\s+(?:that\s+)?(?:you|we)\b)",
            rf"{no}\s+{gap}(?:{heads})\b",
            rf"\bnone of (?:the|these|those)\s+{gap}(?:{heads})\b",
            rf"\b(?:{heads})(?:\s+(?:has|have|had|is|are|was|were|will))?\s+never\b",
            rf"\bnever\s+(?:[\w’'-]+\s+){{1,3}}(?:in|by)\s+(?:an?|any)\s+{gap}(?:{heads})\b",
            r"\bnone\s+(?:is\s+|are\s+|was\s+|were\s+)?(?:approved|authori[sz]ed|licensed|proven)\b",
            r"\b(?:no|none|not|never)\b[^.;]{0,200}\bin any country\b|\bnowhere in the world\b",
        )
    )
