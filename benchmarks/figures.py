"""What the figures of a run say: the ratios, a table of them, and a plot."""

from __future__ import annotations

from typing import Any

Figures = dict[str, Any]


STEPS = (
    "cold, -j 1",
    "bare",
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
    "else": "foretelling its height, opening it out, reading its words, drawing its code; ours",
    "collect": "freeing what was left of it; ours",
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


def ratios(figures: Figures) -> list[tuple[str, str, str, str]]:
    """Return each figure that has a goal: its name, the goal, by the clock, by the processor."""
    runs = figures["runs"]
    last = runs[-1]
    one, two = "cold, -j 1", "cold, -j 2"
    faster = _sheets_only(last, one)["wall"] / _sheets_only(last, two)["wall"]
    rows: list[tuple[str, str, tuple[float | None, float | None]]] = [
        (
            "a sheet at `-j 1`, all in, against the bare loop",
            "at most 2.0",
            _ratio(_sheets_only(last, one), last["steps"]["bare"]),
        ),
        ("cold at `-j 2`, reading included, against it", "at most 1.5", _both(last, two, "bare")),
        ("`-j 1` against `-j 2`, sheets only", "at least 1.8", (faster, None)),
    ]
    goals = {"nothing changed": "at most 0.05", "one word": "at most 0.06", "one claim": "none"}
    for step, goal in goals.items():
        told = step if step == "nothing changed" else f"{step} changed"
        rows.append((f"{told}, against cold", goal, _both(last, step, one)))
    if len(runs) > 1:
        before = runs[-2]
        grown = f"from {before['topics']} to {last['topics']} topics"
        rows.append((f"time of a sheet, {grown}", "at most 1.1", _growth(before, last)))
        for told, step, process in (
            ("a process that prints", one, "child"),
            ("the main process", one, "main"),
            ("the main process without printing", "pages, -j 1", "main"),
        ):
            size = last["steps"][step][process] / before["steps"][step][process]
            rows.append((f"memory of {told}, {grown}", "at most 1.2", (size, None)))
    docs = figures["docs"]["with"]
    told = "this project's site, with sheets against without"
    rows.append((told, "at most 2.5", (docs["wall"], docs["cpu"])))
    return [
        (what, goal, *("—" if one is None else f"{one:.2f}" for one in row))
        for what, goal, row in rows
    ]


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
    """Return the figures as a table of Markdown."""
    lines = ["| Ratio | Goal | By the clock | By the processor |", "| --- | --- | --- | --- |"]
    lines += [f"| {' | '.join(row)} |" for row in ratios(figures)]
    layouts = ", ".join(
        f"{run['layouts']:.2f} ({run['topics']} topics, {run['sheets']} sheets, "
        f"{_times(run['repeats'])})"
        for run in figures["runs"]
    )
    last = figures["runs"][-1]
    again = f"After one word was changed, {last['again']} of {last['sheets']} sheets were printed."
    return "\n".join([*lines, "", f"Layouts for a sheet: {layouts}.", again])


def _times(count: int) -> str:
    return "one run" if count == 1 else f"{count} runs"


def stages_table(figures: Figures) -> str:
    """Return the shares of a sheet's time as a table of Markdown."""
    rows = [f"| {told} | {figures['stages'][stage]:.0%} |" for stage, told in STAGES.items()]
    head = (
        f"Of {figures['staged']} sheets, by the processor's time, with the first three stages, "
        "which are the bare loop's, as the measure:"
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
    rows = [f"| {told} | {share:.0%} |" for told, share in parts.items()]
    head = f"Of a cold build of {run['sheets']} sheets at `-j 1`, by the processor's time:"
    text = "\n".join([head, "", "| Stage of a build | Share |", "| --- | --- |", *rows])
    return text.replace("%", " %")


def peers_table(figures: Figures) -> str:
    """Return what other tools came to as a table of Markdown."""
    if not figures["peers"]:
        return "Not measured yet."
    rows = [
        f"| {peer['name']} | {peer.get('cpu', '')} | {peer['note']} |" for peer in figures["peers"]
    ]
    head = "| Tool | A page, by the processor, against a bare sheet | What it made |"
    return "\n".join([head, "| --- | --- | --- |", *rows])


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
