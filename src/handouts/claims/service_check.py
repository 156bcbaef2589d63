"""Find numbers to call that are typed by hand, and services not checked lately."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes

from handouts import dates
from handouts.claims.check import is_in_claim, place_of, text_outside
from handouts.claims.telephone import heads_of_lists, telephone_numbers
from handouts.nodes import service
from handouts.problems import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date
    from pathlib import Path

    from handouts.claims.services import Services

TWO_DIGITS = re.compile(r"\d\d")
DANGER = "danger"
"""Class of a box that says when to call for help."""


def numbers_to_call(document: nodes.Element, srcdir: Path) -> list[tuple[Place, str]]:
    """Return place and text of what looks like a number to call and stands outside the role."""
    found = []
    for block in document.findall(nodes.TextElement):
        if isinstance(block, nodes.Inline | nodes.FixedTextElement | nodes.Invisible):
            continue
        if not TWO_DIGITS.search(block.astext()):  # Most blocks: all else takes longer to ask.
            continue
        if isinstance(block.parent, nodes.TextElement) or is_in_claim(block) or _allowed(block):
            continue
        text = text_outside(block)
        for start, number in telephone_numbers(text, in_list=_in_list(block)):
            found.append((place_of(block, srcdir, text.count("\n", 0, start)), number))
    return found


def _allowed(node: nodes.Node | None) -> bool:
    """Return whether a comment before a node or what holds it allows a number there."""
    while isinstance(node, nodes.Element):
        if "service" in node.get("handouts_allow", ()):
            return True
        node = node.parent
    return False


def _in_list(node: nodes.Node | None) -> bool:
    """Return whether a node stands where numbers to call are listed."""
    while isinstance(node, nodes.Element):
        if isinstance(node, nodes.Admonition):
            return DANGER in node.get("classes", ()) or isinstance(node, nodes.danger)
        if isinstance(node, nodes.table):
            heads = [one.astext() for one in node.findall(nodes.thead)]
            return bool(heads_of_lists().search(" ".join(heads))) or _holds_service(node)
        node = node.parent
    return False


def _holds_service(node: nodes.Element) -> bool:
    return next(node.findall(service), None) is not None


def typed_number_problems(
    found: Collection[tuple[Place, str]], services: Services, path: str
) -> Iterator[Problem]:
    """Yield a problem for each number that is typed by hand, with the service that it may mean."""
    for place, number in found:
        digits = "".join(filter(str.isdigit, number))
        same = [one for one in services.services.values() if _digits_of(one.number) == digits]
        near = same or [
            one for one in services.services.values() if _differs_by_one(one.number, digits)
        ]
        hint = "list it there and write {service}`id`"
        if near:
            one = near[0]
            hint = (
                f"'{one.id}' at {path}:{one.line} is {one.number}; write "
                f"{{service}}`{one.number} <{one.id}>`"
            )
        message = f"“{number}” looks like a number to call and is not taken from '{path}': {hint}"
        yield Problem("service", message, place)


def _digits_of(number: str) -> str:
    return "".join(filter(str.isdigit, number))


def _differs_by_one(number: str, digits: str) -> bool:
    known = _digits_of(number)
    return (
        len(known) == len(digits) and sum(a != b for a, b in zip(known, digits, strict=True)) == 1
    )


def stale_services(services: Services, path: str, today: date, months: int) -> Iterator[Problem]:
    """Yield the services that were checked more than so many months ago."""
    for one in services.services.values():
        if one.checked is not None and dates.stale(one.checked, today, months):
            message = (
                f"service '{one.id}' was last checked on {one.checked}, more than {months} months "
                "ago; check it and set 'checked' anew"
            )
            yield Problem("service-stale", message, Place(path, one.line))
