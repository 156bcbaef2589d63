"""Parse style sheets rule by rule: most rules of the theme are alike in each of its spacings."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Any

from weasyprint import CSS
from weasyprint.urls import URLFetcher

from handouts.typeset.log import Log

NOT_ALONE = re.compile(r"@(?!(?:page|media)\b)")
"""Rules that change others, or add fonts; all other rules mean the same wherever they stand."""
BRACE = re.compile(r"""\\.|[{}]|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'""", re.DOTALL)
MOST_RULES = 5_000
"""Rules that are remembered: the theme has some hundreds, of which some have gaps."""
_known: dict[str, tuple[list[Any], list[Any]]] = {}


class _Selectors:
    """Takes the place of a style sheet's matcher, and keeps what it is given."""

    def __init__(self) -> None:
        self.given: list[Any] = []

    def add_selector(self, *one: Any) -> None:
        self.given.append(one)


def parsed(css: str) -> CSS | None:
    """Return a style sheet by its rules; nothing if it must be parsed as a whole.

    Styles that are kept of a rule serve all style sheets that have it.

    :param css: without comments, because a quotation mark in one would hide rules
    """
    if NOT_ALONE.search(css):
        return None
    sheet = CSS(string="", url_fetcher=_fetcher())
    with Log() as log:
        for text in rules_of(css):
            selectors, pages = _rule(text, log)
            for one in selectors:
                sheet.matcher.add_selector(*one)
            sheet.page_rules += pages
    return sheet


def rules_of(css: str) -> Iterator[str]:
    """Yield the rules of a style sheet, and what is left after the last.

    >>> list(rules_of("p { margin: 0 } @media print { a { top: 0 } b::after { content: '}' } }"))
    ['p { margin: 0 }', "@media print { a { top: 0 } b::after { content: '}' } }", '']
    """
    depth = start = 0
    for found in BRACE.finditer(css):
        if found[0] == "}" and depth == 1:
            yield css[start : found.end()].strip()
            start = found.end()
        depth = max(depth + {"{": 1, "}": -1}.get(found[0], 0), 0)
    yield css[start:].strip()


def _rule(text: str, log: Log) -> tuple[list[Any], list[Any]]:
    """Return what a rule gives a style sheet: selectors with what they set, and rules of pages."""
    if text not in _known:
        matcher, pages, before = _Selectors(), list[Any](), len(log.messages)
        CSS(string=text, url_fetcher=_fetcher(), matcher=matcher, page_rules=pages)
        if len(log.messages) > before:  # Each style sheet with the rule must warn of it.
            return matcher.given, pages
        if len(_known) >= MOST_RULES:
            _known.clear()
        _known[text] = matcher.given, pages
    return _known[text]


@functools.cache
def _fetcher() -> URLFetcher:
    """Return what nothing is fetched with: only other rules fetch while they are parsed."""
    return URLFetcher(allowed_protocols=set())
