"""Digits in a text that are no results: names of things, telephone numbers, dates."""

from __future__ import annotations

import functools
import re

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
)
_LABELS = (
    "type|grade|stage|Modic|Pfirrmann|phase|page|step|section|part|article|figure|table|box"
    "|question|option|version|chapter|annex|schedule|item|row|column|level"
)
LONG = (
    # With a prefix: +44 20 …, 0800 …, (020) …, 1-866-…; as in North America: (555) 123-4567; and
    # the free lines of Australia and Europe.
    r"(?<![\w.,])(?:\+|\(?0|1-)[\d()]*(?:[\s\u00a0-](?:\(0\))?\d{2,4}){2,}\b"
    # As in the United Kingdom and in Germany: 01234 567890, +44 7700 900123.
    r"|(?<![\w.,/-])(?:\(?0\d{2,4}\)?|\+\d{1,3})(?:[\s\u00a0-]\d{2,5})?[\s\u00a0-]\d{5,8}\b"
    r"|(?<![\w.,])\+\d{8,14}\b"
    r"|(?<![\w.,-])\(?[2-9]\d\d\)?[\s\u00a0-]\d{3}[\s\u00a0-]\d{4}\b"
    r"|(?<![\w.,])0\d{8,10}\b|\b1[38]00[\s\u00a0]\d{3}[\s\u00a0]\d{3}\b"
    r"|\b116[\s\u00a0]?\d{3}\b|\b13[\s\u00a0]11[\s\u00a0]14\b|(?<!\w)#\d{4}\b"
)
"""Telephone numbers of seven digits and more, and others that have a form of their own."""
WELL_KNOWN = "999|911|112|111|000|988"
"""Numbers that hardly anybody writes for anything else; others need a word such as “call”."""
NAMES = (
    r"https?://\S+",
    r"\b10\.\d{4,}/\S+",
    r"\[\d+(?:, ?\d+)*\]",
    # Trial registers, scales and products: SF-36, EQ-5D-5L, COVID-19, NCT01290367, CD34, A4.
    r"\b[A-Z][A-Za-z]*-\d+[A-Za-z]*(?:-\d+[A-Z]*)*\b",
    # Levels of the spine: L4-L5, L5/S1, L4/5.
    r"\b[CTLS]\d{1,2}(?:\s?[-\u2013/]\s?[CTLS]?\d{1,2})+\b",
    r"\b[A-Za-z]+\d[\w]*(?:-\w*\d\w*)*",
    # Not 2E6, nor a dose such as 500IU.
    r"\b\d+(?!(?:E\d+|IU|L)\b)[A-JLN-Z]\w*\b",
    # Pain scales and the usual interval are names of a measure, not results.
    r"\b0\s?(?:\u2013|-|to)\s?(?:10|100)\b(?!\s?[%‰]|\s(?:per cent|out of|people|patients|days"
    r"|weeks|months|years)\b)",
    r"\b0\s?(?:\u2013|-|to)\s?\d+(?=[ -](?:point|scale|score))",
    r"\b95\s?%\s(?:CI|confidence|credible)\b",
    rf"\b(?i:{_LABELS})s?\s(?:\d+[a-z]?|one|two|three|four)"
    r"(?:(?:\s(?:or|and|to)\s|[-\u2013/])(?:\d+[a-z]?|two|three|four))*\b(?![,.]\d|\s?%)",
    r"\b(?:Regulation|Directive)\s(?:\([A-Z]+\)\s)?(?:No\.?\s)?\d+/\d+(?:/[A-Z]+)?",
    r"\b\d+\s(?:CFR|USC|U\.S\.C\.)(?:\s(?:Part\s|§\s?)?[\d.]+)?",
    r"\b\d+(?:st|nd|rd|th)\b(?!\s(?:hour|day|week|month|year|(?:per)?centile|person|patient)\b)",
    r"\b24/7\b",
    # Telephone numbers.
    LONG,
    rf"\b(?:GP|doctor|A&E|ED)(?:\s[a-z]+)?\sor\s(?:{WELL_KNOWN})\b",
    rf"\b(?:{WELL_KNOWN})\sor\s(?:an?\s)?(?:GP|doctor|A&E|ED)\b",
)
_CALLED = re.compile(
    r"\b(?:call|ring|dial|phone|telephone|NHS|emergenc(?:y|ies))\b"
    rf"(?:[^.!?\d]{{1,30}}(?<![£$€])(?:{WELL_KNOWN})\b(?![.,]\d|\s?%)"
    r"(?!\s(?:out of|people|patients|adults|trials|studies|days|weeks|months|years)\b))+",
    re.IGNORECASE,
)
"""Well-known numbers to call, after a word that says so: “112 had pain” is a result."""
DATES = (
    r"\b\d{4}-\d\d-\d\d\b",
    rf"\b\d{{1,2}}\s{_MONTH}\b(?:\s\d{{4}}\b)?",
    rf"\b{_MONTH}\s\d{{1,2}},\s\d{{4}}\b",
    rf"\b{_MONTH}\s\d{{4}}\b",
)
YEAR = r"(?<![\d.,$£€])(?:19|20)\d\d\b(?![.,]\d|\s?%)(?!-(?!\d))"


@functools.cache
def compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern, compiled when it is first used: many builds read no text."""
    return re.compile(pattern, flags)


def without_names(text: str, *, dates: bool) -> str:
    """Return a text with its names, telephone numbers and perhaps its dates blanked out.

    Every other letter stays in its place.

    :param dates: whether dates stay as well
    """
    for pattern in NAMES if dates else (*NAMES, *DATES, YEAR):
        text = compiled(pattern).sub(_blank, text)
    well_known = compiled(rf"\b(?:{WELL_KNOWN})\b")
    if not well_known.search(text):  # Most texts have none, which is quickly found out.
        return text
    return _CALLED.sub(lambda found: well_known.sub(_blank, found[0]), text)


def _blank(match: re.Match[str]) -> str:
    return "\0" * len(match[0])
