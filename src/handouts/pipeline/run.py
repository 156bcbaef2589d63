"""The assembly line: from the environment to published sheets and a report of them.

Knows every stage, the store and the workers; the stages do not know it. Sheets are printed when
all pages have been read and before any is written, so that the site can say what it offers.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from gc import collect
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.errors import SphinxError
from sphinx.util import logging
from sphinx.util.build_phase import BuildPhase
from sphinx.util.display import status_iterator

from handouts.audit.content import ContentAudit
from handouts.audit.handouts import Audit, Handout, audit, remember, remembered
from handouts.audit.labels import sources_of
from handouts.codes import CODES
from handouts.collect.pages import register_of
from handouts.compose.composer import Composer
from handouts.config.read import settings_of
from handouts.files import digest_of
from handouts.jobs import Job, Printed, Setting
from handouts.pipeline.cache import Record, Store
from handouts.pipeline.fingerprints import Keys
from handouts.pipeline.locate import Verdict
from handouts.pipeline.plan import plan_job
from handouts.pipeline.publish import Shelf
from handouts.pipeline.report import Report, SheetResult, keep_report, report_of
from handouts.problems import Problem
from handouts.workers.memory import frozen
from handouts.workers.pool import Workers
from handouts.workers.remote import RemoteWorkers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from handouts.config.model import Edition, HandoutsConfig

logger = logging.getLogger(__name__)

PUBLISHING = {"handouts", "html", "dirhtml"}
"""Builders that publish sheets."""
COLLECT_AFTER = 64
"""Handouts that are composed before what is left of them is freed."""


@dataclass
class HandoutRun:
    """One handout on its way to paper."""

    handout: Handout
    key: str
    digest: str = ""
    note: dict[str, Any] = field(default_factory=dict)
    """The store's note on the handout, once it is printed."""
    composed_problems: list[Problem] = field(default_factory=list)
    """What cannot be printed of it; part of `problems`."""
    problems: list[Problem] = field(default_factory=list)
    sheet_problems: list[Problem] = field(default_factory=list)
    """What is wrong with some of its sheets only; part of `problems`."""
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
        self.site_builder = self.config.site_builder
        folder = Path(app.doctreedir) / "handouts"
        self.store = Store(folder / "sheets")
        # What `only` keeps depends on the builder's tags: each builder remembers for itself.
        self.record = Record(folder / f"record-{name}.json")
        self.shelf = Shelf(Path(app.outdir), name, folder)
        self.evidence = ContentAudit(self.env, self.config)
        self.composer = Composer(app, self.config, self.site_builder, self.evidence)
        self.keys = Keys(self.env, self.config, app.tags)
        self.notes: list[str] = []

    def run(self) -> Report:
        """Print, publish and report; return the report."""
        found = remembered(self.app.config)
        lines = [
            HandoutRun(handout, self.keys.key_of(handout))
            for handout in found.handouts.values()
            if self.config.only in {"", handout.audience}
        ]
        self.composer.where = found.where
        self.print([line for line in lines if self.is_stale(line)])
        for line in lines:
            self.judge(line)
        self.remember(lines)
        report = self.report(lines)
        digests = {line.handout.docname: line.digest for line in lines}
        self.shelf.publish(report, self.store, digests, only_some=bool(self.config.only))
        self.tell(found, lines)
        return report

    # Composing, only where something changed.

    def is_stale(self, line: HandoutRun) -> bool:
        """Give a line what the last build knew of it; tell whether that is not enough."""
        if line.handout.audience not in self.config.audiences:
            return False
        row = self.record.rows.get(line.handout.docname)
        if row and row["key"] == line.key:
            line.digest = row["digest"]
            line.composed_problems = [Problem.from_json(one) for one in row["problems"]]
            line.facts = row["facts"]
            line.note = self.store.get(line.digest) or {} if line.digest else {}
        refused = any(CODES[one.code].refuses for one in line.composed_problems)
        return not line.note and not refused

    def compose(self, line: HandoutRun) -> Job:
        """Compose a line; give it its digest, and its note if the sheet is in the store."""
        composed = self.composer.compose(line.handout)
        line.composed_problems = composed.problems
        line.facts = composed.facts
        job = plan_job(line.handout, composed, self.config)
        line.digest = self.keys.digest_of_job(job)
        line.note = self.store.get(line.digest) or {}
        return job

    def judge(self, line: HandoutRun) -> None:
        """Gather what is wrong with a line, beside what is wrong with its sheets."""
        if line.problems:
            return
        line.problems += line.handout.problems
        if line.handout.audience in self.config.audiences:
            line.problems += line.composed_problems
            audience = self.config.audiences[line.handout.audience]
            line.problems += self.evidence.stale(line.facts.get("claims", {}), audience)
            for docname in dict.fromkeys((line.handout.docname, *line.handout.sources)):
                line.problems += self.evidence.date_problems(docname)
            line.problems = list(dict.fromkeys(line.problems))
        if line.refused:
            line.note = {}

    # Printing what is not in the store.

    def jobs(self, lines: Sequence[HandoutRun]) -> Iterator[Job]:
        """Compose one line after the other, and yield those that must be printed."""
        for number, line in enumerate(lines, 1):
            job = self.compose(line)
            self.judge(line)
            if number % COLLECT_AFTER == 0:
                collect()
            if not line.note and not line.refused:
                yield job

    def print(self, lines: Sequence[HandoutRun]) -> None:
        """Print, and store, every handout of which the store has no sheets.

        Composing goes on while sheets are printed, and of each handout only what was made of it
        stays in memory.
        """
        if len(lines) >= COLLECT_AFTER:
            collect()  # What reading the pages has left would be frozen with the rest.
        with frozen():
            # Those that embed from the same pages follow one another: few are kept for them.
            self._print(sorted(lines, key=lambda line: line.handout.sources))

    def _print(self, lines: Sequence[HandoutRun]) -> None:
        waiting = {line.handout.docname: line for line in lines}
        count = max(1, min(self.app.parallel, len(lines)))
        workers: Workers | RemoteWorkers
        if self.config.executor is not None:
            workers = RemoteWorkers(self.config.executor, count, self.config.time_limit)
        else:
            workers = Workers(count, self.config.time_limit, self.config.memory_limit)
        results = status_iterator(
            workers.run(self.jobs(lines)),
            "printing handouts... ",
            "purple",
            len(lines),
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
        self.notes += workers.notes

    def remember(self, lines: Sequence[HandoutRun]) -> None:
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
        records = [Record(path) for path in self.record.path.parent.glob("record-*.json")]
        self.store.prune(row["digest"] for one in records for row in one.rows.values())

    # Saying what came of it.

    def report(self, lines: Sequence[HandoutRun]) -> Report:
        """Return the results of all sheets."""
        report = Report()
        if lines and not self.config.base_url:
            report.notes.append(
                "no html_baseurl in conf.py: the sheets carry no address, no links and no QR code"
            )
        report.notes += [*self.notes, *self.evidence.notes()]
        for line in lines:
            if line.note:
                verdict = Verdict(self.env, line.handout, self.config.editions)
                line.sheet_problems = list(verdict.problems(line.note["sheets"]))
                line.problems += line.sheet_problems
            report.handouts[line.handout.docname] = self.facts(line)
            for edition in self.config.editions.values():
                report.sheets.append(self.result(line, edition))
        return report

    def facts(self, line: HandoutRun) -> dict[str, Any]:
        """Return what the report says of a handout as a whole."""
        handout = line.handout
        return {
            **line.facts,
            "title": self.env.titles[handout.docname].astext(),
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

    def result(self, line: HandoutRun, edition: Edition) -> SheetResult:
        """Return what became of one sheet."""
        audience = self.config.audiences.get(line.handout.audience)
        sheets = {sheet["edition"]: sheet for sheet in line.note.get("sheets", [])}
        note = sheets.get(edition.name, {})
        optional = [one.label for one in self.blocks(line.handout) if one.if_room]
        codes = {code for code, _, _ in note.get("faults", [])}
        problems = [
            one for one in line.problems if one not in line.sheet_problems or one.code in codes
        ]
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

    def show(self, report: Report) -> None:
        """Put pictures beside the sheets, of all where a page of the site may show them."""
        register = register_of(self.env)
        gallery = any(page.shows_report for page in register.values())
        self.shelf.show(report, every_sheet=gallery, only_some=bool(self.config.only))

    def page_keys(self, report: Report) -> dict[str, str]:
        """Return a key for each page of the site, of what it shows beside its own words."""
        found = remembered(self.app.config)
        register = register_of(self.env)
        offers: dict[str, list[Any]] = {}
        for one in report.sheets:
            offer = (one.file, one.pages, one.bytes, one.printed)
            offers.setdefault(one.handout, []).append(offer)
        keys = {}
        first = next((one.preview for one in report.sheets if one.printed), "")
        for name in sorted(self.env.found_docs):
            users = [
                (user, self.env.titles[user].astext(), found.handouts[user].audience, offers[user])
                for user in found.users.get(name, [])
                if user in offers
            ]
            keys[name] = digest_of(self.keys.site, first, offers.get(name), users)
        for name, page in register.items():
            if page.embeds or name in found.handouts:
                sources = sorted(sources_of(name, register, found.where))
                keys[name] = digest_of(keys[name], self.keys.key_of_page(name, sources))
            if page.shows_report:
                keys[name] = digest_of(keys[name], report.to_json())
        return keys

    def tell(self, found: Audit, lines: Sequence[HandoutRun]) -> None:
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


class CannotWriteError(SphinxError):
    """A disk that is full, or a folder in which this user may not write."""

    category = "Sheets cannot be written"


@contextlib.contextmanager
def _writing() -> Iterator[None]:
    """Say plainly what keeps files from being written: the author can mend it."""
    try:
        yield
    except OSError as error:
        where = f" '{error.filename}'" if error.filename else ""
        raise CannotWriteError(
            f"{error.strerror or error}{where}. Make room, or let this user write there, and "
            "build again. Nothing half-written is left; a sheet that lies there is whole, but may "
            "be of an earlier build."
        ) from error


def on_env_updated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Print the handouts; return the pages that this builder must write again."""
    config = settings_of(app.config)
    remember(app.config, audit(env, config.audiences))
    if app.builder.name not in PUBLISHING or not config.printing:
        return []
    printing = Printing(app)
    with _writing():
        report = printing.run()
        keep_report(app.config, report)
        if app.builder.name == "handouts":
            return []
        printing.show(report)
    report.pages = printing.page_keys(report)
    return printing.shelf.stale(report.pages)


def on_doctree_resolved(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Note that a page is being written: Sphinx may have been asked for some files only.

    `html-page-context` would come in the process that writes the page, which with `-j` is another.
    """
    report = report_of(app.config)
    if report is not None and app.builder.phase in {BuildPhase.RESOLVING, BuildPhase.WRITING}:
        report.written.add(docname)


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Remember what was written, and show the table of sheets."""
    report = report_of(app.config)
    if report is None or exception is not None:
        return
    if app.builder.name != "handouts":
        with _writing():
            Printing(app).shelf.remember(report.pages, report.written)
    logger.info("")
    logger.info(report.table())


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
