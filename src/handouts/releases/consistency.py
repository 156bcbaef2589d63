"""Check the entries of a register against each other: versions, days and spellings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handouts.i18n import language_tag
from handouts.problems import Fault
from handouts.releases.register import Release, Withdrawal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from handouts.releases.register import Entry

TWICE = (
    "; if two branches released it, keep the entry whose sheets were given out, remove the other, "
    "and release those words again: handouts release {id}"
)


def entry_faults(entries: Sequence[Entry]) -> Iterator[Fault]:
    """Yield contradictions among entries that can be read."""
    yield from _spelling_faults(entries)
    newest: dict[tuple[str, str], Release] = {}
    for one in entries:
        if isinstance(one, Release):
            before = newest.get((one.id, one.language))
            for message in _release_faults(one, before):
                yield Fault("releases", message, line=one.line)
            newest[one.id, one.language] = one
    yield from _withdrawal_faults(entries)


def _withdrawal_faults(entries: Sequence[Entry]) -> Iterator[Fault]:
    """Yield withdrawals of what was never released; the order of the entries does not matter."""
    released = {(one.id, one.language, one.version) for one in entries if isinstance(one, Release)}
    for one in entries:
        for number in one.versions if isinstance(one, Withdrawal) else ():
            if (one.id, one.language, number) not in released:
                which = f"version {number} of '{one.id}' ({one.language})"
                yield Fault("releases", f"withdrawal: {which} was never released", line=one.line)


def _spelling_faults(entries: Sequence[Entry]) -> Iterator[Fault]:
    # Two languages of one tag would share the addresses of their status pages, and two ids might.
    spelling: dict[tuple[str, str], str] = {}
    for one in entries:
        for key, written in (("id", one.id), ("language", one.language)):
            spelled = spelling.setdefault((key, language_tag(written).lower()), written)
            if spelled != written:
                message = f"{key} '{written}' is also written '{spelled}': use one spelling"
                yield Fault("releases", message, line=one.line)


def _release_faults(release: Release, before: Release | None) -> Iterator[str]:
    expected = before.version + 1 if before else 1
    if release.version != expected:
        yield (
            f"release: version {release.version} of '{release.id}' ({release.language}) stands "
            f"where version {expected} is expected: versions are counted 1, 2, 3"
            f"{TWICE.format(id=release.id) if before and release.version == before.version else ''}"
        )
    if before and release.date < before.date:
        yield f"release: {release.name} has an earlier date than version {before.version}"
    if release.last_day and release.last_day < release.date:
        yield f"release: the last day of {release.name} is before its date"
    if not release.editions:
        yield f"release: {release.name} has no editions"
