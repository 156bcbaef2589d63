"""The package's own words for readers, in the language of the pages.

Knows neither Sphinx nor files: `config.catalogues` reads those, and sets the words in use.
"""

from __future__ import annotations

import contextlib
import functools
import re
from collections.abc import Iterator
from gettext import NullTranslations

from babel import Locale, UnknownLocaleError

LINE = re.compile(r'(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)\s*)?"(?:[^\\]|\\.)*"')
"""What a line of a catalogue says that is neither empty nor a comment."""

_IN_USE: list[NullTranslations] = [NullTranslations()]


def use(words: NullTranslations) -> None:
    """Use the words of a catalogue from now on; a process builds in one language at a time."""
    _IN_USE[0] = words


@contextlib.contextmanager
def using(words: NullTranslations) -> Iterator[None]:
    """Use the words of another catalogue within a context, for a page in another language."""
    before = _IN_USE[0]
    use(words)
    try:
        yield
    finally:
        use(before)


def _(message: str, **values: object) -> str:
    """Return a message in the language of the pages, with its values filled in."""
    # The empty message has the head of the catalogue.
    text = _IN_USE[0].gettext(message) if message else ""
    return text.format(**values) if values else text


def plural(one: str, many: str, count: int, **values: object) -> str:
    """Return the message for `count`, in the form that the language has for that number."""
    return _IN_USE[0].ngettext(one, many, count).format(count=count, **values)


def mark(message: str) -> str:
    """Return a message as it stands, to be found by those who translate; `_` looks it up later."""
    return message


def malformed_line(catalogue: str) -> tuple[int, str] | None:
    """Return the first line of a catalogue that cannot be read, and why; or nothing.

    Babel goes on past most of them: a text without its last quotation mark loses a letter, and
    after a byte order mark the first text is taken for the translation of the second.

    >>> malformed_line("msgstr")
    (1, "'msgstr' is no line of a catalogue")
    """
    if catalogue.startswith("\ufeff"):
        reason = "a byte order mark stands before the first line"
        return 1, f"{reason}; save the file as UTF-8 without it"
    for number, line in enumerate(catalogue.split("\n"), 1):
        text = line.strip()
        if text and text[0] != "#" and not LINE.fullmatch(text):
            reason = "has a quotation mark too few" if '"' in text else "is no line of a catalogue"
            return number, f"'{text[:40]}' {reason}"
    return None


def language_tag(language: str) -> str:
    """Return a language as HTML writes it.

    >>> language_tag("pt_BR")
    'pt-BR'
    """
    return language.replace("_", "-")


def sphinx_language(tag: str) -> str:
    """Return a language as Sphinx, Babel and the register of releases write it.

    >>> sphinx_language("pt-BR")
    'pt_BR'
    """
    return tag.replace("-", "_")


@functools.cache
def is_english(language: str) -> bool:
    """Return whether the rules for English apply to a language, such as `en_GB`."""
    return re.split("[-_]", language)[0] == "en"


def locale_of(language: str) -> Locale | None:
    """Return what Babel knows of a language, or nothing."""
    try:
        return Locale.parse(sphinx_language(language))
    except (UnknownLocaleError, ValueError):
        return None


def direction_of(language: str) -> str:
    """Return the direction of a language's script: `ltr` or `rtl`."""
    locale = locale_of(language)
    return locale.text_direction if locale else "ltr"
