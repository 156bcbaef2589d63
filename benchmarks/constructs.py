"""What each construct of a sheet costs the layout engine, beside a whole sheet.

Usage: python benchmarks/constructs.py FOLDER TIMES
FOLDER holds the jobs that were kept, for the theme. Prints JSON: for each construct thousandths of
what the patients' A4 sheet takes to be parsed, laid out and written.
"""

from __future__ import annotations

import json
import pickle
import sys
from pathlib import Path
from typing import Any

from bare import Bare, loaded_engine, median

from handouts.claims.pictures.drawings import dots

WORDS = "Three tests, too small to be sure, saw no clear gain over a pretend injection."
PAGE = (
    '<!doctype html>\n<html lang="en"><head><title>t</title></head><body><main><h1>t</h1>{}</main>'
    "</body></html>"
)
LONG_PAPER = "@page { size: 210mm 3000mm } html { font-size: 12pt; line-height: 1.3 }"
FEW, MANY = 4, 16
ROW = f"<tr><th scope='row'>Does pain ease?</th>{'<td>Probably a little</td>' * 3}</tr>"
ITEM = f'<div class="ho-span-6 ho-grid-item"><p>{WORDS}</p></div>'
CONSTRUCTS: dict[str, tuple[str, str, str]] = {
    "a paragraph of a line and a half": ("", f"<p>{WORDS} {WORDS}</p>", ""),
    "an item of a list": ("<ul>", "<li>numb genitals, bottom, or between legs</li>", "</ul>"),
    "a row of a table, of four cells": ("<table><tbody>", ROW, "</tbody></table>"),
    "a box with a title and a paragraph": (
        "",
        '<div class="ho-box ho-plain"><h2 class="ho-box-title">Our advice</h2>'
        f'<div class="ho-box-body"><p>{WORDS}</p></div></div>',
        "",
    ),
    "two paragraphs side by side": (
        "",
        f'<div class="ho-grid">{ITEM * 2}</div>',
        "",
    ),
    "an icon array of 100 dots, half of them filled": (
        "",
        '<figure class="icon-array"><div class="ho-rows"><div class="ho-row ho-wide">'
        f"{dots(50, 100, 'dots', 20)}<p>Cells: 50 better</p></div></div></figure>",
        "",
    ),
    "a source": ('<ol class="ho-sources">', "<li>Cochrane 2021</li>", "</ol>"),
}
"""What stands before, what is counted, and what stands after."""


def main(folder: Path, times: int) -> dict[str, float]:
    """Return the cost of each construct, by the processor."""
    with loaded_engine():
        job, laid_out = pickle.loads((folder / "handouts-patients").read_bytes())
        sheet = next(one for one in laid_out if one.edition == "a4")
        bare = Bare([(job, laid_out)])
        whole = median(lambda: bare.print(job, sheet), times)
        return {
            name: round(1000 * cost(bare, job, parts, times) / whole, 1)
            for name, parts in CONSTRUCTS.items()
        }


def cost(bare: Bare, job: Any, parts: tuple[str, str, str], times: int) -> float:
    """Return what one more of a construct takes: many less few, for each."""
    before, one, after = parts
    theme = bare.engine.theme(1.0)

    def lay_out(count: int) -> None:
        html = bare.engine.parse(PAGE.format(f"{before}{one * count}{after}"))
        document = html.render(
            stylesheets=[*theme, bare.engine.css(LONG_PAPER)],
            font_config=bare.engine.fonts,
            pdf_variant="pdf/ua-1",
        )
        document.write_pdf(pdf_variant="pdf/ua-1")

    few, many = (median(lambda count=count: lay_out(count), times) for count in (FEW, MANY))  # type: ignore[misc]
    return max(many - few, 0.0) / (MANY - FEW)


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]))))
