"""Check the passages of a text against its audience's limits of language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from handouts.problems import Fault, Place
from handouts.prose import wordlists
from handouts.prose.passage import READ, UNJUDGED, Passage, Silenced
from handouts.prose.sentences import opening, spans, split, tidy
from handouts.prose.whole_text import whole_faults
from handouts.prose.wordlists import REMEMBERED, Remark

if TYPE_CHECKING:
    from handouts.prose.limits import Limits


def faults(
    passages: Iterable[Passage],
    limits: Limits,
    taught: Iterable[str] = (),
    silenced: Silenced | None = None,
) -> list[Fault]:
    """Return every fault of a text: those of its passages in order, then those of the whole.

    :param taught: terms that the text teaches, which no word list and no grade counts

    >>> from handouts.prose.limits import Limits
    >>> [one.code for one in faults([Passage("prose", "It is a miracle.")], Limits())]
    ['hype']
    """
    silent, terms = silenced or {}, frozenset(taught)
    judged = [passage for passage in passages if passage.kind not in UNJUDGED]
    every = [
        Fault(code, message, at and at.path, at and at.line, about=found)
        for at, (code, found, message) in _remarks_on(judged, limits, terms)
        if code not in silent.get(at, ())
    ]
    every += whole_faults(judged, limits, terms, silent)
    return [fault for fault in every if limits.rules[fault.code] != "off"]


def _remarks_on(
    passages: Sequence[Passage], limits: Limits, taught: frozenset[str]
) -> Iterator[tuple[Place | None, Remark]]:
    """Yield what is wrong in each passage, with its place."""
    texts = [tidy(passage.text) for passage in passages]
    explained = {found for text in texts for found in wordlists.glossed(text)}
    pattern = wordlists.terms(taught | explained)
    short = _unexplained(passages, texts, {*limits.abbreviations, *taught})
    for passage, text, abbreviations in zip(passages, texts, short, strict=True):
        longest = limits.longest if passage.kind in READ else None
        for remark in _remarks(text, longest, limits.lists, limits.percent, pattern):
            yield passage.location, remark
        for remark in abbreviations:
            yield passage.location, remark


@lru_cache(maxsize=REMEMBERED)
def _remarks(
    text: str,
    longest: int | None,
    lists: frozenset[str],
    percent: bool,
    taught: re.Pattern[str] | None,
) -> tuple[Remark, ...]:
    """Return what is wrong in a passage, each word once.

    Cached, because a page and the sheets that embed from it have the same passages.
    """
    own = wordlists.unquoted(text)
    seen: dict[tuple[str, str], Remark] = {}
    for span in spans(text):
        length = len(split(text[span]))
        if longest and length > longest:
            start = f"a sentence of {length} words (limit {longest})"
            message = f"{start}: “{opening(text[span])}”; make two of it"
            remark = Remark("long-sentence", str(length), message)
            seen.setdefault((remark.code, str(length)), remark)
        for remark in wordlists.remarks(
            text[span], own=own[span], lists=lists, percent=percent, taught=taught
        ):
            seen.setdefault((remark[0], remark[1].lower()), remark)
    return tuple(seen.values())


def _unexplained(
    passages: Sequence[Passage], texts: Sequence[str], done: set[str]
) -> Iterator[list[Remark]]:
    """Yield for each passage the abbreviations that are first used there, and never explained.

    :param done: those that need no explanation
    """
    explained = [wordlists.explained(text) for text in texts]
    anywhere, so_far = frozenset().union(*explained), set[str]()
    for passage, text, here in zip(passages, texts, explained, strict=True):
        so_far |= here
        # A heading may come before the sentence that explains it.
        known = anywhere if passage.kind in {"heading", "caption"} else so_far
        first = [one for one in wordlists.abbreviations(text) if one not in done]
        done.update(first)
        yield [
            Remark(
                "abbreviation",
                one,
                f"“{one}” is not explained: write the long form, then “({one})”,"
                " at first use, or do without it",
            )
            for one in first
            if one not in known
        ]
