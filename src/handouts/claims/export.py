"""The ledger as plain data: claims, grades, sources, services and comparisons."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from handouts.claims.ledger.comparisons import Comparison, Difference
    from handouts.claims.ledger.entries import Claim, Ledger, Noted
    from handouts.claims.services.entries import Services
    from handouts.claims.sources.bibliography import Bibliography, Source

VERSION = 1
"""The version of `ledger.schema.json` that is written; raised when a key changes its meaning."""
# The fields that are written of a number, of a group of people, and of a service.
NUMBER = ("name", "value", "of", "means")
ARM = ("name", "people", "percent", "events", "mean")
SERVICE = (
    *("id", "kind", "country", "name", "number", "text"),
    *("address", "place", "hours", "checked", "source"),
)


def ledger_data(ledger: Ledger, bibliography: Bibliography, services: Services) -> dict[str, Any]:
    """Return the ledger as `ledger.schema.json` describes it: null or empty is not known."""
    used = ledger.sources
    sources = {key: one for key, one in bibliography.sources.items() if key in used}
    claims = [one for one in ledger.claims.values() if one.comparison is None]
    return {
        "version": VERSION,
        "claims": [_claim(one) for one in claims],
        "comparisons": [
            _claim(one) | _comparison(one.comparison)
            for one in ledger.claims.values()
            if one.comparison
        ],
        "sources": [_source(one) for _, one in sorted(sources.items())],
        "services": [fields_of(one, *SERVICE) for one in services.services.values()],
    }


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        **fields_of(claim, "id", "statement", "sources", "certainty"),
        "grade": fields_of(claim.grade, "by", "on", "because") if claim.grade else None,
        "numbers": [fields_of(one, *NUMBER) for one in claim.numbers.values()],
        **fields_of(claim, "quote", "at", "read"),
        "supports": _noted(claim.supports, "by"),
        "searched": _noted(claim.searched, "where"),
        "outcome_definition": claim.outcome,
        **fields_of(claim, "chance", "checked"),
    }


def _comparison(one: Comparison) -> dict[str, Any]:
    return {
        **fields_of(one, "trial", "outcome", "time"),
        "treatment": fields_of(one.treatment, *ARM),
        "control": fields_of(one.control, *ARM),
        "difference": _difference(one.difference) if one.difference else None,
        "unit": "points" if one.in_points else "people out of 100",
        "better": "more" if one.more_is_better else "fewer",
        **fields_of(one, "people", "studies", "result", "words"),
    }


def _difference(one: Difference) -> dict[str, Any]:
    how = "computed" if one.computed else "reported"
    return {**fields_of(one, "value", "low", "high"), "how": how, "counts_assumed": one.assumed}


def _source(source: Source) -> dict[str, Any]:
    fields = source.entry.fields
    return {
        "id": source.key,
        "text": "".join(part.astext() for part in source.nodes()),
        "year": source.facts.year or None,
        **fields_of(source, "kind", "read", "status"),
        "doi": fields.get("doi", ""),
        "url": fields.get("url", ""),
    }


def _noted(noted: Noted | None, what: str) -> dict[str, Any] | None:
    return {what: noted.what, "on": as_json(noted.on)} if noted else None


def fields_of(value: object, *names: str) -> dict[str, Any]:
    """Return some fields of a value by name, as JSON has them.

    >>> fields_of(date(2026, 11, 22), "year", "month")
    {'year': 2026, 'month': 11}
    """
    return {name: as_json(getattr(value, name)) for name in names}


def as_json(value: Any) -> Any:
    """Return a value as JSON has it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return list(value) if isinstance(value, tuple) else value
