"""Find signs of markup that a parser left in the words of a handout, or took for markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.utils import get_source_line

from handouts.collect.pages import place_of_source
from handouts.nodes import claim, nodes_in
from handouts.problems import Problem, excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.environment import BuildEnvironment

NAMES = "note|tip|hint|important|warning|danger|caution|attention|error|admonition"
"""Names of boxes."""
SIGNS = re.compile(
    r"\*\*(?=\w)|(?<=[\w.!?])\*\*|`+|\]\("
    r"|\[\^\w|\^\[\w|^\[[ xX]\]\s|^\[ \]$|\{[.#][A-Za-z]|\{[a-z][\w-]*+=|\{\{\s*+\w"
    r"|(?<!\S)\\[a-z]{3,}|(?<=\w)(?:~\w++~|\^\w++\^)|^#{2,6}+\s*+\w|^\|(?=[^|]*+\|)|(?<=\w)\\$|^\\$"
    rf"|\{{(?:sup|sub|abbr|kbd|ref|doc|term|claim|service|embed|{NAMES})\}}"
    rf"|^\[(?:TOC|![A-Z]++)\]|\[\[(?=\w)|(?<!\S)==(?=\w)|^!!!\s(?:info|example|{NAMES})\b"
    r"|(?:^|(?<=\n))[•●▪◦‣]\s"
    r"|(?<!\S):[a-z_]{3,}+:(?!\S)|^\.\.\s?[a-z-]++::|\(b\)[^©]{0,200}+©"
    r"|(?:^|(?<=\n))[ :–—-]*[–—-] ?\|[ |:]*[–—-][ |:–—-]*(?![^\n])"
)
"""One end of bold, code or a link, and a note, tick, class, size, substitution, heading, row of a
table, command of LaTeX or break of a line that was not read as one; then a role, and what other
programs read as an item, a note, a list of contents, a link, highlighted words, a sign or a
directive; © where a third letter in brackets was meant; and a row of dashes."""
MEANT = (
    (re.compile(r"[•●▪◦‣]\s"), "begin each item with a hyphen and a space"),
    (re.compile(r"\(b\)[^©]{0,200}+©"), r"write \\(c) for a letter in brackets"),
    (re.compile(r"\{[a-z][\w-]*+="), 'write its values in quotes, as in {width="30%"}'),
    (re.compile(r"~(.*)~"), r"write {sub}`\1`"),
    (re.compile(r"\^(.*)\^"), r"write {sup}`\1`"),
    (re.compile(r"\[[ xX]\]\s?"), "put {.checklist} before the list, or leave the cell empty"),
)
"""What to write instead of signs that mean something elsewhere."""
MAY_HOLD = re.compile(r"\*\*|[`{~^#©|\\•●▪◦‣]|\]\(|\[[ xX[!T]|==|!!!|:[a-z_]+:|\.\.\s?[a-z]")
"""What each of them has: most pages have nothing of this, which is quickly found out."""
NO_WORDS = re.compile(r"[\s/()|]+")
"""What stands between lines to write on, as in `__/__/____`."""
JOINED = re.compile(r"\d\0\d")
"""Two digits at the border of bold words."""
IN_WORDS = re.compile(r"[^\W\d_]\0[^\W\d_] [^\W\d_]\0[^\W\d_]")
"""Emphasis that begins and ends within a word, as between the stars of “Ärzt*in und Patient*in”."""
SHOWN = 10
"""Characters of the text around them that a message shows."""
AS_WRITTEN = (nodes.literal, nodes.FixedTextElement, nodes.math, nodes.Invisible)
"""What is printed as it is written."""
REPORTED = (claim, nodes.problematic)
"""What is judged by the ledger or by docutils."""


def stray_markup(
    env: BuildEnvironment, docname: str, document: nodes.document
) -> Iterator[Problem]:
    """Yield one problem for each block of a handout whose words hold signs of markup."""
    if not MAY_HOLD.search(document.astext()):
        return
    for picture in nodes_in(document, nodes.image):
        if found := SIGNS.search(picture.get("alt", "")):
            around = excerpt(found.string, *found.span())
            message = (
                f"“{found[0]}” would be read aloud in “{around}”, the alternative text of a "
                "picture; write it without markup"
            )
            at = place_of_source(env, docname, *get_source_line(picture))
            yield Problem("stray-markup", message, at)
    for block in nodes_in(document, nodes.TextElement):
        if isinstance(block, nodes.Inline) or isinstance(block.parent, nodes.TextElement):
            continue
        if found := next(filter(None, map(SIGNS.search, _texts(block))), None):
            around = excerpt(found.string, *found.span())
            message = (
                f"the sheet would print “{found[0]}” as it stands: “{around}”; "
                f"{_remedy(found[0])}, take the signs out, or write them as code"
            )
            at = place_of_source(env, docname, *get_source_line(block))
            yield Problem("stray-markup", message, at)


def misread_signs(
    env: BuildEnvironment, docname: str, document: nodes.document
) -> Iterator[Problem]:
    """Yield one problem for each sign that was read as bold or emphasis, and so is not printed."""
    for node in nodes_in(document, nodes.TextElement):
        if isinstance(node, nodes.strong | nodes.emphasis) and (message := _misread(node)):
            at = place_of_source(env, docname, *get_source_line(node))
            yield Problem("stray-markup", message, at)


def _misread(node: nodes.Element) -> str:
    """Return what is wrong with words in bold whose marks were none, or nothing."""
    text, before, after = node.astext(), _beside(node, -1), _beside(node, 1)
    borders = f"{before[-1:]}\0{text[:1]} {text[-1:]}\0{after[:1]}"
    if JOINED.search(borders):
        shown = f"{before[-SHOWN:]}{text}{after[:SHOWN]}"
        return (
            f"the sheet would print “{shown}”: signs between digits were read as markup; write × "
            "or a backslash before each sign"
        )
    if isinstance(node, nodes.emphasis) and " " in text and IN_WORDS.fullmatch(borders):
        shown = f"{before[-SHOWN:]}{text}{after[:SHOWN]}"
        return (
            f"the sheet would print “{shown}”: stars in words were read as markup; write a "
            "backslash before each star"
        )
    twice = isinstance(node, nodes.strong) and isinstance(node.parent, nodes.strong)
    if NO_WORDS.fullmatch(text) or (twice and node.parent.astext() == text):
        return (
            f"“{text}” is in bold, and the signs beside it are gone; put a backslash before each "
            "underscore, use a list with the class `write-in`, or take the bold out"
        )
    return ""


def _beside(node: nodes.Element, step: int) -> str:
    """Return the text directly before (-1) or after (1) a part of a line."""
    at = node.parent.index(node) + step
    beside = node.parent.children[at] if 0 <= at < len(node.parent.children) else None
    return str(beside) if isinstance(beside, nodes.Text) else ""


def _texts(node: nodes.Element) -> Iterator[str]:
    """Yield the texts of a block that are not printed as they are written."""
    if isinstance(node, AS_WRITTEN + REPORTED):
        return
    for child in node.children:
        if isinstance(child, nodes.Text):
            yield str(child)
        elif isinstance(child, nodes.Element):
            yield from _texts(child)


def _remedy(signs: str) -> str:
    """Return how to write what some signs mean.

    >>> _remedy("~2~"), _remedy("**")
    ('write {sub}`2`', 'close the markup')
    """
    written = (found.expand(text) for one, text in MEANT if (found := one.fullmatch(signs)))
    return next(written, "close the markup")
