"""From a save to the new sheet, by the clock: how long `handouts live` takes.

Usage: python benchmarks/live.py FOLDER TIMES KEPT
FOLDER holds a copy of this project, which is changed, and KEPT what was kept of its handouts.
Prints JSON: the medians of the time to the first new edition of the patients' sheet, and to all of
them, in units of what the bare loop takes for all of them, by the clock.
"""

from __future__ import annotations

import contextlib
import json
import pickle
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bare import Bare, loaded_engine, median

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LABEL = "(blood-thinners-short)="
"""Of a paragraph that stands on the patients' sheet: its last word is another at each save."""
LAST = ("nurse", "staff", "ward", "clinic", "doctor", "helper", "people", "office")
"""A sheet that was printed before would come from the cache."""
SHEETS = "handouts/patients-*.pdf"
LONGEST = 30.0
"""Seconds after which something must be wrong."""


def main(folder: Path, times: int, kept: Path) -> dict[str, float]:
    """Save the page again and again, and return the medians."""
    whole = bare_seconds(kept, times)
    out = folder / "live"
    pages = (folder / "docs").rglob("*.md")
    page = next(page for page in pages if LABEL in page.read_text("utf-8"))
    firsts, each = [], []
    with live(folder / "docs", out, folder / "trees"):
        for number in range(times + 1):
            if not (before := state(out)):
                raise SystemExit("the first build printed no sheet")
            head, label, rest = page.read_text("utf-8").partition(f"{LABEL}\n")
            line, end, tail = rest.partition("\n")
            line = re.sub(r"\w+(?=\W*$)", LAST[number], line)
            start = time.perf_counter()
            page.write_text(f"{head}{label}{line}{end}{tail}", "utf-8")
            first, last = waited(out, before, start)
            if number:  # The first save loads the layout engine.
                firsts.append(first)
                each.append(last)
            time.sleep(1)
    found = {"first": statistics.median(firsts), "all": statistics.median(each)}
    return {name: round(value / whole, 3) for name, value in found.items()}


def bare_seconds(kept: Path, times: int) -> float:
    """Return what the bare loop takes for all editions of the sheet, by the clock."""
    with loaded_engine():
        job, laid_out = pickle.loads((kept / "handouts-patients").read_bytes())
        bare = Bare([(job, laid_out)])
        return median(lambda: [bare.print(job, one) for one in laid_out], times, time.perf_counter)


def state(out: Path) -> Mapping[Path, int]:
    """Return when each sheet was written."""
    return {path: path.stat().st_mtime_ns for path in out.glob(SHEETS)}


def waited(out: Path, before: Mapping[Path, int], start: float) -> tuple[float, float]:
    """Return the seconds until one sheet was new, and until all were."""
    first = 0.0
    while time.perf_counter() - start < LONGEST:
        with contextlib.suppress(OSError):  # It is being replaced.
            now = state(out)
            new = [path for path, at in now.items() if before.get(path) != at]
            if new and not first:
                first = time.perf_counter() - start
            if len(new) == len(before):
                return first, time.perf_counter() - start
        time.sleep(0.005)
    raise SystemExit("no new sheet appeared")


@contextlib.contextmanager
def live(source: Path, out: Path, trees: Path) -> Iterator[None]:
    """Have `handouts live` run, with its first build done."""
    command = [sys.executable, "-u", "-m", "handouts", "live", str(source), str(out)]
    options = ["--doctrees", str(trees), "--port", "0"]
    process = subprocess.Popen([*command, *options], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if "Waiting for you" in line:
                break
        yield
    finally:
        process.terminate()  # It then ends what it has started.
        process.wait(LONGEST)


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))))
