"""Check the passages of a text against its audience's limits of language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from handouts.problems import Fault
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
    silent = silenced or {}
    judged = [passage for passage in passages if passage.kind not in UNJUDGED]
    texts = [tidy(passage.text) for passage in judged]
    terms = frozenset(taught)
    explained = {found for text in texts for found in wordlists.glossed(text)}
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
