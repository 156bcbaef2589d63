"""Labels: which blocks a page embeds at any depth, and where that leads nowhere or in a circle.

Knows the pages; nothing of handouts.
"""

from __future__ import annotations

import math
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from handouts.collect.pages import MAX_BLOCKS, place_of_source
from handouts.problems import Problem, nearest, place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx.environment import BuildEnvironment

    from handouts.collect.pages import Page
    from handouts.problems import Place

Where = dict[str, tuple[str, str, int | None]]
"""Docname, node id and line of each label."""


def where_labels_stand(
    pages: Mapping[str, Page],
) -> tuple[Where, dict[str, list[tuple[str, int | None]]]]:
    """Return the place of each label, and all places of those that stand more than once."""
    where: Where = {}
    all_places: dict[str, list[tuple[str, int | None]]] = {}
    for docname in sorted(pages):
        for label, (node_id, line) in pages[docname].labels.items():
            where.setdefault(label, (docname, node_id, line))
            file = pages[docname].included.get(label, docname)
            all_places.setdefault(label, []).append((file, line))
        for label, line, file in pages[docname].twice:
            all_places.setdefault(label, []).append((file or docname, line))
    return where, {label: places for label, places in all_places.items() if len(places) > 1}


def sources_of(docname: str, pages: Mapping[str, Page], where: Where) -> set[str]:
    """Return the pages that `docname` embeds from, at any depth."""
    return {where[label][0] for label in _reached(docname, pages, where) if label in where}


def _reached(docname: str, pages: Mapping[str, Page], where: Where) -> Iterator[str]:
    """Yield each label that a page embeds at any depth, once."""
    todo = [one.label for one in pages[docname].embeds]
    seen: set[str] = set()
    while todo:
        label = todo.pop(0)
        if label not in seen:
            seen.add(label)
            yield label
            todo += [name for name, _ in _inner(label, pages, where)]


def _inner(
    label: str, pages: Mapping[str, Page], where: Where
) -> list[tuple[str, tuple[str, int | None]]]:
    if label not in where:
        return []
    source = where[label][0]
    return [
        (one.label, (one.file or source, one.line))
        for one in pages[source].embeds
        if label in one.inside
    ]


def fence_problems(
    env: BuildEnvironment,
    docname: str,
    source: str,
    pages: Mapping[str, Page],
    where: Where,
) -> Iterator[Problem]:
    """Yield the faulty fences of a page that concern what a handout takes from it."""
    page = pages[source]
    labels = set(_reached(docname, pages, where)) & page.labels.keys()
    everywhere = (0, math.inf)  # A block whose place is not known can be anywhere.
    extents = [page.extents.get(label, everywhere) for label in labels]
    for fault in page.fence_faults:
        if source == docname or any(
            first <= fault.last and fault.first <= last for first, last in extents
        ):
            yield Problem("fence", fault.message, place(env, source, fault.line))


def label_problems(
    env: BuildEnvironment,
    docname: str,
    pages: Mapping[str, Page],
    where: Where,
    twice: Mapping[str, list[tuple[str, int | None]]],
) -> Iterator[Problem]:
    """Yield each label that a page embeds and that no page has, or that stands twice."""
    for label in _reached(docname, pages, where):
        if label and label not in where and label not in twice:
            yield _missing(env, label, pages, where)
        if label in twice:
            first, *others = dict.fromkeys(_place(env, one) for one in twice[label])
            also = (
                f"also at {', '.join(map(str, others))}" if others else "in a file included twice"
            )
            message = f"label '{label}' is embedded but stands more than once, {also}"
            yield Problem("duplicate-label", message, first)


def _missing(env: BuildEnvironment, label: str, pages: Mapping[str, Page], where: Where) -> Problem:
    """Return what is said of a label that no page has, the same for all that embed it."""
    first, *others = [
        _place(env, (one.file or docname, one.line))
        for docname in sorted(pages)
        for one in pages[docname].embeds
        if one.label == label
    ]
    too = f", which is embedded at {', '.join(map(str, others))} too" if others else ""
    message = f"embed: no page has the label '{label}'{too}{nearest(label, where)}"
    return Problem("label", message, first)


def _place(env: BuildEnvironment, at: tuple[str, int | None]) -> Place:
    """Return the place of a line in a page, or in a file that a page includes."""
    source, line = at
    return place_of_source(env, source, source, line)


def embedding_problems(
    env: BuildEnvironment, docname: str, pages: Mapping[str, Page], where: Where
) -> Iterator[Problem]:
    """Yield each circle of blocks that a page is led into; or that it embeds far too many."""
    inside = {
        label: [name for name, _ in _inner(label, pages, where)]
        for label in _reached(docname, pages, where)
    }
    yield from _circles(env, inside, pages, where)
    yield from _too_many(env, docname, inside, pages)


def _circles(
    env: BuildEnvironment,
    inside: dict[str, list[str]],
    pages: Mapping[str, Page],
    where: Where,
) -> Iterator[Problem]:
    """Yield each circle, and break it, so that `inside` holds none in the end."""
    while True:
        try:
            TopologicalSorter(inside).prepare()
        except CycleError as error:
            circle = error.args[1][:0:-1]
        else:
            return
        # From its first name on, so that each page that is led into it says the same.
        turn = circle.index(min(circle))
        names = (*circle[turn:], *circle[:turn], min(circle))
        shown = " → ".join(f"#{name}" for name in names)
        message = f"blocks embed one another in a circle: {shown}"
        yield Problem("circle", message, _place(env, _closing(names, pages, where)))
        last, first = names[-2:]
        inside[last] = [name for name in inside[last] if name != first]


def _too_many(
    env: BuildEnvironment,
    docname: str,
    inside: Mapping[str, list[str]],
    pages: Mapping[str, Page],
) -> Iterator[Problem]:
    """Yield a problem for a page that embeds more blocks than can be put in place.

    Blocks that embed one another twice double at each level, so they are counted and not copied.
    """
    counts: dict[str, int] = {}
    for label in TopologicalSorter(inside).static_order():
        counts[label] = 1 + sum(counts[name] for name in inside.get(label, ()))
    embeds = [one for one in pages[docname].embeds if not one.inside]
    total = sum(counts[one.label] for one in embeds)
    if total > MAX_BLOCKS:
        worst = max(embeds, key=lambda one: counts[one.label])
        yield Problem(
            "limit",
            f"the page embeds {_most(total)} blocks, counting those inside other blocks; at most "
            f"{MAX_BLOCKS} can be put in place; '#{worst.label}' brings "
            f"{_most(counts[worst.label])} of them",
            place(env, docname, worst.line),
        )


def _most(number: int) -> str:
    """Return a number in digits, unless there would be very many of them."""
    return str(number) if number < 1_000_000 else "over a million"


def _closing(
    names: tuple[str, ...], pages: Mapping[str, Page], where: Where
) -> tuple[str, int | None]:
    """Return the place of the `embed` that closes a circle."""
    *_, last, first = names
    return next(at for label, at in _inner(last, pages, where) if label == first)
