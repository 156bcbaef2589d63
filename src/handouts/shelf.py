"""What lies in an output folder: the published sheets, and the pages that go with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handouts.store import Record, digest_of, write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from handouts.report import Report
    from handouts.store import Store


class Shelf:
    """An output folder, and a record of what was put there."""

    def __init__(self, outdir: Path, builder: str, records: Path) -> None:
        self.outdir = outdir
        self.record = Record(records / f"published-{digest_of(str(outdir), builder)[:16]}.json")

    def publish(
        self, report: Report, store: Store, digests: Mapping[str, str], *, only_some: bool
    ) -> None:
        """Put good sheets into the folder, and take away what must not be found there.

        With `only_some` of the handouts in the report, the others are left as they are.
        """
        for sheet in report.sheets:
            target = self.outdir / sheet.file
            if sheet.printed:
                data = store.read(digests[sheet.handout], f"{sheet.edition}.pdf")
                write_whole(target, data)
            else:
                target.unlink(missing_ok=True)
        good = {sheet.file for sheet in report.sheets if sheet.printed}
        before = set(self.record.rows.get("files", []))
        if only_some:
            good |= before
        else:
            for name in sorted(before - good):
                (self.outdir / name).unlink(missing_ok=True)
            write_whole(self.outdir / "report.json", report.to_json().encode())
        self.record.rows["files"] = sorted(good)
        self.record.save()

    def stale(self, keys: Mapping[str, str]) -> list[str]:
        """Return the pages whose key is not the one they were last written with."""
        old = self.record.rows.get("pages", {})
        return [name for name, key in keys.items() if old.get(name) != key]

    def remember(self, keys: Mapping[str, str]) -> None:
        """Note that all pages have been written."""
        self.record.rows["pages"] = dict(keys)
        self.record.save()
