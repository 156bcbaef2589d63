"""Kill this program when it has changed files of handouts for a number of times."""

from __future__ import annotations

import itertools
import os
import signal
import sys

CHANGES = {"os.mkdir", "os.remove", "os.rename", "tempfile.mkdtemp", "tempfile.mkstemp"}
OURS = ("/doctrees/handouts", ".pdf", "report.", "releases.toml")
COUNT = itertools.count(1)


def watch(event: str, details: tuple[object, ...]) -> None:
    written = event == "open" and isinstance(details[1], str) and set("wx") & set(details[1])
    ours = event in CHANGES or written
    if ours and any(name in str(details[0]) for name in OURS):
        print("change", event, details[0], flush=True)
        if next(COUNT) == int(os.environ["KILL_AT"]):
            os.kill(os.getpid(), signal.SIGKILL)


if "multiprocessing" not in " ".join(sys.orig_argv):
    sys.addaudithook(watch)
