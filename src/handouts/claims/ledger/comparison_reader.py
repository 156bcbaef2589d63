"""Read a comparison of two groups from its table in the ledger."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, TypeGuard

from handouts.claims.data.toml import TomlTable, as_toml, is_short
from handouts.claims.ledger.comparisons import (
    Arm,
    Comparison,
    Difference,
    by_newcombe,
    rate_with_interval,
)
from handouts.claims.numbers.reader import find_numbers
from handouts.problems import nearest

DIFFERENCE_KEYS = {
    "reported": ("how", "value", "low", "high"),
    "computed": ("how", "method", "counts", "assumed"),
}
ARM = '{ name = "walking", n = 50, events = 30 }'
REPORTED = '{ how = "reported", value = 5, low = -12, high = 21 }'
COMPUTED = '{ how = "computed", method = "newcombe", counts = [30, 50, 20, 48] }'
RATE = "{ events = 1, of = 49 }"
MOST_PEOPLE = 10_000_000
ROUNDING = 1
"""People out of 100 by which rounded figures of one study may differ."""
TEXTS = ("trial", "outcome", "time", "result", "words", "section")


def comparison_of(table: TomlTable) -> Comparison:
    """Return the comparison in a table, and note what is wrong with its fields."""
    texts = {name: table.words(name) for name in TEXTS}
    treatment, control = _arm(table, "treatment"), _arm(table, "control")
    total = _whole(table, "people")
    if total is not None and None not in (treatment.people, control.people):
        table.fault("people", "'people' is for a study whose groups have no 'n'; remove it")
    difference = _difference(table, treatment, control)
    _note_results(table)
    if (treatment.mean is None) != (control.mean is None):
        table.fault("control", "give both groups a 'mean', or neither")
    result = texts.pop("result") or _rate(table)
    return Comparison(
        treatment=treatment,
        control=control,
        difference=difference,
        more_is_better=table.one_of("better", ("more", "fewer")) != "fewer",
        studies=_whole(table, "studies") or 1,
        total=total,
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


def _whole(table: TomlTable, name: str) -> int | None:
    value: int | None = table.values.get(name)
    if value is None or _is_count(value, least=1):
        return value
    table.fault(name, f"'{name}' must be a whole number from 1, found {as_toml(value)}")
    return None


def _is_count(value: object, least: int = 0) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= MOST_PEOPLE


def _number(value: object) -> Decimal | None:
    return Decimal(value) if is_short(value) and not isinstance(value, bool) else None


def _is_percent(value: object) -> bool:
    number = _number(value)
    return number is not None and 0 <= number <= 100


FIGURES: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "n": (functools.partial(_is_count, least=1), "a whole number from 1"),
    "percent": (_is_percent, "a number from 0 to 100"),
    "events": (_is_count, "a whole number from 0"),
    "mean": (lambda value: _number(value) is not None, "a number"),
}
"""What accepts a figure of a group, and what is expected."""


def _known(table: TomlTable, name: str, keys: tuple[str, ...], example: str) -> dict[str, Any]:
    """Return the table in a field, and note its unknown keys; an empty table for another value."""
    value = table.values.get(name)
    if not isinstance(value, dict):
        table.fault(name, f"'{name}' must be written as {example}")
        return {}
    for key in value.keys() - set(keys):
        table.fault(name, f"'{name}' has no field '{key}'{nearest(key, keys)}")
    return value


def _arm(table: TomlTable, side: str) -> Arm:
    if side not in table.values:
        return Arm("")
    given = _known(table, side, ("name", *FIGURES), ARM)
    name = given.get("name")
    if given and (not isinstance(name, str) or not name.strip()):
        table.fault(side, f"'{side}' needs a name, such as {ARM}")
    figures = {}
    for key, (is_good, expected) in FIGURES.items():
        value = given.get(key)
        if key in given and not is_good(value):
            table.fault(side, f"'{key}' of '{side}' must be {expected}, found {as_toml(value)}")
            value = None
        figures[key] = value
    arm = Arm(
        str(name or ""),
        people=figures["n"],
        percent=_number(figures["percent"]),
        events=figures["events"],
        mean=_number(figures["mean"]),
    )
    for message in _arm_faults(given, arm):
        table.fault(side, f"'{side}': {message}")
    return arm


def _arm_faults(given: dict[str, Any], arm: Arm) -> Iterator[str]:
    """Yield contradictions among the figures of one group."""
    if "mean" in given and given.keys() & {"percent", "events"}:
        yield "a 'mean' is in points, 'percent' and 'events' are people; keep one of them"
    if "events" in given and "n" not in given:
        yield "'events' needs the people that they are counted of, as 'n'"
    if arm.events is None or arm.people is None:
        return
    if arm.events > arm.people:
        yield f"{arm.events} of {arm.people} is more than all"
    elif arm.percent is not None and not _is_share(arm.events, arm.people, arm.percent):
        yield f"{arm.events} of {arm.people} are not {arm.percent} out of 100; correct one"


def _is_share(events: int, people: int, share: Decimal) -> bool:
    return abs(Decimal(100 * events) / people - share) <= ROUNDING


def _difference(table: TomlTable, treatment: Arm, control: Arm) -> Difference | None:
    if "difference" not in table.values:
        return None
    value = table.values["difference"]
    how = value.get("how") if isinstance(value, dict) else "reported"
    if how not in tuple(DIFFERENCE_KEYS):
        table.fault("difference", f"'how' must be reported or computed, found {as_toml(how)}")
        return None
    is_reported = how == "reported"
    example = REPORTED if is_reported else COMPUTED
    given = _known(table, "difference", DIFFERENCE_KEYS[how], example)
    found = _reported(given) if is_reported else _computed(given)
    if found is None:
        if given:
            table.fault("difference", f"a {how} difference is written as {example}")
        return None
    for message in (
        _reported_faults(found, treatment, control)
        if is_reported
        else _computed_faults(given["counts"], treatment, control)
    ):
        table.fault("difference", message)
    return found


def _reported(given: dict[str, Any]) -> Difference | None:
    parts = {key: _number(given[key]) for key in ("value", "low", "high") if key in given}
    value = parts.get("value")
    if value is None or None in parts.values() or ("low" in parts) != ("high" in parts):
        return None
    return Difference(value, parts.get("low"), parts.get("high"))


def _computed(given: dict[str, Any]) -> Difference | None:
    counts, assumed = given.get("counts"), given.get("assumed", False)
    good = (
        given.get("method") == "newcombe"
        and isinstance(assumed, bool)
        and isinstance(counts, list)
        and len(counts) == 4
        and all(map(_is_count, counts))
        and counts[1] >= max(counts[0], 1)
        and counts[3] >= max(counts[2], 1)
    )
    if not good:
        return None
    assert isinstance(counts, list)
    first, people, second, others = counts
    return by_newcombe((first, people, second, others), assumed=bool(assumed))


def _reported_faults(difference: Difference, treatment: Arm, control: Arm) -> Iterator[str]:
    """Yield where a reported difference contradicts itself or the groups."""
    value, low, high = difference.value, difference.low, difference.high
    if low is not None and high is not None and not low <= value <= high:
        yield f"the difference {value} lies outside its interval, {low} to {high}"
        return
    in_points = treatment.mean is not None
    if not in_points and any(abs(part) > 100 for part in difference.parts()):
        yield "a difference in people out of 100 is from -100 to 100"
    sides = [arm.mean if in_points else arm.per_hundred for arm in (treatment, control)]
    first, second = sides
    if first is None or second is None:
        return
    plain = first - second
    if _contradicts(difference, plain, 0 if in_points else ROUNDING):
        yield (
            f"{first} with {treatment.name} less {second} with {control.name} is {plain}, and the "
            f"difference says {difference}; correct it, or leave out the groups' figures where it "
            "is adjusted"
        )


def _contradicts(difference: Difference, plain: Decimal, slack: int) -> bool:
    """Return whether a difference has another sign than that of the groups, or leaves it out."""
    value, low, high = difference.value, difference.low, difference.high
    if plain * value < 0 and abs(plain - value) > slack:
        return True
    return low is not None and high is not None and not low - slack <= plain <= high + slack


def _computed_faults(counts: list[int], treatment: Arm, control: Arm) -> Iterator[str]:
    """Yield counts that do not agree with the figures of the groups."""
    if treatment.mean is not None or control.mean is not None:
        yield "'counts' are people, and a 'mean' is in points; write a reported difference"
        return
    for arm, (events, people) in ((treatment, counts[:2]), (control, counts[2:])):
        if arm.people is not None and people > arm.people:
            yield f"{people} people are counted with {arm.name}, of {arm.people}"
        share = arm.per_hundred
        if share is not None and not _is_share(events, people, share):
            yield f"{events} of {people} with {arm.name} are not {share} out of 100"


def _note_results(table: TomlTable) -> None:
    said = [name for name in ("difference", "result", "rate") if name in table.values]
    if not said:
        table.fault("difference", "write 'difference', or what was found in words as 'result'")
    elif len(said) > 1:
        table.fault(said[1], f"'{said[0]}' and '{said[1]}' both say what was found; keep one")


def _rate(table: TomlTable) -> str:
    """Return the events among the people in words, with the exact interval."""
    if "rate" not in table.values:
        return ""
    given = _known(table, "rate", ("events", "of"), RATE)
    events, people = given.get("events"), given.get("of")
    if not (_is_count(events) and _is_count(people, least=1) and events <= people):
        table.fault("rate", f"'rate' must be written as {RATE}")
        return ""
    share, low, high = rate_with_interval(events, people)
    return f"{events} of {people}: {share}% (95% CI {low} to {high})"
