"""Find the faults of the sources in one pass over the pages, before anything is printed.

Each fault is reported once, at the line where it is fixed. Pages that included what no sheet may
have are read again without it; pages that no handout embeds from are read without restrictions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import starmap
from typing import TYPE_CHECKING

from docutils import nodes

from handouts.audit.labels import Labels
from handouts.audit.wording import typed_numbers
from handouts.collect.files_outside import FilesOutside
from handouts.collect.links import is_safe
from handouts.collect.page_limits import too_long
from handouts.collect.pages import (
    MAX_LENGTH,
    Page,
    Reading,
    Restriction,
    pages_of,
    place_of_key,
    place_of_source,
)
from handouts.collect.reading import read_again
from handouts.config.settings import settings_of
from handouts.problems import Problem, did_you_mean, nearest, place
from handouts.releases.register_file import ID
from handouts.releases.setting import releases_of
from handouts.state import BuildKey

if TYPE_CHECKING:
    import datetime
    from collections.abc import Collection, Iterator

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment


@dataclass
class Handout:
    """A page that is printed, and all that is known of it before it is composed."""

    docname: str
    audience: str
    sources: tuple[str, ...]
    """Pages that it embeds from, directly or through other blocks, in order of their names."""
    checked: datetime.date | None = None
    check_by: datetime.date | None = None
    id: str = ""
    """Identifies its versions; empty if the page has none."""
    owner: str = ""
    """Who answers for it."""
    draft: bool = False
    """Whether its pages say so, and the site offers none of them."""
    problems: list[Problem] = field(default_factory=list)


@dataclass
class Audit:
    """The handouts and labels of a project, and the problems of its sources."""

    handouts: dict[str, Handout]
    labels: Labels
    problems: list[Problem]
    """Faults of the other pages that concern handouts."""

    @cached_property
    def users(self) -> dict[str, list[str]]:
        """The handouts that embed from each page, in order of their names."""
        found: dict[str, list[str]] = {}
        for name, handout in self.handouts.items():
            for source in handout.sources:
                found.setdefault(source, []).append(name)
        return found


AUDIT = BuildKey[Audit]("audit of the sources")
Outside = Mapping[str, Sequence[tuple[int, str]]]
"""Line and message of each file outside the project that a page takes in, by docname."""


def audit_of(config: Config) -> Audit:
    """Return what the sources of this build say."""
    return AUDIT.need(config)


def on_env_updated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Audit the pages; return those that had to be read in another way."""
    files = FilesOutside(app)
    outside = {name: list(files.of_page(name)) for name in pages_of(env)}
    found = audit(env, settings_of(app.config).audiences, outside)
    # A page that would be a handout if its front matter could be read is left as it is.
    unread = {name for name, page in pages_of(env).items() if page.unread_front_matter}
    taken_from = {*found.handouts, *found.users, *unread}
    if app.config.handouts_restricted == "all":
        taken_from = set(outside)
        for name in sorted(outside):
            found.problems += _outside_problems(env, name, outside[name])
            found.problems += _link_problems(env, name)
    AUDIT.set(app.config, found)
    return list(_read_again(app, found, taken_from, outside))


def on_doctree_resolved(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Replace links that may run something by their words, on pages that handouts take from."""
    found = AUDIT.get(app.config)
    everywhere = app.config.handouts_restricted == "all"
    if found is None or not (everywhere or docname in found.handouts or docname in found.users):
        return
    for node in list(doctree.findall(nodes.reference)):
        if not is_safe(node.get("refuri", "")):
            node.replace_self(node.children)


def _read_again(
    app: Sphinx, found: Audit, taken_from: Collection[str], outside: Outside
) -> Iterator[str]:
    """Read pages that took in files from outside without them, and others without restrictions."""
    pages = pages_of(app.env)
    for docname, page in sorted(pages.items()):
        reading: Reading = "withheld" if outside[docname] else "restricted"
        if docname not in taken_from:
            reading = "free" if page.restricted else page.reading
        if reading != page.reading:
            read_again(app, docname, reading)
            yield docname
        if page.restricted or reading == "withheld":
            found.labels.read_anew(docname)


def audit(
    env: BuildEnvironment, audiences: Collection[str], outside: Outside | None = None
) -> Audit:
    """Look at all pages that are handouts, or that handouts embed from."""
    pages = pages_of(env)
    labels = Labels(env)
    handouts: dict[str, Handout] = {}
    releases = releases_of(env.config)
    problems = list(releases.problems)
    for docname in sorted(pages):
        problems += _front_matter_problems(env, docname, pages[docname])
        problems += _embed_problems(env, docname, pages[docname])
        found = list(labels.problems(docname))
        if "handout" in env.metadata[docname]:
            handout = _handout(env, docname, labels)
            handout.problems += [*_page_problems(env, handout, audiences), *found]
            handout.problems += _problems_of_sources(env, handout, labels, outside or {})
            handouts[docname] = handout
        else:
            problems += [*_problems_of_no_handout(env, docname, audiences), *found]
    for docname, handout in handouts.items():
        handout.problems += _id_problems(env, docname, handouts)
        handout.problems += releases.problems if handout.id else ()
    reported = {one for handout in handouts.values() for one in handout.problems}
    return Audit(handouts, labels, [one for one in problems if one not in reported])


def _handout(env: BuildEnvironment, docname: str, labels: Labels) -> Handout:
    """Return a handout with what its front matter says."""
    metadata = env.metadata[docname]
    written, owner = (str(metadata.get(name) or "").strip() for name in ("id", "owner"))
    # It becomes part of addresses and file names: what is no id must not get that far.
    known_as = written if ID.fullmatch(written) else ""
    sources = tuple(sorted(labels.sources_of(docname)))
    dates = pages_of(env)[docname].dates
    return Handout(
        docname,
        str(metadata["handout"]),
        sources,
        dates.checked,
        dates.check_by,
        id=known_as,
        owner=owner,
        draft=_draft(env, docname) == "true",
    )


def _draft(env: BuildEnvironment, docname: str) -> str:
    return str(env.metadata[docname].get("draft", "false")).lower()


def _problems_of_sources(
    env: BuildEnvironment, handout: Handout, labels: Labels, outside: Outside
) -> Iterator[Problem]:
    """Yield what is wrong with the pages that a handout is made from, itself the first."""
    pages = pages_of(env)
    for source in dict.fromkeys((handout.docname, *handout.sources)):
        page = pages[source]
        yield from _text_problems(env, source, page)
        yield from labels.fence_problems(handout.docname, source)
        yield from _outside_problems(env, source, outside.get(source, ()))
        if page.length + page.taken_in > MAX_LENGTH and not page.restricted:
            yield Problem("limit", too_long(page).message, place(env, source, 1))
    for source in handout.sources:
        for one in pages[source].embeds:
            if one.if_room and one.inside:
                message = (
                    f"':if-room:' of '#{one.label}' does nothing here, inside another block; "
                    "mark the embed of the outer block in the handout"
                )
                yield Problem("embed", message, place(env, source, one.line))


def _problems_of_no_handout(
    env: BuildEnvironment, docname: str, audiences: Collection[str]
) -> Iterator[Problem]:
    """Yield what is wrong with a page that may have been meant to be a handout."""
    page = pages_of(env)[docname]
    for key in env.metadata[docname]:
        if key.lower().rstrip("s") == "handout":
            message = f"front matter has '{key}:', which means nothing; did you mean 'handout:'?"
            yield Problem("front-matter", message, place_of_key(env, docname, key))
    for number in page.misplaced_fields:
        message = "':handout:' means nothing below a title; move the fields to the top of the file"
        yield Problem("front-matter", message, place(env, docname, number))
    # The key of a tab that is nearly an audience: tabs would no longer follow the audience.
    for line, key in page.tab_keys:
        if key not in audiences and (hint := did_you_mean(key.lower(), audiences)):
            message = f"tab with ':sync: {key}', which is no audience{hint}"
            yield Problem("audience", message, place(env, docname, line))


def _id_problems(
    env: BuildEnvironment, docname: str, handouts: Mapping[str, Handout]
) -> Iterator[Problem]:
    """Yield what is wrong with the id of a handout: its form, or that another one has it."""
    if not releases_of(env.config).exists:  # The id may be another program's.
        return
    mine = handouts[docname].id
    if "id" in env.metadata[docname] and not mine:
        written = str(env.metadata[docname]["id"] or "").strip()
        message = f"id: expected a letter, then letters and digits, such as SC1, found '{written}'"
        yield Problem("releases", message, place_of_key(env, docname, "id"))
    yield from _released_otherwise(env, docname, handouts)
    others = [one for one in handouts.values() if mine and one.id.lower() == mine.lower()]
    if len(others) > 1:
        places = ", ".join(str(place_of_key(env, one.docname, "id")) for one in others)
        message = f"id '{mine}' stands on several pages ({places}); give each its own"
        yield Problem("releases", message, place_of_key(env, docname, "id"))


def _released_otherwise(
    env: BuildEnvironment, docname: str, handouts: Mapping[str, Handout]
) -> Iterator[Problem]:
    """Yield ids spelt otherwise in the register: a withdrawn version would be printed again."""
    releases, at = releases_of(env.config).releases, place_of_key(env, docname, "id")
    mine, ids = handouts[docname].id, {one.id for one in handouts.values()}
    known = dict.fromkeys(one.id for one in releases)
    for name in known:
        if name != mine and name.lower() == mine.lower():
            message = f"id '{mine}' is written '{name}' in the register of releases: write it so"
            yield Problem("releases", message, at)
    gone = [one.id for one in releases if one.page == docname and one.id not in ids]
    for name in dict.fromkeys(gone):
        if name.lower() != mine.lower():
            message = f"this page was released as '{name}', which no page has: write 'id: {name}'"
            yield Problem("releases", message, at)


def _front_matter_problems(env: BuildEnvironment, docname: str, page: Page) -> Iterator[Problem]:
    """Yield why the front matter of a page was not read, if it says that it is a handout."""
    if page.unread_front_matter and page.restricted:
        yield from _outside_problems(env, docname, ())
    elif page.unread_front_matter:
        line, reason = page.unread_front_matter
        message = f"front matter with 'handout:' was not read, so no sheet is made: {reason}"
        yield Problem("front-matter", message, place(env, docname, line))


def _page_problems(
    env: BuildEnvironment, handout: Handout, audiences: Collection[str]
) -> Iterator[Problem]:
    """Yield what is wrong with the front matter of a handout."""
    if handout.audience not in audiences:
        shown = "nothing" if handout.audience in {"", "null"} else repr(handout.audience)
        several = any(mark in handout.audience for mark in ",[")
        hint = "; write a page for each" if several else nearest(handout.audience, audiences)
        message = f"handout: {shown} is not an audience{hint}"
        yield Problem("audience", message, place_of_key(env, handout.docname, "handout"))
    for key, line in pages_of(env)[handout.docname].twice_keys:
        message = f"front matter has '{key}:' a second time; take one out"
        yield Problem("front-matter", message, place(env, handout.docname, line))
    draft = _draft(env, handout.docname)
    if draft not in {"true", "false"}:
        message = f"draft: expected true or false, found '{draft}'"
        yield Problem("front-matter", message, place_of_key(env, handout.docname, "draft"))


def _outside_problems(
    env: BuildEnvironment, docname: str, files: Sequence[tuple[int, str]]
) -> Iterator[Problem]:
    page = pages_of(env)[docname]
    for line, message, code in [*page.restricted, *starmap(Restriction, files)]:
        yield Problem(code, message, place(env, docname, line))


def _link_problems(env: BuildEnvironment, docname: str) -> Iterator[Problem]:
    for line, message in pages_of(env)[docname].unsafe_links:
        yield Problem("link", message, place(env, docname, line))


def _text_problems(env: BuildEnvironment, docname: str, page: Page) -> Iterator[Problem]:
    yield from typed_numbers(env, page)
    if page.unread:
        first, *others = page.unread
        more = f" (and {len(others)} more, reported above)" if others else ""
        message = f"no sheet is printed of what could not be read: {first.text}{more}"
        at = place_of_source(env, docname, first.source, first.line)
        yield Problem("unread", message, at)
    yield from _link_problems(env, docname)
    yield from _embed_problems(env, docname, page)


def _embed_problems(env: BuildEnvironment, docname: str, page: Page) -> Iterator[Problem]:
    for one in page.embed_faults:
        yield Problem("embed", one.text, place_of_source(env, docname, one.source, one.line))
