"""Readers' own words for what the pages call otherwise, read from a file of the project.

Knows nothing of Sphinx or of searching.
"""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WORD = re.compile(r"\w+")
WORDS = re.compile(r"\w+(?: \w+)*")


def read_lay_words(path: Path, report: Callable[[str], None]) -> dict[str, str]:
    """Return the word of the pages for each word, or run of words, of readers.

    The file has a line for each word of the pages, with a list of what readers say instead:
    `cost = ["expensive", "how much"]`.

    :param report: takes what is wrong with the file; the rest of the file is read
    """
    found: dict[str, str] = {}
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except OSError:
        report("there is no such file next to conf.py")
        return found
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        report(f"not valid TOML: {error}")
        return found
    for word, others in data.items():
        if not WORD.fullmatch(word):
            report(f"{word}: expected a single word of the pages")
        elif not isinstance(others, list) or not others:
            report(f'{word}: expected a list, such as ["jab", "shot"]')
        else:
            for other in others:
                if not isinstance(other, str) or not WORDS.fullmatch(other):
                    report(f"{word}: expected words with one blank between, found {other!r}")
                elif (before := found.setdefault(other.lower(), word.lower())) != word.lower():
                    report(f"{word}: '{other}' stands for '{before}' already; choose one")
    return found
