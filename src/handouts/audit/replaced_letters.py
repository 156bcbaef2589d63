"""Find letters in brackets that MyST's extension `replacements` made a sign, such as © of (c)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docutils import nodes

from handouts.nodes import nodes_in, origin
from handouts.problems import Fault, excerpt

SIGNS = {"c": "©", "r": "®", "tm": "™"}
LETTERS = re.compile(r"(?<![\\\]])\((c|r|tm)\)", re.IGNORECASE)
"""What the extension replaces; no address of a link."""
CODE = re.compile(r"`[^`]*`")
YEAR = re.compile(r"\s{0,9}(?:19|20)\d\d\b")
OWNER = re.compile(r"[\s*_\[]{0,9}(?:\{\{|by\b|(?P<initial>[^\W\d_]))")
"""The beginning of the name that follows ©; it has a capital."""
BEFORE_OWNER = {"", *".,;:|–—\n"}
"""What stands before © and a name; after a word it may be the letter: hepatitis (C) Clinic."""
SECOND = re.compile(r"\bb\)", re.IGNORECASE)
NEARBY = 400
"""Characters before a third letter in which the second one stands."""


def replaced_letters(document: nodes.document) -> Iterator[Fault]:
    """Yield one fault for each block in which letters in brackets became a sign."""
    text = document.astext()
    if not any(sign in text for sign in SIGNS.values()):
        return
    before = ""
    for block in nodes_in(document, nodes.TextElement):
        raw = CODE.sub("", block.rawsource)
        for found in LETTERS.finditer(raw):
            sign = SIGNS[found[1].lower()]
            if sign in block.astext() and not _is_sign(found, before):
                message = (
                    f"the sheet would print “{sign}” in place of “{found[0]}”: "
                    f"“{excerpt(raw, *found.span())}”; write \\{found[0]} for letters in "
                    f"brackets, or {sign} for the sign"
                )
                yield Fault("stray-markup", message, *origin(block))
                break
        before = f"{before} {raw}"[-NEARBY:]


def _is_sign(found: re.Match[str], before: str) -> bool:
    """Return whether letters in brackets stand where an author means a sign.

    :param before: what stands before their block
    """
    text, (start, end) = found.string, found.span()
    if found[1].lower() != "c":  # A mark touches the name; "knee (R)" is the right knee.
        return bool(text[:start].strip()) and not text[start - 1].isspace()
    year, owner = YEAR.match(text, end), OWNER.match(text, end)
    listed = text[:start] if year else f"{before} {text[:start]}"[-NEARBY:]
    if text[start - 1 : start].isalnum() or SECOND.search(listed):
        return False
    begins = text[:start].rstrip(" *_[")[-1:] in BEFORE_OWNER
    is_name = begins and owner is not None and (not owner["initial"] or owner["initial"].isupper())
    return is_name or year is not None or text[:start].lower().rstrip(" *").endswith("copyright")
