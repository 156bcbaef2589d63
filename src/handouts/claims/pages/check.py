"""Compare what pages say in claims, and the numbers outside them, with the ledger.

Knows doctrees and the ledger; nothing of bibliographies, audiences or printing.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from handouts.claims.ledger.check import stated_grade_fault
from handouts.claims.markup import markup_in
from handouts.claims.numbers.health import health_numbers
from handouts.claims.numbers.listed import Number, is_listed, unlisted
from handouts.claims.numbers.other_languages import (
    digits_of,
    is_surely_quantity,
    numbers_stated,
)
from handouts.claims.numbers.reader import find_numbers
from handouts.claims.numbers.units import other_unit, other_units
from handouts.claims.pages.certainty import stronger_verbs
from handouts.claims.pages.disagreements import disagreements
from handouts.claims.pages.outside import headings_of, text_outside
from handouts.claims.pages.uses import Use
from handouts.i18n import is_english
from handouts.nodes import place_of_node, plain_text
from handouts.problems import Fault, Place, Problem, excerpt, nearest

if TYPE_CHECKING:
    from docutils import nodes

    from handouts.claims.ledger.entries import Claim, Ledger


_WHO = "people|patients|participants|adults|women|men|children|deaths|infections"
_COUNTS = re.compile(
    rf"^\W*(?:{_WHO})\W*$|\b(?:(?:number|share|percentage) of|how many) (?:\w+ )?(?:{_WHO})\b"
    r"|\b(?:out of \d+|in 100|better|worse|improved|died|infected|harmed)\b|\([^()]{0,9}%\)",
    re.IGNORECASE,
)
"""Headings in tables of what is counted in people."""
WORD = re.compile(r"[^\W\d_]{3,}")


def claim_problems(
    found: Sequence[Use],
    ledger: Ledger,
    *,
    extra_verbs: Mapping[str, Iterable[str]] | None = None,
    language: str = "en",
) -> Iterator[Problem]:
    """Yield what the ledger does not allow in what pages or a sheet say.

    In another language than English only digits and icon arrays are judged.

    :param found: places that state a claim, or draw its numbers
    :param extra_verbs: more words that carry a certainty, lists by grade
    :param language: that of the pages, such as `en_GB`
    """
    if not ledger.readable:
        return
    for use in found:
        entry = ledger.claims.get(use.claim)
        if entry is None:
            message = f"the ledger has no claim '{use.claim}'{nearest(use.claim, ledger.claims)}"
            yield Problem("claim-unknown", message, use.place, about=use.claim)
            continue
        yield from _number_problems(use, entry, language)
        yield from _drawn_problems(use, entry)
        if is_english(language):
            yield from _verb_problems(use, entry, extra_verbs)
            yield from _grade_problems(use, entry)
    if is_english(language):
        yield from disagreement_problems(found, ledger)


def _number_problems(use: Use, entry: Claim, language: str) -> Iterator[Problem]:
    text = digits_of(use.text, language, entry.checked)
    found = unlisted(text, entry.numbers.values(), entry.checked)
    if not is_english(language):
        # Names cannot be recognised there, so any number of the statement may stand.
        known = numbers_stated(entry.statement, language)
        if entry.checked:
            known.add(Fraction(entry.checked.year))
        found = [one for one in found if one.value not in known and is_surely_quantity(one)]
    for number in found:
        quoted = use.text[number.start : number.end]
        message = (
            f"claim '{use.claim}' quotes “{quoted}”, which the ledger does not list; it "
            f"lists {_listed(entry)}: correct the page, or the ledger if its source says so"
        )
        yield Problem("claim-number", message, use.place, about=use.claim)
    for number, unit in other_units(text, tuple(entry.numbers.values()), entry.statement):
        message = (
            f"claim '{use.claim}' gives “{number.text}” another unit than the ledger, "
            f"“{unit}”: correct the page, or the ledger if its source says so"
        )
        yield Problem("claim-number", message, use.place, about=use.claim)


def _drawn_problems(use: Use, entry: Claim) -> Iterator[Problem]:
    """Yield rows of an icon array that cannot be drawn, and markup that would be printed."""
    for name in use.rows:
        if fault := entry.row_fault(name, use.of):
            message = f"icon array of claim '{use.claim}': {fault}"
            yield Problem("icon-array", message, use.place, about=use.claim)
    if changed := changed_over(use, entry):
        message = (
            f"icon array of claim '{use.claim}': by what the numbers mean in the ledger, the "
            f"captions of {' and '.join(changed)} are swapped"
        )
        yield Problem("icon-array", message, use.place, about=use.claim)
    if found := markup_in(use.text):
        message = (
            f"the words of claim '{use.claim}' hold the markup “{found}”, which would be printed; "
            "put it round the whole role, or leave it out"
        )
        yield Problem("stray-markup", message, use.place, about=use.claim)


def changed_over(use: Use, entry: Claim) -> tuple[str, ...]:
    """Return two numbers whose captions each have words of the other, and none of their own."""
    captions = [set(WORD.findall(one.lower())) for one in use.text.split("\n\n")]
    means = {
        name: set(WORD.findall(entry.numbers[name].means.lower()))
        for name in use.rows
        if name in entry.numbers
    }
    rows = [(name, words) for name, words in zip(use.rows, captions, strict=False) if name in means]
    for (one, words), (other, others) in itertools.combinations(rows, 2):
        mine, theirs = means[one] - means[other], means[other] - means[one]
        if words & theirs and others & mine and not words & mine and not others & theirs:
            return one, other
    return ()


def _grade_problems(use: Use, entry: Claim) -> Iterator[Problem]:
    if message := stated_grade_fault(f"{use.before}{use.text}", entry):
        yield Problem("claim-grade", message, use.place, about=use.claim)


def _verb_problems(
    use: Use, entry: Claim, extra: Mapping[str, Iterable[str]] | None
) -> Iterator[Problem]:
    for verb in stronger_verbs(use.text, entry.certainty, extra, use.before):
        message = (
            f"claim '{use.claim}' says “{verb.found}”, stronger than its certainty, "
            f"{entry.certainty}; say “{verb.instead}”"
        )
        yield Problem("claim-verb", message, use.place, about=use.claim)


def _listed(entry: Claim) -> str:
    return ", ".join(map(str, entry.numbers.values())) or "no numbers"


def disagreement_problems(found: Sequence[Use], ledger: Ledger) -> Iterator[Problem]:
    """Yield where claims have different numbers in the same words."""
    by_claim: dict[str, list[Use]] = {}
    for use in found:
        by_claim.setdefault(use.claim, []).append(use)
    for name, uses in by_claim.items():
        if (entry := ledger.claims.get(name)) is None:
            continue
        stated = Use(name, entry.statement, "")
        for case in disagreements([stated, *uses], entry.numbers.values()):
            where = "in the ledger" if case.first is stated else f"at {case.first.place}"
            message = (
                f"claim '{name}' says “{case.second_number.text} … {case.words}” here and "
                f"“{case.first_number.text} … {case.words}” {where}; the ledger "
                f"lists {_listed(entry)}"
            )
            yield Problem("claim-number", message, case.second.place, about=name)


def ledger_problems(
    ledger: Ledger,
    path: str,
    used: Collection[str] | None,
    extra_verbs: Mapping[str, Iterable[str]] | None = None,
) -> Iterator[Problem]:
    """Yield what is wrong with the ledger itself.

    :param used: ids that pages state; None if a page was not read whole, and may state any
    """
    yield from fault_problems(ledger.faults, path)
    faulty = {fault.about for fault in ledger.faults}
    for entry in ledger.claims.values():
        place = Place(path, entry.line)
        if used is not None and entry.id not in used:
            message = f"no page states claim '{entry.id}'; use it, or take it out of the ledger"
            yield Problem("claim-unused", message, place, about=entry.id)
        if entry.id not in faulty:
            yield from _statement_problems(entry, place)
        use = Use(entry.id, entry.statement, *place)
        yield from _verb_problems(use, entry, extra_verbs)
        if entry.comparison is None:
            yield from _grade_problems(use, entry)


def _statement_problems(entry: Claim, place: Place) -> Iterator[Problem]:
    """Yield the numbers of a statement, or of a comparison in words, that contradict the list.

    The list has those that pages may quote, so others may stand in the statement.
    """
    listed, name, text = tuple(entry.numbers.values()), "the statement", entry.statement
    if entry.comparison is not None:
        name, text = "'words'", entry.comparison.words
        listed = tuple(
            Number(key, value, 100 if key.startswith("difference") else of, key.replace("_", " "))
            for key, value, of in entry.comparison.numbers()
        )
    for number in find_numbers(text):
        also = ""
        shares = [str(item) for item in listed if item.of and item.of == number.of]
        # A share in per cent may be a threshold, as in “20% less pain in 74 of 100”.
        if shares and number.kind != "percent" and not is_listed(number, listed):
            what = f"says “{number.text}”, and its numbers are {', '.join(shares)}"
            if entry.comparison is None:  # The figures of one are those of its groups.
                also = f", or list “{number.text}” in its 'numbers' as well"
        elif unit := other_unit(number, text, listed, ""):
            what = f"gives “{number.text}” another unit than its numbers, “{unit}”"
        else:
            continue
        message = f"{name} of claim '{entry.id}' {what}; correct one of them{also}"
        yield Problem("claim-number", message, place, about=entry.id)


def fault_problems(faults: Iterable[Fault], path: str) -> list[Problem]:
    """Return the faults of a data file as problems."""
    return [
        Problem(one.code, one.message, Place(path, one.line), about=one.about) for one in faults
    ]


def numbers_outside_claims(
    blocks: Iterable[tuple[nodes.Element, str]], srcdir: Path, language: str = "en"
) -> Iterator[Problem]:
    """Yield the health numbers that stand in no claim.

    :param blocks: those of a handout, each with its text outside claims
    """
    for block, outside in blocks:
        plain = text_outside(block, _without_numbers) if "\0" in outside else outside
        text = digits_of(plain, language)
        numbers = health_numbers(text)
        if not is_english(language):
            numbers = tuple(filter(is_surely_quantity, numbers))
        for number in numbers:
            around = re.sub("\0+", "…", excerpt(plain, number.start, number.end))
            message = (
                f"“{plain[number.start : number.end]}” in “{around}” stands in no "
                "claim; write {claim}`words <id>` and list the number in the ledger"
            )
            place = place_of_node(block, srcdir, text.count("\n", 0, number.start))
            yield Problem("number-without-claim", message, place)
        if "\0" in outside and not numbers:
            yield from _torn_numbers(block, srcdir, language)
        if not numbers and (counted := _counted_in_table(block, outside)):
            message = (
                f"“{outside.strip()}” below or beside “{counted}” in a table stands in no claim; "
                "write {claim}`words <id>` and list the number in the ledger"
            )
            yield Problem("number-without-claim", message, place_of_node(block, srcdir))


def _counted_in_table(block: nodes.Element, text: str) -> str:
    """Return the heading that says what a cell counts that has nothing but a number."""
    numbers = find_numbers(text, dates=False)
    digits = sum(number.end - number.start for number in numbers)
    if not numbers or sum(map(str.isalnum, text)) > digits:
        return ""
    return next(filter(_COUNTS.search, headings_of(block)), "")


def _torn_numbers(block: nodes.Element, srcdir: Path, language: str) -> Iterator[Problem]:
    """Yield the numbers of which a claim has only a part, such as 74 of “74 million”."""
    whole = text_outside(block, plain_text)
    in_claims = text_outside(block, lambda node: "\1" * len(plain_text(node)))
    for number in find_numbers(digits_of(whole, language)):
        parts = in_claims[number.start : number.end]
        if "\1" in parts and not (parts[0] == parts[-1] == "\1"):
            message = (
                f"only a part of “{whole[number.start : number.end]}” stands in a claim; "
                "write all of it there, with its sign"
            )
            place = place_of_node(block, srcdir, whole.count("\n", 0, number.start))
            yield Problem("number-without-claim", message, place)


def _without_numbers(node: nodes.Element) -> str:
    """Return a claim without its numbers; its words may say what a number beside it counts."""
    text = plain_text(node)
    for number in find_numbers(text):
        text = text[: number.start] + "\0" * (number.end - number.start) + text[number.end :]
    return text
