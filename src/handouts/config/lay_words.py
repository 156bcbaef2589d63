"""Readers' own words for what the pages call otherwise, read from a file of the project.

Knows nothing of Sphinx or of searching.
"""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

WORD = re.compile(r"\w+")
WORDS = re.compile(r"\w+(?: \w+)*")


class LayWordsError(Exception):
    """A file that cannot be used; the message says why and what to do."""


def read_lay_words(path: Path) -> dict[str, str]:
    """Return the word of the pages for each word, or run of words, of readers.

    The file has a line for each word of the pages, with a list of what readers say instead:
    `cost = ["expensive", "how much"]`. Raises LayWordsError.
    """
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise LayWordsError("there is no such file next to conf.py") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LayWordsError(f"not valid TOML: {error}") from error
    found: dict[str, str] = {}
    for word, others in data.items():
        if not isinstance(others, list) or not others:
            raise LayWordsError(f'{word}: expected a list, such as ["jab", "shot"]')
        for other in others:
            _look_at(word, other, found)
            found[str(other).lower()] = word.lower()
    return found


def _look_at(word: str, other: object, found: dict[str, str]) -> None:
    if not WORD.fullmatch(word):
        raise LayWordsError(f"{word}: expected a single word of the pages")
    if not isinstance(other, str) or not WORDS.fullmatch(other):
        raise LayWordsError(f"{word}: expected words with one blank between, found {other!r}")
    if (before := found.get(str(other).lower())) is not None:
        raise LayWordsError(f"{word}: '{other}' stands for '{before}' already; choose one")
