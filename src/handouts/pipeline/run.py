"""Run the stages of a build in their order: each takes values and returns values.

Sheets are printed when all pages have been read and before any is written, because the site says
which sheets it offers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property, partial
from gc import collect
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util import logging
from sphinx.util.display import status_iterator

from handouts.audit.content import content_problems, notes_on_language
from handouts.audit.evidence import Evidence
from handouts.audit.handout_content import stale_claims
from handouts.audit.page_content import date_problems
from handouts.claims.data.files import missing_files
from handouts.collect.pages import pages_of
from handouts.compose.composer import Composer
from handouts.compose.versions import version_of
from handouts.config.settings import settings_of
from handouts.config.translatable import notes_on_words
from handouts.files import DATA_FILES, digest_of
from handouts.jobs import Job, Printed, SideBySide
from handouts.pipeline.cache import KnownFiles, Record, SheetCache
from handouts.pipeline.fingerprints import Fingerprints, digest_of_claims
from handouts.pipeline.handout_run import HandoutRun
from handouts.pipeline.known_problems import KnownProblems
from handouts.pipeline.live_view import LIVE_VIEW, LiveView
from handouts.pipeline.paper_settings import notes_on_addresses, problems_of_settings
from handouts.pipeline.plan import plan_job
from handouts.pipeline.publish import KeepLast, OutputFolder, SitePages
from handouts.pipeline.results import Reporter, page_keys, sheet_note
from handouts.problems import Problem, first_of_each_file, in_one_line, place_in_conf
from handouts.releases.setting import releases_of
from handouts.state import BuildKey
from handouts.workers.memory import SeldomCollected, loading

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from handouts.audit.handouts import Audit, Handout
    from handouts.pipeline.report import Report
    from handouts.workers.pool import Workers
    from handouts.workers.remote import RemoteWorkers

logger = logging.getLogger(__name__)

MANY = 64
"""Handouts for which it pays to look through all that reading the pages has left."""
COLLECTOR = BuildKey[SeldomCollected | None]("when garbage is collected")
PASSING = {"limit", "crash", "engine"}
"""Codes of faults that may not occur again; a result with one is not cached."""


class Pipeline:
    """The tools of one build, and its stages as methods, in their order.

    A stage returns new `HandoutRun` values and changes nothing but files.
    """

    def __init__(self, app: Sphinx, audit: Audit) -> None:
        self.app, self.env, self.audit = app, app.env, audit
        self.config = settings_of(app.config)
        folder = _folder(app)
        self.output = output_folder(app)
        self.cache, self.known = self.output.cache, self.output.known
        # Each builder has its own records, because `only` depends on the builder's tags.
        self.record = Record(folder / f"record-{app.builder.name}.json")
        self.problems = Record(folder / f"problems-{app.builder.name}.json")
        self.evidence = Evidence(self.env, self.config)
        self.composer = Composer(app, self.config, self.evidence, audit.labels.where)
        self.fingerprints = Fingerprints(app, self.config, self.known)
        self.reporter = Reporter(self.env, self.config, self.composer.address)
        self.view = LIVE_VIEW.get(app.config) or LiveView()
        self.editions = list(self.config.editions)
        self.collector = COLLECTOR.get(app.config)

    def run(self) -> Report:
        """Run all stages; return the report."""
        with loading():  # All that is known of handouts stays.
            planned = self.plan()
            stale = [one for one in planned if self.is_stale(one)]
            if len(stale) >= MANY and self.app.parallel == 1:
                # What this process has left in reading the pages would be frozen with the rest.
                collect()
            if self.collector:
                self.collector.freeze()
        printed, notes = self.print(stale)
        runs = [printed.get(one.docname) or self.with_dates(one) for one in planned]
        self.save(runs)
        report = self.report(runs, notes)
        digests = {one.docname: one.digest for one in runs}
        # A faulty register may withdraw what would be kept.
        days = 0 if releases_of(self.app.config).problems else self.config.keep_last
        keep_last = KeepLast(days, self.config.today)
        others = self.audit.handouts.keys() - digests
        report = self.output.publish(report, digests, others=others, keep_last=keep_last)
        self.known.save()
        self.announce(report)
        self.warn(report)
        return report

    def plan(self) -> list[HandoutRun]:
        """Return the handouts of this build, each with what the last build knew of it."""
        return [
            self.recall(HandoutRun(handout, self.fingerprints.key_of(handout)))
            for handout in self.audit.handouts.values()
            if self.config.only in {"", handout.audience} or self.is_withdrawn(handout)
        ]

    def is_withdrawn(self, handout: Handout) -> bool:
        """Return whether the latest release of a handout was withdrawn; no build may skip it."""
        version = version_of(self.app.config, handout, {})
        return version is not None and version.withdrawal is not None

    def recall(self, run: HandoutRun) -> HandoutRun:
        """Add what the last build knew of a handout, if nothing has changed since."""
        row = self.record.rows.get(run.docname)
        if not self.has_audience(run) or not row or row["key"] != run.key:
            return run
        claims, problems = tuple(row["claims"]), tuple(map(Problem.from_json, row["problems"]))
        if row["claims_key"] != self.claims_key(claims, problems):
            return run
        return replace(
            run,
            claims=claims,
            claims_key=row["claims_key"],
            digest=row["digest"],
            note=self.cache.get(row["digest"]) or {} if row["digest"] else {},
            composed_problems=problems,
            facts=row["facts"],
        )

    def claims_key(self, claims: Iterable[str], problems: Iterable[Problem]) -> str:
        """Return a digest of what the ledger says of the claims that a handout states.

        It is that of the whole ledger if a problem is about a claim or has a line in the ledger, or
        if an extension listens to composing and may read anything.
        """
        path = self.app.config.handouts_ledger
        wide = any(one.about or one.place.path == path for one in problems)
        if wide or self.app.events.listeners.get("handouts-composed"):
            return self.fingerprints.ledger
        return digest_of_claims(self.evidence.undated_ledger, claims)

    def with_dates(self, run: HandoutRun) -> HandoutRun:
        """Add the problems that depend on the day, which no record has."""
        if not self.has_audience(run):
            return run
        audience = self.config.audiences[run.handout.audience]
        pages = dict.fromkeys((run.docname, *run.handout.embedded_pages))
        problems = [
            *stale_claims(self.evidence, run.facts.get("claims", {}), audience),
            *(one for docname in pages for one in date_problems(self.evidence, docname)),
        ]
        return replace(run, dated_problems=tuple(problems))

    def has_audience(self, run: HandoutRun) -> bool:
        """Return whether a handout is for an audience that the project has."""
        return run.handout.audience in self.config.audiences

    def is_stale(self, run: HandoutRun) -> bool:
        """Return whether a handout must be composed, as neither cache nor record are enough.

        One that was composed and is refused has no sheets in the cache.
        """
        if run.note or not self.has_audience(run):
            return False
        return not (run.digest and self.with_dates(run).refused)

    def print(self, runs: Sequence[HandoutRun]) -> tuple[dict[str, HandoutRun], Sequence[str]]:
        """Compose some handouts, and print and cache those of which the cache has no sheets.

        Returns each by its page's name, and notes on how the printing went. Composing goes on
        while sheets are printed, and good ones are written ahead. Of each handout only what was
        made of it stays in memory.
        """
        if not runs:
            return {}, []
        # Those that embed from the same pages follow one another: few are kept for them.
        # What somebody looks at comes before them.
        rank = partial(self.view.rank, editions=self.editions)
        ordered = sorted(runs, key=lambda run: (rank(run.docname), run.handout.embedded_pages))
        done: dict[str, HandoutRun] = {}
        processes = max(1, min(self.app.parallel, len(runs)))
        workers = self.workers(processes)
        # It is not known how many processes of an executor wait.
        waiting = self.view.processes or (1 if self.config.executor else processes)
        results = workers.run(
            self.jobs(ordered, done, waiting),
            lambda job, printed: self.show_early(done[job.docname], printed),
        )
        with self.output.writing_ahead() as put:
            for job, printed in self.showing_progress(results, len(runs)):
                run = done[job.docname] = self.put_in_cache(done[job.docname], printed)
                for sheet in self.reporter.sheets(run):
                    put(sheet, run.digest)
        return done, workers.notes

    def jobs(
        self, runs: Sequence[HandoutRun], done: dict[str, HandoutRun], processes: int
    ) -> Iterator[Job]:
        """Compose one handout after the other into `done`, and yield those to print.

        While the last of them are printed, the pages are judged.
        """
        for number, run in enumerate(runs, 1):
            job, composed = self.compose(run)
            done[run.docname] = composed
            if self.collector:
                self.collector.collect()
            if composed.to_print:
                # Where fewer are left than there are processes, some would have nothing to do.
                apart = len(runs) - number < processes
                apart = apart or self.view.is_open(run.docname, self.editions)
                yield self.side_by_side(job) if apart and processes > 1 else job
        if self.view.show is None:
            _ = self.problems_of_pages

    def side_by_side(self, job: Job) -> Job:
        """Return a job with its editions to be printed side by side."""
        first = self.view.first_edition(job.docname, self.editions)
        return replace(job, side_by_side=SideBySide(first, self.kept_last_time(job)))

    def kept_last_time(self, job: Job) -> int | None:
        """Return how many of the optional blocks large print kept in the last build."""
        large = {plan.edition for plan in job.plans if plan.large_print}
        note = self.cache.get(self.record.rows.get(job.docname, {}).get("digest", "")) or {}
        sheets = (one for one in note.get("sheets", ()) if one["bytes"])
        return min((one["kept"] for one in sheets if one["edition"] in large), default=None)

    def show_early(self, run: HandoutRun, printed: Sequence[Printed]) -> None:
        """Put some sheets of a handout where somebody waits for them, if they are good.

        Meanwhile others are printed; whatever turns out to be wrong later is put right when all
        are published.
        """
        if self.view.show is None:
            return
        now = replace(run, note={"sheets": [sheet_note(one) for one in printed]})
        problems = self.reporter.sheet_problems(now)
        for one in printed:
            edition = self.config.editions[one.edition]
            sheet = self.reporter.result(now, edition, problems)
            self.output.put_early(sheet, one.pdf, self.view.show)
        _ = self.problems_of_pages  # After the first sheet, while the others are printed.

    def compose(self, run: HandoutRun) -> tuple[Job, HandoutRun]:
        """Return what a worker prints of a handout, and the handout with what composing found."""
        composed = self.composer.compose(run.handout)
        job = plan_job(run.handout, composed, self.config)
        digest = self.fingerprints.digest_of_job(job)
        return job, self.with_dates(
            replace(
                run,
                claims=composed.claims,
                claims_key=self.claims_key(composed.claims, composed.problems),
                digest=digest,
                note=self.cache.get(digest) or {},
                composed_problems=tuple(composed.problems),
                facts=composed.facts,
            )
        )

    def workers(self, processes: int) -> Workers | RemoteWorkers:
        """Return what prints: processes of this machine, or the project's executor."""
        # Loading these takes a tenth of a second, and often nothing is to be printed.
        from handouts.workers.pool import Workers
        from handouts.workers.remote import RemoteWorkers

        if self.config.executor is not None:
            return RemoteWorkers(self.config.executor, processes, self.config.time_limit)
        return Workers(processes, self.config.time_limit, self.config.memory_limit)

    def showing_progress(
        self, results: Iterable[tuple[Job, list[Printed]]], count: int
    ) -> Iterator[tuple[Job, list[Printed]]]:
        """Yield the results, and show each handout's name in the terminal as it comes."""
        return status_iterator(
            results,
            "printing handouts... ",
            "purple",
            count,
            self.app.verbosity,
            stringify_func=lambda result: result[0].docname,
        )

    def put_in_cache(self, run: HandoutRun, printed: Sequence[Printed]) -> HandoutRun:
        """Cache the sheets of a handout, and add the cache's note to it."""
        note = {"sheets": [sheet_note(one) for one in printed]}
        if not any(fault.code in PASSING for one in printed for fault in one.faults):
            files = {f"{one.edition}.pdf": one.pdf for one in printed if one.pdf}
            self.cache.put(run.digest, note, files)
        return replace(run, note=note)

    def save(self, runs: Sequence[HandoutRun]) -> None:
        """Save what each handout was made from, so that the next build can skip it."""
        others = self.env.found_docs - {run.docname for run in runs}
        rows = {name: row for name, row in self.record.rows.items() if name in others}
        self.record.replace(rows | {run.docname: run.to_row() for run in runs})
        paths = set(self.record.path.parent.glob("record-*.json")) - {self.record.path}
        records = [self.record, *map(Record, paths)]
        self.cache.prune(row["digest"] for one in records for row in one.rows.values())

    def report(self, runs: Sequence[HandoutRun], notes: Iterable[str]) -> Report:
        """Return the results of all sheets."""
        of_addresses = notes_on_addresses(self.app) if runs else []
        of_settings = list(problems_of_settings(self.app)) if runs else []
        of_language = list(notes_on_language(self.evidence))
        # Of words that sheets lack, the problem says all that is needed.
        if not any(one.code == "untranslated" for one in of_settings):
            of_language += notes_on_words(self.app.config)
        of_pages = (*self.audit.problems, *self._missing_files(), *self.problems_of_pages)
        notes_in_order = [*of_addresses, *notes, *of_language]
        return self.reporter.report(runs, notes_in_order, [*of_pages, *of_settings])

    def _missing_files(self) -> Iterator[Problem]:
        names = {key: str(self.app.config[f"handouts_{key}"]) for key in DATA_FILES}
        for setting, message in missing_files(names, Path(self.env.srcdir)).items():
            yield Problem("ledger", message, place_in_conf(self.app, setting), refuses=False)

    @cached_property
    def problems_of_pages(self) -> list[Problem]:
        """What is wrong with pages and ledger, from the last build if nothing changed."""
        today = str(self.config.today)
        common = digest_of(self.fingerprints.common, self.fingerprints.ledger, today)
        known = KnownProblems(self.problems, common, self.env.all_docs)
        found = list(content_problems(self.evidence, known.of))
        known.save()
        return found

    def announce(self, report: Report) -> None:
        """Emit an event for each sheet and one for the report."""
        listeners = self.app.events.listeners.get("handouts-sheet-printed")
        for sheet in report.sheets if listeners else ():
            if self.output.publishes(sheet):
                path = Path(self.app.outdir) / sheet.file
                self.app.emit("handouts-sheet-printed", sheet, path)
        self.app.emit("handouts-reported", report)

    def warn(self, report: Report) -> None:
        """Warn of every problem, at each build for as long as it exists."""
        of_sheets = (one for sheet in report.sheets for one in sheet.problems)
        for problem in first_of_each_file(dict.fromkeys([*report.problems, *of_sheets])):
            path = Path(self.env.srcdir) / problem.place.path
            # Without a line Sphinx would read the path as the name of a page.
            at = in_one_line(f"{path}:{problem.place.line or 1}")
            logger.warning(problem.as_logged, location=at, type="handouts", subtype=problem.code)

    def remove_old_pages(self, path_of: Callable[[str], Path]) -> None:
        """Remove the pages that are gone, which readers could still find and print.

        Sphinx never removes a page. Only the report of the last build names those of handouts in
        each case, so they go before it is replaced.

        :param path_of: returns the file of a page
        """
        gone = self.output.old_pages() - self.env.found_docs
        # `dirhtml` writes `a` and `a/index` to one file.
        now = {path_of(docname) for docname in self.env.found_docs} if gone else set()
        end, sources = self.app.config.html_sourcelink_suffix, self.output.outdir / "_sources"
        for docname in gone:
            copies = {sources / f"{docname}{one}{end}" for one in self.app.config.source_suffix}
            self.output.remove_page(docname, {path_of(docname), *copies} - now)

    def draw(self, report: Report) -> None:
        """Draw the sheets that the site shows."""
        gallery = any(page.shows_report for page in pages_of(self.env).values())
        self.output.show(report, every_sheet=gallery)

    def site_pages(self, report: Report) -> SitePages:
        """Return the keys of the pages of the site."""
        return SitePages(page_keys(self.audit, report, self.fingerprints))


def output_folder(app: Sphinx) -> OutputFolder:
    """Return the folder that a builder publishes to from the cache of sheets."""
    folder, builder = _folder(app), app.builder.name
    cache = SheetCache(folder / "sheets", KnownFiles(Record(folder / f"files-{builder}.json")))
    return OutputFolder(Path(app.outdir), builder, folder, cache)


def _folder(app: Sphinx) -> Path:
    """Return the folder of what is kept between builds."""
    return Path(app.doctreedir) / "handouts"
