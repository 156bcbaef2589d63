"""Print released versions again, and say whether the bytes are the same."""

from __future__ import annotations

import hashlib
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from handouts.cli.releases.open_register import OpenRegister, require_released
from handouts.pipeline.report import load_report
from handouts.problems import HandoutsError, visible
from handouts.releases.register import Register, Release, approvals_of, latest

if TYPE_CHECKING:
    from handouts.diff.revisions import Revisions
    from handouts.releases.history import RegisterHistory


def verify(
    opened: OpenRegister, history: RegisterHistory, revisions: Revisions, ids: Sequence[str]
) -> int:
    """Report whether the latest version of each handout has the same bytes; return 1 if not.

    :param history: knows the commit of each version
    :param revisions: prints these commits
    :param ids: of the handouts; none means all
    :raises HandoutsError: if a version was not released, is not committed, or cannot be printed
    """
    register = opened.register
    if not register.releases:
        raise HandoutsError("nothing has been released, so there is nothing to verify")
    for name in ids:
        require_released(register, name)
    same = True
    for release in _newest(register, ids):
        commit = history.commit_that_added(release)
        if not commit:
            raise HandoutsError(f"{release.name} is not committed yet: commit {opened.path}")
        found = list(differences(release, commit, revisions))
        same = same and not found
        verdict = "; ".join(found) or f"the same bytes in {', '.join(release.editions)}"
        sys.stdout.write(f"{release.name} ({release.language}), commit {commit[:12]}: {verdict}\n")
        _show_approvals(register, history, release)
    return 0 if same else 1


def _newest(register: Register, ids: Sequence[str]) -> Iterator[Release]:
    wanted = dict.fromkeys((one.id, one.language) for one in register.releases)
    for handout, language in wanted:
        release = latest(register, handout, language)
        if release and (not ids or handout in ids):
            yield release


def differences(release: Release, commit: str, revisions: Revisions) -> Iterator[str]:
    """Print a version from its commit; yield each edition that differs, and then why it may."""
    with tempfile.TemporaryDirectory(prefix="handouts-verify-") as work:
        folder = revisions.printed(commit, Path(work), release.language)
        files = {name: folder / f"{release.page}-{name}.pdf" for name in release.editions}
        now = {name: digest_of_file(file) for name, file in files.items()}
        other = [name for name, digest in release.editions.items() if digest != now[name]]
        engines = load_report(folder / "report.json").engines
    if other:
        yield f"other bytes in {', '.join(other)}"
        yield what_differs(release.engines, engines)


def what_differs(before: Mapping[str, str], now: Mapping[str, str]) -> str:
    """Return which engines are others than at the release, in words."""
    changed = [
        f"{name} was {before.get(name, 'not there')} and is {now.get(name, 'not there')}"
        for name in sorted(before.keys() | now.keys())
        if before.get(name) != now.get(name)
    ]
    return ", ".join(changed) or (
        "every engine is the same, so a source differs: was something else committed with the "
        "register?"
    )


def digest_of_file(path: Path) -> str:
    """Return the digest of a PDF as the register has it, or nothing if there is no file."""
    return f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}" if path.is_file() else ""


def _show_approvals(register: Register, history: RegisterHistory, release: Release) -> None:
    """Show who approved the words of a version, and who signed the record."""
    for one in approvals_of(register, release.id, release.language, release.words):
        commit = history.commit_that_added(one)
        signature = history.repository.signature(commit) if commit else ""
        said = (
            f"  approved by {one.by}, {one.role} ({one.registration}), on {one.date}; "
            f"commit {commit[:12] or 'still to be made'}: {signature or 'not signed'}\n"
        )
        sys.stdout.write(visible(said))  # A signature bears a name that its owner chose.
