"""A git revision as a build: exported into a folder of its own, and printed there.

Printing runs the revision's `conf.py`, as checking it out and building it would. A stranger may
have written it: it gets an environment without the caller's variables, and files that would be
written outside its folder are refused.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tarfile
from pathlib import Path

from handouts.cli.arguments import CommandError

KEPT = ("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "HANDOUTS_BASEURL", "HANDOUTS_TODAY")
"""What of the environment a sheet or its engine may depend on."""
LAST = 1500
"""Characters of a failed build's output that are shown."""


def commit_of(name: str) -> str:
    """Return the commit that a name stands for, or nothing."""
    try:
        found = _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    except FileNotFoundError:
        return ""
    return found.stdout.decode().strip()


def print_revision(commit: str, source: Path, work: Path, language: str = "") -> Path:
    """Print the sheets of a commit below `work`; return the folder of its build.

    :param source: folder with `conf.py`, as it lies in the repository now
    :param language: of the pages, if not that of `conf.py`
    :raises CommandError: if the commit cannot be exported or built
    """
    top = Path(_git("rev-parse", "--show-toplevel").stdout.decode().strip())
    here = source.resolve()
    if not here.is_relative_to(top.resolve()):
        raise CommandError(f"'{source}' lies outside the repository at '{top}'")
    files, built = work / commit / "files", work / commit / "sheets"
    _export(commit, top, files)
    docs = files / here.relative_to(top.resolve())
    if not (docs / "conf.py").is_file():
        raise CommandError(f"revision {commit[:12]} has no '{source}/conf.py'")
    _print(commit, docs, built, work, language)
    return built


def _export(commit: str, top: Path, folder: Path) -> None:
    archive = _git("-C", str(top), "archive", "--format=tar", commit)
    if archive.returncode:
        raise CommandError(f"git cannot export {commit[:12]}: {archive.stderr.decode().strip()}")
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as tar:
        try:
            tar.extractall(folder, filter="data")
        except tarfile.FilterError as error:
            raise CommandError(f"revision {commit[:12]} has an unsafe file: {error}") from error


def _print(commit: str, docs: Path, built: Path, work: Path, language: str) -> None:
    (work / "home").mkdir(exist_ok=True)
    environment = {name: os.environ[name] for name in KEPT if name in os.environ}
    paths = os.environ.get("PYTHONPATH", "")
    environment["PYTHONPATH"] = os.pathsep.join(
        map(os.path.abspath, filter(None, paths.split(":")))
    )
    environment["HOME"] = str(work / "home")
    # -P: a folder of the revision is not taken for a Python package.
    build = ["handouts", "build", str(docs), str(built), "--doctrees", str(work / "doctrees")]
    if language:
        build = ["sphinx", "-b", "handouts", "-D", f"language={language}", "-q", str(docs)]
        build += [str(built), "-d", str(work / "doctrees")]
    done = subprocess.run(
        [sys.executable, "-P", "-m", *build],
        cwd=work,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    if not (built / "report.json").is_file():
        reason = done.stderr.decode("utf-8", "replace").strip()[-LAST:]
        what = reason.removeprefix("handouts: ")
        raise CommandError(f"revision {commit[:12]} cannot be built: {what}")


def _git(*words: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["git", *words], capture_output=True, check=False)
