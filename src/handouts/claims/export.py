"""The ledger as plain data: claims, grades, sources, services and comparisons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from handouts.claims.bibliography import Bibliography, Source
    from handouts.claims.comparisons import Arm, Comparison, Difference
    from handouts.claims.ledger import Claim, Grade, Ledger, Noted
    from handouts.claims.services import Service, Services

VERSION = 1
"""Of the form that `ledger.schema.json` describes; raised when a key changes its meaning."""


def ledger_data(ledger: Ledger, bibliography: Bibliography, services: Services) -> dict[str, Any]:
    """Return the ledger as `ledger.schema.json` describes it; nothing known is null or empty."""
    used = {key for claim in ledger.claims.values() for key in claim.sources}
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
        "services": [_service(one) for one in services.services.values()],
    }


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "id": claim.id,
        "statement": claim.statement,
        "sources": list(claim.sources),
        "certainty": claim.certainty,
        "grade": _grade(claim.grade),
        "numbers": [
            {"name": one.name, "value": _number(one.value), "of": one.of, "means": one.means}
            for one in claim.numbers.values()
        ],
        "quote": claim.quote,
        "at": claim.at,
        "read": claim.read,
        "supports": _noted(claim.supports, "by"),
        "searched": _noted(claim.searched, "where"),
        "outcome_definition": claim.outcome,
        "chance": claim.chance,
        "checked": _day(claim.checked),
    }


def _grade(grade: Grade | None) -> dict[str, Any] | None:
    return {"by": grade.by, "on": _day(grade.on), "because": grade.because} if grade else None


def _comparison(one: Comparison) -> dict[str, Any]:
    return {
        "trial": one.trial,
        "outcome": one.outcome,
        "time": one.time,
        "treatment": _arm(one.treatment),
        "control": _arm(one.control),
        "difference": _difference(one.difference) if one.difference else None,
        "unit": "points" if one.in_points else "people out of 100",
        "better": "more" if one.more_is_better else "fewer",
        "studies": one.studies,
        "result": one.result,
        "words": one.words,
    }


def _arm(arm: Arm) -> dict[str, Any]:
    return {
        "name": arm.name,
        "people": arm.people,
        "percent": _number(arm.percent),
        "events": arm.events,
        "mean": _number(arm.mean),
    }


def _difference(one: Difference) -> dict[str, Any]:
    return {
        "value": _number(one.value),
        "low": _number(one.low),
        "high": _number(one.high),
        "how": "computed" if one.computed else "reported",
        "counts_assumed": one.assumed,
    }


def _source(source: Source) -> dict[str, Any]:
    fields = source.entry.fields
    facts = source.facts
    return {
        "id": source.key,
        "text": "".join(part.astext() for part in source.nodes()),
        "year": facts.year or None,
        "kind": facts.kind,
        "read": facts.read,
        "status": source.status,
        "doi": fields.get("doi", ""),
        "url": fields.get("url", ""),
    }


def _service(one: Service) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "country": one.country,
        "name": one.name,
        "number": one.number,
        "text": one.text,
        "address": one.address,
        "place": one.place,
        "hours": one.hours,
        "checked": _day(one.checked),
        "source": one.source,
    }


def _noted(noted: Noted | None, what: str) -> dict[str, Any] | None:
    return {what: noted.what, "on": _day(noted.on)} if noted else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
