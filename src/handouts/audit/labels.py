"""Labels: which blocks a page embeds at any depth, and where that leads nowhere or in a circle.

Knows the pages; nothing of handouts.
"""

from __future__ import annotations

import math
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from handouts.collect.pages import MAX_BLOCKS, Page, pages_of, place_of_source
from handouts.problems import Place, Problem, nearest, place_on_page

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


Where = dict[str, tuple[str, str, int | None]]
"""Docname, node id and line of each label."""
At = tuple[str, int | None]
"""A page, or a file that a page includes, and the line in it."""


class Labels:
    """The labels of all pages, and the blocks that pages embed by them at any depth."""

    def __init__(self, env: BuildEnvironment) -> None:
        self.env, self.pages = env, pages_of(env)
        self.where: Where = {}
        self.inner: dict[str, tuple[Page, Mapping[str, list[tuple[str, At]]]]] = {}
        """Each page as it was last read, with the embeds inside each of its blocks."""
        places: dict[str, list[At]] = {}
        for docname, page in sorted(self.pages.items()):
            for label, (node_id, line) in page.labels.items():
                self.where.setdefault(label, (docname, node_id, line))
                places.setdefault(label, []).append((page.included.get(label, docname), line))
            for label, line, file in page.twice:
                places.setdefault(label, []).append((file or docname, line))
        self.twice = {label: found for label, found in places.items() if len(found) > 1}

    def read_anew(self, docname: str) -> None:
        """Take over the labels of a page that was read again; lost ones have been reported."""
        page = self.pages[docname]
        for label, (node_id, line) in page.labels.items():
            if self.where.get(label, ("",))[0] == docname:
                del self.where[label]
                if node_id and page.reading != "withheld":
                    self.where[label] = (docname, node_id, line)

    def embedded_pages(self, docname: str) -> set[str]:
        """Return the pages that a page embeds from, at any depth."""
        return {self.where[label][0] for label in self.reached(docname) if label in self.where}

    def reached(self, docname: str) -> Iterator[str]:
        """Yield each label that a page embeds at any depth, once."""
        todo = deque(one.label for one in self.pages[docname].embeds)
        seen: set[str] = set()
        while todo:
            label = todo.popleft()
            if label not in seen:
                seen.add(label)
                yield label
                todo += [name for name, _ in self._inner(label)]

    def _inner(self, label: str) -> list[tuple[str, At]]:
        """Return the label and the place of each embed inside a block."""
        if label not in self.where:
            return []
        name = self.where[label][0]
        page, inner = self.inner.get(name, (None, {}))
        if page is not self.pages[name]:
            page, inner = self.pages[name], defaultdict(list)
            for one in page.embeds:
                for outer in one.inside:
                    inner[outer].append((one.label, (one.file or name, one.line)))
            self.inner[name] = page, inner
        return inner.get(label, [])

    def _place(self, at: At) -> Place:
        source, line = at
        return place_of_source(self.env, source, source, line)

    def fence_problems(self, docname: str, name: str) -> Iterator[Problem]:
        """Yield the faulty fences of a page that concern what a handout takes from it."""
        page = self.pages[name]
        if not page.fence_faults:
            return
        labels = set(self.reached(docname)) & page.labels.keys()
        everywhere = (0, math.inf)  # A block whose place is not known can be anywhere.
        extents = [page.extents.get(label, everywhere) for label in labels]
        for fault in page.fence_faults:
            if name == docname or any(
                first <= fault.last and fault.first <= last for first, last in extents
            ):
                yield Problem("fence", fault.message, place_on_page(self.env, name, fault.line))

    def problems(self, docname: str) -> Iterator[Problem]:
        """Yield embeds of labels that stand nowhere or twice, circles, and too many blocks."""
        reached = list(self.reached(docname))
        for label in reached:
            if label and label not in self.where and label not in self.twice:
                yield self._missing(label)
            if label in self.twice:
                first, *others = dict.fromkeys(map(self._place, self.twice[label]))
                also = "in a file included twice"
                if others:
                    also = f"also at {', '.join(map(str, others))}"
                message = f"label '{label}' is embedded but stands more than once, {also}"
                yield Problem("duplicate-label", message, first)
        inside = {label: [name for name, _ in self._inner(label)] for label in reached}
        if any(inside.values()) or len(self.pages[docname].embeds) > MAX_BLOCKS:
            yield from self._circles(inside)
            yield from self._too_many(docname, inside)

    def _missing(self, label: str) -> Problem:
        """Return the problem of a label that no page has, the same for all that embed it."""
        first, *others = [
            self._place((one.file or docname, one.line))
            for docname, page in sorted(self.pages.items())
            for one in page.embeds
            if one.label == label
        ]
        too = f", which is embedded at {', '.join(map(str, others))} too" if others else ""
        message = f"embed: no page has the label '{label}'{too}{nearest(label, self.where)}"
        return Problem("label", message, first)

    def _circles(self, inside: dict[str, list[str]]) -> Iterator[Problem]:
        """Yield each circle, and break it, so that `inside` holds none in the end."""
        while True:
            try:
                TopologicalSorter(inside).prepare()
            except CycleError as error:
                circle = error.args[1][:0:-1]
            else:
                return
            # From its first name on, so that all pages that embed from it report the same.
            turn = circle.index(min(circle))
            names = (*circle[turn:], *circle[:turn], min(circle))
            shown = " → ".join(f"#{name}" for name in names)
            last, first = names[-2:]
            closing = next(at for label, at in self._inner(last) if label == first)
            message = f"blocks embed one another in a circle: {shown}"
            yield Problem("circle", message, self._place(closing))
            inside[last] = [name for name in inside[last] if name != first]

    def _too_many(self, docname: str, inside: dict[str, list[str]]) -> Iterator[Problem]:
        """Yield a problem for a page that embeds more blocks than can be put in place.

        Blocks that embed one another twice double at each level, so they are only counted.
        """
        counts: dict[str, int] = {}
        for label in TopologicalSorter(inside).static_order():
            counts[label] = 1 + sum(counts[name] for name in inside.get(label, ()))
        embeds = [one for one in self.pages[docname].embeds if not one.inside]
        total = sum(counts[one.label] for one in embeds)
        if total > MAX_BLOCKS:
            worst = max(embeds, key=lambda one: counts[one.label])
            message = (
                f"the page embeds {_most(total)} blocks, counting those inside other blocks; at "
                f"most {MAX_BLOCKS} can be put in place; '#{worst.label}' brings "
                f"{_most(counts[worst.label])} of them"
            )
            yield Problem("limit", message, place_on_page(self.env, docname, worst.line))


def _most(number: int) -> str:
    """Return a number in digits, unless there would be very many of them."""
    return str(number) if number < 1_000_000 else "over a million"
