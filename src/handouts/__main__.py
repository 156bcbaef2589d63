"""The command line, for those who do not know Sphinx: `python -m handouts build`."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.cmd.build import main as sphinx_build

from handouts import __version__
from handouts.jobs import Setting
from handouts.problems import Problem
from handouts.report import Report, SheetResult

if TYPE_CHECKING:
    from collections.abc import Sequence


class CommandError(Exception):
    """What keeps a command from starting; the message is for whoever typed it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, and return its exit status."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        status: int = options.run(options)
    except CommandError as error:
        parser.exit(2, f"handouts: {error}\n")
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m handouts",
        description="Print one page for each audience from the pages of a Sphinx project.",
    )
    parser.add_argument("--version", action="version", version=f"handouts {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    build = commands.add_parser("build", help="print the sheets")
    build.add_argument("source", nargs="?", default="docs", help="folder with conf.py (docs)")
    build.add_argument(
        "output", nargs="?", default="build/pdf", help="folder for the sheets (build/pdf)"
    )
    build.add_argument("--only", metavar="AUDIENCE", help="print the handouts of one audience")
    build.add_argument("--strict", action="store_true", help="let any warning be a failure")
    build.add_argument(
        "--doctrees",
        metavar="FOLDER",
        default="build/doctrees",
        help="folder for what the next build need not do again (build/doctrees)",
    )
    build.set_defaults(run=_build)
    report = commands.add_parser("report", help="show what became of the sheets")
    report.add_argument(
        "file",
        nargs="?",
        default="build/pdf/report.json",
        help="report of an earlier build (build/pdf/report.json)",
    )
    report.set_defaults(run=_report)
    return parser


def _build(options: argparse.Namespace) -> int:
    _look_for_project(Path(options.source))
    words = ["-b", "handouts", "-j", "auto", "-d", options.doctrees]
    words += ["-D", f"handouts_only={options.only}"] if options.only else []
    words += ["-W", "--keep-going"] if options.strict else []
    return sphinx_build([*words, options.source, options.output])


def _look_for_project(source: Path) -> None:
    if (source / "conf.py").is_file():
        return
    what = f"there is no conf.py in '{source}'" if source.is_dir() else f"no folder '{source}'"
    near = [*source.glob("*/conf.py"), *source.parent.glob("*/conf.py")]
    hint = (
        f"did you mean '{near[0].parent}'?" if near else "name the folder that holds your conf.py"
    )
    raise CommandError(f"{what}; {hint}")


def _report(options: argparse.Namespace) -> int:
    path = Path(options.file)
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        report = read_report(data)
    except OSError as error:
        raise CommandError(f"cannot read '{path}': {error.strerror}; build first") from error
    except (ValueError, KeyError, TypeError) as error:
        message = f"'{path}' is not a report of this version of handouts; build again"
        raise CommandError(message) from error
    sys.stdout.write(f"{report.table()}\n")
    return 0 if all(sheet.printed for sheet in report.sheets) else 1


def read_report(data: dict[str, Any]) -> Report:
    """Return the report that `Report.to_json` wrote."""
    sheets = [_sheet(dict(sheet)) for sheet in data["sheets"]]
    return Report(sheets, data["handouts"], data["notes"])


def _sheet(data: dict[str, Any]) -> SheetResult:
    del data["printed"]
    data["setting"] = Setting(**data["setting"]) if data["setting"] else None
    data["left_out"] = tuple(data["left_out"])
    data["problems"] = tuple(Problem.from_json(problem) for problem in data["problems"])
    return SheetResult(**data)


if __name__ == "__main__":
    sys.exit(main())
