"""Values that are known of each page, and pickled with Sphinx's environment."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from handouts.dates import PageDates
from handouts.nodes import path_in_project
from handouts.problems import Place, place_on_page

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from handouts.claims.pages.uses import Use
    from handouts.collect.fences import FenceFault
    from handouts.collect.log_capture import Logged
    from handouts.prose.passage import Passage, Silenced

FRONT_MATTER: dict[str, str] = {
    "handout": "The audience for whom the page is a handout; such a page is printed.",
    "audience": "The audience to whose limits of language an ordinary page is held.",
    "checked": "The day on which every fact of the page was last compared with its source, such "
    "as 2026-11-22.",
    "check-by": "The last day on which the page should be used.",
    "id": "A letter and then letters and digits, such as SC1, by which versions of the handout are "
    "known; it stays when the page moves.",
    "owner": "Who answers for the handout.",
    "draft": "`true` prints “Draft” on each page of the handout, and offers none on the site.",
    "description": "What search engines show of the page, in place of its first sentences.",
}
"""Keys of a page's front matter that this package reads, with their meaning."""
Reading = Literal["restricted", "free", "withheld"]
"""How a page was read: without what no sheet may take in, as it is, or not at all."""
MAX_LENGTH = 200_000
"""Most characters of a page that a handout takes from, with the files that the page includes.
These are some seventy printed pages; the largest doctree of so many takes 600 MB of memory."""
MAX_BLOCKS = 300
"""Most blocks that one page may embed, with those inside other blocks."""


class Embedding(NamedTuple):
    """One `embed` directive."""

    label: str
    line: int | None
    if_room: bool
    inside: tuple[str, ...]
    """Labels of the blocks that the directive stands in."""
    file: str = ""
    """The included file that it stands in; empty for that of the page."""


class Restriction(NamedTuple):
    """Something that no sheet may take in, and that the page was read without."""

    line: int
    message: str
    code: str = "outside"


@dataclass(slots=True)
class Page:
    """All that is known of one page; with `slots`, because thousands are in memory."""

    key_lines: dict[str, int] = field(default_factory=dict)
    """Line of each key of the front matter."""
    dates: PageDates = field(default_factory=PageDates)
    labels: dict[str, tuple[str, int | None]] = field(default_factory=dict)
    """Node id and line of each explicit label."""
    included: dict[str, str] = field(default_factory=dict)
    """The file of each label that stands in an included file."""
    extents: dict[str, tuple[int, float]] = field(default_factory=dict)
    """First and last line of each labelled block, on a page with faulty fences."""
    twice: tuple[tuple[str, int | None, str], ...] = ()
    """Name, line and other file of each label that stands more than once on the page."""
    embeds: tuple[Embedding, ...] = ()
    fence_faults: tuple[FenceFault, ...] = ()
    embed_faults: tuple[Logged, ...] = ()
    tab_keys: tuple[tuple[int | None, str], ...] = ()
    """Line and `:sync:` of each tab that has one."""
    uses: tuple[Use, ...] = ()
    """Claims that the page makes."""
    typed_numbers: tuple[tuple[Place, str], ...] = ()
    """What looks like a number to call and is typed by hand."""
    shows_report: bool = False
    """Whether the page shows the report of the build, or a gallery of its sheets."""
    lists_all_sources: bool = False
    """Whether the page lists the sources of all claims of the ledger."""
    has_words_for_paper_only: bool = False
    audience: str = ""
    """Audience whose limits of language hold for a page that is no handout."""
    passages: tuple[Passage, ...] = ()
    """The text of such a page."""
    silenced: Silenced = field(default_factory=dict)
    """Codes that the author of such a page allows, by place."""
    unexplained: tuple[tuple[int | None, str], ...] = ()
    """Line and text of each comment that allows something without a reason."""
    unread: tuple[Logged, ...] = ()
    """Warnings about text of the page that could not be read."""
    terms: tuple[str, ...] = ()
    """Terms that the page explains in a glossary."""
    references: tuple[str, ...] = ()
    """What its references name, in small letters: labels, terms, pages."""
    awaited: tuple[str, ...] = ()
    """Files that its links may name and that are not there, from the source folder on."""
    length: int = 0
    """Characters of the page's text."""
    digest: bytes = b""
    """Digest of the page's file and of those that it includes, when it was read."""
    reading: Reading = "restricted"
    restricted: tuple[Restriction, ...] = ()
    taken_in: int = 0
    """Characters that the page takes in from files, each as often as it is taken in."""
    read: int = 0
    """Bytes of those files."""
    unsafe_links: tuple[tuple[int, str], ...] = ()
    """Line and message of each link that leads elsewhere than a reader may expect."""
    misplaced_fields: tuple[int, ...] = ()
    """Lines of fields `handout` below a title, where they have no effect."""
    twice_keys: tuple[tuple[str, int], ...] = ()
    """Keys that stand once more in its front matter, with their lines."""
    unread_front_matter: tuple[int, str] | None = None
    """Where and why front matter that says `handout:` was not read."""


def pages_of(env: BuildEnvironment) -> dict[str, Page]:
    """Return the pages by docname."""
    if not hasattr(env, "handouts_pages"):
        env.handouts_pages = {}  # type: ignore[attr-defined]
    pages: dict[str, Page] = env.handouts_pages  # type: ignore[attr-defined]
    return pages


Name = tuple[str, str]
"""A label or a term: which of the two it is, and what it is called, in small letters."""


def names_on(page: Page) -> set[Name]:
    """Return the labels and terms by which references lead to a page."""
    labels = {("label", name) for name in page.labels}
    return labels | {("term", name.lower()) for name in page.terms}


def pages_by_name(env: BuildEnvironment) -> dict[Name, str]:
    """Return the page to which Sphinx leads references by each label and each term."""
    standard = env.domains.standard_domain
    labels = {("label", name): found[0] for name, found in standard.anonlabels.items()}
    return labels | {("term", name): found[0] for name, found in standard._terms.items()}


def place_of_key(env: BuildEnvironment, docname: str, key: str) -> Place:
    """Return the line of a key in a page's front matter."""
    return place_on_page(env, docname, pages_of(env)[docname].key_lines.get(key, 1))


def place_of_source(
    env: BuildEnvironment, docname: str, source: str | None, line: int | None
) -> Place:
    """Return the place that a node or a warning names.

    :param docname: the page that was read, for a source that is unknown
    :param source: a path, perhaps followed by what docutils adds to it, or a page's name
    """
    if source in env.found_docs:
        return place_on_page(env, source, line)
    if source and (path := path_in_project(source, Path(env.srcdir))):
        return Place(path, line)
    return place_on_page(env, docname, line)
