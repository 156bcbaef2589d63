"""Find numbers to call that are typed by hand, and services not checked lately."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from handouts import dates
from handouts.claims.pages.outside import allows, blocks_outside
from handouts.claims.services.telephone import (
    MAY_HOLD,
    digits_in,
    digits_said,
    heads_of_lists,
    telephone_numbers,
)
from handouts.nodes import nodes_in, place_of_node, service, upwards
from handouts.problems import Place, Problem

if TYPE_CHECKING:
    from handouts.claims.services.entries import Services

DANGER = "danger"
"""Class of a box that says when to call for help."""


def numbers_to_call(document: nodes.Element, srcdir: Path) -> Iterator[tuple[Place, str]]:
    """Yield place and text of what looks like a number to call and stands outside the role."""
    for block, text in blocks_outside(document):
        # First the quickest question, because most blocks have no such number.
        if MAY_HOLD.search(text) and not allows(block, "service"):
            for start, number in telephone_numbers(text, in_list=_in_list(block)):
                yield place_of_node(block, srcdir, text.count("\n", 0, start)), number


def _in_list(node: nodes.Node) -> bool:
    """Return whether a node stands where numbers to call are listed."""
    for one in upwards(node):
        if isinstance(one, nodes.Admonition):
            return DANGER in one.get("classes", ()) or isinstance(one, nodes.danger)
        if isinstance(one, nodes.table):
            heads = [head.astext() for head in nodes_in(one, nodes.thead)]
            lists_services = next(one.findall(service), None) is not None
            return lists_services or bool(heads_of_lists().search(" ".join(heads)))
    return False


def typed_number_problems(
    found: Collection[tuple[Place, str]], services: Services, path: str
) -> Iterator[Problem]:
    """Yield a problem for each number that is typed by hand, with the service that it may mean."""
    for place, number in found:
        digits = digits_in(number) or digits_said(number)
        known = list(services.services.values())
        same = [one for one in known if digits_in(one.number) == digits]
        near = same or [one for one in known if _differs_by_one(one.number, digits)]
        hint = "list it there and write {service}`id`"
        if near:
            one = near[0]
            hint = (
                f"'{one.id}' at {path}:{one.line} is {one.number}; write "
                f"{{service}}`{one.number} <{one.id}>`"
            )
        message = f"“{number}” looks like a number to call and is not taken from '{path}': {hint}"
        yield Problem("service", message, place)


def _differs_by_one(number: str, digits: str) -> bool:
    known = digits_in(number)
    differ = sum(one != other for one, other in zip(known, digits, strict=False))
    return len(known) == len(digits) and differ == 1


def stale_services(services: Services, path: str, today: date, months: int) -> Iterator[Problem]:
    """Yield the services that were checked more than so many months ago.

    :param path: the file of the services, relative to the source folder
    """
    for one in services.services.values():
        if one.checked is not None and dates.stale(one.checked, today, months):
            message = (
                f"service '{one.id}' was last checked on {one.checked}, more than {months} months "
                "ago; check it and set 'checked' anew"
            )
            yield Problem("service-stale", message, Place(path, one.line), about=one.id)
