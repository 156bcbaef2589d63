"""Find markup that would reach a page or a sheet as bare signs."""

from __future__ import annotations

import re

_MARKUP = re.compile(
    r"\*\*|__|`|~~|\{\{\s*\w|\{%|\[\^|\\(?=[^\w\s])"
    r"|(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])|(?<!\w)_(?=\w[^_]*_(?!\w))|\]\(|<[a-z/][^<>]*+>"
)
_SIGN = re.compile(r"[*_`~{\[\]\\<]")
"""A sign of which any markup has one; most texts have none."""


def markup_in(text: str) -> str:
    """Return the first signs of bold, emphasis, code, links, HTML or escapes, or nothing.

    >>> markup_in("in **most** people"), markup_in("5 * 3 = 15"), markup_in("p < 0.05")
    ('**', '', '')
    """
    found = _SIGN.search(text) and _MARKUP.search(text)
    return found[0] if found else ""
