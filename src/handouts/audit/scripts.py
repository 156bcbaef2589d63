"""Text in scripts that run from right to left, which sheets cannot print."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.utils import get_source_line

from handouts.collect.pages import place_of_source
from handouts.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.environment import BuildEnvironment

LETTERS = r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]+"
"""A word of a script that runs from right to left, such as Hebrew, Arabic or Syriac."""
TEXT = re.compile(rf"{LETTERS}[^\w\n]*\s[^\w\n]*{LETTERS}")
"""Two such words. One alone stands in its place whichever way the line runs."""


def right_to_left(
    env: BuildEnvironment, docname: str, document: nodes.document
) -> Iterator[Problem]:
    """Yield one problem for a handout with text that runs from right to left."""
    blocks = [
        block
        for block in document.findall(nodes.TextElement)
        if not isinstance(block, nodes.Inline) and TEXT.search(block.astext())
    ]
    if blocks:
        text = "".join(block.astext() for block in blocks)
        at = place_of_source(env, docname, *get_source_line(blocks[0]))
        yield Problem("script", message_of(scripts_in(text)), at)


def scripts_in(text: str) -> list[str]:
    """Return the names of the scripts in a text that run from right to left, each once.

    >>> scripts_in("Knees: ברכיים")
    ['Hebrew']
    """
    found = "".join(re.findall(LETTERS, text))
    # The first word of a letter's name is that of its script.
    names = (unicodedata.name(letter, "").partition(" ")[0] for letter in found)
    return list(dict.fromkeys(name.title() for name in names if name))


def message_of(scripts: Iterable[str]) -> str:
    """Return what is said of text in some scripts."""
    return (
        f"text in {' and '.join(scripts)} runs from right to left, which sheets cannot print yet; "
        "no font and no setting helps. Leave the text out, or write it in another script"
    )
