"""Builds in copies of one process that has loaded all that they need.

To load it takes longer than a small build. This process is not that of the tests, whose threads
would be missing in a copy.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import runpy
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from projects import Project

SUPPORT = Path(__file__).parent
KILLING = SUPPORT / "killing"
"""Put in front of a program's modules, it kills the program."""
DROP_CAPABILITY, OVERRIDE_PERMISSIONS, OVERRIDE_SEARCH = 24, 1, 2
"""Numbers of the Linux kernel."""
LIMIT = 120
"""Seconds that a build may take, on a machine however busy."""


@dataclass(frozen=True)
class Ended:
    """How a build ended, and what it wrote to standard error."""

    returncode: int
    stderr: str


class Forks:
    """The process that is copied; end it with `close`."""

    def __init__(self) -> None:
        path = os.pathsep.join([str(SUPPORT), os.environ.get("PYTHONPATH", "")])
        self._program = subprocess.Popen(
            [sys.executable, __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": path},
            preexec_fn=drop_capabilities,  # noqa: PLW1509  # takes no lock
        )

    def run(
        self, project: Project, *doctrees: str, kill_at: int = 0, largest_file: int = -1
    ) -> list[Ended]:
        """Build a project as `sphinx-build` does, with each of these folders, all at once.

        It may write no file of more bytes, and nothing where its user may not, even if that is the
        superuser. With `kill_at` it is killed when it changes files of ours for that many times.
        """
        build = project.folder / "build"
        names = [str(build / name) for name in doctrees or ("doctrees",)]
        wanted = {
            "pages": [str(project.srcdir), str(build / "handouts")],
            "doctrees": names,
            "kill_at": kill_at,
            "largest_file": largest_file,
        }
        assert self._program.stdin
        assert self._program.stdout
        print(json.dumps(wanted), file=self._program.stdin, flush=True)
        codes = json.loads(self._program.stdout.readline())
        logs = [Path(f"{name}.log").read_text("utf-8") for name in names]
        return [Ended(code, log) for code, log in zip(codes, logs, strict=True)]

    def close(self) -> None:
        """End the process."""
        self._program.communicate(timeout=LIMIT)


def drop_capabilities() -> None:
    """Let the next program of this process do nothing that only the superuser may do with files."""
    for capability in (OVERRIDE_PERMISSIONS, OVERRIDE_SEARCH):
        ctypes.CDLL(None).prctl(DROP_CAPABILITY, capability)


def serve() -> None:
    """Build what each line of standard input asks for; write how the builds ended."""
    load()
    for line in sys.stdin:
        wanted = json.loads(line)
        folders = wanted.pop("doctrees")
        copies = [start(doctrees=folder, **wanted) for folder in folders]
        ends = [os.waitpid(copy, 0)[1] for copy in copies]
        print(json.dumps([os.waitstatus_to_exitcode(end) for end in ends]), flush=True)


def load() -> None:
    """Load what every build needs; the layout engine as in a worker, without system fonts."""
    import myst_parser.sphinx_  # noqa: F401

    import projects  # noqa: F401
    from handouts.workers import remote

    remote._folder()
    import handouts.typeset.edition  # noqa: F401


def start(pages: list[str], doctrees: str, **limits: Any) -> int:
    """Start one build in a copy of this process; return the number of the copy."""
    copy = os.fork()
    if copy == 0:
        code = 1
        signal.alarm(LIMIT)
        try:
            code = build(pages, doctrees, **limits)
        finally:
            os._exit(code)
    return copy


def build(pages: list[str], doctrees: str, kill_at: int, largest_file: int) -> int:
    """Build with limits, and return what `sphinx-build` returns."""
    from sphinx.cmd.build import main

    log = os.open(f"{doctrees}.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(log, 2)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))
    if kill_at:
        os.environ["KILL_AT"] = str(kill_at)
        runpy.run_path(str(KILLING / "sitecustomize.py"))
    executor = "handouts_executor=projects:in_this_process"
    return main(["-b", "handouts", "--no-color", "-D", executor, "-d", doctrees, *pages])


if __name__ == "__main__":
    serve()
