"""What a worker of one commit needs for each sheet of an edition, all in, by the processor.

Usage: python benchmarks/printing.py FOLDER EDITION TIMES
Works with this commit and with older ones: PYTHONPATH says which. Prints JSON: for each handout
the median of its seconds after other sheets, and right after itself, as in `live`; its words and
its layouts.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import pickle
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

try:
    from handouts.workers import worker
except ImportError:  # Commits of before 29 November 2026.
    from handouts import press as worker  # type: ignore[attr-defined,no-redef]

import handouts.jobs

AT_A_TIME = 4
"""Sheets for a time: what their layouts have left is freed after every four sheets."""
OTHERS = 3
"""Sheets printed before each, so that what is freed falls on all of five places alike."""
print_job = getattr(worker, "print_and_collect", worker.print_handout)


def main(folder: Path, edition: str, times: int) -> dict[str, Any]:
    """Print the sheets again and again; the first time, which loads fonts, does not count."""
    figures = {}
    with tempfile.TemporaryDirectory() as settings:
        worker.write_font_settings(Path(settings))
        worker.load_engine(Path(settings))
        keep_font_configurations()
        getattr(worker, "collect_seldom", lambda: None)()  # As a process that prints begins.
        with contextlib.suppress(ImportError):  # Commits of before 29 November 2026.
            importlib.import_module("handouts.typeset.shortcuts").take_shortcuts()
        jobs = {path.name: job_of(path, edition) for path in sorted(folder.iterdir())}
        for name, job in jobs.items():
            others = [other for other in jobs.values() if other is not job] or [job]
            after_others, after_itself = [], []
            for number in range((times + 1) * AT_A_TIME):
                # Another text each time: what is remembered of the last one does not count.
                one, again = (
                    replace(job, html=job.html + end * (2 * number + 1)) for end in (" ", "\n")
                )
                forget("faces", "line_widths", "styles", "shared")
                for place in range(OTHERS):
                    print_job(others[place % len(others)])
                after_others.append(seconds(one))
                forget("line_widths")
                after_itself.append(seconds(again))
            (printed,) = print_job(job)
            figures[name] = {
                "seconds": middle(after_others),
                "again": middle(after_itself),
                "words": printed.words,
                "layouts": printed.layouts,
            }
    return figures


FONT_CONFIGURATIONS: list[Any] = []


def keep_font_configurations() -> None:
    """Note each font configuration that an engine makes."""
    from weasyprint.text.fonts import FontConfiguration

    begin = FontConfiguration.__init__

    def noted(self: Any, *given: Any, **options: Any) -> None:
        begin(self, *given, **options)
        FONT_CONFIGURATIONS.append(self)

    FontConfiguration.__init__ = noted


def job_of(path: Path, edition: str) -> Any:
    """Return the job of a handout that was kept, for one edition."""
    job, _ = pickle.loads(path.read_bytes())
    plans = tuple(plan for plan in job.plans if plan.edition == edition)
    return replace(job, fonts=fonts(), plans=plans)


def seconds(job: Any) -> float:
    """Return what printing a sheet takes, by the processor."""
    start = time.process_time()
    print_job(job)
    return time.process_time() - start


def middle(spent: list[float]) -> float:
    """Return the median of the means of some sheets each, without the first, which loads fonts."""
    some = [spent[at : at + AT_A_TIME] for at in range(0, len(spent), AT_A_TIME)]
    return statistics.median(map(statistics.mean, some[1:]))


def forget(*names: str) -> None:
    """Discard what is remembered, with the fonts of an engine, of the sheets printed before."""
    for one in FONT_CONFIGURATIONS:
        for name in names:
            vars(one).pop(name, None)


def fonts() -> tuple[Any, ...]:
    """Return the theme's fonts, as this commit names them."""
    known = handouts.jobs.THEME_FONTS
    folder = Path(handouts.__file__).parent / "theme" / "fonts"
    return tuple(folder / one if isinstance(one, str) else one for one in known)


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))))
