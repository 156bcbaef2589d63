"""A language that nobody speaks: every word longer, and with marks that show it was translated.

A vowel without an accent on a page in this language is a word that no catalogue reached.
"""

from __future__ import annotations

import io
import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

LANGUAGE = "xx"
ACCENTS = str.maketrans(
    {**{plain: marked * 2 for plain, marked in zip("aeiou", "áéíóú", strict=True)}}
    | dict(zip("AEIOU", "ÁÉÍÓÚ", strict=True))
)
NO_WORDS = re.compile(
    r"""
    \{(?:service|certainty)\}`[^`]*`  # words of the ledger, which the role prints
    | \{[a-z_]*\}(?:`[^`<]*`)?      # a value to fill in; the name of a role, with a bare target
    | (?<=\{doc\})`[^`]*`
    | <[^<>\s]+>                     # the target in a role, and an address
    | (?<=\])\([^()\s]*\)            # where a link leads
    | https?://\S+
    | &\w+;
    """,
    re.VERBOSE,
)


def pseudo(text: str) -> str:
    """Return a text as it would stand in the language, its markup untouched."""
    pieces, end = [], 0
    for found in NO_WORDS.finditer(text):
        role = re.match(r"(\{claim\})(`.*)", found[0])
        kept = role[1] if role else found[0]
        pieces += [text[end : found.start()].translate(ACCENTS), kept]
        end = found.start() + len(kept)
    return "".join([*pieces, text[end:].translate(ACCENTS)])


def write_catalogue(template: Path, target: Path) -> None:
    """Write the catalogue that a translator would make of a template."""
    catalogue = Catalog()
    for message in read_po(io.BytesIO(template.read_bytes())):
        if isinstance(message.id, str) and message.id:
            catalogue.add(message.id, pseudo(message.id))
        elif message.id:
            catalogue.add(message.id, tuple(map(pseudo, message.id)))
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        write_po(file, catalogue)


def untranslated(text: str) -> list[str]:
    """Return the words of a text that are not in the language."""
    return [word for word in re.findall(r"[^\W\d_]+", text) if re.search("[aeiouAEIOU]", word)]
