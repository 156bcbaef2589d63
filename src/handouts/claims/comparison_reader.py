"""Read a comparison of two groups from its table in the ledger."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from handouts.claims.comparisons import (
    Arm,
    Comparison,
    Difference,
    by_newcombe,
    rate_in_words,
)
from handouts.claims.data_files import is_short
from handouts.claims.number_reader import find_numbers
from handouts.problems import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ARM_KEYS = ("name", "n", "percent", "events", "mean")
DIFFERENCE_KEYS = ("how", "value", "low", "high", "method", "counts", "assumed")
ARM = '{ name = "walking", n = 50, events = 30 }'
REPORTED = '{ how = "reported", value = 5, low = -12, high = 21 }'
COMPUTED = '{ how = "computed", method = "newcombe", counts = [30, 50, 20, 48] }'
RATE = "{ events = 1, of = 49 }"
MOST_PEOPLE = 10_000_000
TEXTS = ("trial", "outcome", "time", "result", "words", "section")


def comparison_of(table: dict[str, Any], fault: Callable[[str, str], None]) -> Comparison:
    """Return the comparison in a table; what is wrong with a field is given to `fault`."""
    texts = {name: _text(table, name, fault) for name in TEXTS}
    treatment, control = (_arm(table, side, fault) for side in ("treatment", "control"))
    better = table.get("better", "more")
    if better not in ("more", "fewer"):
        fault("better", f"'better' must be more or fewer, found {better!r}")
    studies = table.get("studies", 1)
    if not _is_count(studies):
        fault("studies", f"'studies' must be a whole number, found {studies!r}")
        studies = 1
    difference = _difference(table, fault)
    _compare_with_counts(table, treatment, control, fault)
    if difference is None and not (texts["result"] or "rate" in table):
        fault("difference", "write 'difference', or what was found in words as 'result'")
    result = texts.pop("result") or _rate(table, fault)
    return Comparison(
        treatment=treatment,
        control=control,
        difference=difference,
        more_is_better=better != "fewer",
        studies=studies,
        result=result,
        **texts,
    )


def numbers_of(
    comparison: Comparison, table: dict[str, Any]
) -> Iterator[tuple[str, Decimal, int | None]]:
    """Yield each number that words about a comparison may quote: those of its texts too."""
    yield from comparison.numbers()
    text = ". ".join([*(str(table.get(name, "")) for name in TEXTS), comparison.result])
    for index, number in enumerate(find_numbers(text)):
        value = Decimal(number.value.numerator) / number.value.denominator
        of = int(number.of) if number.of is not None else None
        yield f"words_{index}", value, of


def _text(table: dict[str, Any], name: str, fault: Callable[[str, str], None]) -> str:
    value = table.get(name, "")
    if isinstance(value, str) and (name not in table or value.strip()):
        return value
    fault(name, f"'{name}' must be text, found {value!r}")
    return ""


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_PEOPLE


def _number(value: object) -> Decimal | None:
    is_number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    return Decimal(value) if is_number and is_short(value) else None  # type: ignore[arg-type]


def _known(
    table: dict[str, Any], name: str, keys: tuple[str, ...], example: str, fault: Any
) -> dict[str, Any]:
    """Return the table of a field, if it is one and holds nothing unknown."""
    value = table.get(name)
    if not isinstance(value, dict):
        fault(name, f"'{name}' must be written as {example}")
        return {}
    for key in value.keys() - set(keys):
        fault(name, f"'{name}' has no field '{key}'{nearest(key, keys)}")
    return value


def _arm(table: dict[str, Any], side: str, fault: Callable[[str, str], None]) -> Arm:
    if side not in table:
        return Arm("")
    given = _known(table, side, ARM_KEYS, ARM, fault)
    name = given.get("name")
    if given and (not isinstance(name, str) or not name.strip()):
        fault(side, f"'{side}' needs a name, such as {ARM}")
    for key in ("n", "events"):
        if key in given and not _is_count(given[key]):
            fault(side, f"'{key}' of '{side}' must be a whole number, found {given[key]!r}")
    shares = {key: _number(given[key]) for key in ("percent", "mean") if key in given}
    for key, value in shares.items():
        if value is None or (key == "percent" and not 0 <= value <= 100):
            fault(side, f"'{key}' of '{side}' must be a number, found {given[key]!r}")
    people, events = (
        given.get(key) if _is_count(given.get(key)) else None for key in ("n", "events")
    )
    if people is not None and events is not None and events > people:
        fault(side, f"'{side}': {events} of {people} is more than all")
        events = None
    return Arm(str(name or ""), people, shares.get("percent"), events, shares.get("mean"))


def _difference(table: dict[str, Any], fault: Callable[[str, str], None]) -> Difference | None:
    if "difference" not in table:
        return None
    given = _known(table, "difference", DIFFERENCE_KEYS, REPORTED, fault)
    if given.get("how") == "computed":
        return _computed(given, fault)
    if given and given.get("how") != "reported":
        fault("difference", f"'how' must be reported or computed, found {given.get('how')!r}")
    parts = {key: _number(given[key]) for key in ("value", "low", "high") if key in given}
    if None in parts.values() or "value" not in parts or ("low" in parts) != ("high" in parts):
        fault("difference", f"'difference' must be written as {REPORTED}")
        return None
    value, low, high = (parts.get(key) for key in ("value", "low", "high"))
    assert value is not None
    if low is not None and high is not None and not low <= value <= high:
        fault("difference", f"the difference {value} lies outside its interval, {low} to {high}")
    return Difference(value, low, high)


def _computed(given: dict[str, Any], fault: Callable[[str, str], None]) -> Difference | None:
    counts = given.get("counts")
    good = (
        given.get("method") == "newcombe"
        and isinstance(counts, list)
        and len(counts) == 4
        and all(map(_is_count, counts))
        and counts[1] >= max(counts[0], 1)
        and counts[3] >= max(counts[2], 1)
    )
    if not good:
        fault("difference", f"a computed difference is written as {COMPUTED}")
        return None
    assert isinstance(counts, list)
    first, people, second, others = counts
    return by_newcombe((first, people, second, others), assumed=given.get("assumed") is True)


def _compare_with_counts(
    table: dict[str, Any], treatment: Arm, control: Arm, fault: Callable[[str, str], None]
) -> None:
    """Report counts that do not make the percentages of the arms."""
    given = table.get("difference")
    counts = given.get("counts") if isinstance(given, dict) else None
    if not isinstance(counts, list) or len(counts) != 4 or not all(map(_is_count, counts)):
        return
    for arm, events, people in ((treatment, *counts[:2]), (control, *counts[2:])):
        if arm.people is not None and people > arm.people:
            fault("difference", f"{people} people are counted with {arm.name}, of {arm.people}")
        share = arm.per_hundred
        if share is not None and people and abs(Decimal(100 * events) / people - share) > 1:
            message = f"{events} of {people} with {arm.name} are not {share} out of 100"
            fault("difference", message)


def _rate(table: dict[str, Any], fault: Callable[[str, str], None]) -> str:
    """Return so many events of so many people in words, with the exact interval."""
    if "rate" not in table:
        return ""
    given = _known(table, "rate", ("events", "of"), RATE, fault)
    events, people = given.get("events", 0), given.get("of", 0)
    if not (_is_count(events) and _is_count(people) and people and events <= people):
        fault("rate", f"'rate' must be written as {RATE}")
        return ""
    share, low, high = rate_in_words(events, people)
    return f"{events} of {people}: {share}% (95% CI {low} to {high})"
