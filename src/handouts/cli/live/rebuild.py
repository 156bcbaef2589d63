"""One build of the site after a save, told in words for authors; runs in a process of its own."""

from __future__ import annotations

import contextlib
import importlib.util
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.cmd.build import main as sphinx_build

from handouts.cli.arguments import CommandError
from handouts.cli.explain import PlainWords
from handouts.cli.report import load_report

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True)
class Rebuild:
    """The folders of a project that is built again and again."""

    source: str
    output: str
    doctrees: str

    def __call__(self, changed_paths: Sequence[Path]) -> None:
        """Build the site, and say what came of it."""
        names = [_near(path) for path in changed_paths if path.exists()]
        sys.stdout.write(f"\nChanged: {', '.join(names)}\n" if names else "Building…\n")
        sys.stdout.flush()
        start = time.time()
        words = PlainWords(sys.stdout, Path.cwd())
        options = ["-q", "--no-color", "-n", "-j", "auto", "-d", self.doctrees, "-b", "html"]
        with contextlib.redirect_stderr(words):
            status = sphinx_build([*options, self.source, self.output])
        words.finish()
        sys.stdout.write("".join(f"{line}\n" for line in self._came_of_it(status, start, words)))
        sys.stdout.flush()

    def _came_of_it(self, status: int, start: float, words: PlainWords) -> Iterator[str]:
        if status:
            yield "The site could not be built; what you see is the one before. See above."
            return
        new, refused = self._sheets(start)
        if refused:
            yield f"Not printed: {', '.join(refused)}; the reason stands above."
        yield f"New on paper: {', '.join(new)}." if new else "No sheet is new on paper."
        found = {0: "nothing to mend", 1: "one thing to mend, see above"}
        mend = found.get(words.count, f"{words.count} things to mend, see above")
        yield f"Built in {time.time() - start:.1f} seconds: {mend}."

    def _sheets(self, start: float) -> tuple[list[str], list[str]]:
        """Return the sheets that are new since `start`, and those that were refused."""
        output = Path(self.output)
        try:
            sheets = load_report(output / "report.json").sheets
        except CommandError:
            return [], []
        new = [sheet.file for sheet in sheets if _is_new(output / sheet.file, start)]
        return new, [sheet.file for sheet in sheets if not sheet.printed]


def _is_new(path: Path, start: float) -> bool:
    # Some file systems count whole seconds or two.
    return path.is_file() and path.stat().st_mtime >= start - 0.01


def _near(path: Path) -> str:
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else path.as_posix()


def modules_to_load() -> list[str]:
    """Return what a build has loaded into this process from installed packages, in its order."""
    return [
        name
        for name, module in sys.modules.items()
        if not name.startswith("_") and _is_module(module, name)
    ]


def _is_module(module: object, name: str) -> bool:
    """Return whether it can be imported by its name: some lie there under a second one."""
    return getattr(getattr(module, "__spec__", None), "name", "") == name


def is_installed(name: str) -> bool:
    """Return whether a module comes with an installed package, so that no save can change it."""
    try:
        found = importlib.util.find_spec(name.partition(".")[0])
    except (ImportError, ValueError):
        return False
    return found is not None
