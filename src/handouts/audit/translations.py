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
NUMBER = re.compile(r"\d+(?:[.,:'\u2019\u00a0\u202f]\d+)*")
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
    before, after = _numbers(ADDRESS.sub(" ", source)), _numbers(translation)
    after |= _numbers(GROUPED.sub("", translation))
    # A number in words may become one in digits; one in digits must stay the same.
    if before - after and after - before:
        message = (
            f"the translation “{_short(translation, 120)}” says another number than its source, "
            f"“{_short(source, 120)}”"
        )
        yield Problem("translated-number", message, at)


def _numbers(text: str) -> set[str]:
    """Return the numbers of a text without the signs between digits, which differ by language."""
    text = RAISED.sub(lambda found: f" {unicodedata.normalize('NFKC', found[0])}", text)
    return {"".join(filter(str.isdigit, found)) for found in NUMBER.findall(text)}


def _short(text: str, length: int = 40) -> str:
    words = " ".join(text.split())
    return words if len(words) <= length else f"{words[:length].rstrip()}…"
