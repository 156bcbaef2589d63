"""The floor: the same words set by bare WeasyPrint, by Typst and by PlutoPrint, by the processor.

Usage: python benchmarks/others.py FOLDER EDITION TIMES
Typst sets the words in a plain layout of its own, in one column, as PDF/UA-1; PlutoPrint the very
HTML and CSS, without tags. Neither fits words to a sheet, or judges what it has made.
Prints JSON: for each handout the median of the seconds of each.
"""

from __future__ import annotations

import json
import pickle
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import plutoprint
import tinyhtml5
import typst
from bare import Bare, loaded_engine, median

from handouts.files import FONTS
from handouts.typeset.constants import with_constants

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

POINTS = 72 / 25.4
SPECIAL = str.maketrans({sign: f"\\{sign}" for sign in "\\#*_`$@<>[]=-+/~'\""})
WHOLE = {"p", "figcaption", "caption", "dt", "dd"}


def main(folder: Path, edition: str, times: int) -> dict[str, dict[str, float]]:
    """Return what each tool needs for each sheet of an edition."""
    figures = {}
    with loaded_engine():
        for path in sorted(folder.iterdir()):
            kept = job, laid_out = pickle.loads(path.read_bytes())
            one = next(one for one in laid_out if one.edition == edition)
            paper = next(plan.paper for plan in job.plans if plan.edition == edition)
            bare = Bare([kept])
            typed = markup(one.html, job.title, job.language, paper)
            css = f"{with_constants(job.css)}\n{one.css}"
            tools: dict[str, Callable[[], object]] = {
                "bare": lambda b=bare, j=job, o=one: b.print(j, o),  # type: ignore[misc]
                "Typst": lambda text=typed: set_by_typst(text),  # type: ignore[misc]
                "PlutoPrint": lambda o=one, c=css, p=paper: set_by_pluto(o.html, c, p),  # type: ignore[misc]
            }
            figures[path.name] = {name: median(tool, times) for name, tool in tools.items()}
    return figures


def set_by_typst(text: str) -> bytes:
    """Return a PDF/UA-1 of a text in Typst's markup."""
    options: dict[str, Any] = {"font_paths": [str(FONTS)], "ignore_system_fonts": True}
    return bytes(typst.compile(text.encode(), format="pdf", pdf_standards=["ua-1"], **options))


def set_by_pluto(html: str, css: str, paper: tuple[float, float]) -> int:
    """Return the length of a PDF without tags."""
    size = plutoprint.PageSize(paper[0] * POINTS, paper[1] * POINTS)
    book = plutoprint.Book(size)
    book.load_html(html, user_style=css)
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        book.write_to_pdf(file.name)
        return Path(file.name).stat().st_size


def markup(html: str, title: str, language: str, paper: tuple[float, float]) -> str:
    """Return the words of a sheet in Typst's markup."""
    body = tinyhtml5.parse(html, namespace_html_elements=False).find("body")
    head = (
        f"#set document(title: {json.dumps(title)})\n"
        f"#set page(width: {paper[0]:g}mm, height: {paper[1]:g}mm, margin: 12mm)\n"
        f'#set text(font: "IBM Plex Sans", size: 9pt, lang: "{language.partition("-")[0]}")\n'
    )
    return head + "".join(parts(body))


def parts(element: Any) -> Iterator[str]:
    """Yield an element's blocks, one after the other."""
    for child in (one for one in element if isinstance(one.tag, str)):
        if child.tag in {"h1", "h2", "h3"}:
            yield f"\n{'=' * int(child.tag[1])} {words(child)}\n"
        elif child.tag in {"ul", "ol"}:
            mark = "-" if child.tag == "ul" else "+"
            yield "\n" + "".join(f"{mark} {words(item)}\n" for item in child)
        elif child.tag == "table":
            yield table(child)
        elif child.tag in WHOLE:
            yield f"\n{words(child)}\n"
        else:
            yield from parts(child)


def table(element: Any) -> str:
    """Return a table with its first row as head."""
    first, *rows = [[words(cell) for cell in row] for row in element.iter("tr")]
    cells = ", ".join(f"[{cell}]" for row in rows for cell in row)
    head = ", ".join(f"[{cell}]" for cell in first)
    return f"\n#table(columns: {len(first)}, table.header({head}), {cells})\n"


def words(element: Any) -> str:
    """Return the text of an element on one line."""
    return " ".join("".join(element.itertext()).split()).translate(SPECIAL)


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))))
