"""The report of a build, as values, as a table for the terminal, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handouts.files import DATA_FILES
from handouts.jobs import TypeSetting
from handouts.problems import HandoutsError, Problem, visible
from handouts.state import BuildKey

if TYPE_CHECKING:
    import os

    from sphinx.config import Config

    from handouts.audit.facts import HandoutFacts


VERSION = 1
"""The version of `report.schema.json` that `report.json` follows. It is raised when a key goes or
changes its meaning; keys may be added without."""

_line = json.JSONEncoder(sort_keys=True, ensure_ascii=False).encode

PREVIEW_WIDTH = 600
"""Pixels of a sheet's picture: twice what a page of the site shows, for screens with small ones."""


UNPUBLISHED = ".handouts-unpublished-"
"""Beginning of the name of the folder in which sheets lie until all are published."""
MIXED = (
    "a build was stopped while it published sheets to '{}', or is still at work: old and new ones "
    "may lie side by side. Build again before you give any out"
)


class ReportError(HandoutsError, ValueError):
    """A file that is no report, or one of another version."""


@dataclass(frozen=True)
class SheetResult:
    """The result of one sheet."""

    handout: str
    """Page name of the handout."""
    audience: str
    edition: str
    file: str
    """Path of the PDF in the output folder."""
    pages: int
    pages_allowed: int
    setting: TypeSetting | None
    full: float
    """Share of the allowed pages that is used, from 0 to 1."""
    words: int
    bytes: int
    left_out: tuple[str, ...]
    """Labels of the optional blocks without room."""
    layouts: int
    problems: tuple[Problem, ...]
    last_good: str = ""
    """Day of the last good PDF, if it stays in place of this sheet, which is refused."""
    withdrawn: str = ""
    """Day on which the latest release of the handout was withdrawn; empty if it was not."""
    draft: bool = False
    """Whether the sheet is marked as a draft, which no site offers."""

    @property
    def printed(self) -> bool:
        """Whether the sheet was printed and passed its checks."""
        return self.bytes > 0 and not any(one.refuses_sheet for one in self.problems)

    @property
    def offered(self) -> bool:
        """Whether a site offers the sheet: it was printed, is no draft, and was not withdrawn."""
        return self.printed and not self.draft and not self.withdrawn

    @property
    def codes(self) -> list[str]:
        """The codes of its problems, each once."""
        return sorted({problem.code for problem in self.problems})

    @property
    def preview(self) -> str:
        """Path of the picture of the first page, beside the PDF."""
        return self.file.removesuffix(".pdf") + ".png"


@dataclass(frozen=True)
class Report:
    """The results of one build."""

    # Sphinx has an event's arguments written out for its debug log: all of these take long.
    sheets: list[SheetResult] = field(default_factory=list, repr=False)
    handouts: dict[str, HandoutFacts] = field(default_factory=dict, repr=False)
    """Facts about each handout as a whole, by the name of its page."""
    _: KW_ONLY
    notes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list, repr=False)
    """Problems of the sources, whether a sheet has them or not."""
    publisher: dict[str, str] = field(default_factory=dict)
    """What `handouts_publisher` says."""
    engines: dict[str, str] = field(default_factory=dict)
    """Versions of what a sheet's bytes depend on, by name."""
    ledger: str = ""
    """The file of claims, relative to the folder of the pages."""

    @property
    def refused(self) -> list[str]:
        """The files of the sheets that were not printed, or failed a check."""
        return [sheet.file for sheet in self.sheets if not sheet.printed]

    @property
    def lost(self) -> list[str]:
        """The files of pages that are no handout by an error in their front matter."""
        found = [one.place.path for one in self.problems if one.code == "front-matter"]
        return list(dict.fromkeys(found))

    @property
    def not_printed(self) -> list[str]:
        """What an author may miss on paper: sheets, and pages that are no handout by an error."""
        return [*self.refused, *(f"{path} (see its front matter)" for path in self.lost)]

    @cached_property
    def _by_handout(self) -> dict[str, list[SheetResult]]:
        found: dict[str, list[SheetResult]] = {}
        for sheet in self.sheets:
            found.setdefault(sheet.handout, []).append(sheet)
        return found

    def sheets_of(self, handout: str) -> list[SheetResult]:
        """Return the sheets of one handout, from an index, because every page of a site asks."""
        return self._by_handout.get(handout, [])

    def first_offered(self, handouts: Iterable[str]) -> SheetResult | None:
        """Return the first sheet of the first of some handouts that offers one."""
        found = (sheet for name in handouts for sheet in self.sheets_of(name) if sheet.offered)
        return next(found, None)

    def to_json(self, old: Mapping[str, Any] | None = None, others: Collection[str] = ()) -> str:
        """Return the report as JSON, the same for the same sheets on the same day.

        :param old: an earlier report, as plain data
        :param others: page names of handouts that this report lacks, which are kept of the old one
        """
        before = old or {}
        kept = {name: one for name, one in before.get("handouts", {}).items() if name in others}
        sheets = [one for one in before.get("sheets", []) if one["handout"] in others]
        sheets += [
            {
                **vars(sheet),
                "setting": asdict(sheet.setting) if sheet.setting else None,
                "printed": sheet.printed,
                "problems": [problem.to_json() for problem in sheet.problems],
            }
            for sheet in self.sheets
        ]
        data = {
            "version": VERSION,
            "engines": self.engines,
            "handouts": {**kept, **self.handouts},
            "ledger": self.ledger,
            "notes": self.notes,
            "problems": [problem.to_json() for problem in self.problems],
            "publisher": self.publisher,
            "sheets": sorted(sheets, key=lambda one: one["handout"]),
        }
        return "{\n" + ",\n".join(map(_member, data, data.values())) + "\n}\n"

    def table(self) -> str:
        """Return the report as a table for the terminal."""
        rows = [_row(sheet) for sheet in self.sheets]
        lines = columns([HEAD, *rows]) if rows else ["no handouts"]
        return "\n".join([*lines, *self.notes])


REPORT = BuildKey[Report]("report")


def report_of(config: Config) -> Report | None:
    """Return the report of the build under way; none where no sheets are printed."""
    return REPORT.get(config)


HEAD = ("sheet", "pages", "type", "full", "words", "left out", "problems")


def _member(name: str, value: Any) -> str:
    """Return a member of a JSON object, with a line for each entry of its value.

    Python indents JSON three times as slowly as it writes lines, which counts for many sheets.
    """
    if isinstance(value, Mapping):
        start, end = "{}"
        entries = [f"{_line(key)}: {_line(value[key])}" for key in sorted(value)]
    elif isinstance(value, list):
        (start, end), entries = "[]", list(map(_line, value))
    else:
        return f"{_line(name)}: {_line(value)}"
    return "\n".join([f"{_line(name)}: {start}", ",\n".join(entries), end])


def _row(sheet: SheetResult) -> tuple[str, ...]:
    size = f"{sheet.setting.size:g} pt" if sheet.setting else "-"
    return (
        f"{sheet.handout}-{sheet.edition}",
        _pages(sheet),
        size,
        f"{sheet.full:.0%}",
        str(sheet.words),
        ", ".join(sheet.left_out) or "nothing",
        f"{len(sheet.problems)} ({', '.join(sheet.codes)})" if sheet.problems else "none",
    )


def _pages(sheet: SheetResult) -> str:
    if sheet.withdrawn and not sheet.draft:
        return f"none; withdrawn on {sheet.withdrawn}"
    if sheet.printed:
        return f"{sheet.pages} of {sheet.pages_allowed}{', draft' if sheet.draft else ''}"
    return f"none; that of {sheet.last_good} stays" if sheet.last_good else "none"


def columns(rows: Sequence[Iterable[str]]) -> list[str]:
    """Return the lines of a table for the terminal."""
    table = [tuple(map(visible, row)) for row in rows]
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
    padded = (map(str.ljust, row, widths) for row in table)
    return ["  ".join(cells).rstrip() for cells in padded]


def read_report(path: str | os.PathLike[str]) -> Report:
    """Return the report that a build has written, `report.json` in its output folder.

    :raises OSError: if the file cannot be read
    :raises ReportError: if it is no report, or one of another version
    """
    try:
        data = json.loads(Path(path).read_text(encoding="utf-8"))
        if data["version"] != VERSION:
            raise KeyError("version")
        return Report(
            [sheet_from_json(dict(one)) for one in data["sheets"]],
            data["handouts"],
            notes=data["notes"],
            problems=[Problem.from_json(one) for one in data["problems"]],
            publisher=data.get("publisher", {}),
            engines=data.get("engines", {}),
            ledger=data.get("ledger", DATA_FILES["ledger"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        message = f"'{path}' is not a report of this version of handouts; build again"
        raise ReportError(message) from error


def load_report(path: Path) -> Report:
    """Return the report in a file or in a folder of sheets, for a command.

    :raises HandoutsError: for a file that is missing, or that this version did not write
    """
    file = path / "report.json" if path.is_dir() else path
    try:
        report = read_report(file)
    except OSError as error:
        raise HandoutsError(f"cannot read '{file}': {error.strerror}; build first") from error
    return replace(report, notes=[*report.notes, *notes_on_mix(path)])


def notes_on_mix(path: Path) -> Iterator[str]:
    """Yield a note if not all sheets were published that lie beside a report, or in a folder."""
    folder = path if path.is_dir() else path.parent
    if any(folder.glob(f"{UNPUBLISHED}*/**/*.pdf")):
        yield MIXED.format(folder)


def sheet_from_json(data: dict[str, Any]) -> SheetResult:
    """Return the sheet that a report has written as plain data."""
    del data["printed"]
    data["setting"] = TypeSetting(**data["setting"]) if data["setting"] else None
    data["left_out"] = tuple(data["left_out"])
    data["problems"] = tuple(Problem.from_json(problem) for problem in data["problems"])
    return SheetResult(**data)
