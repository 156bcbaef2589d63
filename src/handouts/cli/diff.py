"""The command `diff`: show what a change does to paper."""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
from functools import partial
from pathlib import Path

from handouts.cli.arguments import Arguments, path_argument
from handouts.diff.claims import unchecked_changes
from handouts.diff.compare import SheetChange, compare
from handouts.diff.picture import side_by_side
from handouts.diff.revisions import Revisions
from handouts.diff.summary import TO_CHECK, UNCHECKED, facts, in_html, in_markdown, summary
from handouts.files import write_atomically
from handouts.pipeline.report import load_report
from handouts.problems import HandoutsError, visible
from handouts.releases.repository import Repository

DESCRIPTION = (
    "Compare the sheets of two builds: words, type, how full each page is, and pictures side by "
    "side with the changes marked. OLD and NEW are folders of sheets, or git revisions, which "
    "are printed by this version of handouts. Printing a revision runs its conf.py, as building "
    "it would: do so only where a stranger's code may run."
)
EXIT_STATUS = "0 if no change is seen; 1 if one is; 2 if the command cannot be carried out."
ARGUMENTS: Arguments = {
    "old": {
        "metavar": "OLD",
        "nargs": "?",
        "default": "HEAD",
        "help": "folder of sheets, or git revision (HEAD, the last commit)",
    },
    "new": {
        "metavar": "NEW",
        "nargs": "?",
        "default": "build/pdf",
        "help": "folder of sheets, or git revision (build/pdf)",
    },
    "--source": path_argument("docs", "folder with conf.py of revisions"),
    "--output": path_argument("build/diff", "folder to write", metavar="FOLDER"),
    "--markdown": {"metavar": "FILE", "help": "write Markdown for a comment as well"},
}


def run(options: argparse.Namespace) -> int:
    """Compare, write the folder, and say in a line a sheet what changed."""
    names = (options.old, options.new)
    with tempfile.TemporaryDirectory(prefix="handouts-diff-") as work:
        folders = [_folder(name, options.source, Path(work)) for name in names]
        changes = compare(*folders)
        unchecked = unchecked_changes(*map(partial(_ledger, options.source), names, folders))
    output = options.output
    pictures = _write(output, changes, names)
    if options.markdown:
        text = in_markdown(changes, names, pictures, unchecked)
        write_atomically(Path(options.markdown), text.encode())
    for change in changes:
        sys.stdout.write(f"{visible(change.name)}: {visible('; '.join(facts(change)))}\n")
    if unchecked:
        sys.stdout.write(f"{UNCHECKED}: {visible(', '.join(unchecked))}. {TO_CHECK}\n")
    sys.stdout.write(f"{summary(changes)} See {output / 'index.html'}\n")
    return 1 if any(change.changed for change in changes) else 0


def _ledger(source: Path, name: str, folder: Path) -> str:
    """Return the ledger of a revision; that of a folder of sheets is the one in `source` now."""
    ledger = load_report(folder).ledger
    if folder != Path(name):
        revisions = Revisions(source)
        return revisions.text_of(revisions.commit_of(name), ledger)
    path = source / ledger
    return path.read_text("utf-8", "replace") if path.is_file() else ""


def _folder(name: str, source: Path, work: Path) -> Path:
    """Return the folder of sheets that a name means; those of a revision are printed."""
    if (Path(name) / "report.json").is_file():
        return Path(name)
    revisions = Revisions(source)
    commit = revisions.commit_of(name)
    if not commit:
        known = Repository.of(revisions.repository.folder)  # Raises an error if git is missing.
        of_what = " of this repository" if known else "; there is no git repository with a commit"
        what = "neither a folder of sheets with its report.json nor a revision"
        raise HandoutsError(f"'{name}' is {what}{of_what}")
    return revisions.printed(commit, work)


def _write(
    output: Path, changes: list[SheetChange], names: tuple[str, str]
) -> dict[str, list[str]]:
    """Write the page and the pictures; return the pictures' file names by sheet."""
    pictures: dict[str, list[str]] = {}
    folder = output / "pictures"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for change in changes:
        for page in change.pages:
            name = f"{re.sub(r'[^a-zA-Z0-9-]+', '-', change.name)}-{page + 1}.png"
            (folder / name).write_bytes(side_by_side(change, page, names))
            pictures.setdefault(change.name, []).append(f"pictures/{name}")
    (output / "index.html").write_text(in_html(changes, names, pictures), encoding="utf-8")
    return pictures
