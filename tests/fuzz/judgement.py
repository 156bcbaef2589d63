"""Build one case as a project of its own, and judge what came of it."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import readback
from generated import LABEL, Case
from projects import Project

if TYPE_CHECKING:
    from projects import Built

OF_THE_TEST = "that of the test"
CONF = """
extensions = ["myst_parser", "sphinx_design", "handouts"]
myst_enable_extensions = [
    "attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath", "fieldlist", "tasklist",
]
"""
EDITIONS = {
    "a4": {"paper": "A4"},
    "letter": {"paper": "Letter"},
    "large-print": {"paper": "A4", "large-print": True},
}
PAGES = {"patients": 2, "referrers": 4}
"""Most pages in large print."""
WARNING = re.compile(
    r"^(?P<path>[\w./-]+):(?P<line>\d+): WARNING: .{20,} \[handouts\.(?P<code>\S+)\]$"
)
OF_ROOM = {"overflow", "clipped"}
"""Codes for what sheets do print, given room."""
OF_DEPTH = {"unread", "unsupported", "label"}
"""Codes for what stands too deep, and for the labels that are lost with it."""
LABELS = re.compile(f"{LABEL}[^{LABEL}]*{LABEL}")
NUMBER = re.compile(r"\d+\.")
"""Numbers of list items, which are made by the theme."""


@dataclass
class Tally:
    """How the cases ended."""

    folder: Path
    seed: str = OF_THE_TEST
    cases: int = 0
    printed: int = 0
    refused: int = 0
    rewritable: Counter[str] = field(default_factory=Counter)
    """Codes of those that are printed when the same is written without tables, grids and boxes."""
    lost: int = 0
    codes: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        """Return what is said of a run."""
        codes = ", ".join(f"{code} {count}" for code, count in self.codes.most_common())
        said = (
            f"seed: {self.seed}\n"
            f"refused for: {codes or 'nothing'}\n"
            f"cases: {self.cases}, printed: {self.printed}, "
            f"refused: {self.refused}, lost: {self.lost}"
        )
        if self.seed == OF_THE_TEST:
            return said
        rewritable = ", ".join(f"{code} {count}" for code, count in self.rewritable.most_common())
        return (
            f"{said}\nrefused, and printed without tables, grids and boxes: "
            f"{self.rewritable.total()} ({rewritable})"
        )

    def judge(self, case: Case) -> None:
        """Build a case; raises AssertionError if its sheet is neither right nor refused."""
        self.cases += 1
        folder = self.folder / f"case-{self.cases}"
        try:
            built = self.build(folder, case)
            if built.files():
                judge_sheet(case, built)
                self.printed += 1
            else:
                codes = judge_refusal(case, built)
                self.codes.update(codes)
                self.refused += 1
                # Nothing is asked of it: `make fuzz` says how many, and `make test` saves the time.
                wanted = self.seed != OF_THE_TEST and not case.odd
                if wanted and self.prints(folder / "plain", plain(case)):
                    self.rewritable.update([" and ".join(sorted(codes))])
        except BaseException:
            self.lost += 1
            raise
        finally:
            shutil.rmtree(folder)

    def build(self, folder: Path, case: Case) -> Built:
        """Build a case in its one edition."""
        editions = {case.edition: EDITIONS[case.edition]}
        conf = f"{CONF}handouts_editions = {editions!r}\n"
        return Project(folder, {"conf.py": conf, **case.files}).build()

    def prints(self, folder: Path, case: Case) -> bool:
        """Return whether a case is printed."""
        return bool(self.build(folder, case).files())


def plain(case: Case) -> Case:
    """Return a case that says and shows the same without tables, grids and boxes."""
    return Case((), case.plain, case.title, [], case.plain, case.audience, case.edition)


def judge_sheet(case: Case, built: Built) -> None:
    """Hold a sheet that was printed to the words that the case gave it."""
    assert built.files() == [f"sheet-{case.edition}.pdf"]
    sheet = readback.read((built.outdir / built.files()[0]).read_bytes())
    left_out = set(built.sheet(case.edition)["left_out"])
    assert not case.odd or case.odd_in in left_out, f"a sheet was printed with {case.odd}"
    says = "".join("".join(words) for label, words in case.parts if label not in left_out)
    wanted = NUMBER.sub("", readback.squeeze(LABELS.sub("", says)))
    drawn = NUMBER.sub("", readback.squeeze(says.replace(LABEL, "")))

    assert left_out <= {label for label, _ in case.parts if label}
    assert NUMBER.sub("", readback.squeeze(sheet.tagged)) == wanted
    assert letters(sheet.drawn) == letters(drawn + furniture(sheet.pages))
    assert (sheet.outside, sheet.covered, sheet.broken_rules) == ("", "", [])
    assert sheet.pages <= (PAGES[case.audience] if case.edition == "large-print" else 1)
    assert built.warnings == []


def judge_refusal(case: Case, built: Built) -> set[str]:
    """Hold a refusal to a code and a place, and to a reason; return the codes."""
    found = [WARNING.match(line) for line in built.warnings if "[handouts." in line]
    codes = {one["code"] for one in found if one}

    assert found, f"no message, and no sheet: {built.warnings}"
    assert all(found), built.warnings
    for one in found:
        assert one
        lines = case.files[one["path"]].count("\n")
        assert 1 <= int(one["line"]) <= lines
    assert case.odd or codes <= OF_ROOM | (OF_DEPTH if case.large else set()), built.warnings
    return codes


def furniture(pages: int) -> str:
    """Return what stands in the margins of a sheet of several pages."""
    return "Page of" * pages + "Continues" * (pages - 1) if pages > 1 else ""


def letters(text: str) -> str:
    """Return the letters of a text in their order in the alphabet."""
    return "".join(sorted(mark for mark in readback.squeeze(text) if mark.isalpha()))
