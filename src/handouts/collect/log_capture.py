"""Capture what Sphinx logs while it reads a page, or resolves the references of a sheet.

Text that could not be read is not in the doctree: only a warning says that it was there. So each
warning of docutils, MyST or Sphinx counts, except those listed here as being about form.
"""

from __future__ import annotations

import contextlib
import logging
import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes
from docutils.utils import get_source_line
from sphinx.util.logging import NAMESPACE

from handouts.nodes import nodes_in, origin

if TYPE_CHECKING:
    from handouts.collect.fences import FenceFault

READERS = ("sphinx", "myst_parser", "sphinx_design")
"""Packages that turn a page's text into a doctree."""
INVENTORY = "sphinx.domains"
"""Logger for labels and terms of one name, which only matter where they are embedded or cited."""
FORM_ONLY = {
    "myst.header": "a heading that skips a level keeps its words; the sheet is judged by its own",
    "myst.topmatter": "front matter is printed on no sheet; what it says of handouts is judged",
    "toc": "a sheet prints no table of contents of the site",
    ".empty_glob": "a sheet prints no table of contents of the site",
    "image.not_readable": "the sheet refuses the picture itself, and names it",
    "myst.strikethrough": "the sheet refuses the marks that strike the words out",
    "design.card_legacy": "head and foot of a card are read as they always were",
}
"""Types of warnings that lose no word of a page, each with the reason."""
PARAGRAPH = "what follows is read as a paragraph"
DOCUTILS_FORM_ONLY = {
    "Title (?:under|over)line too short": "the title is read all the same",
    "(?:Block quote|Line block|Literal block|Explicit markup) ends without": PARAGRAPH,
    "(?:Bullet|Enumerated|Definition|Field) list ends without a blank line": PARAGRAPH,
    "Footnote content expected": "the sheet refuses the reference to it",
    "Duplicate explicit target name": "a label that is embedded and stands twice is refused",
}
"""The same for docutils, whose warnings have no type, by how their text begins."""
CSV = "Error with CSV data"
"""Begin of what docutils says of the cells of a table, with the reason in the next line."""
UNNAMED = "Anonymous hyperlink mismatch"
"""Begin of what docutils says of links without a name, with the last line of the file."""
REMEDIES = {
    "Transition (?:must be|only valid as) child of": (
        "take the line out, or write a list with the class `write-in` for lines to write on"
    ),
    "'[^']*': Invalid options format": (
        "a value that begins with \", ', > or | is read as YAML: put all of it into single quotes, "
        'as in \'"one", "two"\', and write each single quote in it twice'
    ),
    "'[^']*': Directive options has # comments": "put a value with # into single quotes",
    "'[^']*': Invalid option value .*invalid literal for int": "write a whole number",
    "'[^']*': Has content, but none": "end it with its fence, and write each option on one line",
    CSV: "put quotation marks only around a whole cell, and write each one in it twice",
    'Problems with "csv-table"': "correct the name of the file",
    "Too many autonumbered footnote references": (
        "write the words of each, as in [^name]: words, or in reStructuredText .. [#name] words"
    ),
    UNNAMED: (
        "give each link such as `words`__ its address, as in __ https://example.org, in their order"
    ),
    "Unknown target name": (
        "write what the name means, as in [^name]: words, or in reStructuredText .. [#name] words "
        "for a footnote and .. _name: address for a link"
    ),
    r"Footnote \[.*\] is not referenced": "refer to it, as in [^name] or [#name]_, or take it out",
    "Duplicate footnote definition": "give one of them another name",
    "Substitution error:UndefinedError": "correct the name, or give it words in conf.py",
}
"""What to do about warnings that do not say so, by how their text begins."""
OF_FENCES = re.compile(
    "'[^']*': Has content, but none|The parent of a '|All children of a '|Content block expected|"
    "Error parsing content block|toctree contains reference to nonexisting|"
    "the sheet would print “`+” as it stands"
)
"""How warnings begin of a block that holds, or stands in, what it should not: within the lines of a
fence that pairs up wrongly, its author meant other lines to be in it."""
DANGLING = {"ref", "myst.xref_missing"}
"""Types of warnings about references that lead nowhere and show their target's name."""


class Logged(NamedTuple):
    """A warning, with the place that it names."""

    text: str
    """Its first line."""
    source: str | None
    """File or page, as the warning names it."""
    line: int | None


def at_their_links(logged: Iterable[Logged], doctree: nodes.document) -> Iterator[Logged]:
    """Yield warnings, those of links without a name with the place of the first such link."""
    for one in logged:
        kinds = nodes.problematic, nodes.target
        links = nodes_in(doctree, kinds) if one.text.startswith(UNNAMED) else []
        ours = (link for link in links if link.get("anonymous") or link.astext().endswith("__"))
        place = next(map(origin, ours), (one.source, one.line))
        yield Logged(one.text, *place)


def is_of_fence(text: str, line: int | None, faults: Iterable[FenceFault]) -> bool:
    """Return whether a warning about a page is due to one of its fences that pair up wrongly."""
    at = line or 0
    return any(one.first <= at <= one.last for one in faults) and bool(OF_FENCES.match(text))


def remedy_of(text: str) -> str:
    """Return what to do about a warning, or nothing if its text says enough."""
    return next((one for begin, one in REMEDIES.items() if re.match(begin, text)), "")


class LogCapture(logging.Handler):
    """Keeps the warnings that matter."""

    def __init__(self, matters: Callable[[logging.LogRecord], bool]) -> None:
        super().__init__(logging.WARNING)
        self.matters = matters
        self.found: list[Logged] = []

    def start(self) -> None:
        """Begin to keep warnings, and forget those of before."""
        self.found = []
        logging.getLogger(NAMESPACE).addHandler(self)

    def stop(self) -> list[Logged]:
        """Return what has been kept, and keep no more."""
        logging.getLogger(NAMESPACE).removeHandler(self)
        return self.found

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one warning, if it matters."""
        if self.matters(record):
            text = _head(record.getMessage()).partition(" [handouts.")[0]
            self.found.append(Logged(text, *_place(getattr(record, "location", None))))


def drop_unseen_records() -> None:
    """Have Sphinx make no records of messages that none of its handlers takes.

    It makes a dozen for each page, and with `-j` sends them all from one process to the other.
    """
    logger = logging.getLogger(NAMESPACE)
    levels = [handler.level for handler in logger.handlers]
    logger.setLevel(max(logging.DEBUG, min(levels, default=logging.DEBUG)))


def loses_words(record: logging.LogRecord) -> bool:
    """Return whether a warning can mean that words of a page are not in its doctree."""
    logger = record.name.removeprefix(f"{NAMESPACE}.")
    if logger.partition(".")[0] not in READERS or logger.startswith(INVENTORY):
        return False
    if record.levelno < logging.ERROR and _kinds(record) & FORM_ONLY.keys():
        return False
    is_form = re.match("|".join(DOCUTILS_FORM_ONLY), record.getMessage())
    return record.levelno >= logging.ERROR or not is_form


def dangles(record: logging.LogRecord) -> bool:
    """Return whether a warning means that a reference leads nowhere."""
    return bool(_kinds(record) & DANGLING)


def _kinds(record: logging.LogRecord) -> set[str]:
    kind = str(getattr(record, "type", "") or "")
    return {kind, f"{kind}.{getattr(record, 'subtype', None)}"} - {""}


def _head(text: str) -> str:
    """Return the first line of a message, with the reason."""
    lines = text.strip().split("\n")
    return " ".join(lines[: 2 if text.startswith(CSV) else 1])


def _place(location: object) -> tuple[str | None, int | None]:
    """Return file and line of a place as Sphinx writes it: a node, a pair, or a text."""
    if isinstance(location, tuple):
        source, line = location
        return source, line if isinstance(line, int) else None
    if isinstance(location, str):
        source, _, line = location.rpartition(":")
        return (source, int(line)) if line.isdigit() else (location.rstrip(":"), None)
    if isinstance(location, nodes.Node):
        return get_source_line(location)
    return None, None


@contextlib.contextmanager
def captured_log(matters: Callable[[logging.LogRecord], bool]) -> Iterator[list[Logged]]:
    """Yield a list that fills with the warnings that matter."""
    capture = LogCapture(matters)
    capture.start()
    try:
        yield capture.found
    finally:
        capture.stop()
