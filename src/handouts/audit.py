"""Faults of the sources, found in one pass over the register before anything is printed.

Reads only: each fault is told once, at the line where it is mended.
"""

from __future__ import annotations

import re
import weakref
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from handouts.borders import files_outside
from handouts.checks import dates
from handouts.problems import Place, Problem, nearest
from handouts.register import Page, register_of

if TYPE_CHECKING:
    import datetime
    from collections.abc import Collection, Iterator, Mapping

    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

Where = dict[str, tuple[str, str, int | None]]
"""Docname, node id and line of each label."""


@dataclass
class Handout:
    """A page that is printed, and all that is known of it before it is composed."""

    docname: str
    audience: str
    sources: tuple[str, ...]
    """Pages that it embeds from, directly or through other blocks, in order of their names."""
    checked: datetime.date | None = None
    check_by: datetime.date | None = None
    problems: list[Problem] = field(default_factory=list)


@dataclass
class Audit:
    """What the sources say, and what is wrong with them."""

    handouts: dict[str, Handout]
    where: Where
    problems: list[Problem]
    """Faults of pages that are no handouts, as far as handouts are concerned."""

    @cached_property
    def users(self) -> dict[str, list[str]]:
        """The handouts that embed from each page, in order of their names."""
        found: dict[str, list[str]] = {}
        for name, handout in self.handouts.items():
            for source in handout.sources:
                found.setdefault(source, []).append(name)
        return found


_AUDITS: weakref.WeakKeyDictionary[Config, Audit] = weakref.WeakKeyDictionary()


def remember(config: Config, found: Audit) -> None:
    """Keep what the sources of this build say, for those parts that need it again."""
    _AUDITS[config] = found


def remembered(config: Config) -> Audit:
    """Return what `remember` kept."""
    return _AUDITS[config]


def audit(env: BuildEnvironment, audiences: Collection[str]) -> Audit:
    """Look at all pages that are handouts, or that handouts embed from."""
    register = register_of(env)
    where, twice = _where(register)
    handouts: dict[str, Handout] = {}
    problems: list[Problem] = []
    for docname in sorted(register):
        page = register[docname]
        problems += [
            Problem("date", message, place(env, docname, line))
            for line, message in page.impossible_days
        ]
        if page.unread_front_matter and not page.impossible_days:
            problems.append(_unread(env, docname, page.unread_front_matter))
        problems += [
            Problem("embed", message, place(env, docname, line))
            for line, message in page.embed_faults
        ]
        problems += [
            Problem("outside", message, place(env, docname, line))
            for line, message in page.programs
        ]
        audience = env.metadata[docname].get("handout")
        if audience is None:
            problems += _misnamed(env, docname)
            problems += _label_problems(env, docname, register, where, twice)
            problems += _circles(env, docname, register, where)
            continue
        sources = tuple(sorted(sources_of(docname, register, where)))
        handout = Handout(docname, str(audience), sources)
        handout.problems += _page_problems(env, handout, audiences)
        handout.problems += _label_problems(env, docname, register, where, twice)
        handout.problems += _circles(env, docname, register, where)
        for source in dict.fromkeys((docname, *sources)):
            handout.problems += _text_problems(env, source, register[source])
        for source in sources:
            handout.problems += _nested_problems(env, source, register[source])
        handouts[docname] = handout
    return Audit(handouts, where, problems)


def _misnamed(env: BuildEnvironment, docname: str) -> Iterator[Problem]:
    """Yield a problem for front matter that seems to mean `handout`."""
    for key in env.metadata[docname]:
        if key.lower().rstrip("s") == "handout":
            message = f"front matter has '{key}:', which means nothing; did you mean 'handout:'?"
            yield Problem("front-matter", message, front_matter_place(env, docname, key))


def place(env: BuildEnvironment, docname: str, line: int | None) -> Place:
    """Return a place in the source of a page."""
    return Place(str(env.doc2path(docname, base=False)).replace("\\", "/"), line)


def _where(register: Mapping[str, Page]) -> tuple[Where, dict[str, list[tuple[str, int | None]]]]:
    where: Where = {}
    all_places: dict[str, list[tuple[str, int | None]]] = {}
    for docname in sorted(register):
        for label, (node_id, line) in register[docname].labels.items():
            where.setdefault(label, (docname, node_id, line))
            all_places.setdefault(label, []).append((docname, line))
        for label, line in register[docname].twice:
            all_places.setdefault(label, []).append((docname, line))
    return where, {label: places for label, places in all_places.items() if len(places) > 1}


def sources_of(docname: str, register: Mapping[str, Page], where: Where) -> set[str]:
    """Return the pages that `docname` embeds from, at any depth."""
    return {where[label][0] for label, _ in _reached(docname, register, where) if label in where}


def _reached(
    docname: str, register: Mapping[str, Page], where: Where
) -> Iterator[tuple[str, tuple[str, int | None]]]:
    """Yield each label that a page embeds at any depth, with the place of the `embed`."""
    seen: set[str] = set()
    todo = [(one.label, (docname, one.line)) for one in register[docname].embeds if not one.inside]
    todo += [(one.label, (docname, one.line)) for one in register[docname].embeds if one.inside]
    while todo:
        label, at = todo.pop(0)
        yield label, at
        if label in seen or label not in where:
            continue
        seen.add(label)
        todo += _inner(label, register, where)


def _inner(
    label: str, register: Mapping[str, Page], where: Where
) -> list[tuple[str, tuple[str, int | None]]]:
    source = where[label][0]
    return [
        (one.label, (source, one.line)) for one in register[source].embeds if label in one.inside
    ]


def _unread(env: BuildEnvironment, docname: str, line: int) -> Problem:
    message = (
        "front matter with 'handout:' was not read, so no sheet is made: '---' must be the very "
        "first line of the file, and the lines up to the next '---' valid YAML"
    )
    return Problem("front-matter", message, place(env, docname, line))


def _page_problems(
    env: BuildEnvironment, handout: Handout, audiences: Collection[str]
) -> Iterator[Problem]:
    metadata = env.metadata[handout.docname]
    if handout.audience not in audiences:
        shown = "nothing" if handout.audience in {"", "null"} else repr(handout.audience)
        message = f"handout: {shown} is not an audience{nearest(handout.audience, audiences)}"
        yield Problem("audience", message, front_matter_place(env, handout.docname, "handout"))
    for name in ("checked", "check-by"):
        if name not in metadata:
            continue
        try:
            date = dates.parse(name, str(metadata[name]))
        except dates.DateError as error:
            yield Problem("date", str(error), front_matter_place(env, handout.docname, name))
        else:
            setattr(handout, name.replace("-", "_"), date)


def front_matter_place(env: BuildEnvironment, docname: str, key: str) -> Place:
    """Return the line of a key in a page's front matter."""
    try:
        text = env.doc2path(docname).read_text(encoding="utf-8-sig")
    except OSError:
        text = ""
    found = re.search(rf"^{re.escape(key)}[ \t]*:", text, re.MULTILINE)
    return place(env, docname, text.count("\n", 0, found.start()) + 1 if found else 1)


def _label_problems(
    env: BuildEnvironment,
    docname: str,
    register: Mapping[str, Page],
    where: Where,
    twice: Mapping[str, list[tuple[str, int | None]]],
) -> Iterator[Problem]:
    told = set()
    for label, at in _reached(docname, register, where):
        if (label, at) in told:
            continue
        told.add((label, at))
        if label and label not in where and label not in twice:
            message = f"embed: no page has the label '{label}'{nearest(label, where)}"
            yield Problem("label", message, place(env, *at))
        for spot in twice.get(label, ()):
            others = ", ".join(str(place(env, *other)) for other in twice[label] if other != spot)
            message = f"label '{label}' is embedded but stands more than once, also at {others}"
            problem = Problem("duplicate-label", message, place(env, *spot))
            if (label, spot) not in told:
                told.add((label, spot))
                yield problem


def _circles(
    env: BuildEnvironment, docname: str, register: Mapping[str, Page], where: Where
) -> Iterator[Problem]:
    told: set[frozenset[str]] = set()

    def follow(label: str, path: tuple[str, ...]) -> Iterator[Problem]:
        if label not in where:
            return
        for inner, _ in _inner(label, register, where):
            if inner in (*path, label):
                circle = (*path, label)[(*path, label).index(inner) :]
                if frozenset(circle) not in told:
                    told.add(frozenset(circle))
                    # From its first name on, so that each page that is led into it tells the same.
                    turn = circle.index(min(circle))
                    names = (*circle[turn:], *circle[:turn], min(circle))
                    shown = " → ".join(f"#{name}" for name in names)
                    at = _closing(names, register, where)
                    message = f"blocks embed one another in a circle: {shown}"
                    yield Problem("circle", message, place(env, *at))
            else:
                yield from follow(inner, (*path, label))

    for one in register[docname].embeds:
        yield from follow(one.label, ())


def _closing(
    names: tuple[str, ...], register: Mapping[str, Page], where: Where
) -> tuple[str, int | None]:
    """Return the place of the `embed` that closes a circle."""
    *_, last, first = names
    return next(at for label, at in _inner(last, register, where) if label == first)


def _nested_problems(env: BuildEnvironment, docname: str, page: Page) -> Iterator[Problem]:
    for one in page.embeds:
        if one.if_room and one.inside:
            message = (
                f"':if-room:' of '#{one.label}' does nothing here, inside another block; "
                "mark the embed of the outer block in the handout"
            )
            yield Problem("embed", message, place(env, docname, one.line))


def _text_problems(env: BuildEnvironment, docname: str, page: Page) -> Iterator[Problem]:
    for line, text in page.unread:
        message = f"no sheet is printed of what could not be read: {text}"
        yield Problem("unread", message, place(env, docname, line))
    for line, message in [*page.programs, *files_outside(env, docname)]:
        yield Problem("outside", message, place(env, docname, line))
    for line, message in page.fence_faults:
        yield Problem("fence", message, place(env, docname, line))
    for line, message in page.embed_faults:
        yield Problem("embed", message, place(env, docname, line))
