"""The assembly line: from the environment to published sheets and a report of them.

Knows every stage, the store and the workers; the stages do not know it. Sheets are printed when
all pages have been read and before any is written, so that the site can say what it offers.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import functools
import hashlib
import importlib.metadata
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.util import logging
from sphinx.util.display import status_iterator

from handouts import __version__
from handouts.audit import Audit, Handout, audit, place, remember, remembered, sources_of
from handouts.compose import Composed, Composer
from handouts.config import Audience, Edition, HandoutsConfig, settings_of
from handouts.evidence import Evidence
from handouts.jobs import Fault, Job, Printed, Setting, SheetPlan
from handouts.ledger import bibliography_path, ledger_path
from handouts.problems import CODES, Place, Problem
from handouts.register import register_of
from handouts.report import Report, SheetResult, keep_report, report_of
from handouts.store import Record, Store, digest_of, write_whole
from handouts.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


logger = logging.getLogger(__name__)

PACKAGE = Path(__file__).parent
PUBLISHING = {"handouts", "html", "dirhtml"}
"""Builders that publish sheets."""
ENGINES = ("weasyprint", "pydyf", "fonttools", "pypdfium2", "page-validation", "segno", "pillow")


@dataclass
class Line:
    """One handout on its way to paper."""

    handout: Handout
    key: str
    composed: Composed | None = None
    digest: str = ""
    note: dict[str, Any] = field(default_factory=dict)
    """The store's note on the handout, once it is printed."""
    composed_problems: list[Problem] = field(default_factory=list)
    """What cannot be printed of it; part of `problems`."""
    problems: list[Problem] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    """What the report says of its words."""

    @property
    def refused(self) -> bool:
        """Whether something is wrong that no sheet may have."""
        return any(CODES[problem.code].refuses for problem in self.problems)


class Printing:
    """Prints the handouts of one build."""

    def __init__(self, app: Sphinx) -> None:
        self.app, self.env = app, app.env
        self.config: HandoutsConfig = settings_of(app.config)
        name = app.builder.name
        self.site_builder = name if name != "handouts" else self.config.site_builder
        folder = Path(app.doctreedir) / "handouts"
        self.store = Store(folder / "sheets")
        self.record = Record(folder / f"record-{self.site_builder}.json")
        outdir = digest_of(str(app.outdir), name)[:16]
        self.published = Record(folder / f"published-{outdir}.json")
        self.evidence = Evidence(self.env, self.config)
        self.composer = Composer(app, self.config, self.site_builder, self.evidence)
        self.keys = Keys(self.env, self.config, self.site_builder)

    def run(self) -> Report:
        """Print, publish and report; return the report."""
        found = remembered(self.app.config)
        lines = [
            Line(handout, self.keys.key_of(handout))
            for handout in found.handouts.values()
            if self.config.only in {"", handout.audience}
        ]
        self.prepare(lines, found)
        self.print(lines)
        self.remember(lines)
        report = self.report(lines)
        self.publish(lines, report)
        self.tell(found, lines)
        return report

    # Composing, only where something changed.

    def prepare(self, lines: Sequence[Line], found: Audit) -> None:
        """Give each line its digest, and its note if the sheet is in the store."""
        self.composer.where = found.where
        for line in lines:
            line.problems += line.handout.problems
            if line.handout.audience not in self.config.audiences:
                continue
            row = self.record.rows.get(line.handout.docname)
            if row and row["key"] == line.key:
                line.digest = row["digest"]
                line.composed_problems = [Problem.from_json(one) for one in row["problems"]]
                line.facts = row["facts"]
                line.note = self.store.get(line.digest) or {} if line.digest else {}
            if not line.note and not line.composed_problems:
                line.composed = self.composer.compose(line.handout)
                line.composed_problems = line.composed.problems
                line.facts = line.composed.facts
                line.digest = self.digest(line)
                line.note = self.store.get(line.digest) or {}
            line.problems += line.composed_problems
            audience = self.config.audiences[line.handout.audience]
            line.problems += self.evidence.stale(line.facts.get("claims", {}), audience)
            if line.refused:
                line.note = {}

    def digest(self, line: Line) -> str:
        """Return the digest of all that can change a sheet's bytes."""
        assert line.composed is not None
        job = self.job(line)
        return digest_of(
            job.html,
            job.css,
            job.title,
            job.language,
            job.furniture,
            engines(),
            package_digest(),
            [_plan_data(plan) for plan in job.plans],
            [self.keys.digest_of_file(font) for font in job.fonts],
        )

    def job(self, line: Line) -> Job:
        """Return what a worker needs to print a handout."""
        assert line.composed is not None
        audience = self.config.audiences[line.handout.audience]
        return Job(
            docname=line.handout.docname,
            html=line.composed.html,
            plans=tuple(_plan(edition, audience) for edition in self.config.editions.values()),
            css=theme_css(),
            fonts=self.config.fonts,
            title=line.composed.title,
            language=line.composed.language,
            furniture=page_furniture(),
        )

    # Printing what is not in the store.

    def print(self, lines: Sequence[Line]) -> None:
        """Print every handout that has a digest and no note, and store it."""
        waiting = {
            line.handout.docname: line
            for line in lines
            if line.digest and not line.note and not line.refused
        }
        if not waiting:
            return
        jobs = [self.job(line) for line in waiting.values()]
        count = max(1, min(self.app.parallel, len(jobs)))
        workers = Workers(count, self.config.time_limit, self.config.memory_limit)
        results = status_iterator(
            workers.run(jobs),
            "printing handouts... ",
            "purple",
            len(jobs),
            self.app.verbosity,
            stringify_func=lambda result: result[0].docname,
        )
        for job, printed in results:
            line = waiting[job.docname]
            files = {f"{one.edition}.pdf": one.pdf for one in printed if one.pdf}
            line.note = {"sheets": [_note_of(one) for one in printed]}
            if any(fault.code in {"limit", "crash"} for one in printed for fault in one.faults):
                continue  # Another try may end well; it is not kept.
            self.store.put(line.digest, line.note, files)

    def remember(self, lines: Sequence[Line]) -> None:
        """Note what each handout was made from, so that the next build can skip it."""
        names = {line.handout.docname for line in lines}
        rows = {
            name: row
            for name, row in self.record.rows.items()
            if name in self.env.found_docs and name not in names
        }
        for line in lines:
            rows[line.handout.docname] = {
                "key": line.key,
                "digest": line.digest,
                "problems": [one.to_json() for one in line.composed_problems],
                "facts": line.facts,
            }
        if rows != self.record.rows:
            self.record.rows = rows
            self.record.save()
        self.store.prune(row["digest"] for row in rows.values())

    # Saying what came of it.

    def report(self, lines: Sequence[Line]) -> Report:
        """Return the results of all sheets."""
        report = Report()
        if lines and not self.config.base_url:
            report.notes.append(
                "no html_baseurl in conf.py: the sheets carry no address, no links and no QR code"
            )
        for line in lines:
            if line.note:
                line.problems += _sheet_problems(line, self)
            report.handouts[line.handout.docname] = self.facts(line)
            for edition in self.config.editions.values():
                report.sheets.append(self.result(line, edition))
        return report

    def facts(self, line: Line) -> dict[str, Any]:
        """Return what the report says of a handout as a whole."""
        handout = line.handout
        return {
            **line.facts,
            "audience": handout.audience,
            "pages": list(handout.sources),
            "blocks": [block.label for block in self.blocks(handout)],
            "checked": handout.checked.isoformat() if handout.checked else None,
            "check-by": handout.check_by.isoformat() if handout.check_by else None,
            "address": self.composer.address(handout.docname),
        }

    def blocks(self, handout: Handout) -> list[Any]:
        """Return the embeds of a handout's own page, in order."""
        return register_of(self.env)[handout.docname].embeds

    def result(self, line: Line, edition: Edition) -> SheetResult:
        """Return what became of one sheet."""
        audience = self.config.audiences.get(line.handout.audience)
        sheets = {sheet["edition"]: sheet for sheet in line.note.get("sheets", [])}
        note = sheets.get(edition.name, {})
        optional = [one.label for one in self.blocks(line.handout) if one.if_room]
        problems = [one for one in line.problems if _concerns(one, note)]
        return SheetResult(
            handout=line.handout.docname,
            audience=line.handout.audience,
            edition=edition.name,
            file=f"{line.handout.docname}-{edition.name}.pdf",
            pages=note.get("pages", 0),
            pages_allowed=edition.pages(audience) if audience else 1,
            setting=Setting(**note["setting"]) if note.get("setting") else None,
            full=note.get("full", 0.0),
            words=note.get("words", 0),
            bytes=note.get("bytes", 0),
            left_out=tuple(optional[note["kept"] :]) if note else (),
            layouts=note.get("layouts", 0),
            problems=tuple(problems),
        )

    def publish(self, lines: Sequence[Line], report: Report) -> None:
        """Put good sheets into the output folder, and take away what must not be found there."""
        outdir = Path(self.app.outdir)
        digests = {line.handout.docname: line.digest for line in lines}
        for sheet in report.sheets:
            target = outdir / sheet.file
            if sheet.printed:
                name = f"{sheet.edition}.pdf"
                write_whole(target, self.store.read(digests[sheet.handout], name))
            else:
                target.unlink(missing_ok=True)
        good = {sheet.file for sheet in report.sheets if sheet.printed}
        before = set(self.published.rows.get("files", []))
        if not self.config.only:
            for name in sorted(before - good):
                (outdir / name).unlink(missing_ok=True)
            write_whole(outdir / "report.json", report.to_json().encode())
        else:
            good |= before
        self.published.rows["files"] = sorted(good)
        self.published.save()

    # The site's pages that change with the sheets.

    def page_keys(self, report: Report) -> dict[str, str]:
        """Return a key for each page that embeds, of all that its web page is made from."""
        found = remembered(self.app.config)
        register = register_of(self.env)
        offers = {
            name: [
                (one.file, one.pages, one.bytes, one.printed)
                for one in report.sheets
                if one.handout == name
            ]
            for name in report.handouts
        }
        return {
            name: digest_of(
                self.keys.key_of_page(name, sorted(sources_of(name, register, found.where))),
                offers.get(name),
            )
            for name, page in register.items()
            if page.embeds or name in found.handouts
        } | {
            name: digest_of(report.to_json())
            for name, page in register.items()
            if page.shows_report
        }

    def stale_pages(self, report: Report) -> list[str]:
        """Return the pages whose key is not the one they were last written with."""
        old = self.published.rows.get("pages", {})
        new = self.page_keys(report)
        return [name for name, key in new.items() if old.get(name) != key]

    def remember_pages(self, report: Report) -> None:
        """Note that all pages have been written."""
        self.published.rows["pages"] = self.page_keys(report)
        self.published.save()

    def tell(self, found: Audit, lines: Sequence[Line]) -> None:
        """Warn of every problem, at each build, so that a second look does not miss it."""
        problems = [
            *found.problems,
            *self.evidence.problems(),
            *(one for line in lines for one in line.problems),
        ]
        for problem in dict.fromkeys(problems):
            path = Path(self.env.srcdir) / problem.place.path
            # Without a line Sphinx would take the path for the name of a page.
            at = f"{path}:{problem.place.line or 1}"
            logger.warning(problem.message, location=at, type="handouts", subtype=problem.code)


# When Sphinx has read all pages.


def on_env_updated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Print the handouts; return the pages that this builder must write again."""
    config = settings_of(app.config)
    remember(app.config, audit(env, config.audiences))
    if app.builder.name not in PUBLISHING:
        return []
    printing = Printing(app)
    report = printing.run()
    keep_report(app.config, report)
    return printing.stale_pages(report) if app.builder.name != "handouts" else []


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Remember what was written, and show the table of sheets."""
    report = report_of(app.config)
    if report is None or exception is not None:
        return
    if app.builder.name != "handouts":
        Printing(app).remember_pages(report)
    logger.info("")
    logger.info(report.table())


# What a sheet is made from.


class Keys:
    """Digests of all that a handout is made from, cheap enough to ask for at every build."""

    def __init__(self, env: BuildEnvironment, config: HandoutsConfig, site_builder: str) -> None:
        self.env = env
        self.files: dict[Path, str] = {}
        std = env.domains.standard_domain
        titles = sorted((name, node.astext()) for name, node in env.titles.items())
        self.common = digest_of(
            package_digest(),
            engines(),
            site_builder,
            repr(config),
            env.config.language,
            env.config.html_link_suffix,
            sorted(std.labels.items()),
            sorted(std.anonlabels.items()),
            titles,
            [self.digest_of_file(font) for font in config.fonts],
            [self.digest_of_file(path) for path in _data_files(env)],
            repr(sorted(env.config.handouts_certainty_verbs.items())),
        )
        self.images: dict[str, list[Path]] = {}
        for name, (docnames, _) in env.images.items():
            for docname in docnames:
                self.images.setdefault(docname, []).append(Path(env.srcdir) / name)

    def key_of(self, handout: Handout) -> str:
        """Return the key of a handout: if it has not changed, neither has the sheet."""
        return self.key_of_page(handout.docname, handout.sources)

    def key_of_page(self, docname: str, sources: Sequence[str]) -> str:
        """Return the same for any page that embeds."""
        pages = [docname, *sources]
        parts: list[Any] = [sorted(self.env.metadata[docname].items(), key=repr)]
        parts += [
            self.digest_of_file(Path(self.env.doctreedir) / f"{name}.doctree") for name in pages
        ]
        parts += [
            self.digest_of_file(path)
            for name in pages
            for path in sorted(self.images.get(name, []))
        ]
        return digest_of(self.common, parts)

    def digest_of_file(self, path: Path) -> str:
        """Return the digest of a file, read once a build."""
        if path not in self.files:
            try:
                data = path.read_bytes()
            except OSError:
                data = b""
            self.files[path] = _hash(data)
        return self.files[path]


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _data_files(env: BuildEnvironment) -> list[Path]:
    """Return the files that claims are judged by, where the project has them."""
    return [path for path in (ledger_path(env), bibliography_path(env)) if path is not None]


@functools.cache
def package_digest() -> str:
    """Return the digest of this package's own code and theme."""
    files = [
        path
        for path in sorted(PACKAGE.rglob("*"))
        if path.suffix in {".py", ".css", ".html", ".toml"} and path.is_file()
    ]
    return digest_of(
        __version__,
        [(path.relative_to(PACKAGE).as_posix(), _hash(path.read_bytes())) for path in files],
    )


@functools.cache
def engines() -> tuple[str, ...]:
    """Return the versions of all that has a say in a PDF's bytes."""
    found = [f"{name} {importlib.metadata.version(name)}" for name in ENGINES]
    for library, function in (
        ("pango-1.0", "pango_version"),
        ("harfbuzz", "hb_version_string"),
        ("harfbuzz-subset", ""),
    ):
        found.append(f"{library} {_library_version(library, function)}")
    return tuple(found)


def _library_version(library: str, function: str) -> str:
    path = ctypes.util.find_library(library)
    if path is None or not function:
        return str(path)
    ask = getattr(ctypes.CDLL(path), function)
    ask.restype = ctypes.c_char_p if function.endswith("string") else ctypes.c_int
    answer = ask()
    return answer.decode() if isinstance(answer, bytes) else str(answer)


@functools.cache
def theme_css() -> str:
    """Return the theme's style sheet."""
    return (PACKAGE / "theme" / "sheet.css").read_text(encoding="utf-8")


def page_furniture() -> dict[str, str]:
    """Return what sheets of several pages say on each page."""
    page, of, overleaf = "Page", "of", "Continued overleaf"
    css = (PACKAGE / "theme" / "pages.css").read_text(encoding="utf-8")
    css = css.replace("__PAGE_OF__", f'"{page} " counter(page) " {of} " counter(pages)')
    return {"css": css.replace("__OVERLEAF__", f'"{overleaf}"'), "words": f"{page} {of} {overleaf}"}


def _plan(edition: Edition, audience: Audience) -> SheetPlan:
    return SheetPlan(
        edition=edition.name,
        paper=edition.paper,
        pages=edition.pages(audience),
        settings=edition.settings(audience),
        large_print=edition.large_print,
    )


def _plan_data(plan: SheetPlan) -> list[Any]:
    settings = [[one.size, one.leading, one.space] for one in plan.settings]
    return [plan.edition, plan.paper, plan.pages, settings, plan.large_print]


def _note_of(printed: Printed) -> dict[str, Any]:
    setting = printed.setting
    return {
        "edition": printed.edition,
        "pages": printed.pages,
        "setting": {"size": setting.size, "leading": setting.leading, "space": setting.space}
        if setting
        else None,
        "kept": printed.kept,
        "full": printed.full,
        "words": printed.words,
        "bytes": len(printed.pdf),
        "layouts": printed.layouts,
        "faults": [[one.code, one.message, list(one.blocks)] for one in printed.faults],
    }


# From a worker's faults to problems with a place.


def _sheet_problems(line: Line, printing: Printing) -> Iterator[Problem]:
    """Yield one problem for each fault, naming all the editions that have it."""
    labels = {name: edition.label for name, edition in printing.config.editions.items()}
    faults: dict[tuple[str, str], list[tuple[str, Fault, dict[str, Any]]]] = {}
    for sheet in line.note["sheets"]:
        for code, message, blocks in sheet["faults"]:
            fault = Fault(code, message, tuple(blocks))
            key = (code, "" if code == "overflow" else message)
            faults.setdefault(key, []).append((labels[sheet["edition"]], fault, sheet))
    for (code, _), found in faults.items():
        if code == "overflow":
            yield _overflow_problem(line, found, printing)
        else:
            editions = ", ".join(label for label, _, _ in found)
            fault = found[0][1]
            message = f"handout '{line.handout.docname}' ({editions}): {fault.message}"
            yield Problem(code, message, _place_of_block(line, fault.blocks, printing))


def _overflow_problem(
    line: Line, found: Sequence[tuple[str, Fault, dict[str, Any]]], printing: Printing
) -> Problem:
    amounts = "; ".join(
        f"{label}: {fault.message} at {sheet['setting']['size']:g} pt, its smallest type"
        for label, fault, sheet in found
    )
    longest = ", ".join(_block_name(line, number, printing) for number in found[0][1].blocks)
    message = (
        f"handout '{line.handout.docname}' does not fit. {amounts}. "
        "Cut that much, or mark a block ':if-room:'. "
        + (f"The longest blocks: {longest}" if longest else "It embeds no blocks")
    )
    return Problem("overflow", message, _place_of_block(line, (), printing))


def _block_name(line: Line, number: int, printing: Printing) -> str:
    label = printing.blocks(line.handout)[number].label
    for docname in line.handout.sources:
        known = register_of(printing.env)[docname].labels.get(label)
        if known:
            return f"{place(printing.env, docname, known[1])} (#{label})"
    return f"#{label}"


def _place_of_block(line: Line, blocks: Sequence[int], printing: Printing) -> Place:
    embeds = printing.blocks(line.handout)
    at = embeds[blocks[0]].line if blocks else 1
    return place(printing.env, line.handout.docname, at)


def _concerns(problem: Problem, note: dict[str, Any]) -> bool:
    """Whether a problem refuses this sheet: those of the source refuse every edition."""
    of_sheets = {fault[0] for fault in note.get("faults", [])}
    return not note or problem.code in of_sheets
