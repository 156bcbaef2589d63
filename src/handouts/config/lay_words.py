"""Readers' own words for what the pages call otherwise, read from a file of the project.

Knows nothing of Sphinx or of searching.
"""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

from handouts.config.validate import text

if TYPE_CHECKING:
    from handouts.config.validate import Faults

WORD = re.compile(r"\w+")
WORDS = re.compile(r"\w+(?: \w+)*")


def read_lay_words(value: object, base: str, where: str, faults: Faults) -> dict[str, str]:
    """Return the word of the pages for each word, or run of words, of readers.

    The file has a line for each word of the pages, with a list of what readers say instead:
    `cost = ["expensive", "how much"]`.

    :param value: the name of the file; without one there are no such words
    """
    file, data = text(value, base, where, faults), dict[str, object]()
    try:
        data = tomllib.loads((faults.folder / file).read_text("utf-8")) if file else {}
    except OSError:
        faults.add(where, f"{file}: there is no such file next to conf.py")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        faults.add(where, f"{file}: not valid TOML: {error}")
    found: dict[str, str] = {}
    for word, others in data.items():
        at = f"{where}: {file}: {word}"
        if not WORD.fullmatch(word):
            faults.add(at, "expected a single word of the pages")
        elif not isinstance(others, list) or not others:
            faults.add(at, 'expected a list, such as ["jab", "shot"]')
        else:
            for other in others:
                if not isinstance(other, str) or not WORDS.fullmatch(other):
                    faults.add(at, f"expected words with one blank between, found {other!r}")
                elif (before := found.setdefault(other.lower(), word.lower())) != word.lower():
                    faults.add(at, f"'{other}' stands for '{before}' already; choose one")
    return found
