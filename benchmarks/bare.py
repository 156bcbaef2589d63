"""Bare WeasyPrint: parse, lay out and write the same finished HTML once, in a plain loop.

Usage: python benchmarks/bare.py FOLDER
Uses the same fonts, shares what the engine lets one share, and checks nothing. QR codes are drawn
before the time begins.
"""

from __future__ import annotations

import functools
import pickle
import re
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import unquote

from handouts.workers.worker import load_engine, write_font_settings


def main(folder: Path) -> None:
    """Print every kept sheet, and tell how many, and how long by the clock and by the processor."""
    with tempfile.TemporaryDirectory() as settings:
        write_font_settings(Path(settings))
        load_engine(Path(settings))
        import handouts.typeset.engine as engine_module
        from handouts.jobs import QR_CODE, THEME_FONTS
        from handouts.typeset.engine import VARIANT, Engine
        from handouts.typeset.layout import sheet_css

        engine_module.draw_qr_code = functools.cache(engine_module.draw_qr_code)
        for path in folder.iterdir():
            html = pickle.loads(path.read_bytes())[0].html
            for address in re.findall(f'src="{QR_CODE}([^"]+)"', html):
                engine_module.draw_qr_code(unquote(address))
        fonts = THEME_FONTS
        engine, sheets = None, 0
        start, used = time.perf_counter(), time.process_time()
        for path in sorted(folder.iterdir()):
            job, chosen = pickle.loads(path.read_bytes())
            engine = engine or Engine(job.css, fonts, job.furniture)
            plans = {plan.edition: plan for plan in job.plans}
            for edition, setting, kept in chosen:
                css = sheet_css(plans[edition], setting, kept, 99, engine.furniture)
                html = engine.parse(job.html)
                html.render(
                    stylesheets=[*engine.theme, engine.css(css)],
                    font_config=engine.fonts,
                    pdf_variant=VARIANT,
                ).write_pdf(pdf_variant=VARIANT)
                sheets += 1
    print(sheets, time.perf_counter() - start, time.process_time() - used)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
