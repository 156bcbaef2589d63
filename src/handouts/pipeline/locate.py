"""Turn faults of sheets, which workers found, into problems with a place in the sources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from os.path import relpath
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.utils import get_source_line

from handouts.collect.pages import pages_of, place_of_source
from handouts.config.addresses import short_address
from handouts.problems import Fault, Place, Problem, place_on_page

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from handouts.audit.handouts import Handout
    from handouts.config.audiences import Edition
    from handouts.config.own_files import StyleSheet

QUOTED = re.compile(r"`(.+?)`|'(.+?)'")
"""What the layout engine quotes of a style sheet."""
WHOLE = r"(?:(?<![\w-])|(?=\W)){}(?:(?![\w-])|(?<=\W))"
"""Words that are no part of another: `left` is in `margin-left`."""
IN_STYLES = re.compile(r" at \d+:\d+")
"""Where that stands in all style sheets together, as the engine counts."""
FAILED = "the layout engine failed"
"""How a fault begins of an engine that met what it cannot print."""
FEW_WORDS, FEW_LETTERS = 12, 40
"""Words of a contact, and letters of the site's address, that take little of a sheet."""
Note = Mapping[str, Any]
"""The cache's note on one sheet, as `results` makes it."""


@dataclass(frozen=True)
class SheetFault:
    """One fault of one sheet."""

    edition: str
    fault: Fault
    sheet: Note


class Locator:
    """Finds the places of the faults of one handout's sheets."""

    def __init__(
        self,
        env: BuildEnvironment,
        handout: Handout,
        editions: Mapping[str, Edition],
        styles: Sequence[StyleSheet] = (),
        foot: tuple[str, str] = ("", ""),
    ) -> None:
        """Take what all sheets of the handout share.

        :param foot: the publisher's contact and the site's address, at the foot of each sheet
        """
        self.env, self.handout, self.editions, self.styles = env, handout, editions, styles
        self.foot = foot
        self.embeds = pages_of(env)[handout.docname].embeds

    def problems(self, sheets: Sequence[Note]) -> Iterator[tuple[Problem, frozenset[str]]]:
        """Yield one problem for each fault, with the editions that have it.

        Many faults of a kind at one place, such as words in a narrow box, are one problem.
        """
        alike: dict[tuple[str, Place | None, frozenset[str]], list[Problem]] = {}
        for problem, having in self._each(sheets):
            alike.setdefault((problem.code, problem.place, having), []).append(problem)
        for (_, _, having), (first, *others) in alike.items():
            if len(others) > 1:
                message = f"{first.message} (and {len(others)} more like it)"
                yield replace(first, message=message), having
            else:
                yield from ((problem, having) for problem in (first, *others))

    def _each(self, sheets: Sequence[Note]) -> Iterator[tuple[Problem, frozenset[str]]]:
        for (code, _), found in self._together(sheets).items():
            having = frozenset(one.sheet["edition"] for one in found)
            if code == "overflow":
                yield self._overflow(found), having
                continue
            fault = found[0].fault
            if code == "engine" and (at := self._place_in_style(fault.message)):
                yield Problem(code, IN_STYLES.sub("", fault.message), at), having
                continue
            editions = ", ".join(one.edition for one in found)
            message = f"handout '{self.handout.docname}' ({editions}): {fault.message}"
            if self.styles and (code == "crash" or fault.message.startswith(FAILED)):
                names = " or ".join(one.path.name for one in self.styles)
                message += f"; perhaps because of a rule in {names}"
            yield Problem(code, message, self._place(fault)), having

    def _together(self, sheets: Sequence[Note]) -> dict[tuple[str, str], list[SheetFault]]:
        """Group the same fault of several editions; all that overflow are one group."""
        faults: dict[tuple[str, str], list[SheetFault]] = {}
        order = list(self.editions)
        for sheet in sorted(sheets, key=lambda one: order.index(one["edition"])):
            label = self.editions[sheet["edition"]].label
            for fault in (Fault(**one) for one in sheet["faults"]):
                key = (fault.code, "" if fault.code == "overflow" else fault.message)
                faults.setdefault(key, []).append(SheetFault(label, fault, sheet))
        return faults

    def _overflow(self, found: Sequence[SheetFault]) -> Problem:
        amounts = "; ".join(
            f"{one.edition}: {one.fault.message} at {one.sheet['setting']['size']:g} pt, "
            "its smallest type"
            for one in found
        )
        longest = ", ".join(map(self._block, found[0].fault.blocks))
        message = (
            f"handout '{self.handout.docname}' does not fit. {amounts}. "
            "Cut that much, or mark a block ':if-room:'. "
            + (f"The longest blocks: {longest}" if longest else "It embeds no blocks")
        )
        at = place_on_page(self.env, self.handout.docname, 1)
        return Problem("overflow", f"{message}{self._long_foot()}", at)

    def _long_foot(self) -> str:
        """Return what to shorten in the foot before any block loses words, or nothing."""
        words, letters = len(self.foot[0].split()), len(short_address(self.foot[1]))
        found = [f"{words} words of 'contact' in handouts_publisher"] if words > FEW_WORDS else []
        if letters > FEW_LETTERS:
            found.append(f"an address of {letters} letters from html_baseurl")
        return f". The foot has {' and '.join(found)}: shorten this first" if found else ""

    def _block(self, number: int) -> str:
        at = self._place_of_block(number)
        label = self.embeds[number].label
        return f"{at} (#{label})" if at else f"#{label}"

    def _place_of_block(self, number: int) -> Place | None:
        """Return the place of a block on its own page."""
        label = self.embeds[number].label
        for docname in (self.handout.docname, *self.handout.embedded_pages):
            page = pages_of(self.env)[docname]
            if label in page.labels:
                _, line = page.labels[label]
                return place_of_source(self.env, docname, page.included.get(label), line)
        return None

    def _place(self, fault: Fault) -> Place:
        at: Place | None
        if fault.source:
            at = Place(fault.source, fault.line)
        elif fault.blocks:
            at = self._place_of_block(fault.blocks[0])
        else:
            at = self._place_of_words(fault.about)
        return at or place_on_page(self.env, self.handout.docname, 1)

    def _place_in_style(self, message: str) -> Place | None:
        """Return the place of what the engine quotes in the project's own style sheets."""
        for words in ("".join(one).strip() for one in QUOTED.findall(message)):
            for sheet in self.styles:
                if found := re.search(WHOLE.format(re.escape(words)), sheet.text):
                    path = Path(relpath(sheet.path, self.env.srcdir)).as_posix()
                    return Place(path, sheet.text.count("\n", 0, found.start()) + 1)
        return None

    def _place_of_words(self, words: str) -> Place | None:
        """Return the place of words on the handout's own page."""
        for block in self.env.get_doctree(self.handout.docname).findall(nodes.TextElement):
            source, line = get_source_line(block)
            if words and line and words in " ".join(block.astext().split()):
                return place_of_source(self.env, self.handout.docname, source, line)
        return None
