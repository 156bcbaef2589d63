"""Propose the sentence that says what has changed since the last version."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from handouts.dates import in_words
from handouts.diff.compare import ChangedPassage, compare_sheets, sides_of
from handouts.problems import HandoutsError
from handouts.releases.register import Release, approvals_of, latest

if TYPE_CHECKING:
    from handouts.cli.releases.open_register import OpenRegister
    from handouts.diff.revisions import Revisions

FIRST = "First release."
CONTEXT = 3
"""Words shown on each side of what has changed."""
UNKNOWN = "The words have changed."


def proposal(release: Release, opened: OpenRegister, revisions: Revisions, folder: Path) -> str:
    """Return a sentence on what has changed, which an author may replace.

    :param release: the version to be, whose sheets lie in `folder`
    :param revisions: prints the version before
    """
    before = latest(opened.register, release.id, release.language)
    if before is None:
        return FIRST
    if before.words == release.words:
        approvals = approvals_of(opened.register, release.id, release.language, release.words)
        return f"Now checked by {approvals[-1].by}, {approvals[-1].role}."
    commit = opened.history.commit_that_added(before) if opened.history else ""
    if not commit:
        return UNKNOWN
    try:
        return sentence(_passages(before, release, commit, revisions, folder))
    except HandoutsError:  # A commit of years ago, which can be built no more, stops no release.
        return UNKNOWN


def _passages(
    before: Release, release: Release, commit: str, revisions: Revisions, folder: Path
) -> Iterable[ChangedPassage]:
    """Return what has changed on the sheets of the first edition that both versions have."""
    with tempfile.TemporaryDirectory(prefix="handouts-release-") as work:
        old = sides_of(revisions.printed(commit, Path(work), release.language))
        new = sides_of(folder)
    common = [name for name in release.editions if f"{before.page}-{name}" in old]
    if not common:
        return []
    pair = old[f"{before.page}-{common[0]}"], new[f"{release.page}-{common[0]}"]
    change = compare_sheets(common[0], *pair)
    expected = _words_of_version(before) | _words_of_version(release)
    changed = ((set(f"{one.removed} {one.added}".split()), one) for one in change.passages)
    return [one for words, one in changed if not words <= expected]


def _words_of_version(release: Release) -> set[str]:
    """Return the words that differ in every version: its number and its dates."""
    said = [str(release.version), in_words(release.date, release.language)]
    return {f"{word}{end}" for text in said for word in text.split() for end in ("", ",", ".")}


def sentence(passages: Iterable[ChangedPassage]) -> str:
    """Return a sentence on the first of some changes, and how many more there are.

    >>> sentence([ChangedPassage("about", "40", "45", "of 100")])
    'It now says “about 45 of 100” in place of “about 40 of 100”.'
    """
    first, *more = [*passages, None]
    if first is None:
        return UNKNOWN
    old = _shown(first.old_before or first.before, first.removed, first.old_after or first.after)
    new = _shown(first.before, first.added, first.after)
    if not first.removed:
        said = f"It now says “{new}”."
    elif not first.added:
        said = f"It no longer says “{old}”."
    else:
        said = f"It now says “{new}” in place of “{old}”."
    count = len(more) - 1
    others = "There is 1 more change." if count == 1 else f"There are {count} more changes."
    return f"{said} {others}" if count else said


def _shown(before: str, words: str, after: str) -> str:
    return " ".join([*before.split()[-CONTEXT:], words, *after.split()[:CONTEXT]])
