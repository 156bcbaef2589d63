"""How long it takes to print many topics, beside what the layout engine alone takes.

Usage: python benchmarks/speed.py [--topics 10,100,500] [--repeat 5,5,1] [--keep] [--peers]
Prints tables. With --keep, the figures become those of the page docs/contributing/speed.md, after
each number of topics anew, so that a run that is broken off leaves what it has measured.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from figures import in_units, page_with, plot, steps_table, table
from peers import measure_peers
from running import Run, run, settings_of
from topics import WORD, claim_of_topic, drop_handouts, write_topics

ROOT = Path(__file__).parents[1]
HERE = Path(__file__).parent
KEPT = ROOT / "docs" / "contributing"
STAGED = 100
"""Most topics of which the stages of a sheet are measured: more would tell the same."""
PATHS = {"PYTHONPATH": f"{HERE}:{ROOT / 'src'}", "HANDOUTS_TODAY": "2026-12-01"}


def tell(text: str) -> None:
    """Say how far the run has come."""
    print(time.strftime("%H:%M:%S"), text, file=sys.stderr, flush=True)


def build(project: Path, out: Path, *options: str, **settings: object) -> Run:
    """Build the sheets of a project with Sphinx."""
    command = [sys.executable, "-m", "sphinx", "-q", *options, *settings_of(settings)]
    parts = [*command, "-d", str(out / "trees"), str(project), str(out / "built")]
    done = run(parts, out.with_suffix(".log"), KEPT=str(out / "kept"), **PATHS)
    if done.failed:
        raise SystemExit(done.output)
    return done


def round_of(project: Path, work: Path, number: int) -> dict[str, Any]:
    """Return one run of each step, and of the bare loop, one after the other."""
    runs: dict[str, Any] = {}
    sheets = ("-b", "handouts")
    folders = [work / f"{name}-{number}" for name in ("one", "two", "pages", "pages-2")]
    for folder in folders:
        folder.mkdir()
    one, two, pages, pages_two = folders
    topic, ledger = project / "topics" / "topic-0.md", project / "claims.toml"
    page, claims = topic.read_text("utf-8"), ledger.read_text("utf-8")
    read = topic.stat()
    runs["cold, -j 1"] = build(project, one, *sheets)
    runs["bare"] = bare_loop(work)
    runs["cold, -j 2"] = build(project, two, *sheets, "-j", "2")
    runs["pages, -j 1"] = build(project, pages, *sheets, handouts_printing=0)
    runs["pages, -j 2"] = build(project, pages_two, *sheets, "-j", "2", handouts_printing=0)
    runs["nothing changed"] = build(project, one, *sheets)
    before = entries(one)
    topic.write_text(page.replace(*WORD), "utf-8")
    runs["one word"] = build(project, one, *sheets)
    runs["again"] = len(entries(one) - before)
    topic.write_text(page, "utf-8")
    os.utime(topic, ns=(read.st_atime_ns, read.st_mtime_ns))  # Not to be read again.
    changed = claims.replace(claim_of_topic(0), claim_of_topic(0, "hancock2025"))
    ledger.write_text(changed, "utf-8")
    runs["one claim"] = build(project, two, *sheets)
    ledger.write_text(claims, "utf-8")
    for folder in folders:
        shutil.rmtree(folder)
    return runs


def bare_loop(work: Path) -> Run:
    """Return the run of the bare loop; its own times leave out what it imports."""
    done = run([sys.executable, str(HERE / "bare.py"), str(kept(work))], work / "bare.log", **PATHS)
    if done.failed:
        raise SystemExit(done.output)
    wall, cpu = map(float, done.output.splitlines()[-1].split()[1:])
    return replace(done, wall=wall, cpu=cpu)


def kept(work: Path) -> Path:
    """Return the folder of the jobs that the bare loop prints again."""
    return work / "kept" / "kept"


def entries(out: Path) -> set[str]:
    """Return what the store holds: an entry for each handout, with a sheet for each edition."""
    return {path.name for path in (out / "trees" / "handouts" / "sheets").iterdir()}


def middle(runs: list[Run]) -> dict[str, float]:
    """Return the median of each figure of some runs."""
    rows = [asdict(one) for one in runs]
    names = ("wall", "cpu", "memory", "main", "child")
    return {name: statistics.median(row[name] for row in rows) for name in names}


def measure(count: int, repeat: int, work: Path) -> dict[str, Any]:
    """Return the figures of so many topics, in seconds and megabytes."""
    project = work / f"topics-{count}"
    write_topics(project, count)
    folder = work / "kept"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    tell(f"{count} topics: keeping what the bare loop prints")
    build(project, folder, "-b", "handouts", "-j", "2", handouts_executor="keeping:keeper")
    report = json.loads((folder / "built" / "report.json").read_text("utf-8"))
    sheets = [one for one in report["sheets"] if one["pages"] and not one["problems"]]
    refused = {one["handout"] for one in report["sheets"]} - {one["handout"] for one in sheets}
    drop_handouts(project, refused)
    for name in refused:
        (kept(work) / name.replace("/", "-")).unlink(missing_ok=True)
    rounds = []
    for number in range(repeat):
        tell(f"{count} topics: round {number + 1} of {repeat}")
        rounds.append(round_of(project, work, number))
    names = [name for name in rounds[0] if name != "again"]
    return {
        "topics": count,
        "sheets": len(sheets),
        "refused": len(refused),
        "repeats": repeat,
        "again": rounds[0]["again"],
        "layouts": round(sum(one["layouts"] for one in sheets) / len(sheets), 3),
        "steps": {name: middle([runs[name] for runs in rounds]) for name in names},
    }


def stages(work: Path, measured: dict[str, Any]) -> dict[str, Any]:
    """Return the shares of a sheet's time, and the share of printing in a cold build."""
    done = run([sys.executable, str(HERE / "stages.py"), str(kept(work))], work / "s.log", **PATHS)
    if done.failed:
        raise SystemExit(done.output)
    shares, seconds = json.loads(done.output.splitlines()[-1])
    printing = round(seconds / measured["steps"]["cold, -j 1"]["cpu"], 3)
    return {"stages": shares, "staged": measured["sheets"], "printing": printing}


def docs(repeat: int, work: Path) -> dict[str, dict[str, float]]:
    """Return what this project's own pages take with all sheets, as a multiple of without any."""
    runs: dict[str, list[Run]] = {"with": [], "without": []}
    for number in range(repeat):
        tell(f"this project's own pages: round {number + 1} of {repeat}")
        for name, printing in (("with", 1), ("without", 0)):
            out = work / f"docs-{name}-{number}"
            out.mkdir()
            runs[name].append(build(ROOT / "docs", out, "-b", "html", handouts_printing=printing))
            shutil.rmtree(out)
    found = {name: middle(some) for name, some in runs.items()}
    return {
        "with": {
            name: round(found["with"][name] / found["without"][name], 3) for name in ("wall", "cpu")
        }
    }


def show(figures: dict[str, Any], *, keep: bool) -> None:
    """Write the figures to where they are kept."""
    if keep:
        (KEPT / "speed.json").write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
        (KEPT / "speed.svg").write_text(plot(figures), "utf-8")
        page = KEPT / "speed.md"
        page.write_text(page_with(page.read_text("utf-8"), figures), "utf-8")


def main() -> None:
    """Measure, and show."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--topics", default="10,100,500")
    parser.add_argument("--repeat", default="5", help="for each number of topics")
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--peers", action="store_true", help="install and run other tools too")
    given = parser.parse_args()
    counts = [int(count) for count in given.topics.split(",")]
    repeats = [int(count) for count in given.repeat.split(",")]
    repeats += repeats[-1:] * (len(counts) - len(repeats))
    old = json.loads((KEPT / "speed.json").read_text("utf-8"))
    with tempfile.TemporaryDirectory(prefix="speed-") as folder:
        work = Path(folder)
        figures: dict[str, Any] = {"runs": [], "docs": docs(repeats[0], work)}
        measured = []
        for count, repeat in zip(counts, repeats, strict=False):
            measured.append(measure(count, repeat, work))
            tell("\n" + steps_table(measured[-1]))
            if count <= STAGED or "stages" not in figures:
                figures |= stages(work, measured[-1])
            if len(measured) == 1:
                figures["peers"] = old.get("peers", [])
                if given.peers:
                    tell("other tools")
                    figures["peers"] = measure_peers(work, measured[0])
            figures["runs"] = in_units(measured)
            show(figures, keep=given.keep)
    print(table(figures))


if __name__ == "__main__":
    main()
