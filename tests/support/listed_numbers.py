"""The numbers of a claim about a trial, as the ledger lists them."""

from __future__ import annotations

from decimal import Decimal

from handouts.claims.numbers.listed import Number


def listed(value: str, of: int | None = None) -> Number:
    """Return a number of a claim."""
    return Number("", Decimal(value), of, "")


CELLS = listed("74", 100)
SHAM = listed("69", 100)
MONTHS = listed("12")
P_VALUE = listed("0.77")
ALL = (CELLS, SHAM, MONTHS, P_VALUE)
