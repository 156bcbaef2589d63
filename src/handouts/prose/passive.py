"""Find sentences in the passive voice."""

from __future__ import annotations

import re
from functools import cache

from handouts.prose import wordlists


@cache
def passive_pattern() -> re.Pattern[str]:
    """Return a pattern for a form of "be", adverbs perhaps, and a past participle."""
    irregular = "|".join(wordlists.data()["passive"]["irregular"])
    adjectives = "|".join(wordlists.data()["passive"]["adjectives"])
    return re.compile(
        r"\b(?:am|is|are|was|were|be|been|being)\b"
        r"(?:\s+(?:not|also|only|still|then|often|never|always|now|been|being|\w+ly))*"
        rf"\s+(?!(?:{adjectives})\b)(?:\w{{2,}}ed|{irregular})\b",
        re.IGNORECASE,
    )


def passive(sentence: str) -> bool:
    """Return whether a sentence has a passive, as far as its words show.

    Misses a passive without "be" ("got treated"), with other words inside ("was, we think,
    treated") or with a rare participle; takes an unlisted adjective in -ed for one. This is
    enough for a share, not for one sentence.
    """
    return passive_pattern().search(sentence) is not None
