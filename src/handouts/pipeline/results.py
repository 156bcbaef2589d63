"""Make the report of a build from its handouts, and the keys of the pages that show it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from handouts import __version__
from handouts.claims.export import fields_of
from handouts.collect.pages import Embedding, Page, pages_of
from handouts.compose.versions import version_of
from handouts.files import digest_of, package_digest
from handouts.i18n import language_tag
from handouts.jobs import Printed, TypeSetting
from handouts.pipeline.live_view import LIVE_VIEW, file_of
from handouts.pipeline.locate import Locator
from handouts.pipeline.merged_faults import merged
from handouts.pipeline.report import Report, SheetResult
from handouts.releases.register import status
from handouts.releases.setting import releases_of
from handouts.workers.engines import engines

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from handouts.audit.facts import HandoutFacts
    from handouts.audit.handouts import Audit, Handout
    from handouts.config.audiences import Edition
    from handouts.config.settings import HandoutsConfig
    from handouts.pipeline.fingerprints import Fingerprints
    from handouts.pipeline.handout_run import HandoutRun
    from handouts.problems import Problem


OF_APPROVAL, OF_WITHDRAWAL = ("by", "role", "registration", "date"), ("date", "reason", "instead")
"""What the report says of each."""
MEASURED = ("pages", "full", "words", "layouts")
"""What the report says of a sheet as it was measured by whoever printed it."""


def sheet_note(printed: Printed) -> dict[str, Any]:
    """Return what the cache keeps of a sheet beside its PDF, as plain data."""
    return {
        **{name: getattr(printed, name) for name in ("edition", "kept", *MEASURED)},
        "setting": asdict(printed.setting) if printed.setting else None,
        "bytes": len(printed.pdf),
        "faults": [asdict(one) for one in merged(printed.faults)],
    }


def what_bytes_depend_on(base_url: str) -> dict[str, str]:
    """Return the versions and the address on which a sheet's bytes depend, by name."""
    versions = dict(one.rsplit(" ", 1) for one in engines())
    ours = f"{__version__}+{package_digest()[:12]}"
    return {"handouts": ours, **versions, "html_baseurl": base_url or "none"}


class Reporter:
    """Makes the report of a build; `address` returns the public address of a page."""

    def __init__(
        self, env: BuildEnvironment, config: HandoutsConfig, address: Callable[[str], str]
    ) -> None:
        self.env, self.config, self.address = env, config, address

    def report(
        self, runs: Sequence[HandoutRun], notes: Iterable[str], problems: Iterable[Problem]
    ) -> Report:
        """Return the results of all sheets, in the order of the handouts."""
        publisher = asdict(self.config.publisher)
        return Report(
            [sheet for run in runs for sheet in self.sheets(run)],
            {run.docname: self.facts(run) for run in runs},
            notes=list(notes),
            problems=list(dict.fromkeys(problems)),
            publisher={name: text for name, text in publisher.items() if text},
            engines=what_bytes_depend_on(self.config.base_url),
            ledger=self.env.config.handouts_ledger,
        )

    def sheets(self, run: HandoutRun) -> list[SheetResult]:
        """Return what became of each sheet of a handout."""
        problems = self.sheet_problems(run)
        return [self.result(run, edition, problems) for edition in self.config.editions.values()]

    def sheet_problems(self, run: HandoutRun) -> list[tuple[Problem, frozenset[str]]]:
        """Return the problems of a handout's sheets, each with the editions that have it."""
        config = self.config
        foot = (config.publisher.contact, config.base_url)
        locator = Locator(self.env, run.handout, config.editions, config.styles, foot)
        return list(locator.problems(run.sheets))

    def facts(self, run: HandoutRun) -> HandoutFacts:
        """Return what the report says of a handout as a whole."""
        handout = run.handout
        return {
            **run.facts,
            "title": self.env.titles[handout.docname].astext(),
            "audience": handout.audience,
            "pages": list(handout.embedded_pages),
            "blocks": [block.label for block in self.blocks(handout)],
            "checked": run.facts.get("checked"),
            "check-by": handout.check_by.isoformat() if handout.check_by else None,
            "address": self.address(handout.docname),
            "lang": language_tag(str(self.env.config.language)),
            "id": handout.id,
            "owner": handout.owner,
            **self.facts_of_version(run),
        }

    def facts_of_version(self, run: HandoutRun) -> HandoutFacts:
        """Return facts of a handout with an id: its words, and what the register says of it."""
        if not run.handout.id:
            return {}
        # Only here, because without an id the report is the same on every day.
        words, today = run.facts.get("words", ""), self.config.today.isoformat()
        facts: HandoutFacts = {"words": words, "judged": today}
        version = version_of(self.env.config, run.handout, run.facts)
        if version is None:
            return facts
        register, release = releases_of(self.env.config), version.release
        approval, withdrawal = version.approval, version.withdrawal
        return {
            **facts,
            "version": release.version if release else None,
            "status": status(register, release, self.config.today) if release else "draft",
            "approved": fields_of(approval, *OF_APPROVAL) if approval else None,
            "withdrawn": fields_of(withdrawal, *OF_WITHDRAWAL) if withdrawal else None,
        }

    def blocks(self, handout: Handout) -> Sequence[Embedding]:
        """Return the embeds of a handout's own page, in order."""
        return pages_of(self.env)[handout.docname].embeds

    def result(
        self,
        run: HandoutRun,
        edition: Edition,
        sheet_problems: Iterable[tuple[Problem, frozenset[str]]],
    ) -> SheetResult:
        """Return what became of one sheet."""
        audience = self.config.audiences.get(run.handout.audience)
        optional = [one.label for one in self.blocks(run.handout) if one.if_room]
        of_edition = (one for one in run.sheets if one["edition"] == edition.name)
        note = next(of_edition, sheet_note(Printed(edition.name, kept=len(optional))))
        version = version_of(self.env.config, run.handout, run.facts)
        withdrawal = version.withdrawal if version else None
        draft = run.handout.draft or bool(version and version.draft)
        if draft and LIVE_VIEW.get(self.env.config):  # Its author looks at it; it says what it is.
            draft, withdrawal = False, None
        of_sheet = [one for one, editions in sheet_problems if edition.name in editions]
        return SheetResult(
            handout=run.docname,
            audience=run.handout.audience,
            edition=edition.name,
            file=file_of(run.docname, edition.name),
            pages_allowed=edition.pages(audience) if audience else 1,
            setting=TypeSetting(**note["setting"]) if note["setting"] else None,
            left_out=tuple(optional[note["kept"] :]),
            **{name: note[name] for name in ("bytes", *MEASURED)},
            withdrawn=withdrawal.date.isoformat() if withdrawal else "",
            draft=draft,
            problems=(*run.problems, *of_sheet),
        )


OFFERED = ("file", "pages", "bytes", "printed", "last_good", "draft", "withdrawn")
"""What a page of the site shows of a sheet."""
OF_VERSION = ("version", "status", "approved", "withdrawn")
"""What it shows of a handout's version."""


def page_keys(audit: Audit, report: Report, fingerprints: Fingerprints) -> dict[str, str]:
    """Return a key for each page of the site, of what it shows beside its own words.

    :param audit: says which handouts take from a page
    :param report: says what became of their sheets
    :param fingerprints: digest what a page embeds
    """
    env, offered = fingerprints.env, attrgetter(*OFFERED)
    offers = {name: list(map(offered, report.sheets_of(name))) for name in report.handouts}
    first = next((one.preview for one in report.sheets if one.offered), "")
    keys = {}
    for name in sorted(env.found_docs):
        users = [
            (user, env.titles[user].astext(), audit.handouts[user].audience, offers[user])
            for user in audit.users.get(name, [])
            if user in offers
        ]
        # When it was read, because another builder may have read it since it was written.
        read = env.all_docs.get(name)
        shown = list(_shown(name, audit, report, fingerprints))
        keys[name] = digest_of(fingerprints.site, read, first, offers.get(name), users, shown)
    return keys


def _shown(name: str, audit: Audit, report: Report, fingerprints: Fingerprints) -> Iterator[Any]:
    """Yield what a page shows of others, of its blocks, of its version, and of the report."""
    env = fingerprints.env
    pages = pages_of(env)
    page = pages.get(name, Page())
    embedded = sorted(audit.labels.embedded_pages(name)) if page.embeds else []
    shown = (page, *(pages[one] for one in embedded))
    references = {target for one in shown for target in one.references}
    yield fingerprints.links.key_of(name, sorted(references))
    if page.embeds or name in audit.handouts:
        yield fingerprints.key_of_page(name, embedded)
    if facts := report.handouts.get(name):
        yield [facts.get(key) for key in OF_VERSION]
    elif handout := audit.handouts.get(name):  # Without sheets there are no facts.
        yield [repr(one) for one in releases_of(env.config).entries if one.id == handout.id]
    if page.shows_report:
        yield report.to_json()
        yield list(map(repr, releases_of(env.config).entries))
