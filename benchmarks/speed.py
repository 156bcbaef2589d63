"""How long it takes to print many topics, beside what the layout engine alone takes.

Usage: python benchmarks/speed.py [--topics 10,100,500] [--repeat 5] [--keep]
Prints a table. With --keep, the figures become those of the page docs/contributing/speed.md.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from figures import page_with, plot, table
from running import Run, run, settings_of
from topics import claim_of_topic, write_topics

ROOT = Path(__file__).parents[1]
HERE = Path(__file__).parent
KEPT = ROOT / "docs" / "contributing"


def build(project: Path, out: Path, *options: str, **settings: object) -> Run:
    """Build the sheets of a project with Sphinx."""
    command = [sys.executable, "-m", "sphinx", "-q", *options, *settings_of(settings)]
    paths = {"PYTHONPATH": f"{HERE}:{ROOT / 'src'}", "KEPT": str(out / "kept")}
    parts = [*command, "-d", str(out / "trees"), str(project), str(out / "built")]
    done = run(parts, out.with_suffix(".log"), HANDOUTS_TODAY="2026-11-22", **paths)
    if done.failed:
        raise SystemExit(done.output)
    return done


def round_of(project: Path, work: Path, number: int) -> dict[str, Run]:
    """Return one run of each step, and of the bare loop, one after the other."""
    runs: dict[str, Run] = {}
    sheets = ("-b", "handouts")
    one, two, pages = (work / f"{name}-{number}" for name in ("one", "two", "pages"))
    for folder in (one, two, pages):
        folder.mkdir()
    write_topics_again = project / "topics" / "topic-0.md"
    ledger = project / "claims.toml"
    page, claims = write_topics_again.read_text("utf-8"), ledger.read_text("utf-8")
    runs["cold, -j 1"] = build(project, one, *sheets)
    runs["bare loop"] = run(
        [sys.executable, str(HERE / "bare.py"), str(work / "kept" / "kept")],
        work / "bare.log",
        PYTHONPATH=str(ROOT / "src"),
    )
    runs["nothing changed"] = build(project, one, *sheets)
    write_topics_again.write_text(page.replace("probably eases pain", "likely eases pain"), "utf-8")
    runs["one word"] = build(project, one, *sheets)
    write_topics_again.write_text(page, "utf-8")
    build(project, one, *sheets)
    changed = claims.replace(claim_of_topic(0), claim_of_topic(0, "hancock2025"))
    ledger.write_text(changed, "utf-8")
    runs["one claim"] = build(project, one, *sheets)
    ledger.write_text(claims, "utf-8")
    runs["cold, -j 2"] = build(project, two, *sheets, "-j", "2")
    runs["pages only"] = build(project, pages, *sheets, handouts_printing=0)
    for folder in (one, two, pages):
        shutil.rmtree(folder)
    return runs


def middle(runs: list[Run]) -> dict[str, float]:
    """Return the median of each figure of some runs."""
    rows = [asdict(one) for one in runs]
    names = ("wall", "cpu", "memory", "largest")
    return {name: round(statistics.median(row[name] for row in rows), 3) for name in names}


def measure(count: int, repeat: int, work: Path) -> dict[str, object]:
    """Return the figures of so many topics."""
    project = work / f"topics-{count}"
    write_topics(project, count)
    kept = work / "kept"
    shutil.rmtree(kept, ignore_errors=True)
    kept.mkdir()
    build(project, kept, "-b", "handouts", handouts_executor="keeping:keeper")
    report = json.loads((kept / "built" / "report.json").read_text("utf-8"))
    sheets = [one for one in report["sheets"] if one["pages"]]
    rounds = [round_of(project, work, number) for number in range(repeat)]
    steps = {name: middle([runs[name] for runs in rounds]) for name in rounds[0]}
    loops = [float(runs["bare loop"].output.split()[1]) for runs in rounds]
    return {
        "topics": count,
        "sheets": len(sheets),
        "repeats": repeat,
        "layouts": round(sum(one["layouts"] for one in sheets) / len(sheets), 3),
        "bare": round(statistics.median(loops), 3),
        "steps": steps,
    }


def docs(repeat: int, work: Path) -> dict[str, float]:
    """Return seconds of this project's own pages, with all sheets and with none."""
    seconds: dict[str, list[float]] = {"with": [], "without": []}
    for number in range(repeat):
        for name, printing in (("with", 1), ("without", 0)):
            out = work / f"docs-{name}-{number}"
            out.mkdir()
            done = build(ROOT / "docs", out, "-b", "html", handouts_printing=printing)
            seconds[name].append(done.wall)
            shutil.rmtree(out)
    return {name: round(statistics.median(found), 3) for name, found in seconds.items()}


def main() -> None:
    """Measure, and show."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--topics", default="10,100,500")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--keep", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="speed-") as folder:
        work = Path(folder)
        figures = {
            "runs": [
                # Five runs of 500 topics would take the better part of an hour.
                measure(count, given.repeat if count < 500 else min(given.repeat, 3), work)
                for count in map(int, given.topics.split(","))
            ],
            "docs": docs(given.repeat, work),
        }
    print(table(figures))
    if given.keep:
        text = json.dumps(figures, indent=1)
        (KEPT / "speed.json").write_text(text + "\n", "utf-8")
        (KEPT / "speed.svg").write_text(plot(figures), "utf-8")
        page = KEPT / "speed.md"
        page.write_text(page_with(page.read_text("utf-8"), figures), "utf-8")


if __name__ == "__main__":
    main()
