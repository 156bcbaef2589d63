"""What each page says that concerns handouts: labels, embeds, fences, front matter.

Filled while Sphinx reads, purged and merged with the environment; knows nothing of printing.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util import get_filetype

from handouts import dates
from handouts.claims.role import Use, uses
from handouts.collect.fences import fence_faults
from handouts.collect.log_capture import heard
from handouts.collect.nesting import lost_below
from handouts.collect.passages import note_allowances, passages, silenced
from handouts.collect.sandbox import programs_in, without_programs
from handouts.nodes import embed, handouts_gallery, handouts_report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from handouts.problems import Place
    from handouts.prose.readability import Passage


FRONT_MATTER: dict[str, str] = {
    "handout": "The audience for whom the page is a handout; such a page is printed.",
    "audience": "The audience to whose limits of language an ordinary page is held.",
    "checked": "The day on which every fact of the page was last compared with its source, such "
    "as 2026-11-22.",
    "check-by": "The last day on which the page should be used.",
    "description": "What search engines show of the page, in place of its first sentences.",
}
"""What the head of a page may say to this package, and what it means."""


@dataclass(frozen=True, slots=True)
class Embedding:
    """One `embed` directive."""

    label: str
    line: int | None
    if_room: bool
    inside: frozenset[str]
    """Labels of the blocks that this directive stands in."""


@dataclass
class Page:
    """What one page says."""

    labels: dict[str, tuple[str, int | None]] = field(default_factory=dict)
    """Node id and line of each explicit label."""
    twice: list[tuple[str, int | None]] = field(default_factory=list)
    """Labels that stand more than once on this page, with the line of each."""
    embeds: list[Embedding] = field(default_factory=list)
    fence_faults: list[tuple[int, str]] = field(default_factory=list)
    embed_faults: list[tuple[int, str]] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    """Claims that the page tells."""
    shows_report: bool = False
    """Whether the page shows the report of the build, or a gallery of its sheets."""
    audience: str = ""
    """Audience whose limits of language the page says it keeps."""
    passages: list[Passage] = field(default_factory=list)
    """What such a page says."""
    silenced: dict[Place, frozenset[str]] = field(default_factory=dict)
    """Codes that the author of such a page has allowed, by place."""
    unexplained: list[tuple[int | None, str]] = field(default_factory=list)
    """Comments that allow something without giving a reason."""
    unread: list[tuple[int | None, str]] = field(default_factory=list)
    """What of the page could not be read, as Sphinx tells it."""
    digest: str = ""
    """Of the page's file and of those that it includes, as they were when it was read."""
    programs: list[tuple[int, str]] = field(default_factory=list)
    """What the page switches on that can run programs."""
    impossible_days: list[tuple[int, str]] = field(default_factory=list)
    """Days of the front matter that no calendar has: because of them none of it is read."""
    unread_front_matter: int | None = None
    """Line of a `handout:` that stands in front matter which was not read."""


def register_of(env: BuildEnvironment) -> dict[str, Page]:
    """Return the pages by docname; made when first asked for."""
    if not hasattr(env, "handouts_register"):
        env.handouts_register = {}  # type: ignore[attr-defined]
    register: dict[str, Page] = env.handouts_register  # type: ignore[attr-defined]
    return register


def on_source_read(app: Sphinx, docname: str, content: list[str]) -> None:
    """Look at a page's text, which is gone once it is parsed."""
    page = register_of(app.env).setdefault(docname, Page())
    if get_filetype(app.config.source_suffix, app.env.doc2path(docname)) != "restructuredtext":
        if "colon_fence" in app.config.myst_enable_extensions:
            page.fence_faults = fence_faults(content[0])
        page.unread_front_matter = _handout_line(content[0])
        page.impossible_days = list(_impossible_days(content[0]))
        page.programs = programs_in(content[0], set(app.config.myst_enable_extensions))
        if page.programs:
            content[0] = without_programs(content[0])


def _impossible_days(text: str) -> Iterator[tuple[int, str]]:
    block = re.match(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)", text, re.DOTALL)
    for number, line in enumerate(block[1].splitlines() if block else (), 2):
        # In quotes a day is a text to YAML, and is judged when the page has been read.
        found = re.fullmatch(r"(checked|check-by)\s*:\s*(\d{4}-\d{2}-\d{2})\s*", line)
        try:
            if found:
                dates.parse(*found.groups())
        except dates.DateError as error:
            yield number, str(error)


def _handout_line(text: str) -> int | None:
    """Return the line of `handout:` in what looks like front matter, wherever that begins."""
    lead = re.match(r"(?:\s|<!--.*?-->|^%.*$)*", text, re.DOTALL | re.MULTILINE)
    start = lead.end() if lead else 0
    block = re.match(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", text[start:], re.DOTALL)
    found = re.search(r"^handout[ \t]*:", block[1], re.MULTILINE) if block else None
    if not block or not found:
        return None
    return text.count("\n", 0, start + block.start(1) + found.start()) + 1


def on_doctree_read(app: Sphinx, document: nodes.document) -> None:
    """Note the labels and embeds of a page that has just been read."""
    docname = app.env.current_document.docname
    page = register_of(app.env).setdefault(docname, Page())
    page.digest = _digest(app.env, docname)
    page.labels = dict(_labels(document))
    page.twice = [
        (name, target.line)
        for target in document.findall(nodes.target)
        for name in target["dupnames"]
    ]
    page.embeds = [
        Embedding(
            node["label"],
            node.line,
            node["if_room"],
            frozenset(_labels_around(node, page.labels)),
        )
        for node in document.findall(embed)
    ]
    page.embed_faults = [
        (node.line or 1, node["fault"]) for node in document.findall(embed) if "fault" in node
    ]
    page.unread = [*heard(docname), *lost_below(document)]
    page.uses = uses(document)
    page.shows_report = any(
        next(document.findall(kind), None) is not None
        for kind in (handouts_report, handouts_gallery)
    )
    page.unexplained = list(note_allowances(document))
    page.audience = str(app.env.metadata[docname].get("audience", ""))
    if page.audience:
        srcdir = Path(app.srcdir)
        page.passages = passages(document, srcdir)
        page.silenced = silenced(document, srcdir)
    if app.env.metadata[docname].get("handout"):
        page.unread_front_matter = None


def _labels(document: nodes.document) -> Iterator[tuple[str, tuple[str, int | None]]]:
    lines = {node["refid"]: node.line for node in document.findall(nodes.target) if "refid" in node}
    for name, explicit in document.nametypes.items():
        node_id = document.nameids.get(name)
        if not explicit or node_id is None:
            continue
        node = document.ids[node_id]
        line = lines.get(node_id) or node.line
        if isinstance(node, nodes.target) and "refid" in node:
            node_id = node["refid"]
        if not isinstance(node, nodes.footnote | nodes.citation):
            yield name, (node_id, line or _line_near(node))


def _line_near(node: nodes.Node) -> int | None:
    # Some nodes (sphinx-design's tab items) have no line; what is in them has.
    for child in node.findall():
        if child.line:
            return child.line
    return None


def _labels_around(node: nodes.Node, labels: dict[str, tuple[str, int | None]]) -> Iterator[str]:
    by_id = {node_id: name for name, (node_id, _) in labels.items()}
    parent = node.parent
    while parent is not None:
        for node_id in parent.get("ids", ()):
            if node_id in by_id:
                yield by_id[node_id]
        parent = parent.parent


def _digest(env: BuildEnvironment, docname: str) -> str:
    included = sorted(map(str, env.dependencies.get(docname, ())))
    texts = []
    for path in (env.doc2path(docname), *(env.srcdir / name for name in included)):
        try:
            texts.append(Path(path).read_bytes())
        except OSError:
            texts.append(b"")
    return hashlib.sha256(b"".join(hashlib.sha256(text).digest() for text in texts)).hexdigest()


def on_env_get_outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Return pages that say something else, though their file looks no newer.

    Sphinx goes by the time of a file, which a backup, an archive or a wrong clock can set back.
    """
    register = register_of(env)
    known = (env.found_docs & register.keys()) - added - changed
    return [name for name in sorted(known) if _digest(env, name) != register[name].digest]


def on_env_purge_doc(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Forget a page that is gone or will be read again."""
    register_of(env).pop(docname, None)


def on_env_merge_info(
    app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment
) -> None:
    """Take over what another process has read."""
    pages = register_of(other)
    register_of(env).update({name: pages[name] for name in docnames if name in pages})


MOST_BLOCKS = 300
"""Blocks that one page may embed, with those inside other blocks; more than any page can show."""
