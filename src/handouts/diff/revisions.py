"""A git revision as a build: exported into a folder of its own, and printed there.

Printing runs the revision's `conf.py`, as checking it out and building it would. A stranger may
have written it: it gets an environment without the caller's variables, and files that would be
written outside its folder, or links that lead out of it, are refused.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from handouts.problems import HandoutsError
from handouts.releases.repository import Repository

KEPT = ("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR")
"""What of the environment an engine may depend on; a `conf.py`, on `HANDOUTS_…` besides."""
SECRET = "HANDOUTS_CACHE_KEY"
LAST = 1500
"""Characters of a failed build's output that are shown."""


@dataclass(frozen=True)
class Revisions:
    """Prints the revisions of a project."""

    source: Path
    """Folder with `conf.py`, as it lies in the repository now."""
    settings: Mapping[str, str] = field(default_factory=dict)
    """What is set otherwise than in `conf.py`."""

    @property
    def repository(self) -> Repository:
        """The repository of the source, or that of the caller if the folder is gone."""
        return Repository(self.source if self.source.is_dir() else Path())

    def commit_of(self, name: str) -> str:
        """Return the commit that a name stands for, or nothing."""
        words = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        return self.repository.ask(*words).strip()

    def text_of(self, commit: str, name: str) -> str:
        """Return a file of the source folder as it is in a commit; nothing if it is not there."""
        return self.repository.ask("show", f"{commit}:./{name}")

    def printed(self, commit: str, work: Path, language: str = "") -> Path:
        """Print the sheets of a commit below `work`; return the folder of its build.

        :param language: of the pages, if not that of `conf.py`
        :raises HandoutsError: if the commit cannot be exported or built
        """
        top, here = Path(self.repository.top()).resolve(), self.source.resolve()
        if not here.is_relative_to(top):
            raise HandoutsError(f"'{self.source}' lies outside the repository at '{top}'")
        files, built = work / commit / "files", work / commit / "sheets"
        if (built / "report.json").is_file():
            return built  # Two names may mean one commit.
        export(commit, Repository(top), files)
        docs = files / here.relative_to(top)
        if not (docs / "conf.py").is_file():
            raise HandoutsError(f"revision {commit[:12]} has no '{self.source}/conf.py'")
        settings = {**self.settings, **({"language": language} if language else {})}
        print_revision(commit, docs, built, work, settings)
        return built


def export(commit: str, repository: Repository, folder: Path) -> None:
    """Write the files of a commit into a new folder, as checking it out would.

    :raises HandoutsError: for what git cannot export, and for a link that leads out of the folder
    """
    folder.mkdir(parents=True)
    # Git refuses absolute names and those with `..`, and writes nothing through a link.
    words = ("read-tree", "--reset", "-u", "--no-sparse-checkout", "--no-recurse-submodules")
    index = str(folder.with_name("index"))
    done = repository.run(f"--work-tree={folder}", *words, commit, GIT_INDEX_FILE=index)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise HandoutsError(f"git cannot export {commit[:12]}: {said}")
    top = os.path.realpath(folder)
    for path in folder.rglob("*"):
        if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(top):
            name = path.relative_to(folder)
            raise HandoutsError(f"revision {commit[:12]} has a link that leads out of it: '{name}'")


def print_revision(
    commit: str, docs: Path, built: Path, work: Path, settings: Mapping[str, str]
) -> None:
    """Print the files of a commit in another process.

    :param docs: folder with its `conf.py`
    :param built: folder for the sheets
    :param work: folder for all else that is written
    :param settings: what is set otherwise than in `conf.py`
    :raises HandoutsError: if no report is written
    """
    build = ["handouts", "build", str(docs), str(built), "--doctrees", str(work / "doctrees")]
    if settings:
        build = ["sphinx", "-b", "handouts", "-q", str(docs), str(built)]
        build += ["-d", str(work / "doctrees")]
        settings = {**settings, "handouts_printing": "1"}  # As the command above does.
        build += [word for one in settings.items() for word in ("-D", "=".join(one))]
    done = subprocess.run(
        # -P: a folder of the revision is not taken for a Python package.
        [sys.executable, "-P", "-m", *build],
        cwd=work,
        env=_environment(work / "home"),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    if not (built / "report.json").is_file():
        reason = done.stderr.decode("utf-8", "replace").strip()[-LAST:]
        what = reason.removeprefix("handouts: ")
        raise HandoutsError(f"revision {commit[:12]} cannot be built: {what}")


def _environment(home: Path) -> dict[str, str]:
    """Return what a build of a revision sees of the environment."""
    home.mkdir(exist_ok=True)
    ours = (name for name in os.environ if name.startswith("HANDOUTS_") and name != SECRET)
    kept = {name: os.environ[name] for name in (*KEPT, *ours) if name in os.environ}
    paths = filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))
    return {**kept, "PYTHONPATH": os.pathsep.join(map(os.path.abspath, paths)), "HOME": str(home)}
