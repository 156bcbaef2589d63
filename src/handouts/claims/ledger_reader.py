"""Read the ledger of claims, and note each fault with its line."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeGuard

from handouts.claims.comparison_reader import comparison_of, numbers_of
from handouts.claims.data_files import (
    TomlFile,
    data_file,
    is_short,
    parse_toml,
    read_text,
    written,
)
from handouts.claims.grades import grade_faults, press_fault
from handouts.claims.ledger import (
    CERTAINTIES,
    READINGS,
    Claim,
    Grade,
    Ledger,
    Noted,
    Number,
    SourceFacts,
)
from handouts.claims.number_reader import MOST_DIGITS
from handouts.claims.quotes import quote_faults
from handouts.problems import Fault, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from sphinx.environment import BuildEnvironment

GRADE_KEYS = ("graded-by", "graded", "because")
SHARED = ("sources", "certainty", *GRADE_KEYS, "checked", "quote", "at", "read", "supports", "note")
"""What claims and comparisons have in common."""
KEYS = ("statement", *SHARED, "searched", "outcome", "chance", "numbers")
COMPARISON_KEYS = (
    *SHARED,
    *("trial", "outcome", "time", "treatment", "control", "difference"),
    *("better", "studies", "result", "words", "section", "rate"),
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
NUMBER_KEYS = ("value", "of", "means")
EXAMPLE = '{ value = 74, of = 100, means = "people better" }'


def ledger_of(env: BuildEnvironment) -> Ledger:
    """Return the ledger to quote from; whoever looks for faults reads it with the sources."""
    return read_ledger(env.srcdir / env.config.handouts_ledger)


def ledger_path(env: BuildEnvironment) -> Path | None:
    """Return where the ledger is, or nothing when the project has none."""
    return data_file(env, "handouts_ledger")


def bibliography_path(env: BuildEnvironment) -> Path | None:
    """Return where the bibliography is, or nothing when the project has none."""
    return data_file(env, "handouts_bibliography")


def read_ledger(
    path: Path, sources: Mapping[str, SourceFacts] | None = None, today: date | None = None
) -> Ledger:
    """Return the ledger at `path`.

    :param sources: what is known of each key of the bibliography; without it, claims are not
        compared with their sources.
    :param today: the day after which nothing can have been checked; without it, any day may.
    """
    if not path.is_file():
        missing = Fault("ledger", f"there is no ledger at '{path.name}'", line=1)
        return Ledger(faults=(missing,), readable=False)
    read = read_text(path)
    if read.faults:
        return Ledger(faults=read.faults, readable=False)
    known = None if sources is None else tuple(sorted(sources.items()))
    return _read(read.text, known, today)


@lru_cache(maxsize=4)
def _read(
    text: str, sources: tuple[tuple[str, SourceFacts], ...] | None, today: date | None
) -> Ledger:
    file = parse_toml(text, "claim", COMPARISONS)
    if not file.readable:
        return Ledger(faults=tuple(file.faults), readable=False)
    reader = _LedgerReader(file, None if sources is None else dict(sources), today)
    claims = {claim.id: claim for claim in reader.claims()}
    faults = sorted(file.faults, key=lambda one: (one.line or 0, one.message))
    return Ledger(claims, tuple(faults))


class _LedgerReader:
    """Makes claims of the tables of a file."""

    def __init__(
        self, file: TomlFile, sources: Mapping[str, SourceFacts] | None, today: date | None
    ) -> None:
        self.file, self.sources, self.today = file, sources, today

    def claims(self) -> Iterator[Claim]:
        """Yield every claim, then every comparison."""
        tables = dict(self.file.tables)
        comparisons = tables.pop(COMPARISONS, {})
        for key, table in tables.items():
            if self.is_table(table, (key,)):
                yield self.judged((key,), table, self.claim(key, table))
        if not isinstance(comparisons, dict):
            self.file.fault((COMPARISONS,), "expected tables such as [comparisons.walk-better]")
            return
        for key, table in comparisons.items():
            path = (COMPARISONS, key)
            if key in tables:
                self.file.fault(path, "a claim has this id already; rename one")
            elif self.is_table(table, path):
                yield self.judged(path, table, self.comparison(key, table))

    def is_table(self, table: object, path: tuple[str, ...]) -> TypeGuard[dict[str, Any]]:
        """Return whether there is a table with a good id, and note what else is there."""
        if not isinstance(table, dict):
            self.file.fault(path, "expected a table of a claim, such as [cells-no-better]")
            return False
        is_claim = path[0] != COMPARISONS
        self.file.look_at(
            path,
            table,
            allowed=KEYS if is_claim else COMPARISON_KEYS,
            required=REQUIRED if is_claim else REQUIRED_OF_COMPARISONS,
            printed=PROSE,
        )
        return True

    def judged(self, path: tuple[str, ...], table: dict[str, Any], claim: Claim) -> Claim:
        """Return a claim, and note what its fields say of each other."""
        for name, message in grade_faults(claim, self.sources):
            self.file.fault((*path, name), message, "claim-grade")
        for name, message in quote_faults(claim):
            self.file.fault((*path, name), message, "claim-quote")
        if self.sources is not None and (message := press_fault(claim, self.sources)):
            self.file.fault((*path, "sources"), message, "claim-source")
        return claim

    def claim(self, key: str, table: dict[str, Any]) -> Claim:
        """Return the claim in a table."""
        path = (key,)
        return Claim(
            id=key,
            statement=self.file.words((key, "statement"), table),
            numbers=dict(self.numbers(key, table)),
            searched=self.noted(path, table, "searched", "where"),
            outcome=self.file.words((key, "outcome"), table),
            chance=self.file.yes_or_no((key, "chance"), table),
            **self.shared(path, table),
        )

    def comparison(self, key: str, table: dict[str, Any]) -> Claim:
        """Return a comparison as the claim that it makes."""
        path = (COMPARISONS, key)
        found = comparison_of(self.file, path, table)
        numbers = {
            name: Number(name, value, of, name.replace("_", " "))
            for name, value, of in numbers_of(found, table)
        }
        return Claim(
            id=key,
            statement=f"{found.trial}: {found.outcome}, {found.time}",
            numbers=numbers,
            comparison=found,
            **self.shared(path, table),
        )

    def shared(self, path: tuple[str, ...], table: dict[str, Any]) -> dict[str, Any]:
        """Return the fields that claims and comparisons have in common."""
        words = {name: self.file.words((*path, name), table) for name in ("quote", "at", "note")}
        return {
            **words,
            "sources": self.keys_of_sources(path, table),
            "certainty": self.certainty(path, table),
            "grade": self.grade(path, table),
            "checked": self.file.day((*path, "checked"), table, self.today),
            "read": self.file.one_of((*path, "read"), table, READINGS),
            "supports": self.noted(path, table, "supports", "by"),
            "line": self.file.line_of(path),
        }

    def grade(self, path: tuple[str, ...], table: dict[str, Any]) -> Grade | None:
        """Return who graded; nothing when no field says so."""
        if not table.keys() & set(GRADE_KEYS):
            return None
        return Grade(
            self.file.words((*path, "graded-by"), table),
            self.file.day((*path, "graded"), table, self.today),
            self.file.words((*path, "because"), table),
        )

    def noted(
        self, path: tuple[str, ...], table: dict[str, Any], name: str, what: str
    ) -> Noted | None:
        """Return a day with a person or a place, as `{ where = "…", on = 2026-11-22 }`."""
        value = table.get(name)
        if value is None:
            return None
        if not isinstance(value, dict) or value.keys() != {what, "on"}:
            message = f"'{name}' must be written as {{ {what} = \"…\", on = 2026-11-22 }}"
            self.file.fault((*path, name), message)
            return None
        place = (*path, name)
        return Noted(
            self.file.words((*place, what), value), self.file.day((*place, "on"), value, self.today)
        )

    def keys_of_sources(self, path: tuple[str, ...], table: dict[str, Any]) -> tuple[str, ...]:
        """Return the keys of the sources, looked up in the bibliography."""
        if "sources" not in table:
            return ()
        value, where = table["sources"], (*path, "sources")
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.file.fault(where, f"'sources' must be a list of keys, found {written(value)}")
            return ()
        if not value:
            self.file.fault(where, "'sources' is empty; a claim needs a source", "claim-source")
        for key in [key for key, count in Counter(value).items() if count > 1]:
            self.file.fault(where, f"'{key}' stands twice in 'sources'", "claim-source")
        if self.sources is not None and value:
            self.look_up(where, value, self.sources)
        return tuple(value)

    def look_up(
        self, where: tuple[str, ...], keys: list[str], sources: Mapping[str, SourceFacts]
    ) -> None:
        """Note each key that the bibliography lacks, and keys none of which is verified."""
        unknown = [key for key in keys if key not in sources]
        for key in unknown:
            message = f"the bibliography has no '{key}'{nearest(key, sources)}"
            self.file.fault(where, message, "claim-source")
        if not unknown and not any(sources[key].verified for key in keys):
            message = (
                f"none of its sources ({', '.join(keys)}) has status = {{verified}} in the "
                "bibliography; verify one, or add one that is"
            )
            self.file.fault(where, message, "claim-source")

    def certainty(self, path: tuple[str, ...], table: dict[str, Any]) -> str:
        """Return the certainty of a claim; what is none counts as a fact."""
        value = table.get("certainty", "fact")
        if value in CERTAINTIES:
            return str(value)
        allowed = ", ".join(CERTAINTIES)
        message = f"'certainty' must be one of {allowed}; found {written(value)}"
        self.file.fault((*path, "certainty"), message)
        return "fact"

    def numbers(self, key: str, table: dict[str, Any]) -> Iterator[tuple[str, Number]]:
        """Yield the numbers that may be quoted, by name."""
        numbers = table.get("numbers", {})
        if not isinstance(numbers, dict):
            self.file.fault((key, "numbers"), f"'numbers' holds entries such as {EXAMPLE} by name")
            return
        for name, value in numbers.items():
            if number := self.number((key, "numbers", name), value):
                yield name, number

    def number(self, where: tuple[str, ...], table: object) -> Number | None:
        """Return one number, or nothing when it is none."""
        name = where[-1]
        if not isinstance(table, dict):
            self.file.fault(where, f"number '{name}' must be written as {EXAMPLE}")
            return None
        for other in table.keys() - set(NUMBER_KEYS):
            hint = nearest(other, NUMBER_KEYS)
            self.file.fault(where, f"number '{name}' has no field '{other}'{hint}")
        value, means = table.get("value"), table.get("means", "")
        if not isinstance(means, str) or not means.strip():
            self.file.fault(where, f"number '{name}' does not say what it means")
        if message := number_fault(value):
            self.file.fault(where, f"number '{name}': {message}")
            return None
        exact = Decimal(str(value))
        return Number(name, exact, self.total(where, table, exact), means)

    def total(self, where: tuple[str, ...], table: dict[str, Any], value: Decimal) -> int | None:
        """Return what a number is counted out of, if anything."""
        name, of = where[-1], table.get("of")
        if of is not None and (not isinstance(of, int) or isinstance(of, bool) or of < 1):
            message = f"number '{name}': 'of' must be a whole number, found {written(of)}"
            self.file.fault(where, message)
            return None
        if of is not None and value > of:
            self.file.fault(where, f"number '{name}': {value} of {of} is more than all")
        return of


def number_fault(value: object) -> str:
    """Return why a value cannot be compared as a number, or nothing."""
    is_number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    if not is_number or (isinstance(value, Decimal) and not value.is_finite()):
        return f"'value' must be a number, found {written(value)}"
    return "" if is_short(value) else f"'value' has more than {MOST_DIGITS} digits"
