"""Check that all of a handout is translated, with the same numbers as its source."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from os.path import relpath
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.nodes import extract_messages

from handouts.collect.files_outside import catalogues
from handouts.collect.pages import place_of_source
from handouts.i18n import malformed_line
from handouts.nodes import origin, plain_text
from handouts.problems import Place, Problem

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

ADDRESS = re.compile(r"<[^<>]*>|\]\([^()\s]*\)")
"""Target of a role or a link, whose numbers are not printed."""
SIGN = re.compile(r"[.,:'\u2019\u00a0\u202f\u066b\u066c]")
"""What stands between the digits of one number."""
NUMBER = re.compile(rf"\d+(?:{SIGN.pattern}\d+)*")
UNIT = re.compile(r"\s?(kg|mg|µg|g|ml|mm|cm|km|%|°C)(?![^\W_])")
CLAIM = re.compile("[{:]claim[}:]`")
GROUPED = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
"""A plain space that may be in one number, as in 1 000, or stand between two."""
RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉]+")
SHOWN = 3
"""Texts without a translation that the message names."""


def is_translated(app: Sphinx) -> bool:
    """Return whether a project has a catalogue of any page in the language of the build."""
    paths = (path for name in app.env.found_docs for path in catalogues(app, name))
    return any(path.exists() for path in paths)


def catalogue_problems(app: Sphinx, docnames: Iterable[str]) -> Iterator[Problem]:
    """Yield the first line that cannot be read of each catalogue of some pages."""
    paths = dict.fromkeys(path for name in docnames for path in catalogues(app, name))
    for path in paths:
        if path.suffix == ".po" and path.is_file():
            text = path.read_text("utf-8", errors="replace")
            if malformed := malformed_line(text):
                line, reason = malformed
                message = f"the catalogue cannot be trusted: {reason}"
                yield Problem("untranslated", message, Place(relpath(path, app.srcdir), line))


def translation_problems(
    env: BuildEnvironment, docname: str, document: nodes.document
) -> Iterator[Problem]:
    """Yield the texts of a handout that are not translated, and translations with other numbers.

    Sphinx notes on each node whether it was translated, and keeps the text of the source.
    """
    language = env.config.language
    # Sphinx does not note whether an alternative text was translated.
    texts = [
        (node, message, place_of_source(env, docname, *origin(node)))
        for node, message in extract_messages(document)
        if isinstance(node, nodes.TextElement) and any(map(str.isalpha, message))
    ]
    missing = [(message, at) for node, message, at in texts if not node.get("translated")]
    if missing:
        shown = ", ".join(f"“{_short(message)}” ({at})" for message, at in missing[:SHOWN])
        yield Problem(
            "untranslated",
            f"{len(missing)} of {len(texts)} texts have no translation into '{language}', or an "
            f"outdated one: {shown}{', …' if len(missing) > SHOWN else ''}",
            missing[0][1],
        )
    for node, message, at in texts:
        if node.get("translated"):
            yield from _number_problems(message, plain_text(node), at)


def _number_problems(source: str, translation: str, at: Place) -> Iterator[Problem]:
    bare = ADDRESS.sub(" ", source)
    before, after = _numbers(bare), _numbers(translation)
    after |= _numbers(GROUPED.sub("", translation))
    shown = f"the translation “{_short(translation, 120)}”"
    lacking = before - after
    # A number in words may become one in digits; one in digits must stay the same.
    if lacking and after - before:
        message = f"{shown} says another number than its source, “{_short(source, 120)}”"
        yield Problem("translated-number", message, at)
    elif CLAIM.search(source) and (large := sorted(one for one in lacking if len(one) > 1)):
        message = f"{shown} lacks {', '.join(large)} of its source; write it in digits"
        yield Problem("translated-number", message, at)
    units, translated = _units(bare), _units(translation)
    others = dict(sorted(translated - units))
    for number, unit in sorted(units - translated):
        if number in others:
            message = f"{shown} has {others[number]} after {number}, and its source {unit}"
            yield Problem("translated-number", message, at)


def _numbers(text: str) -> set[str]:
    """Return the numbers of a text in one form, as languages write the signs in them otherwise."""
    text = RAISED.sub(lambda found: f" {unicodedata.normalize('NFKC', found[0])}", text)
    return set(map(_in_one_form, NUMBER.findall(text)))


def _in_one_form(number: str) -> str:
    """Return a number with a point before its decimals, and no other sign.

    >>> [_in_one_form(one) for one in ("1.500,50", "1,500", "2,5", "9:30", "9.00", "１４")]
    ['1500.5', '1500', '2.5', '9.3', '9', '14']
    """
    number = "".join(str(unicodedata.digit(sign, sign)) for sign in number)
    whole, *groups = SIGN.split(number)
    if not groups or all(len(group) == 3 for group in groups):
        return "".join((whole, *groups))  # Nobody can tell 1.500 from 1,500 in another language.
    return ".".join(filter(None, ("".join((whole, *groups[:-1])), groups[-1].rstrip("0"))))


def _units(text: str) -> set[tuple[str, str]]:
    """Return each number of a text with the unit after it, where that is one of all languages."""
    found = ((one[0], UNIT.match(text, one.end())) for one in NUMBER.finditer(text))
    return {(_in_one_form(number), unit[1]) for number, unit in found if unit}


def _short(text: str, length: int = 40) -> str:
    words = " ".join(text.split())
    return words if len(words) <= length else f"{words[:length].rstrip()}…"
