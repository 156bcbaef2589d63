"""The real pages, built once for all tests of a run that look at them."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
PUBLIC = "https://example.org/back"
"""Address that the site is built for."""
REPOSITORY = "https://example.org/code"
ENVIRONMENT = {
    "HANDOUTS_BASEURL": PUBLIC,
    "HANDOUTS_TODAY": "2026-11-28",
    "HANDOUTS_REPOSITORY": REPOSITORY,
    "READTHEDOCS_CANONICAL_URL": "",
}


def build_once(folder: Path) -> Path:
    """Build the site into a folder, unless another process of this run has done so.

    Return that folder, with `html`, `doctrees` and what the build warned of in `warnings.txt`.
    """
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "html").exists():
            command = [sys.executable, "-m", "sphinx", "-q", "-n", "-b", "html", "-d"]
            names = [str(folder / "doctrees"), str(DOCS), str(folder / "unfinished")]
            with (folder / "warnings.txt").open("w") as warnings:
                environment = {**os.environ, **ENVIRONMENT}
                subprocess.run([*command, *names], check=True, env=environment, stderr=warnings)
            (folder / "unfinished").rename(folder / "html")
    return folder


@contextlib.contextmanager
def copied_pages(folder: Path) -> Iterator[Path]:
    """Copy the pages, but for those for authors, which state no claims and are on no sheet.

    What their `conf.py` has imported meanwhile is forgotten: other tests import it from elsewhere.
    """
    docs = folder / "docs"
    shutil.copytree(DOCS, docs, ignore=shutil.ignore_patterns("contributing"))
    paths = list(sys.path)
    try:
        yield docs
    finally:
        sys.path[:] = paths
        for name, module in list(sys.modules.items()):
            if (getattr(module, "__file__", None) or "").startswith(str(docs)):
                del sys.modules[name]
