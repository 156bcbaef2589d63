"""Bare WeasyPrint: print the very HTML and CSS that the product printed, once each, in a loop.

Usage: python benchmarks/bare.py FOLDER
Uses the same fonts and theme, shares what the engine lets one share, and checks nothing. QR codes
are drawn, and the theme is read, before the time begins.
"""

from __future__ import annotations

import contextlib
import functools
import pickle
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from handouts.workers.memory import with_room_for_frames
from handouts.workers.worker import load_engine, write_font_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def main(folder: Path) -> None:
    """Print every kept sheet, and say how long it took by the clock and by the processor."""
    with loaded_engine():
        bare = Bare([pickle.loads(path.read_bytes()) for path in sorted(folder.iterdir())])
        start, used = time.perf_counter(), time.process_time()
        for job, laid_out in bare.kept:
            for one in laid_out:
                bare.print(job, one)
        print(time.perf_counter() - start, time.process_time() - used)


@contextlib.contextmanager
def loaded_engine() -> Iterator[None]:
    """Load the layout engine as a worker does, with the fonts of the theme only."""
    with tempfile.TemporaryDirectory() as settings:
        write_font_settings(Path(settings))
        load_engine(Path(settings))
        yield


def median(
    work: Callable[[], object], times: int, clock: Callable[[], float] = time.process_time
) -> float:
    """Return the median of the seconds of some runs; the first, which loads fonts, is left out."""
    spent = []
    for _ in range(times + 1):
        start = clock()
        work()
        spent.append(clock() - start)
    return statistics.median(spent[1:])


class Bare:
    """The engine, with all that was kept of some sheets."""

    def __init__(self, kept: list[Any]) -> None:
        import handouts.typeset.engine as module
        from handouts.jobs import QR_CODE, THEME_FONTS

        self.kept = kept
        module.draw_qr_code = functools.cache(module.draw_qr_code)
        job = kept[0][0]
        self.engine = module.Engine(job.css, THEME_FONTS, job.furniture)
        for one in (one for _, laid_out in kept for one in laid_out):
            self.engine.theme(one.space)
            for address in re.findall(f'src="{QR_CODE}([^"]+)"', one.html):
                module.draw_qr_code(unquote(address))

    @with_room_for_frames
    def print(self, job: Any, one: Any) -> bytes:
        """Return one sheet, with the room for frames that the product's processes have."""
        from handouts.typeset.engine import VARIANT
        from handouts.typeset.pictures import drawable

        html = self.engine.parse(one.html, drawable(job.pictures))
        document = html.render(
            stylesheets=[*self.engine.theme(one.space), self.engine.css(one.css)],
            font_config=self.engine.fonts,
            pdf_variant=VARIANT,
        )
        return bytes(document.write_pdf(pdf_variant=VARIANT))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
