"""What a sheet says of itself: its version, whether it is a draft, and who approved its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handouts.releases.register import approvals_of, latest, withdrawal_of

if TYPE_CHECKING:
    from handouts.releases.register import Approval, Register, Release, Withdrawal


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

    @property
    def withdrawn(self) -> bool:
        """Whether these words must not be handed out any more."""
        return self.release is not None and self.withdrawal is not None


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
