"""Find signs of markup that a parser left in the words of a handout, or took for markup."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import pairwise

from docutils import nodes

from handouts.claims.markup import markup_in
from handouts.dates import months_after_a_stop
from handouts.nodes import claim, nodes_in, origin, upwards
from handouts.problems import Fault, excerpt

NAMES = "note|tip|hint|important|warning|danger|caution|attention|error|admonition"
"""Names of boxes."""
SIGNS = {
    # One end of what was not read, or what a backslash or a missing space kept from being read.
    "bold": r"\*\*(?=\w)|(?<=[\w.!?])\*\*",
    "code": r"`+",
    "link": r"\]\(",
    "named link": r"\]\[(?:\]|[^\W\d])",
    "comment": r"<!(?:--|[–—])",
    "condition": r"\{%|\{#\s",
    "footnote": r"\[\^\w|\^\[\w",
    "tick": r"^-?\[[xX ]\]\s?(?=\w)|(?<!\w)\[\s*\](?!\w)",
    "box": r"(?:^|(?<=\n)):::+ ?\{?(?=[a-z])",
    "strike": r"~~(?=\w)",
    "leader": r"(?<![.…])(?:…|\.{3})[.…]*\.(?=\d)",
    "class": r"\{[.#][A-Za-z]",
    "size": r"\{[a-z][\w-]*+=",
    "substitution": r"\{\{\s*+\w",
    "LaTeX": r"(?<!\S)\\[a-z]{3,}",
    "subscript": r"(?<=\w)~\w++~",
    "superscript": r"(?<=\w)\^\w++\^",
    "heading": r"^#{2,6}+\s*+\w",
    "row": r"^\|(?=[^|]*+\|)",
    "line break": r"(?<=[\w\s.,;!?])\\$|^\\$",
    "underline": r"^[=^]{3,}$",
    "spaced link": r"\[[^\W\d][^\]\n]{0,60}\] \((?:$|https?:)",
    "role": rf"\{{(?:sup|sub|abbr|kbd|ref|doc|term|claim|service|embed|{NAMES})\}}",
    # What other programs read.
    "contents or note": r"^\[(?:TOC|![A-Z]++)\]",
    "wiki link": r"\[\[(?=\w)",
    "highlight": r"(?<!\S)==(?=\w)",
    "admonition": rf"^!!!\s(?:info|example|{NAMES})\b",
    "emoji": r"(?<!\S):[a-z_]{3,}+:(?!\S)",
    "directive": r"^(?:\.\.?|…)\s?[a-z-]++::",
    # What is read as something else than was meant.
    "row of dashes": r"(?:^|(?<=\n))[ :–—-]*[–—-] ?\|[ |:]*[–—-][ |:–—-]*(?![^\n])",
}
"""Patterns of markup that a parser left in the words, by what it was meant to be."""
SIGN = re.compile("|".join(f"({pattern})" for pattern in SIGNS.values()))
"""Any of them; the number of its group is its place among them."""
OF_LINES = re.compile(
    r"(?:^|(?<=\n))(?:(?P<bullet>[•●▪◦‣·]\s(?=[^\n]*+\n\s*+[•●▪◦‣·]\s)"
    r"|[*–—-]\s(?=[^\n]*+\n[^\S\n]*+[*–—-]\s))"
    r"|(?P<list>(?P<number>\d{1,2})[.)] "
    r"(?=(?P<word>\w*)[^\n]*\n[^\S\n]*(?P<next>\d{1,2})[.)] (?P<next_word>\w*))"
    r"|a[.)] (?=[^\n]*\n[^\S\n]*b[.)] )|\(a\) (?=[^\n]*\n[^\S\n]*\(b\) ))"
    r"|(?P<meaning>:\s)(?=\S)|(?P<field>:\w[\w ]{0,30}+:\s))"
)
"""Signs at the beginning of a line; a bullet without a second one explains a sign.

A second dash or star is in the same block: paragraphs that begin with them are a talk, or notes.
"""
REMEDIES = {
    "bold": "close the markup, with no space inside it and one after it",
    "comment": "close the comment with -->",
    "condition": "use tabs for audiences",
    "box": "switch MyST's extension `colon_fence` on in conf.py",
    "class": (
        "write it on a line of its own before the block, with MyST's extension `attrs_block` on "
        "in conf.py"
    ),
    "strike": "take out what is struck through",
    "leader": "use a table, or leave a blank before the number",
    "bullet": "begin each item with a hyphen and a space, after an empty line",
    "meaning": (
        "switch MyST's extension `deflist` on, and write the term in one line; in a glossary, "
        "indent the meaning"
    ),
    "field": "switch MyST's extension `fieldlist` on",
    "size": 'write its values in quotes, as in {width="30%"}',
    "subscript": "write {sub}`%s`",
    "superscript": "write {sup}`%s`",
    "tick": "write ☐ or ☑ for a box, or put {.checklist} before a list",
    "named link": "write [words](address), or give [name]: its address on another line",
    "footnote": "write [^1] and, after an empty line, its note as [^1]: words",
    "substitution": "switch MyST's extension `substitution` on, and give it the words, in conf.py",
    "LaTeX": "write it without LaTeX",
    "heading": "begin a line with it, and put a space after the number signs",
    "row": "begin the table after an empty line, with a row of dashes below its head",
    "row of dashes": "begin the table after an empty line, with three hyphens for each column",
    "line break": "write words below it",
    "underline": "write ## before the words of a heading",
    "spaced link": "take out the space between ] and (",
    "list": "begin a list after an empty line, or end its lines with a backslash",
    "role": "put what it is about into backticks, as in {sup}`2`",
    "contents or note": "write :::{contents} or :::{note}",
    "wiki link": "write [words](page.md)",
    "highlight": "write **words**",
    "admonition": "write :::{note}",
    "emoji": "write the character itself",
    "directive": "write :::{note} for .. note::",
}
"""How to write what some of them mean; `%s` is what the signs are about."""
ROLE = re.compile(r"\{(su[bp])\}")
"""How a remedy names a role; in reStructuredText it has colons."""
OF_MYST = re.compile(r"MyST|:::|\[\^|\]\(|\{[.w]|##|-->|number signs")
"""What is found in remedies that help in Markdown only."""
MAY_HOLD = re.compile(
    r"\*\*|[`{~^#|\\•●▪◦‣·]|\n[*–—-]\s|\] ?[(\[]|\[[\s\]xX[!T]|==|!!!|<!|:::|:[a-z_]+:|[.…]\.\d"
    r"|(?:\.|…)\s?[a-z-]+::|(?:^|\n):[\w ]|\n[^\S\n]*(?:\d{1,2}|\(?b)[.)] "
)
"""What each of them has: most texts have nothing of this, which is quickly found out."""
NO_WORDS = re.compile(r"[\s/()|]+")
"""What stands between lines to write on, as in `__/__/____`."""
JOINED = re.compile(r"\d\0\d|\d\0\w \w\0\w|\w\0\w \w\0\d")
"""Two digits at a border of bold words, or a digit beside bold letters, as in `5*x*6`."""
IN_WORDS = re.compile(r"[^\W\d_]\0[^\W\d_] [^\W\d_]\0[^\W\d_]")
"""Emphasis that begins and ends within a word, as between the stars of “Ärzt*in und Patient*in”."""
ESCAPED = re.compile("\0.", re.DOTALL)
"""A sign after a backslash, as the parser of reStructuredText notes it."""
SHOWN = 10
"""Characters of the text around them that a message shows."""
AS_WRITTEN = (nodes.literal, nodes.FixedTextElement, nodes.math, nodes.Invisible)
"""What is printed as it is written."""
HALVES = {"`", "``", "**"}
"""Signs whose other half is in another cell, where there is a | between them."""


def stray_markup(document: nodes.document) -> Iterator[Fault]:
    """Yield one fault for each block of a handout whose words hold signs of markup."""
    if not MAY_HOLD.search(document.astext()):
        return
    for picture in nodes_in(document, nodes.image):
        if found := SIGN.search(picture.get("alt", "")):
            around = excerpt(found.string, *found.span())
            message = (
                f"“{found[0]}” would be read aloud in “{around}”, the alternative text of a "
                "picture; write it without markup"
            )
            yield Fault("stray-markup", message, *origin(picture))
    begun: tuple[nodes.row, str] | None = None
    for block, found in _signs_in_blocks(document):
        row = next((one for one in upwards(block) if isinstance(one, nodes.row)), None)
        half = (row, found[0]) if row is not None and found[0] in HALVES else None
        if half is not None and half == begun and not _begins(found):
            begun = None  # Code with a | in it is in two cells.
            continue
        begun = half if _begins(found) else None
        yield _printed_as_it_stands(found, block, in_cells=half is not None)


def _signs_in_blocks(document: nodes.document) -> Iterator[tuple[nodes.Element, re.Match[str]]]:
    """Yield each block whose words hold signs of markup, with the first of them."""
    blocks = [
        block
        for block in nodes_in(document, nodes.TextElement)
        if not isinstance(block, nodes.Inline) and not isinstance(block.parent, nodes.TextElement)
    ]
    months = months_after_a_stop(document.settings.language_code)
    for block, after in pairwise([*blocks, nodes.paragraph()]):
        if found := _sign_in(block, after if after.parent is block.parent else None, months):
            yield block, found


def _begins(found: re.Match[str]) -> bool:
    """Return whether bold words or code begin with a sign, and do not end with it."""
    before = found.string[: found.start()].rstrip("([{“„")
    return not before or before[-1].isspace()


def _printed_as_it_stands(found: re.Match[str], block: nodes.Element, *, in_cells: bool) -> Fault:
    source, line = origin(block)
    remedy = _remedy(found, in_rst=(source or "").endswith(".rst"))
    if in_cells:
        remedy = f"{remedy}, write \\| for a | in it"
    message = (
        f"the sheet would print “{found[0]}” as it stands: "
        f"“{excerpt(found.string, *found.span())}”; "
        f"{remedy}, take the signs out, or write them as code"
    )
    return Fault("stray-markup", message, source, line)


def misread_signs(document: nodes.document) -> Iterator[Fault]:
    """Yield one fault for each sign that was read as bold or emphasis, and so is not printed."""
    for node in nodes_in(document, (nodes.strong, nodes.emphasis)):
        if message := _misread(node):
            yield Fault("stray-markup", message, *origin(node))


def _misread(node: nodes.Element) -> str:
    """Return what is wrong with words in bold whose marks were none, or nothing."""
    text, before, after = node.astext(), _beside(node, -1), _beside(node, 1)
    borders = f"{before[-1:]}\0{text[:1]} {text[-1:]}\0{after[:1]}"
    shown = f"{before[-SHOWN:]}{text}{after[:SHOWN]}"
    if JOINED.search(borders):
        return (
            f"the sheet would print “{shown}”: signs between digits were read as markup; write × "
            "or a backslash before each sign"
        )
    if isinstance(node, nodes.emphasis) and " " in text and IN_WORDS.fullmatch(borders):
        return (
            f"the sheet would print “{shown}”: stars in words were read as markup; write a "
            "backslash before each star"
        )
    twice = isinstance(node, nodes.strong) and isinstance(node.parent, nodes.strong)
    block = next(one for one in upwards(node) if not isinstance(one, nodes.Inline))
    without = NO_WORDS.fullmatch(text) and f"*{text}*" not in block.rawsource
    if without or (twice and node.parent.astext() == text):
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
    if isinstance(node, nodes.raw):
        yield "\n\n"  # The break of a line; one newline is a blank.
    if isinstance(node, (*AS_WRITTEN, nodes.problematic)):  # docutils reports the latter.
        return
    if isinstance(node, claim) and markup_in(node.astext()):
        return  # It is reported with the claim.
    for child in node.children:
        if isinstance(child, nodes.Text):
            yield ESCAPED.sub("", child)  # Its author means the sign itself.
        elif isinstance(child, nodes.Element):
            yield from _texts(child)


def _sign_in(
    block: nodes.Element, after: nodes.Element | None, months: Collection[str]
) -> re.Match[str] | None:
    """Return the first sign of markup in a block; bullets may go on in the one after it."""
    texts = [*_texts(block)]
    if found := next(filter(None, map(SIGN.search, filter(MAY_HOLD.search, texts))), None):
        return found
    text, beside = "".join(texts), "".join(_texts(after)) if after else ""
    of_lines = OF_LINES.finditer(f"{text}\n\n{beside}")
    of_line = next((one for one in of_lines if not _are_words(one, months)), None)
    return of_line if of_line and of_line.start() < len(text) else None


def _are_words(found: re.Match[str], months: Collection[str]) -> bool:
    """Return whether two lines begin with numbers that do not count on, or with dates."""
    if found["number"] is None:
        return False
    counts = int(found["next"]) - int(found["number"]) in {0, 1}
    return not counts or {found["word"].lower(), found["next_word"].lower()} <= {*months}


def _remedy(found: re.Match[str], *, in_rst: bool) -> str:
    """Return how to write what some signs mean.

    >>> _remedy(SIGN.search("H~2~O"), in_rst=False), _remedy(SIGN.search("`a"), in_rst=False)
    ('write {sub}`2`', 'close the markup')
    >>> _remedy(SIGN.search("H~2~O"), in_rst=True), _remedy(SIGN.search("[[a"), in_rst=True)
    ('write :sub:`2`', 'write it in the markup of reStructuredText')
    """
    kind = found.lastgroup or list(SIGNS)[(found.lastindex or 0) - 1]
    remedy = REMEDIES.get(kind, "close the markup")
    if in_rst:
        remedy = ROLE.sub(r":\1:", remedy)
        if OF_MYST.search(remedy):
            return "write it in the markup of reStructuredText"
    return remedy.replace("%s", found[0][1:-1])
