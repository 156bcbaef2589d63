"""Other tools that make PDFs from the same pages, installed apart from this project.

Each page of a topic is written without what only this project understands; a tool that does not
run is named with its reason.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from running import run

ROOT = Path(__file__).parents[1]
HOME = ROOT / "build" / "bench-peers"
TOOLS = {
    "sphinx-simplepdf": ("simplepdf", "sphinx_simplepdf"),
    "rinohtype": ("rinoh", "rinoh.frontend.sphinx"),
}
"""Each with its builder and its extension."""
LIMIT = 900
ROLE = re.compile(r"\{claim\}`([^`<]*?)\s*<[^`]*>`")
CONF = """
project, author = "Topics", "The trust"
extensions = ["myst_parser", "sphinx_design", {extension!r}]
myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "deflist", "fieldlist"]
rinoh_documents = [
    dict(doc=f"topics/topic-{{number}}", target=f"topic-{{number}}") for number in range({count})
]
simplepdf_weasyprint_timeout = None
"""


def measure_peers(work: Path, measured: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what each tool took for a page, as a multiple of a bare sheet, or why it did not."""
    bare = measured["steps"]["bare"]["cpu"] / measured["sheets"]
    count = measured["topics"]
    return [_measure(name, work, count, bare) for name in TOOLS]


def _measure(name: str, work: Path, count: int, bare: float) -> dict[str, Any]:
    project, out = work / f"peer-{name}", work / f"peer-{name}-out"
    if reason := _install():
        return {"name": name, "note": f"could not be installed: {reason}"}
    builder, extension = TOOLS[name]
    _write_pages(work / f"topics-{count}", project, extension, count)
    programs = HOME / "bin"
    command = [str(programs / "python"), "-m", "sphinx", "-q", "-b", builder]
    parts = ["timeout", str(LIMIT), *command, str(project), str(out)]
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    done = run(parts, work / f"{name}.log", PATH=path)
    files = list(out.rglob("*.pdf"))
    if done.failed or not files:
        return {"name": name, "note": f"did not run: {_reason(done.output)}"}
    what = "one file of all pages" if len(files) == 1 else "a file of each page"
    note = f"{what}, {count} in all; without fitting or checks"
    return {"name": name, "cpu": round(done.cpu / count / bare, 1), "note": note}


def _install() -> str:
    """Install the tools, once; return why that cannot be done."""
    if not (HOME / "bin" / "python").exists():
        subprocess.run([sys.executable, "-m", "venv", str(HOME)], check=True)
    parts = [str(HOME / "bin" / "pip"), "install", "-q", "myst-parser", "sphinx-design", *TOOLS]
    done = subprocess.run(parts, capture_output=True, text=True, check=False)
    return _reason(done.stderr) if done.returncode else ""


def _reason(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    found = [line for line in lines if re.search(r"[A-Za-z]Error\b|[Ee]xception", line)]
    return re.sub(r"\S*/\S+", "…", (found or lines or ["it said nothing"])[-1])[:160]


def _write_pages(topics: Path, project: Path, extension: str, count: int) -> None:
    (project / "topics").mkdir(parents=True)
    (project / "figures").mkdir()
    for picture in (topics / "figures").iterdir():
        (project / "figures" / picture.name).write_bytes(picture.read_bytes())
    for path in (topics / "topics").iterdir():
        text = ROLE.sub(r"\1", path.read_text("utf-8"))
        (project / "topics" / path.name).write_text(text, "utf-8")
    names = "\n".join(f"topics/topic-{number}" for number in range(count))
    text = f"# All topics\n\n```{{toctree}}\n{names}\n```\n"
    (project / "index.md").write_text(text, "utf-8")
    conf = CONF.format(extension=extension, count=count)
    (project / "conf.py").write_text(conf, "utf-8")
