"""Check the ids of handouts: their form, and the register of releases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from handouts.collect.pages import place_of_key
from handouts.problems import Problem
from handouts.releases.setting import releases_of

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from handouts.audit.handouts import Handout


def id_problems(
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
