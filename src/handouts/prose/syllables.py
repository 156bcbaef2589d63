"""Count the syllables of English words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from handouts.prose import wordlists


@cache
def syllables(word: str) -> int:
    """Return the syllables of a word; figures and abbreviations count one, as in Flesch 1948."""
    if "-" in word:
        return sum(syllables(part) for part in word.split("-") if part)
    if not word.replace("’", "").replace("'", "").isalpha() or word[1:2].isupper():
        return 1
    plain = word.lower().replace("’", "'").removesuffix("'s").removesuffix("'")
    return known(plain) or inflected(plain) or max(int(dictionary().count(plain)), 1)


@cache
def dictionary() -> Any:
    """Return the library that counts, which loads a long list of words: many builds read none."""
    import syllapy  # type: ignore[import-untyped]  # it ships no types

    return syllapy


def known(word: str) -> int:
    """Return the syllables of a word in our own list, else 0."""
    return int(wordlists.data()["syllables"].get(word, 0))


def inflected(word: str) -> int:
    """Return the syllables of a regular inflected form of a listed word, else 0."""
    for ending in ("s", "es", "ed", "ing", "er", "est", "ly"):
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < 3:
            continue
        for base in [stem] if ending == "s" else bases(stem):
            count = known(base) or int(dictionary().WORD_DICT.get(base, 0))
            if count:
                return count + sounded(base, ending)
    return 0


def bases(stem: str) -> Iterator[str]:
    """Yield what a stem may have been before its ending: eas/ease, heal, stopp/stop, tri/try."""
    yield stem + "e"
    yield stem
    if stem[-1] == stem[-2]:
        yield stem[:-1]
    if stem[-1] == "i":
        yield stem[:-1] + "y"


def sounded(base: str, ending: str) -> bool:
    """Return whether an ending adds a syllable: in "tested" it does, in "eased" it does not."""
    if ending in {"s", "es"}:
        return base.endswith(("s", "z", "x", "ch", "sh", "ge", "ce", "se", "ze"))
    if ending == "ed":
        return base.rstrip("e").endswith(("t", "d"))
    return True
