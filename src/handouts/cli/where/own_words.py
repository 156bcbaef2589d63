"""The words that the package itself puts on sheets and pages, in every language it has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from babel.messages.pofile import read_po

from handouts.cli.where.finder import fold
from handouts.files import LOCALE

FIELD = re.compile(r"\{\w*\}|%\(\w+\)s|%s")
"""What is filled in: a date, a name, a number."""
SHARE, FEWEST_LETTERS = 0.35, 8
"""Share, and number, of the letters asked for that must be the package's own."""


def own_words(words: str) -> str:
    """Return the package's own phrase that the words are, or are a part of, or nothing."""
    wanted = fold(words)
    return next((phrase for phrase in _phrases() if _is_in(phrase, wanted)), "")


def _phrases() -> Iterator[str]:
    for path in sorted([*LOCALE.rglob("*.pot"), *LOCALE.rglob("*.po")]):
        with path.open("rb") as file:
            for message in read_po(file):
                for text in (message.id, message.string):
                    # Plural forms come as a tuple.
                    forms = [text] if isinstance(text, str) else text or ()
                    yield from filter(None, forms)


def _is_in(phrase: str, wanted: str) -> bool:
    parts = [fold(part) for part in FIELD.split(phrase)]
    if any(wanted in part for part in parts):
        return True
    pattern = ".*".join(re.escape(part) for part in parts)
    enough = sum(map(len, parts)) >= max(FEWEST_LETTERS, SHARE * len(wanted))
    return enough and re.fullmatch(f".*{pattern}.*", wanted) is not None
