"""Releases, withdrawals and approvals as values, and what follows from them for a sheet.

Knows neither files nor Sphinx. The order of the entries says whose approvals a version was
printed with: those that stand before it.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from handouts.problems import Problem

WORDS_FORM = "words-1"
"""How words are made a digest now; another number for each change of it."""

Status = Literal["current", "past its last day", "replaced", "withdrawn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One version of a handout in one language."""

    id: str
    """The handout's, as its front matter says; letters and digits."""
    version: int
    """1, 2, 3 and so on for each id and language."""
    language: str
    """As Sphinx writes it, such as `en` or `pt_BR`."""
    title: str
    page: str
    """Name of the handout's page at that time."""
    date: datetime.date
    change: str
    """What has changed since the version before, in one plain sentence."""
    words: str
    """Digest of the words and numbers that readers see."""
    last_day: datetime.date | None = None
    safety: bool = False
    """Whether the change touches safety."""
    engines: Mapping[str, str] = field(default_factory=dict)
    """Versions of what the bytes of the sheets depend on."""
    editions: Mapping[str, str] = field(default_factory=dict)
    """Digest of the PDF of each edition."""
    line: int = field(default=0, compare=False)

    @property
    def name(self) -> str:
        """Its name in messages, such as “SC1 version 3”."""
        return f"{self.id} version {self.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """Versions of a handout in one language that must not be used any more."""

    id: str
    language: str
    versions: tuple[int, ...]
    """Each by its number, so that it does not matter what stands before it in the file."""
    date: datetime.date
    reason: str
    instead: str = ""
    """What to do or to use instead."""
    line: int = field(default=0, compare=False)

    def concerns(self, release: Release) -> bool:
        """Return whether it is of a version."""
        same = (self.id, self.language) == (release.id, release.language)
        return same and release.version in self.versions


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Somebody takes responsibility for the words of a handout."""

    id: str
    language: str
    words: str
    """Digest of the words that were approved; of other words it says nothing."""
    by: str
    role: str
    registration: str
    date: datetime.date
    version: int | None = None
    """The version that had these words when they were approved."""
    line: int = field(default=0, compare=False)


Entry: TypeAlias = Release | Withdrawal | Approval


@dataclass(frozen=True)
class Register:
    """All entries in the order in which they were made; empty if one of them is faulty."""

    entries: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()
    exists: bool = False
    """Whether the project has a register; without one no sheet names a version."""

    @cached_property
    def releases(self) -> tuple[Release, ...]:
        """The releases, in order."""
        return tuple(one for one in self.entries if isinstance(one, Release))

    @cached_property
    def approvals(self) -> tuple[Approval, ...]:
        """The approvals, in order."""
        return tuple(one for one in self.entries if isinstance(one, Approval))

    def before(self, entry: Entry) -> Register:
        """Return the register as it was before one of its entries was made."""
        number = next(index for index, one in enumerate(self.entries) if one is entry)
        return Register(self.entries[:number], exists=self.exists)


def versions_of(register: Register, handout: str, language: str) -> list[Release]:
    """Return the releases of a handout in a language, in the order of their versions."""
    known = [one for one in register.releases if (one.id, one.language) == (handout, language)]
    return sorted(known, key=lambda one: one.version)


def latest(register: Register, handout: str, language: str) -> Release | None:
    """Return the newest release of a handout in a language, withdrawn or not."""
    return next(reversed(versions_of(register, handout, language)), None)


def withdrawal_of(register: Register, release: Release) -> Withdrawal | None:
    """Return the first withdrawal of a release, or nothing."""
    withdrawals = (one for one in register.entries if isinstance(one, Withdrawal))
    return next((one for one in withdrawals if one.concerns(release)), None)


def status(register: Register, release: Release, today: datetime.date) -> Status:
    """Return whether a released version may be used, and if not, why.

    On its last day a sheet may still be used.
    """
    newest = latest(register, release.id, release.language)
    if withdrawal_of(register, release):
        return "withdrawn"
    if newest and newest.version > release.version:
        return "replaced"
    if release.last_day and today > release.last_day:
        return "past its last day"
    return "current"


def withdrawn_with(register: Register, handout: str, language: str, words: str) -> Release | None:
    """Return a withdrawn version that has exactly these words, or nothing."""
    same = (one for one in versions_of(register, handout, language) if one.words == words)
    return next((one for one in same if withdrawal_of(register, one)), None)


def of_other_form(register: Register) -> list[Release]:
    """Return the newest releases whose words were made a digest in another way than now.

    Nobody can say whether their words are those of today, so their sheets are drafts.
    """
    newest = {(one.id, one.language): one for one in register.releases}
    return [one for one in newest.values() if not one.words.startswith(f"{WORDS_FORM}:")]


def approvals_of(register: Register, handout: str, language: str, words: str) -> list[Approval]:
    """Return the approvals of exactly these words, in order."""
    wanted = (handout, language, words)
    return [one for one in register.approvals if (one.id, one.language, one.words) == wanted]


@dataclass(frozen=True, slots=True)
class SheetVersion:
    """What the register says of the words of one handout in one language."""

    id: str
    words: str
    """Digest of the words that were looked for."""
    release: Release | None
    """The version that has these words, if it is the latest; None is a draft."""
    approval: Approval | None
    """The last approval of these words; of a version, the last before it was released."""
    withdrawal: Withdrawal | None
    """That of the latest release, whether or not the words have changed since."""

    @property
    def draft(self) -> bool:
        """Whether the words are not those of the latest release."""
        return self.release is None


def sheet_version(register: Register, handout: str, language: str, words: str) -> SheetVersion:
    """Return what the sheets of a handout say of themselves.

    What was released stays as it was printed: an approval that came later is of the next version.

    :param handout: its id
    :param words: digest of its words as they are now
    """
    newest = latest(register, handout, language)
    release = newest if newest and newest.words == words else None
    known = register.before(release) if release else register
    approvals = approvals_of(known, handout, language, words)
    return SheetVersion(
        id=handout,
        words=words,
        release=release,
        approval=approvals[-1] if approvals else None,
        withdrawal=withdrawal_of(register, newest) if newest else None,
    )


def has_changed(register: Register, version: SheetVersion, language: str) -> bool:
    """Return whether another release would differ from the last: in words, or in who approved."""
    if version.release is None:
        return True
    approvals = approvals_of(register, version.id, language, version.words)
    return bool(approvals) and approvals[-1] != version.approval
