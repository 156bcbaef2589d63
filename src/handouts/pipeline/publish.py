"""Publish sheets to an output folder, with their pictures and the report."""

from __future__ import annotations

import contextlib
import datetime
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from handouts.files import digest_of, remove_leftovers, write_atomically
from handouts.pipeline.cache import KnownFiles, Record
from handouts.pipeline.report import VERSION
from handouts.state import BuildKey

if TYPE_CHECKING:
    from handouts.pipeline.cache import SheetCache
    from handouts.pipeline.report import Report, SheetResult


Put = Callable[["SheetResult", str], None]
WRITTEN_AT_ONCE = 4
"""Sheets; more are not written sooner."""


@dataclass
class SitePages:
    """The pages of the site: the key of each, and those that this build writes."""

    keys: Mapping[str, str]
    """Digest of what each page shows of sheets; a page is written again when it changes."""
    written: set[str] = field(default_factory=set)


SITE_PAGES = BuildKey[SitePages]("pages of the site")


@dataclass(frozen=True)
class KeepLast:
    """How long the last good sheet stays in place of one that is refused."""

    days: int
    """0 removes it at once."""
    today: datetime.date

    def holds(self, day: datetime.date) -> bool:
        """Return whether a sheet that was good on a day may still stay."""
        return 0 <= (self.today - day).days <= self.days if self.days else False


class OutputFolder:
    """An output folder, and a record of what was put there."""

    def __init__(
        self, outdir: Path, builder: str, records: Path, known: KnownFiles | None = None
    ) -> None:
        self.outdir, self.builder, self.known = outdir, builder, known or KnownFiles()
        self.record = Record(records / f"published-{digest_of(str(outdir), builder)[:16]}.json")

    def publish(
        self,
        report: Report,
        cache: SheetCache,
        digests: Mapping[str, str],
        *,
        only_some: bool,
        keep_last: KeepLast,
    ) -> Report:
        """Write good sheets and the report to the folder, and remove other sheets.

        :param report: what became of each sheet
        :param cache: where the sheets are
        :param digests: the digest of each handout, by its page's name
        :param only_some: whether the report lacks handouts, whose sheets are not changed
        :param keep_last: how long the last good sheet stays in place of one that is refused
        :returns: the report, with the day of each sheet that stays
        """
        sheets = [self._with_last_good(one, keep_last) for one in report.sheets]
        report = replace(report, sheets=sheets)
        self._put_sheets(report, cache, digests)
        good = {one.file for one in report.sheets if self.publishes(one) or one.last_good}
        old = self._old_report()
        before = {*self.record.rows.get("files", []), *_files(old)}
        if only_some:
            good |= before
        else:
            old = {}
            for name in sorted(before - good):
                (self.outdir / name).unlink(missing_ok=True)
        # In a report of another version only the files are known.
        kept = old if old.get("version") == VERSION else {}
        write_atomically(self.outdir / "report.json", report.to_json(kept).encode())
        self.record.rows["files"] = sorted(good)
        self._note_days(report, good, keep_last.today)
        self.record.save()
        return report

    def _put_sheets(self, report: Report, cache: SheetCache, digests: Mapping[str, str]) -> None:
        """Write each sheet that is new and published, and remove each that is not."""
        wanted: dict[Path, tuple[str, str] | None] = {}
        for sheet in report.sheets:
            if not sheet.last_good:
                cached = (digests[sheet.handout], f"{sheet.edition}.pdf")
                wanted[self.outdir / sheet.file] = cached if self.publishes(sheet) else None
        new: dict[Path, tuple[str, str]] = {}
        try:
            for target, entry in wanted.items():
                if entry is None:
                    # Its picture too, which the record of another doctree folder may not have.
                    for path in (target, target.with_suffix(".png")):
                        path.unlink(missing_ok=True)
                elif (self.known.digest(target) or None) != cache.sum_of(*entry):
                    new[target] = entry  # Also where neither can be read: that is an error.
            _write(new, cache)
        except OSError:
            _remove_old(wanted, cache)
            raise

    @contextlib.contextmanager
    def putting_first(self, files: Iterable[str], cache: SheetCache) -> Iterator[Put]:
        """Let sheets be written while others are being printed, if no build has published here.

        Where old sheets lie, new ones are put in their place all at once at the end, because
        readers would take old and new for one edition.

        :param files: all that may be written; the next build finds what a killed one has left
        :param cache: where the sheets are
        :returns: a function that writes a sheet, given what became of it and its entry
        """
        if self.record.rows.get("files") or (self.outdir / "report.json").exists():
            yield lambda sheet, digest: None
            return
        self.record.rows["files"] = sorted(files)
        self.record.save()

        def write(file: str, digest: str, name: str) -> None:
            # Publishing all of them meets a fault of the disk again, and reports it.
            with contextlib.suppress(OSError):
                write_atomically(self.outdir / file, cache.read(digest, name), clean=False)
                self.known.digest(self.outdir / file)  # Noted for then.

        with ThreadPoolExecutor(WRITTEN_AT_ONCE) as threads:

            def put(sheet: SheetResult, digest: str) -> None:
                if self.publishes(sheet):
                    threads.submit(write, sheet.file, digest, f"{sheet.edition}.pdf")

            yield put

    def put_early(self, sheet: SheetResult, pdf: bytes, shown: Callable[[str], None]) -> None:
        """Replace a sheet while others of the build are being printed, and then its picture.

        :param sheet: what became of it
        :param pdf: its file, which has passed its checks
        :param shown: called with the sheet's path when it is new
        """
        # If the build ended here, no record would name a file that is new in the folder.
        if not self.publishes(sheet) or sheet.file not in self.record.rows.get("files", []):
            return
        with contextlib.suppress(OSError):  # Publishing all of them meets it again, and reports.
            write_atomically(self.outdir / sheet.file, pdf)
            shown(sheet.file)
            previews = self.record.rows.get("previews", {})
            if sheet.preview in previews:
                previews[sheet.preview] = self._draw(sheet, previews)

    def publishes(self, sheet: SheetResult) -> bool:
        """Return whether a sheet is published to this folder.

        No site has drafts. A handout that was withdrawn is a draft once its words have changed.
        """
        if self.builder != "handouts":
            return sheet.offered
        return sheet.printed and (sheet.draft or not sheet.withdrawn)

    def _with_last_good(self, sheet: SheetResult, keep_last: KeepLast) -> SheetResult:
        """Add the day of the last good sheet to one that is refused, if it may stay."""
        day, digest = self.record.rows.get("good", {}).get(sheet.file, ("", ""))
        if sheet.printed or sheet.withdrawn or not day:
            return sheet
        if not keep_last.holds(datetime.date.fromisoformat(day)):
            return sheet
        # Another program may have put a file there.
        same = self.known.digest(self.outdir / sheet.file) == digest
        return replace(sheet, last_good=day) if same else sheet

    def _note_days(self, report: Report, good: Collection[str], today: datetime.date) -> None:
        """Note the day of each sheet that is good today, and forget those that are gone."""
        before = self.record.rows.get("good", {})
        days = {name: before[name] for name in sorted(good) if name in before}
        for sheet in report.sheets:
            if self.publishes(sheet):
                days[sheet.file] = [today.isoformat(), self.known.digest(self.outdir / sheet.file)]
        self.record.rows["good"] = days

    def show(self, report: Report, *, every_sheet: bool, only_some: bool) -> None:
        """Write pictures of good sheets.

        :param every_sheet: of each sheet, in place of the first of each handout
        :param only_some: whether the report lacks handouts, whose pictures are not changed
        """
        before: dict[str, str] = self.record.rows.get("previews", {})
        shown: dict[str, str] = dict(before) if only_some else {}
        seen: set[str] = set()
        for sheet in report.sheets:
            shown.pop(sheet.preview, None)
            if (sheet.offered or sheet.last_good) and (every_sheet or sheet.handout not in seen):
                seen.add(sheet.handout)
                shown[sheet.preview] = self._draw(sheet, before)
        for name in before.keys() - shown.keys():
            (self.outdir / name).unlink(missing_ok=True)
        self.record.rows["previews"] = shown
        self.record.save()

    def _draw(self, sheet: SheetResult, before: Mapping[str, str]) -> str:
        """Draw a sheet unless its picture is there, and return the digest of its file."""
        target, drawn = self.outdir / sheet.preview, self.outdir / sheet.file
        digest = self.known.digest(drawn)
        if digest != before.get(sheet.preview) or not target.exists():
            from handouts.pipeline.thumbnail import first_page  # Loads what many builds do not use.

            write_atomically(target, first_page(drawn.read_bytes()))
        return digest

    def _old_report(self) -> dict[str, Any]:
        """Return the report of an earlier build, perhaps with another doctree folder."""
        try:
            found = json.loads((self.outdir / "report.json").read_bytes())
        except (OSError, ValueError, RecursionError):
            return {}
        return found if _is_report(found) else {}

    def stale(self, keys: Mapping[str, str]) -> list[str]:
        """Return the pages whose key has changed since they were written."""
        old = self.record.rows.get("pages", {})
        return [name for name, key in keys.items() if old.get(name) != key]

    def save_pages(self, pages: SitePages) -> None:
        """Save the keys of the pages that were written, and keep those of the others."""
        old = self.record.rows.get("pages", {})
        written = {name: key for name, key in pages.keys.items() if name in pages.written}
        kept = {name: key for name, key in old.items() if name in pages.keys}
        self.record.rows["pages"] = kept | written
        self.record.save()


def _write(sheets: Mapping[Path, tuple[str, str]], cache: SheetCache) -> None:
    """Write sheets from the cache, some at a time: each waits until the disk has it."""

    def write(target: Path) -> None:
        write_atomically(target, cache.read(*sheets[target]), clean=False)

    remove_leftovers(sheets)
    if sheets:
        with ThreadPoolExecutor(WRITTEN_AT_ONCE) as threads:
            list(threads.map(write, sheets))


def _remove_old(wanted: Mapping[Path, tuple[str, str] | None], cache: SheetCache) -> None:
    """Remove the sheets that are not surely new, because old and new look alike."""
    for target, entry in wanted.items():
        data = None
        with contextlib.suppress(OSError):
            data = None if entry is None else cache.read(*entry)
        with contextlib.suppress(OSError):
            if target.read_bytes() != data:
                target.unlink()


def _is_report(found: object) -> bool:
    """Return whether an earlier build can have written this."""
    sheets = found.get("sheets") if isinstance(found, dict) else None
    return isinstance(sheets, list) and all(
        isinstance(one, dict) and {"handout", "file"} <= one.keys() for one in sheets
    )


def _files(report: Mapping[str, Any]) -> set[str]:
    """Return the sheets that a report names, but nothing outside its folder."""
    found = set()
    for sheet in report.get("sheets", []):
        name = str(sheet["file"])
        path = PurePosixPath(name)
        if path.suffix == ".pdf" and not path.is_absolute() and ".." not in path.parts:
            found.add(name)
    return found
