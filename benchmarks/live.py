"""From a save to the new sheet, by the clock: how long `handouts live` takes.

Usage: python benchmarks/live.py FOLDER TIMES
FOLDER holds a copy of this project, which is changed. Prints JSON: the medians of the
seconds to the first new edition of the patients' sheet, and to all of them.
"""

from __future__ import annotations

import contextlib
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LABEL = "(blood-thinners-short)="
"""Of a paragraph that stands on the patients' sheet: its full stop comes and goes."""
SHEETS = "handouts/patients-*.pdf"
LONGEST = 120.0
"""Seconds after which something must be wrong."""


def main(folder: Path, times: int) -> dict[str, float]:
    """Save the page again and again, and return the medians."""
    out = folder / "live"
    pages = (folder / "docs").rglob("*.md")
    page = next(page for page in pages if LABEL in page.read_text("utf-8"))
    firsts, alls = [], []
    with live(folder / "docs", out, folder / "trees"):
        for number in range(times + 1):
            before = state(out)
            head, label, rest = page.read_text("utf-8").partition(f"{LABEL}\n")
            line, end, tail = rest.partition("\n")
            line = line.removesuffix(".") if line.endswith(".") else f"{line}."
            start = time.perf_counter()
            page.write_text(f"{head}{label}{line}{end}{tail}", "utf-8")
            first, last = waited(out, before, start)
            if number:  # The first save loads the layout engine.
                firsts.append(first)
                alls.append(last)
            time.sleep(1)
    return {"first": statistics.median(firsts), "all": statistics.median(alls)}


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
        process.terminate()
        process.wait()


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]))))
