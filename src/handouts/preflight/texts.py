"""Compare the text of a PDF with the text that it must have, whose lines end elsewhere."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator

IGNORED = re.compile(
    r"[\u00ad\u034f\u061c\u180e\u200b-\u200f\u2010\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    r"\u17b4\u17b5\U000e0000-\U000e0fff]+"
)
"""Beside white space: break opportunities, the hyphen at a line's end, and invisible characters:
marks of direction, joiners, and variation selectors."""
LIGATURES = dict(enumerate(("ff", "fi", "fl", "ffi", "ffl"), 0xFB00))
"""Characters that PDFium writes as letters."""
LIGATURE = re.compile("[\ufb00-\ufb04]")
HYPHENS = ("-", "\u2010", "\u00ad", "\u2011")
ADDRESS = re.compile(r"[/@_]|\w\.\w")
"""What only addresses and names of files have within a word."""


def squeeze(text: str) -> str:
    """Return `text` without what depends on where lines break."""
    text = "".join(text.split())
    if text.isascii():  # Most texts are, and the rest of this is slow.
        return text
    return IGNORED.sub("", _without_ligatures(text))


def _without_ligatures(text: str) -> str:
    """Return a text with its ligatures as letters."""
    # To look for them is quick, and most texts have none.
    return text.translate(LIGATURES) if LIGATURE.search(text) else text


def cut_words(found: str, wanted: str) -> Iterator[tuple[str, str]]:
    """Yield the two parts of each word that is cut in two at the end of a line.

    Addresses may be broken anywhere, and so may scripts without spaces between words.

    :param found: the text of the PDF, with its ends of lines
    :param wanted: the same text but for white space
    """
    words = _by_place(wanted)
    starts, place = list(words), 0
    for line in found.split("\n")[:-1]:
        place += len(squeeze(line))
        start = starts[bisect_right(starts, place) - 1] if starts else place
        if start == place or line.rstrip().endswith(HYPHENS):
            continue
        word = squeeze(words[start])
        before, after = word[: place - start], word[place - start :]
        if after and _is_letter(before[-1]) and _is_letter(after[0]) and not ADDRESS.search(word):
            yield before, after


def joined_words(found: str, wanted: str) -> Iterator[str]:
    """Yield each word of `wanted` before which `found` has no space."""
    gaps = _by_place(found)
    return (word for place, word in _by_place(wanted).items() if place not in gaps)


def _by_place(text: str) -> dict[int, str]:
    """Return the words of a text, by the place where each begins without white space."""
    words, place = {}, 0
    for word in _without_ligatures(text).split():
        if size := len(word) if word.isascii() else len(squeeze(word)):
            words[place] = word
            place += size
    return words


def _is_letter(character: str) -> bool:
    script = unicodedata.name(character, "").partition(" ")[0]
    return character.isalnum() and script in {"LATIN", "GREEK", "CYRILLIC", "DIGIT"}
