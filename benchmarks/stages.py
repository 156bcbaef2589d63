"""Where the time of a sheet goes, by the processor, as shares of what the bare loop needs for it.

Usage: python benchmarks/stages.py FOLDER
Prints the jobs of the folder in one process, and the shares and the seconds in all as JSON.
"""

from __future__ import annotations

import functools
import json
import pickle
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bare import loaded_engine

from handouts.jobs import THEME_FONTS
from handouts.preflight import gate
from handouts.workers import worker
from handouts.workers.memory import collect_seldom

if TYPE_CHECKING:
    from collections.abc import Callable

SPENT: Counter[str] = Counter()


def timed(home: Any, name: str, stage: str) -> None:
    """Count the processor's time of a function under a stage."""
    inner: Callable[..., Any] = getattr(home, name)

    @functools.wraps(inner)
    def outer(*args: Any, **kwargs: Any) -> Any:
        start = time.process_time()
        try:
            return inner(*args, **kwargs)
        finally:
            SPENT[stage] += time.process_time() - start

    setattr(home, name, outer)


def main(folder: Path) -> dict[str, Any]:
    """Print, and return the share of each stage, and the seconds of all of them together."""
    with loaded_engine():
        collect_seldom()  # As a process that prints begins.
        from handouts.typeset import edition, engine, layout
        from handouts.typeset.shortcuts import take_shortcuts

        take_shortcuts()

        kept = [pickle.loads(path.read_bytes())[0] for path in sorted(folder.iterdir())]
        jobs = [replace(job, fonts=THEME_FONTS) for job in kept]
        worker.print_and_collect(jobs[0])  # The first one loads the fonts.
        timed(engine.Engine, "parse", "parse")
        timed(layout.ParsedSheet, "render", "layout")
        timed(engine, "draw_qr_code", "code")
        timed(edition, "write", "write")
        timed(gate, "faults_of_pdf", "judge")
        timed(worker, "print_and_collect", "all")
        printed = [one for job in jobs for one in worker.print_and_collect(job)]
    SPENT["layout"] -= SPENT["code"]
    tries = sum(one.layouts for one in printed)
    once = SPENT["layout"] * len(printed) / tries
    bare = SPENT["parse"] + once + SPENT["write"]
    known = SPENT["parse"] + SPENT["layout"] + SPENT["write"] + SPENT["judge"]
    shares = {
        "parse": SPENT["parse"],
        "layout": once,
        "write": SPENT["write"],
        "judge": SPENT["judge"],
        "again": SPENT["layout"] - once,
        "else": SPENT["all"] - known,
    }
    rounded = {stage: round(spent / bare, 3) for stage, spent in shares.items()}
    return {"shares": rounded, "seconds": SPENT["all"]}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
