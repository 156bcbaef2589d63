"""Publish sheets to an output folder, with their pictures and the report."""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from handouts.files import digest_of, naming, remove_leftovers, write_atomically
from handouts.pipeline.cache import Record, SheetCache
from handouts.pipeline.report import UNPUBLISHED, VERSION, Report, SheetResult
from handouts.state import BuildKey

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

    def __init__(self, outdir: Path, builder: str, records: Path, cache: SheetCache) -> None:
        self.outdir, self.builder = outdir, builder
        self.cache, self.known = cache, cache.known
        self.record = Record(records / f"published-{digest_of(str(outdir), builder)[:16]}.json")
        self.unpublished = outdir / f"{UNPUBLISHED}{os.urandom(4).hex()}"

    def publish(
        self,
        report: Report,
        digests: Mapping[str, str],
        *,
        others: Collection[str],
        keep_last: KeepLast,
    ) -> Report:
        """Write good sheets and the report to the folder, and remove other sheets.

        :param report: what became of each sheet
        :param digests: the digest of each handout in the cache, by its page's name
        :param others: page names of the handouts that the report lacks; their sheets stay
        :param keep_last: how long the last good sheet stays in place of one that is refused
        :returns: the report, with the day of each sheet that stays
        """
        sheets = [self._with_last_good(one, keep_last) for one in report.sheets]
        report = replace(report, sheets=sheets)
        good = {one.file for one in report.sheets if self.publishes(one) or one.last_good}
        old = self.old_report
        before = {*self.record.rows.get("files", []), *_names(old, "file", ".pdf")}
        if others:
            good |= before - _names(old, "file", ".pdf", others)
        for name in sorted(before - good):
            _remove_with_picture(self.outdir / name)
        # In a report of another version only the files are known.
        as_json = report.to_json(old if old.get("version") == VERSION else {}, others)
        self._put_sheets(report, digests, as_json.encode())
        self.record.rows["files"] = sorted(good)
        self._note_days(report, good, keep_last.today)
        self.record.save()
        return report

    def remove_all(self) -> None:
        """Remove the sheets of earlier builds, and then the report that names them."""
        files = {*self.record.rows.get("files", []), *_names(self.old_report, "file", ".pdf")}
        for name in files:
            _remove_with_picture(self.outdir / name)
        if files or self.old_report:
            (self.outdir / "report.json").unlink(missing_ok=True)
        self.record.replace({"pages": self.record.rows.get("pages", {})})

    def _put_sheets(self, report: Report, digests: Mapping[str, str], as_json: bytes) -> None:
        """Write the report, and each sheet that is new and published; remove each that is not.

        The report comes before them: if the build ends here, it names all that may lie there.
        """
        wanted: dict[Path, tuple[str, str] | None] = {}
        for sheet in report.sheets:
            if not sheet.last_good:
                cached = (digests[sheet.handout], f"{sheet.edition}.pdf")
                wanted[self.outdir / sheet.file] = cached if self.publishes(sheet) else None
        new: dict[Path, tuple[str, str]] = {}
        try:
            for target, entry in wanted.items():
                if entry is None:
                    _remove_with_picture(target)
                elif (self.known.digest(target) or None) != self.cache.sum_of(*entry):
                    new[target] = entry  # Also where neither can be read: that is an error.
            remove_leftovers(new)
            with ThreadPoolExecutor(WRITTEN_AT_ONCE) as threads:
                list(threads.map(self._write, new, new.values()))
                write_atomically(self.outdir / "report.json", as_json)
                list(threads.map(self._publish, new, new.values()))
        except OSError:
            self._remove_old(wanted)
            raise

    @contextlib.contextmanager
    def writing_ahead(self) -> Iterator[Put]:
        """Let sheets be written while others are being printed, in a folder of their own.

        They come to their places when all are published: readers would take old and new for one
        edition, and a sheet that no report names for one that has passed its checks.

        :returns: a function that writes a sheet, given what became of it and its entry
        """

        def write(sheet: SheetResult, digest: str) -> None:
            # Publishing all of them meets a fault of the disk again, and reports it.
            with contextlib.suppress(OSError):
                self._write(self.outdir / sheet.file, (digest, f"{sheet.edition}.pdf"))

        with ThreadPoolExecutor(WRITTEN_AT_ONCE) as threads:

            def put(sheet: SheetResult, digest: str) -> None:
                if self.publishes(sheet):
                    threads.submit(write, sheet, digest)

            yield put

    @contextlib.contextmanager
    def removing_unpublished(self) -> Iterator[None]:
        """Remove what a killed build has left unpublished, and at the end what this one has."""
        # A build at the same time would take its sheets from the cache.
        for folder in self.outdir.glob(f"{UNPUBLISHED}*"):
            shutil.rmtree(folder, ignore_errors=True)
        try:
            yield
        finally:
            shutil.rmtree(self.unpublished, ignore_errors=True)

    def _write(self, target: Path, entry: tuple[str, str]) -> None:
        """Write a sheet to where it lies until it is published, if it is not there."""
        path = self.unpublished / target.relative_to(self.outdir)
        if not path.exists():
            with naming(target):
                data = self.cache.read(*entry)
                with contextlib.suppress(FileNotFoundError):  # Another build removes the folder.
                    write_atomically(path, data, clean=False)

    def _publish(self, target: Path, entry: tuple[str, str]) -> None:
        """Give a sheet its name, by which readers find it."""
        with naming(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                (self.unpublished / target.relative_to(self.outdir)).replace(target)
            except OSError:  # Another build has removed it, or the name is on another disk.
                write_atomically(target, self.cache.read(*entry), clean=False)
        self.known.digest(target)  # Noted for later.

    def _remove_old(self, wanted: Mapping[Path, tuple[str, str] | None]) -> None:
        """Remove the sheets that are not surely new, because old and new look alike."""
        for target, entry in wanted.items():
            data = None
            with contextlib.suppress(OSError):
                data = None if entry is None else self.cache.read(*entry)
            with contextlib.suppress(OSError):
                if target.read_bytes() != data:
                    target.unlink()

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
                path = f"{self.outdir}{os.sep}{sheet.file}"
                days[sheet.file] = [today.isoformat(), self.known.digest(path)]
        self.record.rows["good"] = days

    def show(self, report: Report, *, every_sheet: bool) -> None:
        """Write pictures of good sheets; those of handouts that the report lacks are not changed.

        :param every_sheet: of each sheet, in place of the first of each handout
        """
        before: dict[str, str] = self.record.rows.get("previews", {})
        files = {PurePosixPath(name).with_suffix(".png") for name in self.record.rows["files"]}
        shown = {name: before[name] for name in before if PurePosixPath(name) in files}
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

    @cached_property
    def old_report(self) -> dict[str, Any]:
        """The report of an earlier build, perhaps with another doctree folder."""
        try:
            found = json.loads((self.outdir / "report.json").read_bytes())
        except (OSError, ValueError, RecursionError):
            return {}
        return found if _is_report(found) else {}

    def old_pages(self) -> set[str]:
        """Return the names of the pages of an earlier build, as far as they are known."""
        return {*_names(self.old_report, "handout"), *self.record.rows.get("pages", {})}

    def remove_page(self, docname: str, files: Iterable[Path]) -> None:
        """Remove the files of a page that is gone.

        One that is newer than the last build is left, as something else has put it there; but of a
        handout nothing may be left.
        """
        is_handout = docname in _names(self.old_report, "handout")
        for path in files:
            if is_handout or not self._is_newer(path):
                path.unlink(missing_ok=True)

    def _is_newer(self, path: Path) -> bool:
        """Return whether a file was written after the end of the last build."""
        with contextlib.suppress(OSError):
            return path.stat().st_mtime_ns > self.record.path.stat().st_mtime_ns
        return False

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


def _remove_with_picture(sheet: Path) -> None:
    """Remove a sheet, and its picture, which the record of another doctree folder may not have."""
    for path in (sheet, sheet.with_suffix(".png")):
        path.unlink(missing_ok=True)


def _is_report(found: object) -> bool:
    """Return whether an earlier build can have written this."""
    sheets = found.get("sheets") if isinstance(found, dict) else None
    return isinstance(sheets, list) and all(
        isinstance(one, dict) and all(isinstance(one.get(key), str) for key in ("handout", "file"))
        for one in sheets
    )


def _names(
    report: Mapping[str, Any], key: str, ending: str = "", but: Collection[str] = ()
) -> set[str]:
    """Return the pages or sheets that a report names, but nothing outside its folder.

    :param but: page names of handouts that do not count
    """
    sheets = (one for one in report.get("sheets", []) if one["handout"] not in but)
    paths = {PurePosixPath(sheet[key]) for sheet in sheets}
    inside = (path for path in paths if not path.is_absolute() and ".." not in path.parts)
    return {str(path) for path in inside if path.suffix == ending or not ending}
