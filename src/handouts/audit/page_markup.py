"""Check the front matter, the text, the links, the embeds and the files of one page."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches
from itertools import starmap
from typing import TYPE_CHECKING

from handouts.audit.wording import typed_numbers
from handouts.collect.log_capture import remedy_of
from handouts.collect.page_limits import too_long
from handouts.collect.pages import (
    FRONT_MATTER,
    MAX_LENGTH,
    Page,
    Restriction,
    pages_of,
    place_of_key,
    place_of_source,
)
from handouts.problems import UNREAD_FRONT_MATTER, Problem, did_you_mean, nearest, place_on_page

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from handouts.audit.handouts import Handout
    from handouts.audit.labels import Labels

LIKE = 0.8
"""How like a key of ours another one must be to be taken for it; 1 is the same."""
Outside = Mapping[str, Sequence[tuple[int, str]]]
"""Line and message of each file outside the project that a page takes in, by docname."""


def draft_of(env: BuildEnvironment, docname: str) -> str:
    """Return what the front matter says of a draft, `false` if nothing."""
    return str(env.metadata[docname].get("draft", "false")).lower()


def problems_of_its_pages(
    env: BuildEnvironment, handout: Handout, labels: Labels, outside: Outside
) -> Iterator[Problem]:
    """Yield what is wrong with the pages that a handout is made from, itself the first."""
    pages = pages_of(env)
    for name in dict.fromkeys((handout.docname, *handout.embedded_pages)):
        page = pages[name]
        yield from _text_problems(env, name, page)
        yield from labels.fence_problems(handout.docname, name)
        yield from outside_problems(env, name, outside.get(name, ()))
        if page.length + page.taken_in > MAX_LENGTH and not page.restricted:
            yield Problem("limit", too_long(page).message, place_on_page(env, name, 1))
    for name in handout.embedded_pages:
        for one in pages[name].embeds:
            if one.if_room and one.inside:
                message = (
                    f"':if-room:' of '#{one.label}' does nothing here, inside another block; "
                    "mark the embed of the outer block in the handout"
                )
                yield Problem("embed", message, place_on_page(env, name, one.line))


def problems_of_no_handout(
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
        yield Problem("front-matter", message, place_on_page(env, docname, number))
    # The key of a tab that is nearly an audience: tabs would no longer follow the audience.
    for line, key in page.tab_keys:
        if key not in audiences and (hint := did_you_mean(key.lower(), audiences)):
            message = f"tab with ':sync: {key}', which is no audience{hint}"
            yield Problem("audience", message, place_on_page(env, docname, line))


def unread_front_matter(env: BuildEnvironment, docname: str, page: Page) -> Iterator[Problem]:
    """Yield why the front matter of a page was not read, if it says that it is a handout."""
    if page.unread_front_matter and page.restricted:
        yield from outside_problems(env, docname, ())
    elif page.unread_front_matter:
        line, reason = page.unread_front_matter
        message = f"{UNREAD_FRONT_MATTER}{reason}"
        yield Problem("front-matter", message, place_on_page(env, docname, line))


def front_matter_problems(
    env: BuildEnvironment, handout: Handout, audiences: Collection[str]
) -> Iterator[Problem]:
    """Yield what is wrong with the front matter of a handout."""
    if handout.audience not in audiences:
        shown = "nothing" if handout.audience in {"", "null"} else repr(handout.audience)
        several = any(mark in handout.audience for mark in ",[")
        hint = "; write a page for each" if several else nearest(handout.audience, audiences)
        message = f"handout: {shown} is not an audience{hint}"
        yield Problem("audience", message, place_of_key(env, handout.docname, "handout"))
    for key in sorted(env.metadata[handout.docname].keys() - FRONT_MATTER.keys()):
        # Other programs' keys begin with another letter, such as `og:description`.
        alike = [one for one in FRONT_MATTER if one[0] == key[:1].lower()]
        if near := get_close_matches(key.lower().replace("_", "-"), alike, 1, LIKE):
            message = f"front matter has '{key}:', which means nothing; did you mean '{near[0]}:'?"
            at = place_of_key(env, handout.docname, key)
            yield Problem("front-matter", message, at)
    for key, line in pages_of(env)[handout.docname].twice_keys:
        message = f"front matter has '{key}:' a second time; take one out"
        yield Problem("front-matter", message, place_on_page(env, handout.docname, line))
    draft = draft_of(env, handout.docname)
    if draft not in {"true", "false"}:
        message = f"draft: expected true or false, found '{draft}'"
        yield Problem("front-matter", message, place_of_key(env, handout.docname, "draft"))


def outside_problems(
    env: BuildEnvironment, docname: str, files: Sequence[tuple[int, str]]
) -> Iterator[Problem]:
    """Yield what a page was read without, and the files outside the project that it takes in."""
    page = pages_of(env)[docname]
    for line, message, code in [*page.restricted, *starmap(Restriction, files)]:
        yield Problem(code, message, place_on_page(env, docname, line))


def link_problems(env: BuildEnvironment, docname: str) -> Iterator[Problem]:
    """Yield the unsafe links of a page."""
    for line, message in pages_of(env)[docname].unsafe_links:
        yield Problem("link", message, place_on_page(env, docname, line))


def _text_problems(env: BuildEnvironment, docname: str, page: Page) -> Iterator[Problem]:
    yield from typed_numbers(env, page)
    if page.unread:
        first, *others = page.unread
        more = f" (and {len(others)} more)" if others else ""
        text = first.text
        if remedy := remedy_of(text):
            text, more = text.rstrip(".:"), f"{more}; {remedy}"
        message = f"no sheet is printed of what could not be read: {text}{more}"
        at = place_of_source(env, docname, first.source, first.line)
        yield Problem("unread", message, at)
    yield from link_problems(env, docname)
    yield from embed_problems(env, docname, page)


def embed_problems(env: BuildEnvironment, docname: str, page: Page) -> Iterator[Problem]:
    """Yield the malformed embeds of a page."""
    for one in page.embed_faults:
        yield Problem("embed", one.text, place_of_source(env, docname, one.source, one.line))
