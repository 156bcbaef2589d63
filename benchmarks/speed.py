"""How long it takes to print many topics, beside what the layout engine alone takes.

Usage: python benchmarks/speed.py [--topics 10,100,500] [--repeat 5,5,1] [--against COMMIT]
                                  [--quick] [--keep] [--peers]
Prints tables. With --against, the two real sheets are printed by another commit too. With --quick,
one topic and the two real sheets are measured, in two minutes. With --keep, the figures become
those of the page docs/contributing/speed.md, after each number of topics anew, so that a run that
is broken off leaves what it has measured.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import pickle
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from figures import in_units, page_with, plot, steps_table, table
from peers import measure_peers
from running import Run, run
from topics import WORD, claim_of_topic, drop_handouts, write_topics

from handouts.collect.pages import pages_of

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[1]
HERE = Path(__file__).parent
KEPT = ROOT / "docs" / "contributing"
TIMES = 3
"""How often four prints of a sheet are measured in one turn."""
STAGED = 100
"""Most topics of which the stages of a sheet are measured: more would tell the same."""
KEEPING = {"handouts_executor": "keeping:keeper"}
PAGES_ONLY = {"handouts_printing": 0}


def tell(text: str) -> None:
    """Say how far the run has come."""
    print(time.strftime("%H:%M:%S"), text, file=sys.stderr, flush=True)


def paths(root: Path) -> dict[str, str]:
    """Return the environment in which Python finds these programs and the package of a checkout."""
    return {"PYTHONPATH": f"{HERE}:{root / 'src'}", "HANDOUTS_TODAY": day_of(root)}


def build(
    project: Path, out: Path, *options: str, root: Path = ROOT, settings: Mapping[str, object] = {}
) -> Run:
    """Build the sheets of a project with Sphinx, and with the package of a checkout."""
    given = [part for one in settings.items() for part in ("-D", "{}={}".format(*one))]
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "handouts", *options, *given]
    parts = [*command, "-d", str(out / "trees"), str(project), str(out / "built")]
    return succeeded(parts, out.with_suffix(".log"), root, KEPT=str(out / "kept"))


def succeeded(command: list[str], log: Path, root: Path = ROOT, **environment: str) -> Run:
    """Run a command with the package of a checkout; end with what it says if it fails."""
    done = run(command, log, **paths(root), **environment)
    if done.failed:
        raise SystemExit(done.output)
    return done


def round_of(project: Path, work: Path, number: int) -> dict[str, Any]:
    """Return one run of each step, and of the bare loop, one after the other."""
    runs: dict[str, Any] = {}
    folders = [work / f"{name}-{number}" for name in ("one", "two", "pages", "pages-2")]
    for folder in folders:
        folder.mkdir()
    one, two, pages, pages_two = folders
    topic, ledger = project / "topics" / "topic-0.md", project / "claims.toml"
    page, claims = topic.read_text("utf-8"), ledger.read_text("utf-8")
    read = topic.stat()
    runs["cold, -j 1"] = build(project, one)
    runs["bare"] = bare_loop(work / "bare.log", kept(work))
    runs["bare, two at once"] = two_bare_loops(work)
    runs["cold, -j 2"] = build(project, two, "-j", "2")
    runs["pages, -j 1"] = build(project, pages, settings=PAGES_ONLY)
    runs["pages, -j 2"] = build(project, pages_two, "-j", "2", settings=PAGES_ONLY)
    runs["nothing changed"] = build(project, one)
    before = entries(one)
    topic.write_text(page.replace(*WORD), "utf-8")
    runs["one word"] = build(project, one)
    runs["again"] = len(entries(one) - before)
    topic.write_text(page, "utf-8")
    os.utime(topic, ns=(read.st_atime_ns, read.st_mtime_ns))  # Not to be read again.
    changed = claims.replace(claim_of_topic(0), claim_of_topic(0, "hancock2025"))
    ledger.write_text(changed, "utf-8")
    runs["one claim"] = build(project, two)
    ledger.write_text(claims, "utf-8")
    runs["ours"] = ours(two)
    for folder in folders:
        shutil.rmtree(folder)
    return runs


def two_bare_loops(work: Path) -> Run:
    """Return the run of two bare loops at once, with half of the sheets each: it is the limit."""
    halves = [work / "first half", work / "second half"]
    for half in halves:
        half.mkdir()
    for number, path in enumerate(sorted(kept(work).iterdir())):
        (halves[number % 2] / path.name).symlink_to(path)
    with ThreadPoolExecutor(2) as both:
        first, second = both.map(lambda half: bare_loop(half.with_suffix(".log"), half), halves)
    for half in halves:
        shutil.rmtree(half)
    return replace(first, wall=max(first.wall, second.wall), cpu=first.cpu + second.cpu)


def bare_loop(log: Path, sheets: Path) -> Run:
    """Return the run of the bare loop; its own times leave out what it imports."""
    done = succeeded([sys.executable, str(HERE / "bare.py"), str(sheets)], log)
    wall, cpu = map(float, done.output.splitlines()[-1].split())
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
    build(project, folder, "-j", "2", settings=KEEPING)
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
    names = [name for name in rounds[0] if name not in {"again", "ours"}]
    return {
        "topics": count,
        "sheets": len(sheets),
        "refused": len(refused),
        "repeats": repeat,
        "again": rounds[0]["again"],
        "ours": rounds[0]["ours"],
        "layouts": round(sum(one["layouts"] for one in sheets) / len(sheets), 3),
        "steps": {name: middle([runs[name] for runs in rounds]) for name in names},
    }


def stages(work: Path, measured: dict[str, Any]) -> dict[str, Any]:
    """Return the shares of a sheet's time, and the share of printing in a cold build."""
    found = answer("stages.py", work, kept(work))
    printing = round(found["seconds"] / measured["steps"]["cold, -j 1"]["cpu"], 3)
    return {"stages": found["shares"], "staged": measured["sheets"], "printing": printing}


def sheets(work: Path, against: str, rounds: int) -> dict[str, Any]:
    """Return what the two real A4 sheets take, in units of bare WeasyPrint for the same sheet.

    All are measured by turns, so that what else the machine does falls on each alike.
    """
    folders = {"now": (real_sheets(ROOT, work / "sheets-now"), ROOT)}
    if against:
        check_out(against, other := work / "against")
        folders["before"] = (real_sheets(other, work / "sheets-before"), other)
    turns = []
    for number in range(rounds):
        tell(f"the two real sheets: round {number + 1} of {rounds}")
        turn = {
            name: answer("printing.py", work, folder, "a4", TIMES, root=root)
            for name, (folder, root) in folders.items()
        }
        turns.append(turn | {"others": answer("others.py", work, folders["now"][0], "a4", TIMES)})
    found = {
        name: _row([{key: one[name] for key, one in turn.items()} for turn in turns])
        for name in turns[0]["now"]
    }
    return {"sheets": found} | ({"against": against} if against else {})


def _row(turns: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the figures of a sheet, in units of bare WeasyPrint: medians of some turns."""

    def middle_of(key: str, kind: str) -> float:
        return statistics.median(turn[key][kind] for turn in turns)

    bare = middle_of("others", "bare")
    row = {tool: middle_of("others", tool) / bare for tool in turns[0]["others"]}
    for key in turns[0].keys() - {"others"}:
        row[key] = middle_of(key, "seconds") / bare
        row[f"{key} again"] = middle_of(key, "again") / bare
    words = {"words": turns[0]["now"]["words"]}
    if "before" in turns[0]:
        words["words_before"] = turns[0]["before"]["words"]
    return words | {key: round(value, 3) for key, value in sorted(row.items())}


def real_sheets(root: Path, out: Path) -> Path:
    """Print the sheets of a checkout of this project; return the folder of what was kept."""
    out.mkdir()
    build(root / "docs", out, root=root, settings=KEEPING)
    return out / "kept"


def day_of(root: Path) -> str:
    """Return the day on which the dates of a checkout's pages are all good."""
    found = re.search(
        r"^CHANGE_DAY := (\S+)$", (root / "Makefile").read_text("utf-8"), re.MULTILINE
    )
    return found[1] if found else "2026-11-28"


def answer(program: str, work: Path, *arguments: object, root: Path = ROOT) -> Any:
    """Return the JSON that a program of this folder prints, with the package of a checkout."""
    command = [sys.executable, str(HERE / program), *map(str, arguments)]
    done = succeeded(command, work / f"{program}.log", root)
    # What WeasyPrint says at the end of a process, when it puts its fonts away, does not count.
    (line,) = (line for line in done.output.splitlines() if line.startswith("{"))
    return json.loads(line)


def constructs(work: Path, times: int) -> Any:
    """Return what each construct costs, in thousandths of the patients' A4 sheet."""
    tell("constructs")
    return answer("constructs.py", work, work / "sheets-now" / "kept", times)


def live(work: Path, times: int) -> Any:
    """Return how soon sheets are new after a save, in units of the bare loop of the same."""
    tell("live")
    check_out("HEAD", work / "live")
    return answer("live.py", work, work / "live", times, work / "sheets-now" / "kept")


def check_out(commit: str, folder: Path) -> None:
    """Write the files of a commit of this project into a folder."""
    folder.mkdir()
    archive = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True, check=True)
    subprocess.run(["tar", "x", "-C", str(folder)], input=archive.stdout, check=True)


def nothing(repeat: int, work: Path) -> dict[str, float]:
    """Return what `handouts build` with nothing changed takes, in units of importing Sphinx."""
    tell("this project with nothing changed")
    out = [str(work / "nothing"), "--doctrees", str(work / "nothing-trees")]
    command = [sys.executable, "-m", "handouts", "build", str(ROOT / "docs"), *out]
    importing = [sys.executable, "-c", "import sphinx.application"]
    run(command, work / "nothing.log", **paths(ROOT))
    pairs = [
        (run(command, work / "nothing.log", **paths(ROOT)), run(importing, work / "import.log"))
        for _ in range(max(repeat, 3))
    ]
    return ratio(*(middle(list(some)) for some in zip(*pairs, strict=True)))


def ratio(over: Mapping[str, float], under: Mapping[str, float]) -> dict[str, float]:
    """Return how many times as long something takes, by the clock and by the processor."""
    return {name: round(over[name] / under[name], 3) for name in ("wall", "cpu")}


def ours(out: Path) -> float:
    """Return how many kilobytes of Sphinx's environment are this package's, for each page."""
    pages = pages_of(pickle.loads((out / "trees" / "environment.pickle").read_bytes()))
    seen: set[int] = set()
    size = 0
    waiting: list[Any] = [pages]
    while waiting:
        one = waiting.pop()
        if id(one) in seen or isinstance(one, type | ModuleType):
            continue
        seen.add(id(one))
        size += sys.getsizeof(one)
        waiting += gc.get_referents(one)
    return round(size / 1000 / len(pages), 1)


def docs(repeat: int, work: Path) -> dict[str, dict[str, float]]:
    """Return what this project's own pages take with all sheets, as a multiple of without any."""
    runs: tuple[list[Run], list[Run]] = ([], [])
    for number in range(repeat):
        tell(f"this project's own pages: round {number + 1} of {repeat}")
        for some, settings in zip(runs, ({}, PAGES_ONLY), strict=True):
            out = work / "docs"
            out.mkdir()
            some.append(build(ROOT / "docs", out, "-b", "html", settings=settings))
            shutil.rmtree(out)
    return {"with": ratio(*map(middle, runs))}


def machine() -> str:
    """Return what machine this is, without its name."""
    system = f"{platform.system()} on {platform.machine()}"
    return f"{os.cpu_count()} processors, {system}, Python {platform.python_version()}"


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
    parser.add_argument("--against", default="", help="commit whose two sheets are printed too")
    parser.add_argument("--quick", action="store_true", help="one topic and the two real sheets")
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--peers", action="store_true", help="install and run other tools too")
    given = parser.parse_args()
    if given.quick:
        given.topics, given.repeat = "1", "1"
    counts = [int(count) for count in given.topics.split(",")]
    repeats = [int(count) for count in given.repeat.split(",")]
    repeats += repeats[-1:] * (len(counts) - len(repeats))
    old = json.loads((KEPT / "speed.json").read_text("utf-8"))
    with tempfile.TemporaryDirectory(prefix="speed-") as folder:
        work = Path(folder)
        figures: dict[str, Any] = {"runs": [], "machine": machine()}
        figures |= sheets(work, given.against, 2 if given.quick else 5)
        figures["constructs"] = constructs(work, 3 if given.quick else 9)
        figures["live"] = live(work, 3 if given.quick else 5)
        figures["nothing"] = nothing(repeats[0], work)
        figures["docs"] = {} if given.quick else docs(repeats[0], work)
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
            figures["ours"] = measured[-1].pop("ours")
            figures["runs"] = in_units(measured)
            show(figures, keep=given.keep)
    print(table(figures))


if __name__ == "__main__":
    main()
