"""What the figures of a run say: the ratios, a table of them, and a plot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

Figures = dict[str, Any]


STEPS = (
    "cold, -j 1",
    "bare",
    "bare, two at once",
    "cold, -j 2",
    "pages, -j 1",
    "pages, -j 2",
    "nothing changed",
    "one word",
    "one claim",
)
TIMES = ("wall", "cpu")
STAGES = {
    "parse": "parsing its HTML",
    "layout": "laying it out, once",
    "write": "writing the PDF",
    "judge": "judging the finished file; ours",
    "again": "laying it out again, where two settings are too close to call; ours",
    "else": "estimating its height, opening it out, reading its words, drawing its code; ours",
}


def in_units(measured: list[Figures]) -> list[Figures]:
    """Return figures without seconds or megabytes, which are those of a machine.

    The unit of time is what the bare loop needs for a sheet of the first run, and that of memory
    is what it holds.
    """
    first = measured[0]
    units = {name: first["steps"]["bare"][name] / first["sheets"] for name in TIMES}
    held = first["steps"]["bare"]["main"]
    units |= dict.fromkeys(("memory", "main", "child"), held)
    return [
        {
            **run,
            "steps": {
                step: {name: round(value / units[name], 3) for name, value in row.items()}
                for step, row in run["steps"].items()
            },
        }
        for run in measured
    ]


@dataclass(frozen=True)
class Ratio:
    """A figure, most often with a goal."""

    what: str
    limit: float | None
    """The goal; None for a figure that only explains others."""
    wall: float | None
    cpu: float | None
    least: bool = False
    """Whether the goal is a least, and not a most."""
    clock: bool = False
    """Whether the clock judges, and not the processor's time."""
    cause: str = ""
    """Why the goal is not reached, where it is not."""

    @property
    def value(self) -> float:
        """Return the figure that is judged."""
        found = self.wall if self.clock or self.cpu is None else self.cpu
        assert found is not None
        return found

    @property
    def reached(self) -> bool:
        """Return whether the goal is reached by the figure as it was measured, not rounded."""
        if self.limit is None:
            return True
        return self.value >= self.limit if self.least else self.value <= self.limit

    def cells(self) -> tuple[str, str, str, str]:
        """Return a row of a table."""
        least = "least" if self.least else "most"
        goal = "—" if self.limit is None else f"at {least} {self.limit:g}"
        return self.what, goal, self.shown(self.wall), self.shown(self.cpu)

    def shown(self, figure: float | None) -> str:
        """Return a figure with one digit more than the goal has, which would hide a near miss."""
        digits = len(f"{self.limit or 0:g}".partition(".")[2]) + 1
        return "—" if figure is None else f"{figure:.{max(digits, 2)}f}"


def ratios(figures: Figures) -> list[Ratio]:
    """Return each figure that has a goal."""
    return [*_of_sheets(figures), *_of_builds(figures), *_of_growth(figures)]


def _of_sheets(figures: Figures) -> Iterator[Ratio]:
    """Yield what the two real sheets take, beside another commit and beside Typst."""
    commit = figures.get("against")
    for name, one in figures.get("sheets", {}).items():
        sheet = f"the {name.partition('-')[2]}' A4 sheet, all in"
        if commit:
            words = f"{one['words']} words against {one['words_before']}"
            cause = (
                "it holds more words and lists, and the finished file is held to more: to tags "
                "and to the place of each glyph"
            )
            ratio = one["now"] / one["before"]
            again = one["now again"] / one["before again"]
            each = ratio * one["words_before"] / one["words"]
            kinds = (("", ratio), (", right after itself", again), (", for each word", each))
            for what, value in kinds:
                subject = f"{sheet}{what}, against commit {commit} ({words})"
                yield Ratio(subject, 0.6, None, value, cause=cause)
        yield Ratio(
            f"{sheet}, against bare WeasyPrint",
            1.15,
            None,
            one["now"],
            cause="the finished file is read, drawn, validated and compared glyph by glyph",
        )
        yield Ratio(
            f"{sheet}, against Typst's PDF/UA-1 of its words",
            15,
            None,
            one["now"] / one["Typst"],
            cause="WeasyPrint computes styles and boxes in Python, and Typst is compiled",
        )


def _of_builds(figures: Figures) -> Iterator[Ratio]:
    last = figures["runs"][-1]
    one, two = "cold, -j 1", "cold, -j 2"
    yield Ratio(
        "a sheet at `-j 1`, all in, against the bare loop",
        1.15,
        *_ratio(_sheets_only(last, one), last["steps"]["bare"]),
        cause=f"composing, choosing a setting ({last['layouts']:.2f} layouts a sheet) and "
        "judging the file come on top of the engine",
    )
    yield Ratio(
        "cold at `-j 2`, reading included, against the bare loop",
        0.6,
        *_both(last, two, "bare"),
        clock=True,
        cause="two processes are at best twice as fast as one, and the pages must be read first",
    )
    if "bare, two at once" in last["steps"]:  # Figures of before have none.
        yield Ratio(
            "two bare loops at once, with half of the sheets each, against one",
            None,
            *_both(last, "bare, two at once", "bare"),
        )
    changes = {
        "nothing changed": (0.05, "starting Python and Sphinx is most of it"),
        "one word": (0.02, "Sphinx is started, and its environment read and written as a whole"),
        "one claim": (0.04, "Sphinx is started, and the whole ledger read and compared"),
    }
    for step, (limit, cause) in changes.items():
        subject = step if step == "nothing changed" else f"{step} changed"
        yield Ratio(f"{subject}, against cold", limit, *_both(last, step, one), cause=cause)
    if nothing := figures.get("nothing"):
        yield Ratio(
            "`handouts build` of this project with nothing changed, against importing Sphinx",
            4,
            nothing["wall"],
            nothing["cpu"],
            clock=True,
            cause="Sphinx with its own extensions, MyST and sphinx-design is most of it; the "
            "modules of this package are loaded on top",
        )
    for name, limit in (("first", 2), ("all", 4)):
        if live := figures.get("live"):
            subject = "the first new edition" if name == "first" else "all three editions"
            yield Ratio(
                f"live, from a save to {subject}, against the bare loop of the three",
                limit,
                live[name],
                None,
                clock=True,
                cause="a save is noticed after a twentieth of a second, and the page is read and "
                "audited before anything prints",
            )
    if docs := figures["docs"].get("with"):
        subject = "this project's site, with sheets against without"
        yield Ratio(subject, 2.5, docs["wall"], docs["cpu"])


def _of_growth(figures: Figures) -> Iterator[Ratio]:
    if figures.get("ours"):
        yield Ratio(
            "what is ours in Sphinx's environment, in KB a page",
            5,
            figures["ours"],
            None,
            cause="the words of each passage are kept, to judge them without reading pages again",
        )
    runs = figures["runs"]
    if len(runs) < 2:
        return
    before, last = runs[-2], runs[-1]
    grown = f"from {before['topics']} to {last['topics']} topics"
    yield Ratio(f"time of a sheet, {grown}", 1.1, *_growth(before, last))

    def size(step: str, process: str) -> float:
        return float(last["steps"][step][process] / before["steps"][step][process])

    yield Ratio(f"memory of a process that prints, {grown}", 1.2, size("cold, -j 1", "child"), None)
    first = runs[0]
    if first is not before:
        held = last["steps"]["cold, -j 1"]["child"] / first["steps"]["cold, -j 1"]["child"]
        yield Ratio(
            f"memory of a process that prints, from {first['topics']} to {last['topics']} topics",
            1.2,
            held,
            None,
            cause="what layouts leave is freed now and then only, and reaches its level after some "
            "hundred sheets",
        )
    own = size("pages, -j 1", "main")
    yield Ratio(
        f"memory of the main process, {grown}, beyond Sphinx's own growth of {own:.2f}",
        1.2,
        size("cold, -j 1", "main") / own,
        None,
    )


def _sheets_only(run: Figures, cold: str) -> dict[str, float]:
    """Return the times of a cold build without those of reading with as many processes."""
    steps = run["steps"]
    return {time: steps[cold][time] - steps[cold.replace("cold", "pages")][time] for time in TIMES}


def _both(run: Figures, over: str, under: str) -> tuple[float, float]:
    return _ratio(run["steps"][over], run["steps"][under])


def _ratio(over: Figures, under: Figures) -> tuple[float, float]:
    """Return the ratio of two times, by the clock and by the processor."""
    wall, cpu = (over[time] / under[time] for time in TIMES)
    return wall, cpu


def _growth(before: Figures, last: Figures) -> tuple[float, float]:
    wall, cpu = _ratio(last["steps"]["cold, -j 1"], before["steps"]["cold, -j 1"])
    sheets = last["sheets"] / before["sheets"]
    return wall / sheets, cpu / sheets


def table(figures: Figures) -> str:
    """Return the figures as a table of Markdown, and those that are not reached, with the cause."""
    lines = ["| Ratio | Goal | By the clock | By the processor |", "| --- | --- | --- | --- |"]
    rows = ratios(figures)
    lines += [f"| {' | '.join(row.cells())} |" for row in rows]
    missed = [row for row in rows if not row.reached]
    if missed:
        lines += ["", "Not reached:", ""]
        lines += [
            f"* {row.what}: {row.shown(row.value)}; {row.cause or 'no cause is known'}."
            for row in missed
        ]
    layouts = ", ".join(
        f"{run['layouts']:.2f} ({run['topics']} topics, {run['sheets']} sheets, "
        f"{_times(run['repeats'])})"
        for run in figures["runs"]
    )
    last = figures["runs"][-1]
    machine = figures.get("machine")
    on = f"Measured on {machine}." if machine else ""
    again = f"After one word was changed, {last['again']} of {last['sheets']} sheets were printed."
    return "\n".join([*lines, "", f"Layouts for a sheet: {layouts}.", again, on]).rstrip()


def _times(count: int) -> str:
    return "one run" if count == 1 else f"{count} runs"


def stages_table(figures: Figures) -> str:
    """Return the shares of a sheet's time as a table of Markdown."""
    known = figures["stages"]
    rows = [
        f"| {subject} | {known[stage]:.0%} |" for stage, subject in STAGES.items() if stage in known
    ]
    head = (
        f"Of {figures['staged']} sheets, by the processor's time, with the first three stages, "
        "which the bare loop has too, as the measure:"
    )
    text = "\n".join([head, "", "| Stage of a sheet | Share |", "| --- | --- |", *rows])
    return text.replace("%", " %")


def shares_table(figures: Figures) -> str:
    """Return where the time of a cold build goes, as a table of Markdown."""
    run = next(one for one in figures["runs"] if one["sheets"] == figures["staged"])
    reading = run["steps"]["pages, -j 1"]["cpu"] / run["steps"]["cold, -j 1"]["cpu"]
    printing = figures["printing"]
    parts = {
        "starting Sphinx, reading pages": reading,
        "printing sheets": printing,
        "starting processes, composing handouts, and all else": 1 - reading - printing,
    }
    # Printing is measured in a run of its own, which may take a little more.
    shown = {one: f"{share:.0%}" if share > 0 else "nearly nothing" for one, share in parts.items()}
    rows = [f"| {name} | {share} |" for name, share in shown.items()]
    head = f"Of a cold build of {run['sheets']} sheets at `-j 1`, by the processor's time:"
    text = "\n".join([head, "", "| Stage of a build | Share |", "| --- | --- |", *rows])
    return text.replace("%", " %")


def budget_table(figures: Figures) -> str:
    """Return what each construct costs as a table of Markdown."""
    if not (known := figures.get("constructs")):
        return "Not measured yet."
    rows = [f"| {name} | {cost:.0f} |" for name, cost in known.items()]
    head = "| One more of | thousandths of the patients' A4 sheet |"
    return "\n".join([head, "| --- | --- |", *rows])


def peers_table(figures: Figures) -> str:
    """Return what other tools came to as a table of Markdown."""
    rows = [
        f"| {peer['name']} | {peer.get('cpu', '')} | {peer['note']} |"
        for peer in [*_floors(figures), *figures["peers"]]
    ]
    if not rows:
        return "Not measured yet."
    head = "| Tool | A page, by the processor, against a bare sheet | What it made |"
    return "\n".join([head, "| --- | --- | --- |", *rows])


def _floors(figures: Figures) -> list[dict[str, Any]]:
    """Return what tools that are not built on Python need for the words of the two real sheets."""
    sheets = figures.get("sheets", {}).values()
    notes = {
        "Typst": "PDF/UA-1 in a plain layout of its own; without fitting or checks",
        "PlutoPrint": "the same HTML and CSS, untagged; without fitting or checks",
    }
    return [
        {"name": name, "cpu": f"{sum(one[name] for one in sheets) / len(sheets):.2f}", "note": note}
        for name, note in notes.items()
        if sheets
    ]


def steps_table(run: Figures) -> str:
    """Return what each step took on this machine, for the terminal."""
    lines = [
        f"{run['topics']} topics, {run['sheets']} sheets, {run['refused']} left out as too long"
    ]
    lines.append(f"{'':<18}{'seconds':>9}{'processor':>11}{'MB':>7}{'main':>7}{'child':>7}")
    for step in STEPS:
        row = run["steps"][step]
        lines.append(
            f"{step:<18}{row['wall']:>9.1f}{row['cpu']:>11.1f}"
            f"{row['memory']:>7.0f}{row['main']:>7.0f}{row['child']:>7.0f}"
        )
    return "\n".join(lines)


def page_with(page: str, figures: Figures) -> str:
    """Return the page with the tables of these figures in their places."""
    parts = {
        "figures": table,
        "shares": shares_table,
        "stages": stages_table,
        "budget": budget_table,
        "peers": peers_table,
    }
    for name, made in parts.items():
        begin, end = f"% {name}", f"% end of {name}"
        head, tail = page.split(begin, maxsplit=1)[0], page.split(end)[1]
        page = f"{head}{begin}\n\n{made(figures)}\n\n{end}{tail}"
    return page


WIDTH, HEIGHT, EDGE = 480, 280, 44
LINES = (
    ("cold, -j 1", "#0b4a5e", ""),
    ("cold, -j 2", "#0b4a5e", "6 4"),
    ("bare", "#5f727d", "2 3"),
)


def plot(figures: Figures) -> str:
    """Return a drawing: time against the number of topics, in parts of the longest time."""
    runs = figures["runs"]
    points = {
        name: [(run["topics"], seconds_of(run, name)) for run in runs] for name, _, _ in LINES
    }
    most = max(value for line in points.values() for _, value in line)
    widest = max(run["topics"] for run in runs)

    def at(topics: float, seconds: float) -> str:
        x = EDGE + topics / widest * (WIDTH - 2 * EDGE - 60)
        return f"{x:.1f},{HEIGHT - EDGE - seconds / most * (HEIGHT - 2 * EDGE):.1f}"

    drawn = []
    for name, colour, dashes in LINES:
        line = " ".join(at(*point) for point in [(0, 0), *points[name]])
        x, y = at(*points[name][-1]).split(",")
        drawn.append(
            f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2" '
            f'stroke-dasharray="{dashes}"/><text x="{float(x) + 6}" y="{y}">{name}</text>'
        )
    marks = "".join(
        f'<text x="{at(run["topics"], 0).split(",")[0]}" y="{HEIGHT - EDGE + 18}" '
        f'text-anchor="middle">{run["topics"]}</text>'
        for run in runs
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        'font-family="sans-serif" font-size="12"><title>Time against topics</title>'
        f'<path d="M{EDGE} {EDGE}V{HEIGHT - EDGE}H{WIDTH - EDGE}" fill="none" stroke="#14202b"/>'
        f'{marks}<text x="{EDGE}" y="{EDGE - 10}">time</text>'
        f'<text x="{WIDTH - EDGE}" y="{HEIGHT - 8}" text-anchor="end">topics</text>'
        f"{''.join(drawn)}</svg>\n"
    )


def seconds_of(run: Figures, name: str) -> float:
    """Return how long a step took, in bare sheets."""
    return float(run["steps"][name]["wall"])
