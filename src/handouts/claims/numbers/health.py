"""Find the numbers of a text that are about health, by the words beside them."""

from __future__ import annotations

import functools
import re

from handouts.claims.numbers.reader import Quoted, find_numbers

ABOUT = (
    # People, studies and treatments; then durations, effects, amounts and prices.
    "people", "person", "patients?", "adults?", "participants?", "men", "women", "children",
    "volunteers?", "responders?", "non-responders?", "users?", "trials?", "studies", "study",
    "tests?", "papers?", "reviews?", "reports?", "groups?", "arms?", "centres?", "centers?",
    "clinics?", "hospitals?", "injections?", "doses?", "cells?", "treatments?", "sessions?",
    "operations?", "procedures?", "infections?", "deaths?", "harms?", "events?", "cases?",
    "discs?", "countries", "minutes?", "hours?", "days?", "weeks?", "months?", "years?",
    "points?", "fold", "mg", "g", "kg", "ml", "mcg", "µg", "cm", "mm", "dollars?", "pounds?",
    "euros?", "USD", "GBP", "EUR",
)  # fmt: skip
"""Words beside a number that make it one about health."""
BREAKS = (
    "to", "and", "or", "for", "that", "which", "who", "with", "if", "when", "why", "how",
    "what", "is", "are", "was", "were", "in", "on", "at", "by", "from", "as", "but", "than",
    "because", "reasons", "ways", "things", "questions", "steps", "pages", "sides", "parts",
    "lines", "words", "sheets",
)  # fmt: skip
"""Words after which another word is about something else than the number."""
_ABOUT = re.compile(
    rf"(?:[\s\u00a0-]+of (?:the|these|those|them))?"
    rf"(?:[\s\u00a0-]+(?!(?:{'|'.join(BREAKS)})\b)[A-Za-z]+){{0,2}}[\s\u00a0-]*\b"
    rf"(?:{'|'.join(ABOUT)})\b",
    re.IGNORECASE,
)
_OF_SO_MANY = re.compile(r"(?<!\s)\s++out of\b")
_OF_THESE = re.compile(r"(?<!out)\sof\s(?:these|those)\s", re.IGNORECASE)
"""As in “two of these three questions”."""
NEAR = 40
"""Characters before a number in which `_BEFORE` can stand."""
_BEFORE = re.compile(
    r"(?:[£$€]|\b(?:aged?|p|n|CI|ratio|difference|mean|median)\s?[=<>:≤≥]?\s?)$", re.IGNORECASE
)


@functools.lru_cache(maxsize=4096)  # The same block stands in every handout that embeds it.
def health_numbers(text: str) -> tuple[Quoted, ...]:
    """Return the counts, shares, effects, doses, prices and durations in a text.

    The words beside a number decide: "three questions" and "page 2" are not among them.
    """
    found = find_numbers(text, dates=False)
    return tuple(number for number in found if _is_about_health(number, text))


def _is_about_health(number: Quoted, text: str) -> bool:
    before = text[max(0, number.start - NEAR) : number.start]
    if number.kind == "one":
        return False
    if number.kind == "fraction" and "hal" not in number.text.lower():
        return True
    return (
        (number.kind in {"ratio", "percent"} and not _OF_THESE.search(number.text))
        or _ABOUT.match(text, number.end) is not None
        or _OF_SO_MANY.match(text, number.end) is not None
        or _BEFORE.search(before) is not None
    )
