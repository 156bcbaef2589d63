"""Find characters that do not print as they are meant: hidden marks, look-alikes, scripts, runs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from docutils import nodes

from handouts.nodes import nodes_in, origin
from handouts.problems import Fault

LETTER = re.compile(
    r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
LETTERS = f"{LETTER.pattern}+"
"""A word of a script that runs from right to left, such as Hebrew, Arabic or Syriac."""
TEXT = re.compile(rf"{LETTERS}[^\w\n]*\s[^\w\n]*{LETTERS}")
"""Two such words. The place of a single one does not depend on the direction of the line."""
TURNS = re.compile(r"([\u202b\u202e\u2067])")
"""Marks after which text is shown from right to left, whatever its letters."""
MARK = re.compile(
    r"[\u00ad\u034f\u061c\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    r"\U000e0000-\U000e0fff]"
)
"""A mark that nobody sees."""
NO_TEXT = re.compile(
    r"([\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u115f\u1160\u2028\u2029\u3164\uffa0\ufff9-\ufffb])"
)
"""Control characters, other ends of lines, fillers: what no font draws, and a browser ignores."""
SPLITS = re.compile(rf"(?<=\d)({MARK.pattern})[^\w\s!-~‐-―−×÷]*+\d")
"""A mark inside a number, which is shown as one and read by checks as two; no range."""
HIDDEN = re.compile(f"{MARK.pattern}|{NO_TEXT.pattern}")
HARM = {
    TURNS: "turns the order of the words",
    SPLITS: "splits a number",
    NO_TEXT: "is no part of a text",
}
"""What is wrong with an invisible mark, by what finds it."""

LONGEST_WORD = 2_000
"""Most characters of a word: the engine's time for a word grows with the square of its length."""
ENDLESS = re.compile(rf"(?<![!-\u058f])[!-\u058f]{{{LONGEST_WORD + 1},}}+")
"""A longer run of characters of alphabets that have spaces between words."""

ALIKE = re.compile(
    r"[\u0391\u0392\u0395-\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf"
    r"\u0400-\u052f\u0531-\u0587\u13a0-\u13ff]"
)
"""A letter that can be taken for a Latin one: Greek, Cyrillic, Armenian or Cherokee."""
ZERO = "[\u039f\u03bf\u041e\u043e]"
"""A letter that can be taken for a nought."""
MIXED = re.compile(rf"[A-Za-z]{ALIKE.pattern}|{ALIKE.pattern}[A-Za-z]|\d{ZERO}\d")
"""Where a word or a number changes its alphabet; `μg` and `NFκB` hold no letter that is alike."""
MIXED_OR_AT_NUMBER = re.compile(rf"{MIXED.pattern}|\d{ZERO}|{ZERO}\d")
"""The same, and a letter at an end of a number, as in Greek `2ο` (second) and Russian `СО2`."""
WITH_ENDING = re.compile(
    r"\W*(?=[A-Za-z]*?[DFGILNQRSUVWZbdfghklmnqrstuvwz])[A-Za-z]{2,}+"
    r"(?=[\u0400-\u052f]*?[бвгджзийклмнптфцчшщъыьэюяђєїґљњћџ])[\u0400-\u052f]++\W*"
)
"""A Latin word with a Cyrillic ending, as in `SMSка`: each part has a letter that the other
alphabet does not have, so nobody takes the whole for a word of one."""
WORD = re.compile("[\u0370-\u03ff]{4}|[\u0400-\u058f]{4}")
"""A word of a text that is in another alphabet than Latin."""


def character_faults(document: nodes.document) -> Iterator[Fault]:
    """Yield what is wrong with the characters of a handout."""
    text = document.astext()  # Searched first: in most handouts no check finds anything.
    for wanted, check in CHECKS.items():
        if wanted.search(text):
            yield from check(document)


def right_to_left(document: nodes.document) -> Iterator[Fault]:
    """Yield one fault for a handout with text that runs from right to left."""
    blocks = [block for block, text in _blocks(document) if TEXT.search(text)]
    if blocks:
        text = "".join(block.astext() for block in blocks)
        message = right_to_left_message(scripts_in(text))
        yield Fault("script", message, *origin(blocks[0]))


def hidden_marks(document: nodes.document) -> Iterator[Fault]:
    """Yield a fault for each block in which an invisible mark changes what is read."""
    for block, text in _blocks(document):
        for pattern, what in HARM.items():
            if found := pattern.search(text):
                message = f"the character U+{ord(found[1]):04X}, which nobody sees, {what}"
                yield Fault("glyph", f"{message}; take it out", *origin(block))


def endless_words(document: nodes.document) -> Iterator[Fault]:
    """Yield a fault for each block with a word that is longer than any line could show."""
    for block, text in _blocks(document):
        if found := ENDLESS.search(text):
            message = (
                f"a word has {len(found[0]):,} characters without a space, “{found[0][:20]}…”, "
                f"and {LONGEST_WORD:,} are the most; shorten it, or take it out"
            )
            yield Fault("limit", message, *origin(block))


def look_alikes(document: nodes.document) -> Iterator[Fault]:
    """Yield a fault for each block with letters that are taken for those of another alphabet.

    No check finds such a word, no search, and no screen reader says it as it looks.
    """
    blocks = list(_blocks(document))
    is_foreign = any(WORD.search(text) for _, text in blocks)
    mixed = MIXED if is_foreign else MIXED_OR_AT_NUMBER
    for block, text in blocks:
        found = filter(mixed.search, text.split())
        if word := next((one for one in found if not (is_foreign and _has_ending(one))), ""):
            letter = "".join(ALIKE.findall(word))[0]
            name = unicodedata.name(letter, f"U+{ord(letter):04X}").title()
            message = f"“{word}” holds the letter {name}, which is of another alphabet"
            yield Fault("glyph", f"{message}; type the word again", *origin(block))


def _has_ending(word: str) -> bool:
    """Return whether all parts of a word with hyphens are Latin, Cyrillic, or one with an ending.

    >>> _has_ending("«SMSка»,"), _has_ending("Сall"), _has_ending("COка")
    (True, False, False)
    """
    parts = filter(MIXED.search, word.split("-"))
    return all(map(WITH_ENDING.fullmatch, parts))


def _blocks(document: nodes.document) -> Iterator[tuple[nodes.TextElement, str]]:
    for block in nodes_in(document, nodes.TextElement):
        if not isinstance(block, nodes.Inline):
            yield block, block.astext()


CHECKS = {LETTER: right_to_left, HIDDEN: hidden_marks, ALIKE: look_alikes, ENDLESS: endless_words}
"""What looks through the blocks of a handout, by what its text must hold for that."""


def scripts_in(text: str) -> list[str]:
    """Return the names of the scripts in a text that run from right to left, each once.

    >>> scripts_in("Knees: ברכיים")
    ['Hebrew']
    """
    found = "".join(re.findall(LETTERS, text))
    # The first word of a letter's name is that of its script.
    names = (unicodedata.name(letter, "").partition(" ")[0] for letter in found)
    return list(dict.fromkeys(name.title() for name in names if name))


def right_to_left_message(scripts: Iterable[str]) -> str:
    """Return the message about text in some scripts."""
    return (
        f"text in {' and '.join(scripts)} runs from right to left, which sheets cannot print yet; "
        "no font and no setting helps. Leave the text out, or write it in another script"
    )
