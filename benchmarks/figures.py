"""What the figures of a run say: the ratios, a table of them, and a plot."""

from __future__ import annotations

from typing import Any

Figures = dict[str, Any]
BEGIN, END = "% figures", "% end of figures"


def ratios(figures: Figures) -> list[tuple[str, str, str]]:
    """Return each figure that has a goal: what it is, its goal, and what was measured."""
    runs = figures["runs"]
    last = runs[-1]
    steps = last["steps"]
    cold, loop = steps["cold, -j 1"], last["bare"]
    printing = cold["wall"] - steps["pages only"]["wall"]
    two = steps["cold, -j 2"]["wall"] - steps["pages only"]["wall"]
    rows = [
        ("a sheet at `-j 1`, all in, against the bare loop", "2.0", printing / loop),
        ("cold at `-j 2`, reading included, against it", "1.5", steps["cold, -j 2"]["wall"] / loop),
        ("`-j 1` against `-j 2`, sheets only", "1.8", printing / two),
        ("nothing changed, against cold", "0.05", steps["nothing changed"]["wall"] / cold["wall"]),
        ("one word changed, against cold", "0.06", steps["one word"]["wall"] / cold["wall"]),
        ("one claim changed, against cold", "", steps["one claim"]["wall"] / cold["wall"]),
    ]
    if len(runs) > 1:
        before = runs[-2]
        sheet = [run["steps"]["cold, -j 1"]["wall"] / run["sheets"] for run in (before, last)]
        size = [run["steps"]["cold, -j 1"]["largest"] for run in (before, last)]
        grown = f"from {before['topics']} to {last['topics']} topics"
        rows.append((f"time of a sheet, {grown}", "1.1", sheet[1] / sheet[0]))
        rows.append((f"memory of the largest process, {grown}", "1.2", size[1] / size[0]))
    site = figures["docs"]
    rows.append(
        ("this project's site, with sheets against without", "2.5", site["with"] / site["without"])
    )
    return [(what, goal, f"{value:.2f}") for what, goal, value in rows]


def table(figures: Figures) -> str:
    """Return the figures as a table of Markdown."""
    lines = ["| Ratio | Goal | Measured |", "| --- | --- | --- |"]
    lines += [f"| {what} | {goal} | {value} |" for what, goal, value in ratios(figures)]
    layouts = ", ".join(
        f"{run['layouts']:.2f} ({run['sheets']} sheets, {run['repeats']} runs)"
        for run in figures["runs"]
    )
    return "\n".join([*lines, "", f"Layouts for a sheet: {layouts}."])


def page_with(page: str, figures: Figures) -> str:
    """Return the page with the table of these figures in its place."""
    head, tail = page.split(BEGIN, maxsplit=1)[0], page.split(END)[1]
    return f"{head}{BEGIN}\n\n{table(figures)}\n\n{END}{tail}"


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
    """Return the seconds of a step, or of the bare loop."""
    return float(run["bare"] if name == "bare" else run["steps"][name]["wall"])
