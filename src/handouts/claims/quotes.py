"""Check the quote of a claim: its length, its place in the source, and its numbers."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from handouts.claims.number_reader import find_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handouts.claims.ledger import Claim

MOST_WORDS = 30
"""Words of a quote: enough to find the passage, short enough to be fair use."""


def quote_faults(claim: Claim) -> Iterator[tuple[str, str]]:
    """Yield the field and the fault of a quote that is too long, or lacks a number."""
    if not claim.quote:
        if claim.supports:
            yield "supports", "there is no 'quote' that could support the claim"
        return
    count = len(claim.quote.split())
    if count > MOST_WORDS:
        yield "quote", f"the quote has {count} words, at most {MOST_WORDS} are allowed; shorten it"
    if not claim.at:
        yield "quote", 'say where the quote stands as \'at\', such as "abstract" or "table 2"'
    written = set(_values(f"{claim.quote} {claim.at}"))
    missing = [one for one in claim.numbers.values() if not _stands(one.value, one.of, written)]
    if missing and claim.comparison is None:
        names = ", ".join(f"'{one.name}' ({one.value:f})" for one in missing)
        message = (
            f"the numbers {names} stand neither in the quote nor in 'at'; correct them, or add "
            "their table or sentence"
        )
        yield "quote", message


def _values(text: str) -> Iterator[Fraction]:
    for number in find_numbers(text):
        yield from (part for part in (number.value, number.of, number.scaled) if part is not None)


def _stands(value: object, of: int | None, written: set[Fraction]) -> bool:
    exact = abs(Fraction(str(value)))
    shares = {exact, exact / of} if of else {exact}
    return bool({abs(one) for one in written} & shares)
