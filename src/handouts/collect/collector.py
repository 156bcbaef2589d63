"""Collect what each page says that concerns handouts: labels, embeds, fences, front matter.

Runs while Sphinx reads; knows nothing of printing.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator, Set
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.environment.collectors import EnvironmentCollector
from sphinx.util import get_filetype

from handouts import dates
from handouts.claims.pages.uses import uses
from handouts.claims.services.check import numbers_to_call
from handouts.collect.as_read import lost_percentages, without_printed
from handouts.collect.dropped_words import dropped_from_markdown, dropped_from_rst
from handouts.collect.fences import fence_faults, read_fences
from handouts.collect.fetching import Included, included_in
from handouts.collect.front_matter import (
    FrontMatter,
    quote_impossible_days,
    read_fields,
    read_front_matter,
)
from handouts.collect.links import take_out_unsafe
from handouts.collect.log_capture import (
    LogCapture,
    Logged,
    at_their_links,
    is_of_fence,
    loses_words,
)
from handouts.collect.outdated import digest_when_read, outdated_pages
from handouts.collect.page_limits import (
    labels_in,
    lost_below,
    placeholder_page,
    refuse_deep_fences,
    too_long,
)
from handouts.collect.pages import MAX_LENGTH, Page, pages_of
from handouts.collect.passages import note_allowances, passages, silenced
from handouts.collect.programs import restrict
from handouts.collect.raw_html import take_out_html
from handouts.collect.reading import READING
from handouts.collect.references import awaited_files, references, terms_in
from handouts.collect.structure import (
    collect_structure,
    drop_own_classes,
    miscounted,
    number_lists,
    number_rows,
    split_amounts,
    tab_keys,
)
from handouts.collect.titles import correct_titles

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

PICTURE = re.compile(r'"image/(?:gif|jpeg|png|webp)"\s*+:\s*+"[^"]*+"')
"""A picture in a notebook."""


class PageCollector(EnvironmentCollector):
    """Collects a `Page` for each page that Sphinx reads."""

    def __init__(self) -> None:
        self.log = LogCapture(loses_words)
        self.text = ""
        self.dropped: tuple[tuple[int, str], ...] = ()
        """Line and message of words that the parser will drop."""
        self.labels: dict[str, tuple[str, int]] = {}
        """The labels of a page that is too long to be read, each with no node and with its line."""
        self.process = os.getpid()
        """Number of the process that reads; with `-j` it is a copy of the one that builds."""
        self.files: dict[str, bytes] = {}
        """The digests of files that pages of this build include; many include the same."""
        self.began = 0
        """When the page that is read was begun, in nanoseconds."""

    def enable(self, app: Sphinx) -> None:
        """Collect from a page's text too, which is gone once it is parsed."""
        super().enable(app)
        app.connect("env-before-read-docs", self.note_process)
        # Before the listeners of all other extensions, which may take their time.
        app.connect("source-read", self.note_time, priority=0)
        app.connect("source-read", self.read_source)
        # After the listeners of all other extensions: what is logged from here on is the parser's.
        # What was logged of the page before is forgotten.
        app.connect("source-read", lambda *_: self.log.start(), priority=900)

    def note_process(self, *_: object) -> None:
        """Note which process builds."""
        self.process, self.files = os.getpid(), {}

    def note_time(self, *_: object) -> None:
        """Note when the page was begun."""
        self.began = time.time_ns()

    def read_source(self, app: Sphinx, docname: str, content: list[str]) -> None:
        """Collect from the text of a page what its doctree will not have."""
        self._forget_other_pages(app.env)
        self.text, self.labels, self.dropped = content[0], {}, ()
        page = pages_of(app.env).setdefault(docname, Page())
        path = app.env.doc2path(docname)
        page.length = length_of(content[0], path.suffix)
        rst = get_filetype(app.config.source_suffix, path) == "restructuredtext"
        if not rst:
            content[0] = quote_impossible_days(content[0])
        front_matter = read_fields(content[0]) if rst else read_front_matter(content[0])
        page.key_lines = dict(front_matter.lines)
        page.twice_keys = front_matter.twice
        page.unread_front_matter = _unread(front_matter)
        if page.length > MAX_LENGTH and READING.get() == "restricted":
            labels = dict(labels_in(content[0]))
            everywhere = app.config.handouts_restricted == "all"
            if labels or everywhere or "handout" in front_matter.lines:
                self.labels = labels
                page.restricted += (too_long(page),)
                content[0] = placeholder_page(content[0], front_matter, rst=rst)
                return
        if rst:
            self.dropped = tuple(dropped_from_rst(content[0]))
        else:
            self.read_markdown(app, page, docname, content, front_matter)

    def _forget_other_pages(self, env: BuildEnvironment) -> None:
        """Forget, in a process that begins to read, the pages that it does not read.

        Sphinx sends the whole environment back, and takes from it only what was read here. With
        the titles of all pages that took two seconds of reading 1,500 of them.
        """
        if self.process != os.getpid():
            for kept in (pages_of(env), env.titles, env.longtitles, env.tocs):
                kept.clear()
            self.process = os.getpid()

    def read_markdown(
        self, app: Sphinx, page: Page, docname: str, content: list[str], front_matter: FrontMatter
    ) -> None:
        """Collect the fences of a page, and replace the parts that may not be read."""
        switched_on = app.config.myst_enable_extensions
        fences = read_fences(content[0], colons="colon_fence" in switched_on)
        refuse_deep_fences(fences, str(app.env.doc2path(docname, base=False)))
        page.fence_faults = tuple(fence_faults(fences))
        self.dropped = tuple(dropped_from_markdown(content[0], fences, switched_on))
        restricted, content[0] = restrict(app, content[0], front_matter)
        page.restricted += tuple(restricted)

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Collect from the doctree of a page that has just been read."""
        docname = app.env.current_document.docname
        metadata = app.env.metadata[docname]
        page = pages_of(app.env).setdefault(docname, Page())
        page.unread = tuple(self.unread(app, doctree))
        page.digest = digest_when_read(app.env, docname, self.began, self.files)
        page.dates = dates.of_page(metadata)
        collect_structure(page, doctree)
        page.terms = tuple(one.astext() for one in terms_in(doctree))
        page.references = tuple(sorted(set(references(doctree, app.env, docname))))
        page.awaited = tuple(sorted(set(awaited_files(doctree, app.env, docname))))
        page.labels |= self.labels
        correct_titles(app.env, docname, doctree)
        number_lists(doctree)
        number_rows(doctree)
        drop_own_classes(doctree)
        if READING.get() == "restricted":
            of_project = getattr(app.config, "myst_html_meta", {})
            page.restricted += tuple(take_out_unsafe(doctree, of_project))
            page.restricted += tuple(take_out_html(doctree, app.config))
        page.tab_keys = tuple(tab_keys(doctree, self.text))
        page.uses = tuple(uses(doctree))
        page.unexplained = tuple(note_allowances(doctree, self.text))
        page.typed_numbers = tuple(numbers_to_call(doctree, Path(app.srcdir)))
        page.audience = str(metadata.get("audience", ""))
        if page.audience:
            page.passages = tuple(passages(doctree, Path(app.srcdir)))
            page.silenced = silenced(doctree, Path(app.srcdir))

    def unread(self, app: Sphinx, doctree: nodes.document) -> Iterator[Logged]:
        """Yield a message for each part of a page that was not read as it is written."""
        included = included_in(app.env)
        texts = {"": self.text, **{one.path: one.text for one in included}}
        dropped = [
            *(Logged(text, None, line) for line, text in self.dropped),
            *chain.from_iterable(_dropped(one, app.config) for one in included),
        ]
        logged = at_their_links(self.log.stop(), doctree)
        docname = app.env.current_document.docname
        page, names = pages_of(app.env)[docname], (docname, doctree["source"])
        # First what says why others were found: a fence of two marks is read as an option.
        yield from without_printed(dropped, doctree, texts)
        yield from (
            one
            for one in logged
            if one.source not in names or not is_of_fence(one.text, one.line, page.fence_faults)
        )
        yield from (Logged(text, None, line) for line, text in lost_below(doctree))
        yield from lost_percentages(doctree, texts)
        yield from miscounted(doctree, texts)
        yield from split_amounts(doctree, texts)

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Forget a page that is gone or will be read again."""
        pages_of(env).pop(docname, None)

    def merge_other(
        self, app: Sphinx, env: BuildEnvironment, docnames: Set[str], other: BuildEnvironment
    ) -> None:
        """Take over what another process has read."""
        pages = pages_of(other)
        pages_of(env).update({name: pages[name] for name in docnames if name in pages})

    def get_outdated_docs(
        self,
        app: Sphinx,
        env: BuildEnvironment,
        added: Set[str],
        changed: Set[str],
        removed: Set[str],
    ) -> list[str]:
        """Return the pages that have changed although their files look no newer."""
        return sorted(outdated_pages(env, added, changed, removed))


def _dropped(included: Included, config: Config) -> Iterator[Logged]:
    """Yield a message for words of an included file that the parser drops, and for its fences."""
    text = included.text
    if included.is_markdown:
        switched_on = config.myst_enable_extensions
        fences = read_fences(text, colons="colon_fence" in switched_on)
        yield from (Logged(one.message, included.path, one.line) for one in fence_faults(fences))
        found = dropped_from_markdown(text, fences, switched_on)
    else:
        found = dropped_from_rst(text)
    yield from (Logged(message, included.path, line) for line, message in found)


def _unread(front_matter: FrontMatter) -> tuple[int, str] | None:
    """Return where and why front matter that says `handout:` will not be read."""
    says = front_matter.lines.get("handout")
    line, reason = front_matter.unread or (says, front_matter.fault)
    return (line or says, reason) if says and reason else None


def length_of(text: str, suffix: str) -> int:
    """Return how many characters a page has, without the pictures that a notebook holds."""
    pictures = PICTURE.finditer(text) if suffix == ".ipynb" else ()
    return len(text) - sum(len(one[0]) for one in pictures)
