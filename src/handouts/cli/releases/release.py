"""The command `release`: record a version of a handout, with the digests of its sheets."""

from __future__ import annotations

import argparse
import datetime
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from handouts.cli.application import NITPICKY, Folders, build
from handouts.cli.arguments import Arguments, flag, on_terminal, shared
from handouts.cli.conf import today_of
from handouts.cli.explain import Warnings
from handouts.cli.releases.numbered import (
    NumberedHandout,
    named,
    numbered_handouts,
    require_not_withdrawn,
)
from handouts.cli.releases.open_register import (
    OpenRegister,
    open_register,
    overrides_of,
    require_committed,
)
from handouts.cli.releases.propose import proposal
from handouts.cli.releases.verify import digest_of_file, verify
from handouts.cli.run_checks import run_checks
from handouts.diff.revisions import Revisions
from handouts.pipeline.report import Report, load_report
from handouts.problems import HandoutsError, visible
from handouts.releases.register import (
    Register,
    Release,
    has_changed,
    latest,
    sheet_version,
    withdrawn_with,
)
from handouts.releases.register_file import read_register

if TYPE_CHECKING:
    from handouts.releases.history import RegisterHistory

WITHOUT_CODE = """\
These sheets bear no code, because html_baseurl in conf.py is not set: nobody who holds one finds
out what became of it. If the site has an address, set it, restore {path}, and release again.
"""
NO_DIGEST = f"sha256:{'0' * 64}"
"""Stands for the digest of a sheet that is still to be printed."""

DESCRIPTION = (
    "Run all checks, print the sheets of handouts with an id as their next version, and record "
    "their digests with a sentence on what has changed. Without an ID, all handouts whose words "
    "have changed are released. What was recorded is never changed."
)
EXIT_STATUS = (
    "0 if versions were recorded, or verified; 1 if a check failed, no handout has changed, or "
    "other bytes were printed; 2 if the command cannot be carried out, or not for an ID."
)
ARGUMENTS: Arguments = {
    "ids": {"metavar": "ID", "nargs": "*", "help": "of a handout (all that changed)"},
    "--change": {
        "metavar": "TEXT",
        "help": "what has changed since the last version, in one plain sentence for readers "
        "(asked for on a terminal)",
    },
    "--safety": flag("the change touches safety: the page of the version before says so first"),
    "--verify": flag(
        "release nothing; print the latest versions again from their commits, and say whether the "
        "bytes are the same"
    ),
    **shared("--source", "--releases", "--language", "--doctrees"),
}


def run(options: argparse.Namespace) -> int:
    """Release the handouts that are asked for, all or none."""
    source, doctrees = options.source, options.doctrees
    opened = open_register(source, options.releases)
    history = require_committed(opened, source)
    settings = overrides_of(options)
    if options.verify:
        return verify(opened, history, Revisions(source, settings), options.ids)
    checked = run_checks(source, doctrees, settings)
    if not checked.passed:
        checked.show()
        sys.stdout.write("\nNothing was released: fix what is named above first.\n")
        return 1
    chosen = list(to_release(numbered_handouts(checked.report), options.ids, opened.register))
    if not chosen:
        sys.stdout.write("Nothing was released: no handout has changed since its last version.\n")
        return 1
    require_ids_for_words(chosen, options)
    folder = doctrees.resolve() / "handouts" / "release"
    pending = [_pending(one, opened.register, options) for one in chosen]
    register = register_with(pending, folder, opened)
    settings |= {"handouts_releases": str(register.resolve())}
    report = _print(source, doctrees, folder, settings)
    printed = [with_digests(one, report, folder) for one in pending]
    require_same_words(printed, history, Revisions(source, settings))
    released = [with_change(one, opened, folder, options) for one in printed]
    require_committed(opened, source)  # Somebody may have saved a source meanwhile.
    opened.add(released)
    _say(released, opened.path)
    if report.engines.get("html_baseurl") == "none":
        sys.stdout.write(WITHOUT_CODE.format(path=opened.path))
    return 0


def to_release(
    known: Mapping[str, NumberedHandout], ids: Sequence[str], register: Register
) -> Iterator[NumberedHandout]:
    """Yield the handouts to release.

    :raises HandoutsError: if one that is named has not changed
    """
    for one in [named(known, name) for name in dict.fromkeys(ids)] or known.values():
        words = one.facts["words"]
        version = sheet_version(register, one.id, one.language, words)
        if ids:
            require_not_withdrawn(one, register)
        if gone := withdrawn_with(register, one.id, one.language, words):
            sys.stdout.write(f"Left out: {gone.name} was withdrawn, and its words are the same.\n")
        elif has_changed(register, version, one.language):
            yield one
        elif ids:
            name = version.release.name if version.release else one.id
            raise HandoutsError(f"nothing has changed since {name}")


def _pending(one: NumberedHandout, register: Register, options: argparse.Namespace) -> Release:
    """Return a release whose sheets are still to be printed."""
    before = latest(register, one.id, one.language)
    last_day = one.facts.get("check-by")
    return Release(
        id=one.id,
        version=before.version + 1 if before else 1,
        language=one.language,
        title=one.facts["title"],
        page=one.docname,
        date=today_of(options.source),
        last_day=datetime.date.fromisoformat(last_day) if last_day else None,
        change=options.change or "Not yet said.",
        safety=options.safety,
        words=one.facts["words"],
        editions={"none": NO_DIGEST},
    )


def register_with(pending: Sequence[Release], folder: Path, opened: OpenRegister) -> Path:
    """Write another register, in which the releases stand already; return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "pending.toml"
    path.write_bytes(opened.path.read_bytes() if opened.path.is_file() else b"")
    replace(opened, path=path, register=read_register(path, path.name)).add(pending)
    return path


def require_ids_for_words(chosen: Sequence[NumberedHandout], options: argparse.Namespace) -> None:
    """Raise HandoutsError if one sentence would describe several handouts that are not named."""
    if len(chosen) > 1 and not options.ids and (options.change or options.safety):
        names = " ".join(one.id for one in chosen)
        raise HandoutsError(f"say of which handouts that is true: handouts release {names} …")


def _print(source: Path, doctrees: Path, folder: Path, settings: Mapping[str, str]) -> Report:
    (folder / "report.json").unlink(missing_ok=True)
    folders = Folders(source, folder, doctrees)
    warnings = Warnings(Path.cwd())
    build("handouts", folders, warnings, {**NITPICKY, **settings})
    if found := warnings.take():
        raise HandoutsError("the released sheets cannot be printed:\n\n" + "\n".join(found))
    return load_report(folder / "report.json")


def with_digests(release: Release, report: Report, folder: Path) -> Release:
    """Return a release with the digests of its sheets and the versions of the engines."""
    if report.handouts[release.page].get("words") != release.words:
        raise HandoutsError(f"'{release.page}' changed while it was printed; run the command again")
    editions = {}
    for sheet in report.sheets_of(release.page):
        if sheet.draft:
            message = f"'{release.page}' says 'draft: true'; remove that line to release it"
            raise HandoutsError(message)
        if not sheet.printed:  # `suppress_warnings` may hide why.
            raise HandoutsError(f"'{sheet.file}' was not printed; run the command again")
        editions[sheet.edition] = digest_of_file(folder / sheet.file)
    return replace(release, editions=editions, engines=report.engines)


def require_same_words(
    released: Sequence[Release], history: RegisterHistory, revisions: Revisions
) -> None:
    """Print the commit that is checked out, which has the words of what is released.

    Git does not name files that it ignores, is set to leave alone, or has from another repository.

    :raises HandoutsError: if the commit has other words
    """
    commit = history.repository.head()
    with tempfile.TemporaryDirectory(prefix="handouts-release-") as work:
        report = load_report(revisions.printed(commit, Path(work)) / "report.json")
    for one in released:
        if report.handouts.get(one.page, {}).get("words") != one.words:
            message = (
                f"the sheets of {one.id} have other words in this folder than in its last commit, "
                f"{commit[:12]}: a file that they are made from is ignored by git, hidden from it, "
                "or in a submodule, or conf.py takes words from the environment; commit a copy"
            )
            raise HandoutsError(message)


def with_change(
    release: Release, opened: OpenRegister, folder: Path, options: argparse.Namespace
) -> Release:
    """Return a release with the sentence of its author, who may take the one proposed."""
    if options.change:
        return release
    revisions = Revisions(options.source, overrides_of(options))
    proposed = proposal(release, opened, revisions, folder)
    if on_terminal():
        asked = f"What has changed in {release.name}, in one plain sentence for readers?\n"
        sys.stdout.write(asked)
        typed = input(visible(f"Enter takes: {proposed}\n> ")).strip()
        return replace(release, change=typed or proposed)
    if release.version == 1:
        return replace(release, change=proposed)
    raise HandoutsError(visible(f'say what has changed, such as --change "{proposed}"'))


def _say(released: Sequence[Release], path: Path) -> None:
    for one in released:
        sys.stdout.write(visible(f"Released: {one.name} ({one.language}): {one.change}\n"))
    tags = " ".join(f"{one.id}-{one.version}-{one.language}" for one in released)
    sys.stdout.write(
        f"Commit {path} now, and nothing else with it; then build and publish. So that everybody "
        f"finds the commit, it can be tagged: {tags}\n"
    )
