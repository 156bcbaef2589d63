"""Write what the register says of a sheet: its version, and who approved it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from handouts.dates import in_words
from handouts.i18n import _
from handouts.releases.addresses import status_path
from handouts.releases.register import Approval, SheetVersion, sheet_version
from handouts.releases.setting import language_of, releases_of

if TYPE_CHECKING:
    from sphinx.config import Config

    from handouts.audit.facts import HandoutFacts
    from handouts.audit.handouts import Handout
    from handouts.config.settings import HandoutsConfig
    from handouts.writer.document import Frame


def version_of(config: Config, handout: Handout, facts: HandoutFacts) -> SheetVersion | None:
    """Return what the register says of a handout; nothing where it has no id or no register.

    :param facts: what composing found, with the digest of the words
    """
    register = releases_of(config)
    if not handout.id or not register.exists:
        return None
    return sheet_version(register, handout.id, language_of(config), facts.get("words", ""))


def notice_of(config: HandoutsConfig, version: SheetVersion | None) -> str:
    """Return the publisher's notice, for approved words with who approved them."""
    publisher = config.publisher
    if version is None or version.approval is None:
        return publisher.notice
    said = (approval_words(version.approval, config.language), publisher.notice_approved)
    return " ".join(filter(None, said))


def version_words(version: SheetVersion, language: str) -> str:
    """Return what a sheet says of its version, to be copied into a patient's record."""
    if version.release is None:
        return _("{id}: draft.", id=version.id)
    return _(
        "For records: {id} version {version}, {date}.",
        id=version.id,
        version=version.release.version,
        date=in_words(version.release.date, language),
    )


def approval_words(approval: Approval, language: str) -> str:
    """Return what a sheet says of who approved it."""
    return _(
        "Checked by {by}, {role} ({registration}), on {date}.",
        by=approval.by,
        role=approval.role,
        registration=approval.registration,
        date=in_words(approval.date, language),
    )


def frame_of_version(frame: Frame, version: SheetVersion, base_url: str) -> Frame:
    """Return a frame with what a sheet says of its version.

    :param base_url: address of the public site, which has a page for each version
    """
    release = version.release if base_url else None
    return replace(
        frame,
        draft=frame.draft or version.draft,
        code=f"{base_url}{status_path(release)}" if release else "",
        version=version_words(version, frame.language),
    )
