"""Audit the sources in one pass over the pages, before anything is printed.

Each fault is reported once, at the line where it is fixed. Pages that included what no sheet may
have are read again without it; pages that no handout embeds from are read without restrictions.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from docutils import nodes

from handouts.audit.handouts import AUDIT, Audit, Handout
from handouts.audit.ids import id_problems
from handouts.audit.labels import Labels
from handouts.audit.page_markup import (
    Outside,
    draft_of,
    embed_problems,
    front_matter_problems,
    link_problems,
    outside_problems,
    problems_of_its_pages,
    problems_of_no_handout,
    unread_front_matter,
)
from handouts.collect.files_outside import FilesOutside
from handouts.collect.links import is_safe
from handouts.collect.pages import Name, Reading, names_on, pages_by_name, pages_of
from handouts.collect.reading import read_again
from handouts.config.settings import settings_of
from handouts.nodes import unlink
from handouts.releases.register_file import ID
from handouts.releases.setting import releases_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def on_env_updated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Audit the pages; return those that had to be read in another way."""
    files = FilesOutside(app)
    outside = {name: list(files.of_page(name)) for name in pages_of(env)}
    audit = audit_of_pages(env, settings_of(app.config).audiences, outside)
    # A page that would be a handout if its front matter could be read is left as it is.
    unread = {name for name, page in pages_of(env).items() if page.unread_front_matter}
    taken_from = {*audit.handouts, *audit.users, *unread}
    if app.config.handouts_restricted == "all":
        taken_from = set(outside)
        for name in sorted(outside):
            audit.problems += outside_problems(env, name, outside[name])
            audit.problems += link_problems(env, name)
    AUDIT.set(app.config, audit)
    again = list(_read_again(app, audit, taken_from, outside))
    for docname in _to_be_last(env):
        read_again(app, docname, pages_of(env)[docname].reading)
        audit.labels.read_anew(docname)
        again.append(docname)
    return again


def on_doctree_resolved(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Replace links that may run something by their words, on pages that handouts take from."""
    audit = AUDIT.get(app.config)
    everywhere = app.config.handouts_restricted == "all"
    if audit is None or not (everywhere or docname in audit.handouts or docname in audit.users):
        return
    for node in list(doctree.findall(nodes.reference)):
        if not is_safe(node.get("refuri", "")):
            unlink(node)


def _read_again(
    app: Sphinx, audit: Audit, taken_from: Collection[str], outside: Outside
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
            audit.labels.read_anew(docname)


def _to_be_last(env: BuildEnvironment) -> list[str]:
    """Return the pages to be read last: Sphinx leads a name that is on several to the last one.

    In a clean build that is the last by its name; here it may be the one that was saved last.
    """
    last: dict[Name, str] = {}
    twice: set[Name] = set()
    pages = sorted(pages_of(env).items())
    for docname, page in pages:
        names = names_on(page)
        twice |= names & last.keys()
        last |= dict.fromkeys(names, docname)
    led = pages_by_name(env) if twice else {}
    # Sphinx knows no name of an address, such as `.. _name: https://example.org`.
    again = {last[name] for name in twice if led.get(name, last[name]) != last[name]}
    for docname, page in pages:
        if docname in again:  # It takes its other names too, which may belong to later pages.
            again |= {last[name] for name in names_on(page) & twice}
    return sorted(again)


def audit_of_pages(
    env: BuildEnvironment, audiences: Collection[str], outside: Outside | None = None
) -> Audit:
    """Look at all pages that are handouts, or that handouts embed from."""
    pages = pages_of(env)
    labels = Labels(env)
    handouts: dict[str, Handout] = {}
    releases = releases_of(env.config)
    problems = list(releases.problems)
    for docname in sorted(pages):
        problems += unread_front_matter(env, docname, pages[docname])
        problems += embed_problems(env, docname, pages[docname])
        of_labels = list(labels.problems(docname))
        if "handout" in env.metadata[docname]:
            handout = _handout(env, docname, labels)
            handout.problems += [*front_matter_problems(env, handout, audiences), *of_labels]
            handout.problems += problems_of_its_pages(env, handout, labels, outside or {})
            handouts[docname] = handout
        else:
            problems += [*problems_of_no_handout(env, docname, audiences), *of_labels]
    for docname, handout in handouts.items():
        handout.problems += id_problems(env, docname, handouts)
        handout.problems += releases.problems if handout.id else ()
    reported = {one for handout in handouts.values() for one in handout.problems}
    return Audit(handouts, labels, [one for one in problems if one not in reported])


def _handout(env: BuildEnvironment, docname: str, labels: Labels) -> Handout:
    """Return a handout with what its front matter says."""
    metadata = env.metadata[docname]
    written, owner = (str(metadata.get(name) or "").strip() for name in ("id", "owner"))
    # It becomes part of addresses and file names: what is no id must not get that far.
    known_as = written if ID.fullmatch(written) else ""
    embedded = tuple(sorted(labels.embedded_pages(docname)))
    dates = pages_of(env)[docname].dates
    return Handout(
        docname,
        audience=str(metadata["handout"]),
        embedded_pages=embedded,
        checked=dates.checked,
        check_by=dates.check_by,
        id=known_as,
        owner=owner,
        draft=draft_of(env, docname) == "true",
    )
