"""Read the ledger of claims, and note each fault with its line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handouts.claims.data.cache import DataCache, data_cache
from handouts.claims.data.toml import TomlFile, TomlTable, as_toml, is_short, parse_toml
from handouts.claims.ledger.check import grade_faults, press_fault, quote_faults
from handouts.claims.ledger.comparison_reader import comparison_of, numbers_of
from handouts.claims.ledger.entries import (
    CERTAINTIES,
    READINGS,
    Claim,
    Grade,
    Ledger,
    Noted,
    SourceFacts,
)
from handouts.claims.numbers.listed import Number
from handouts.claims.numbers.reader import MOST_DIGITS
from handouts.problems import Fault, nearest

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from handouts.claims.data.files import DataText

GRADE_KEYS = ("graded-by", "graded", "because")
SHARED = ("sources", "certainty", *GRADE_KEYS, "checked", "quote", "at", "read", "supports", "note")
"""What claims and comparisons have in common."""
KEYS = ("statement", *SHARED, "searched", "outcome", "chance", "numbers")
COMPARISON_KEYS = (
    *SHARED,
    *("trial", "outcome", "time", "treatment", "control", "difference"),
    *("people", "better", "studies", "result", "words", "section", "rate"),
)
REQUIRED = ("statement", "sources", "certainty", "checked")
REQUIRED_OF_COMPARISONS = (
    *("trial", "outcome", "time", "treatment", "control"),
    *("sources", "certainty", "checked"),
)
COMPARISONS = "comparisons"
"""The table that holds the comparisons, by id."""
PROSE = ("statement", "because", "outcome", "quote", "result", "words")
"""Fields that are printed, and so hold no markup."""
EXAMPLE_ID = "cells-no-better"
NUMBER_KEYS = ("value", "of", "means")
EXAMPLE = '{ value = 74, of = 100, means = "people better" }'


def ledger_of(env: BuildEnvironment) -> Ledger:
    """Return the ledger to quote from; the audit reads it again, with the sources."""
    path = env.srcdir / env.config.handouts_ledger
    return read_ledger(path, cache=data_cache(env.config))


def read_ledger(
    path: Path,
    sources: Mapping[str, SourceFacts] | None = None,
    today: date | None = None,
    cache: DataCache | None = None,
) -> Ledger:
    """Return the ledger at `path`.

    :param sources: what is known of each key of the bibliography; without it, claims are not
        compared with their sources.
    :param today: the day after which nothing can have been checked; without it, any day may
    :param cache: what an earlier build has read
    """
    missing = Fault("ledger", f"there is no ledger at '{path.name}'", line=1)
    empty = Ledger(faults=(missing,), readable=False)
    known = None if sources is None else tuple(sorted(sources.items()))
    return (cache or DataCache()).read(path, empty, _read, known, today)


def _read(
    read: DataText, sources: tuple[tuple[str, SourceFacts], ...] | None, today: date | None
) -> Ledger:
    file = parse_toml(read.text, "claim", COMPARISONS, today=today)
    if faults := read.faults or (() if file.readable else tuple(file.faults)):
        return Ledger(faults=faults, readable=False)
    reader = _LedgerReader(file, None if sources is None else dict(sources))
    claims = {claim.id: claim for claim in reader.claims()}
    return Ledger(claims, file.sorted_faults())


TAKEN_BACK = re.compile(r"\b(?:retract|rétract|withdr|zurückgez|ritirat)", re.IGNORECASE)
"""How a statement says that a work was taken back."""


class _LedgerReader:
    """Makes claims of the tables of a file; compares them with the sources, if those are given."""

    def __init__(self, file: TomlFile, sources: Mapping[str, SourceFacts] | None) -> None:
        self.file, self.sources = file, sources

    def claims(self) -> Iterator[Claim]:
        """Yield every claim, then every comparison."""
        tables = dict(self.file.tables)
        comparisons = tables.pop(COMPARISONS, {})
        for table in self.file.tables_in(tables, EXAMPLE_ID):
            table.check_fields(allowed=KEYS, required=REQUIRED, printed=PROSE)
            yield self.judged(table, self.claim(table))
        if not isinstance(comparisons, dict):
            self.file.fault((COMPARISONS,), "expected tables such as [comparisons.walk-better]")
            return
        for table in self.file.tables_in(comparisons, EXAMPLE_ID, (COMPARISONS,)):
            if table.id in tables:
                table.fault("", "a claim has this id already; rename one")
                continue
            required = REQUIRED_OF_COMPARISONS
            table.check_fields(allowed=COMPARISON_KEYS, required=required, printed=PROSE)
            yield self.judged(table, self.comparison(table))

    def judged(self, table: TomlTable, claim: Claim) -> Claim:
        """Return a claim, and note where its fields contradict each other."""
        for name, message in grade_faults(claim, self.sources):
            table.fault(name, message, "claim-grade")
        for name, message in quote_faults(claim):
            table.fault(name, message, "claim-quote")
        if self.sources is not None and (message := press_fault(claim, self.sources)):
            table.fault("sources", message, "claim-source")
        return claim

    def claim(self, table: TomlTable) -> Claim:
        return Claim(
            statement=table.words("statement"),
            numbers=dict(_numbers(table)),
            searched=_noted(table, "searched", "where"),
            outcome=table.words("outcome"),
            chance=table.yes_or_no("chance"),
            **self.shared(table),
        )

    def comparison(self, table: TomlTable) -> Claim:
        found = comparison_of(table)
        numbers = {
            name: Number(name, value, of, name.replace("_", " "))
            for name, value, of in numbers_of(found, table.values)
        }
        return Claim(
            statement=f"{found.trial}: {found.outcome}, {found.time}",
            numbers=numbers,
            comparison=found,
            **self.shared(table),
        )

    def shared(self, table: TomlTable) -> dict[str, Any]:
        """Return the fields that claims and comparisons have in common."""
        grade = Grade(table.words("graded-by"), table.day("graded"), table.words("because"))
        return {
            **{name: table.words(name) for name in ("quote", "at", "note")},
            "id": table.id,
            "sources": self.keys_of_sources(table),
            "certainty": table.one_of("certainty", CERTAINTIES) or "fact",
            "grade": grade if table.values.keys() & set(GRADE_KEYS) else None,
            "checked": table.day("checked"),
            "read": table.one_of("read", READINGS),
            "supports": _noted(table, "supports", "by"),
            "line": self.file.line_of(table.path),
        }

    def keys_of_sources(self, table: TomlTable) -> tuple[str, ...]:
        """Return the keys of the sources, looked up in the bibliography."""
        value = table.values.get("sources", ())
        if value == ():
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            table.fault("sources", f"'sources' must be a list of keys, found {as_toml(value)}")
            return ()
        if not value:
            table.fault("sources", "'sources' is empty; a claim needs a source", "claim-source")
        for key in [key for key, count in Counter(value).items() if count > 1]:
            table.fault("sources", f"'{key}' stands twice in 'sources'", "claim-source")
        for message in self.source_faults(value, str(table.values.get("statement", ""))):
            table.fault("sources", message, "claim-source")
        return tuple(value)

    def source_faults(self, keys: list[str], statement: str) -> Iterator[str]:
        """Yield each key that the bibliography lacks, or has as retracted.

        A fault says if no source is verified. A claim may be about a retraction itself.
        """
        if self.sources is None or not keys:
            return
        unknown = [key for key in keys if key not in self.sources]
        for key in unknown:
            yield f"the bibliography has no '{key}'{nearest(key, self.sources)}"
        if not unknown and not any(self.sources[key].verified for key in keys):
            yield (
                f"none of its sources ({', '.join(keys)}) has status = {{verified}} in the "
                "bibliography; verify one, or add one that is"
            )
        for key in keys:
            if (
                key in self.sources
                and self.sources[key].retracted
                and not TAKEN_BACK.search(statement)
            ):
                yield f"'{key}' was retracted; rest the claim on another source, or say so in it"


def _noted(table: TomlTable, name: str, what: str) -> Noted | None:
    """Return a day with a person or a place, as `{ where = "…", on = 2026-11-22 }`."""
    value = table.values.get(name)
    if value is None:
        return None
    if not isinstance(value, dict) or value.keys() != {what, "on"}:
        table.fault(name, f"'{name}' must be written as {{ {what} = \"…\", on = 2026-11-22 }}")
        return None
    noted = TomlTable(table.file, (*table.path, name), value)
    return Noted(noted.words(what), noted.day("on"))


def _numbers(table: TomlTable) -> Iterator[tuple[str, Number]]:
    """Yield the numbers that may be quoted, by name."""
    numbers = table.values.get("numbers", {})
    if not isinstance(numbers, dict):
        table.fault("numbers", f"'numbers' holds entries such as {EXAMPLE} by name")
        return
    for name, values in numbers.items():
        where = (*table.path, "numbers", name)
        if not isinstance(values, dict):
            table.file.fault(where, f"number '{name}' must be written as {EXAMPLE}")
        elif number := _number(TomlTable(table.file, where, values)):
            yield name, number


def _number(table: TomlTable) -> Number | None:
    """Return one number, or nothing when its value cannot be compared."""
    name, values = table.id, table.values
    for other in values.keys() - set(NUMBER_KEYS):
        table.fault("", f"number '{name}' has no field '{other}'{nearest(other, NUMBER_KEYS)}")
    value, means = values.get("value"), values.get("means", "")
    if not isinstance(means, str) or not means.strip():
        table.fault("", f"number '{name}' does not say what it means")
    is_number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    if not is_number or (isinstance(value, Decimal) and not value.is_finite()):
        wrong = f"'value' must be a number such as 12 or 6.5, found {as_toml(value)}"
        table.fault("", f"number '{name}': {wrong}")
        return None
    if not is_short(value):
        table.fault("", f"number '{name}': 'value' has more than {MOST_DIGITS} digits")
        return None
    exact = Decimal(str(value))
    return Number(name, exact, _total(table, exact), means)


def _total(table: TomlTable, value: Decimal) -> int | None:
    """Return what a number is counted out of, if anything."""
    of = table.values.get("of")
    if of is not None and (not isinstance(of, int) or isinstance(of, bool) or of < 1):
        table.fault("", f"number '{table.id}': 'of' must be a whole number, found {as_toml(of)}")
        return None
    if of is not None and value > of:
        table.fault("", f"number '{table.id}': {value} of {of} is more than all")
    return of
