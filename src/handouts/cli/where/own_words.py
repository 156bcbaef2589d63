"""The words that the program itself puts on sheets and pages, in every language it has."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from handouts.cli.where.finder import fold
from handouts.files import LOCALE

if TYPE_CHECKING:
    from collections.abc import Iterator

MESSAGE = re.compile(r'^msg(?:id|str)(?:\[\d\])? ((?:".*"\n)+)', re.MULTILINE)
FIELD = re.compile(r"\{\w*\}|%\(\w+\)s|%s")
"""What is filled in: a date, a name, a number."""
ENOUGH, LEAST = 0.35, 8
"""Share, and number, of the letters asked for that must be the program's own."""


def own_words(words: str) -> str:
    """Return the program's own phrase that the words are, or are a part of, or nothing."""
    wanted = fold(words)
    return next((phrase for phrase in _phrases() if _is_in(phrase, wanted)), "")


def _phrases() -> Iterator[str]:
    for path in sorted([*LOCALE.rglob("*.pot"), *LOCALE.rglob("*.po")]):
        for message in MESSAGE.findall(path.read_text("utf-8")):
            phrase = "".join(ast.literal_eval(line) for line in message.splitlines())
            # The first of all is empty and stands before facts about the file.
            if phrase and "Content-Type:" not in phrase:
                yield phrase


def _is_in(phrase: str, wanted: str) -> bool:
    parts = [fold(part) for part in FIELD.split(phrase)]
    if any(wanted in part for part in parts):
        return True
    said = ".*".join(re.escape(part) for part in parts)
    own = sum(map(len, parts))
    return (
        own >= max(LEAST, ENOUGH * len(wanted)) and re.fullmatch(f".*{said}.*", wanted) is not None
    )
