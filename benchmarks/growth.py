"""How time and memory grow with what a stranger can make large, up to the limit of each kind.

Usage: python benchmarks/growth.py [--kinds page,table] [--keep]
Prints a table. Each kind is built at a quarter of its limit, at half of it, at the limit and above
it. With --keep, the table becomes that of the page docs/contributing/limits.md. The exit status is
1 if a time grows faster than its size, a peak is too high, or nothing is said above a limit.
"""

from __future__ import annotations

import argparse
import io
import itertools
import re
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from running import Run, run

from handouts.collect.pages import MAX_LENGTH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Files = Mapping[str, str | bytes]

PAGE = Path(__file__).parents[1] / "docs" / "contributing" / "limits.md"
MOST_MEMORY = 600.0
"""Megabytes that the main process may hold."""
SHARE = 1.35
"""How much more than twice as long twice the size may take: processors are no clocks."""
SECONDS = 3.0
"""Processor seconds that are too few to be compared."""
STEPS = (0.25, 0.5, 1.0)
ABOVE = 1.1
CONF = """\
extensions = ["myst_parser", "handouts"]
myst_enable_extensions = ["attrs_inline"]
language = "{language}"
locale_dirs = ["loc"]
handouts_editions = {{"a4": {{"paper": "A4"}}}}
handouts_audiences = {{"patients": {{"language": True}}}}
handouts_ledger = "{ledger}"
handouts_bibliography = "{bibliography}"
"""
HEAD = "---\nhandout: patients\n---\n# Sheet\n\n"
CLAIM = """\
[c{at}]
statement = "Half of people feel better."
sources = ["k"]
certainty = "low"
graded-by = "ours"
graded = 2026-11-01
because = "The trials are small."
checked = 2026-11-01
"""
SOURCE = "@book{{k{at}, title={{Backs}}, author={{Somebody}}, publisher={{P}}, year={{2020}}}}\n"
MESSAGE = 'msgid "a{at}"\nmsgstr "b{at}"\n\n'
PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200">{}</svg>'


@dataclass(frozen=True)
class Kind:
    """Something that can be made large."""

    limit: int
    unit: str
    make: Callable[[int], Files]
    """Returns the files of a project in which it has a size."""


def filled(line: str, size: int) -> str:
    """Return so many characters of a line again and again, with a number where it has `{at}`."""
    count = size // len(line.format(at=10_000))
    return "".join(line.format(at=10_000 + at) for at in range(count))


def page_of(line: str) -> Callable[[int], Files]:
    """Return what makes a page of one line."""
    return lambda size: {"sheet.md": HEAD + (line * (size // len(line) + 1))[: size - len(HEAD)]}


def table_of(size: int) -> Files:
    """Return a page that is one table."""
    head = f"{HEAD}| a | b |\n| --- | --- |\n"
    return {"sheet.md": head + "| one | two |\n" * ((size - len(head)) // 14)}


def nested(size: int) -> Files:
    """Return a page of lists in lists, as deep as they may be."""
    depth = "".join(f"{'  ' * level}* word\n" for level in range(8))
    return page_of(f"{depth}\n")(size)


def embeds(count: int) -> Files:
    """Return a page that embeds so many blocks of another one."""
    blocks = "".join(f"(b{at})=\nSome words in a block.\n\n" for at in range(count))
    put = "".join(f"```{{embed}} #b{at}\n```\n\n" for at in range(count))
    return {"sheet.md": HEAD + put, "blocks.md": f"# Blocks\n\n{blocks}"}


def drawing(size: int) -> Files:
    """Return a page with one drawing of so many bytes."""
    shape = "<path d='M1 1h9v9H1zM2 2h9v9H2zM3 3h9v9H3zM4 4h9v9H4z'/>"
    return {
        "sheet.md": f"{HEAD}![A](p.svg)\n",
        "p.svg": SVG.format(shape * ((size - len(SVG)) // len(shape))),
    }


def picture(pixels: int) -> Files:
    """Return a page with one picture of so many pixels."""
    file = io.BytesIO()
    with Image.effect_noise((5000, pixels // 5000), 20) as noise, noise.convert("1") as made:
        made.save(file, "PNG")
    return {"sheet.md": f"{HEAD}![A](p.png){{width=50mm}}\n", "p.png": file.getvalue()}


def claims(size: int) -> Files:
    """Return a ledger of so many bytes, whose claims nobody states."""
    return {
        "sheet.md": f"{HEAD}Words.\n",
        "claims.toml": filled(CLAIM, size),
        "works.bib": SOURCE.format(at=""),
    }


def sources(size: int) -> Files:
    """Return a bibliography of so many bytes."""
    return {"sheet.md": f"{HEAD}Words.\n", "claims.toml": "", "works.bib": filled(SOURCE, size)}


def catalogue(size: int) -> Files:
    """Return a catalogue of so many bytes."""
    return {
        "sheet.md": f"{HEAD}Words.\n",
        "loc/de/LC_MESSAGES/handouts-words.po": PO + filled(MESSAGE, size - len(PO)),
    }


KINDS = {
    "page": Kind(MAX_LENGTH, "characters", page_of("Some words in a line.\n\n")),
    "sentence": Kind(MAX_LENGTH, "characters", page_of("some words and ")),
    "word": Kind(MAX_LENGTH, "characters", page_of("word")),
    "list": Kind(MAX_LENGTH, "characters", page_of("* word\n")),
    "table": Kind(MAX_LENGTH, "characters", table_of),
    "nesting": Kind(MAX_LENGTH, "characters", nested),
    "embeds": Kind(300, "blocks", embeds),
    "ledger": Kind(5_000_000, "bytes", claims),
    "bibliography": Kind(5_000_000, "bytes", sources),
    "catalogue": Kind(1_000_000, "bytes", catalogue),
    "SVG": Kind(500_000, "bytes", drawing),
    "PNG": Kind(25_000_000, "pixels", picture),
}


def build(files: Files) -> Run:
    """Build a project, and return what it took."""
    with tempfile.TemporaryDirectory(prefix="growth-") as name:
        folder = Path(name)
        source = folder / "docs"
        conf = CONF.format(
            language="de" if any(one.startswith("loc") for one in files) else "en",
            ledger="claims.toml" if "claims.toml" in files else "",
            bibliography="works.bib" if "works.bib" in files else "",
        )
        for path, content in {"conf.py": conf, "index.md": "# Home\n", **files}.items():
            (source / path).parent.mkdir(parents=True, exist_ok=True)
            data = content.encode() if isinstance(content, str) else content
            (source / path).write_bytes(data)
        command = [sys.executable, "-m", "sphinx", "-q", "-b", "handouts"]
        out = folder / "out"
        return run([*command, str(source), str(out)], folder / "log", HANDOUTS_TODAY="2026-11-28")


def said(done: Run) -> str:
    """Return the codes of what a build said, or that it printed."""
    if done.failed:
        return "failed"
    return ", ".join(dict.fromkeys(re.findall(r"\[handouts\.([\w-]+)\]", done.output))) or "printed"


def measure(kind: Kind) -> tuple[list[Run], Run]:
    """Return the runs up to the limit, and the one above it."""
    sizes = [round(kind.limit * step) for step in STEPS]
    return [build(kind.make(size)) for size in sizes], build(kind.make(round(kind.limit * ABOVE)))


def faults(runs: list[Run], above: Run, base: Run) -> Iterator[str]:
    """Yield what is not as it should be."""
    own = [max(one.cpu - base.cpu, SECONDS) for one in runs]
    if any(after > 2 * SHARE * before for before, after in itertools.pairwise(own)):
        yield "time grows faster than the size"
    if max(one.main for one in runs) > MOST_MEMORY:
        yield "the main process holds too much"
    if said(above) == "printed" or above.failed or any(one.failed for one in runs):
        yield "no message above the limit"


def rows(names: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield a row of the table for each kind, with what is wrong."""
    base = build({"sheet.md": f"{HEAD}Words.\n"})
    for name in names:
        kind = KINDS[name]
        runs, above = measure(kind)
        times = " | ".join(f"{max(one.cpu - base.cpu, 0):.1f}" for one in runs)
        peak = f"{max(one.main for one in runs):.0f}"
        size = f"{kind.limit:,} {kind.unit}"
        found = [f"{name}: {fault}" for fault in faults(runs, above, base)]
        yield f"| {name} | {size} | {times} | {peak} | {said(runs[-1])} | {said(above)} |", found


HEADING = """\
| What | Limit | ¼ | ½ | 1 | Memory | At the limit | Above it |
| --- | --- | ---: | ---: | ---: | ---: | --- | --- |
"""


def main() -> int:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    lines, wrong = [], []
    print(HEADING, end="", flush=True)
    for line, found in rows(options.kinds.split(",")):
        print(line, *found, sep="\n", flush=True)
        lines.append(f"{line}\n")
        wrong += found
    if options.keep:
        day = time.strftime("%-d %B %Y")
        before, after = PAGE.read_text("utf-8").split("% figures\n")[::2]
        table = f"\nMeasured on {day}.\n\n{HEADING}{''.join(lines)}\n"
        PAGE.write_text(f"{before}% figures\n{table}% figures\n{after}", "utf-8")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
