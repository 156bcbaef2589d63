"""What lies in an output folder after a build."""

from __future__ import annotations

import datetime
import errno
import os
import shutil
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from handouts import files
from handouts.pipeline.cache import SheetCache
from handouts.pipeline.publish import KeepLast, OutputFolder
from handouts.pipeline.report import Report, SheetResult
from handouts.pipeline.run import Pipeline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handouts.jobs import Printed
    from handouts.pipeline.handout_run import HandoutRun
    from projects import Project

FILES = {
    "index.md": "# Home\n\n(in-short)=\nRest helps.\n\n```{toctree}\nsheet\n```\n",
    "sheet.md": "---\nhandout: patients\n---\n# Sheet\n\n```{embed} #in-short\n```\n",
}
A4 = {"a4": {"label": "A4", "paper": "A4"}}
TOO_LONG = "Rest helps. " * 2000


SHEET = SheetResult(
    "page", "patients", "a4", "page-a4.pdf", 1, 1, None, 0.9, 300, 4, (), 1, problems=()
)


def test_sheets_are_written_while_others_are_printed_where_no_reader_finds_them(
    tmp_path: Path,
) -> None:
    cache = SheetCache(tmp_path / "cache")
    cache.put("digest", {}, {"a4.pdf": b"%PDF"})
    folder = OutputFolder(tmp_path / "out", "handouts", tmp_path, cache)

    with folder.removing_unpublished():
        with folder.writing_ahead() as put:
            put(SHEET, "digest")
            put(replace(SHEET, file="other-a4.pdf", bytes=0), "digest")

        found = [path.relative_to(tmp_path / "out") for path in (tmp_path / "out").rglob("*.pdf")]
        assert [(path.parts[0][0], path.name) for path in found] == [(".", "page-a4.pdf")]
    assert list((tmp_path / "out").iterdir()) == []


def test_a_build_that_is_interrupted_leaves_no_sheet(project, monkeypatch) -> None:
    first = FILES["sheet.md"].replace("patients", "patients\norphan: true").replace("# ", "# A ")
    written = project({**FILES, "a.md": first})
    given = Pipeline.put_in_cache

    def interrupted(pipeline: Pipeline, run: HandoutRun, printed: Sequence[Printed]) -> HandoutRun:
        if run.docname == "sheet":
            raise KeyboardInterrupt
        return given(pipeline, run, printed)

    monkeypatch.setattr(Pipeline, "put_in_cache", interrupted)
    with pytest.raises(KeyboardInterrupt):
        written.build()

    assert list((written.folder / "build" / "handouts").iterdir()) == []


@pytest.mark.parametrize("when", ["written", "being written", "on another disk"])
def test_a_sheet_that_cannot_be_moved_to_its_place_comes_from_the_cache(
    tmp_path: Path, monkeypatch, when: str
) -> None:
    cache = SheetCache(tmp_path / "cache")
    cache.put("digest", {}, {"a4.pdf": b"%PDF"})
    folder = OutputFolder(tmp_path / "out", "handouts", tmp_path, cache)
    replace_file, move = files._replace, Path.replace

    def removed(path: Path, data: bytes) -> None:
        if path.is_relative_to(folder.unpublished) and when != "on another disk":
            shutil.rmtree(folder.unpublished)
        if path.parent.exists() or when == "being written":
            replace_file(path, data)

    def on_another_disk(path: Path, target: Path) -> None:
        if path.parent != target.parent and when == "on another disk":
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        move(path, target)

    monkeypatch.setattr(files, "_replace", removed)
    monkeypatch.setattr(Path, "replace", on_another_disk)
    keep = KeepLast(0, datetime.date(2026, 11, 20))
    with folder.removing_unpublished():
        folder.publish(Report([SHEET]), {"page": "digest"}, others=(), keep_last=keep)

    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {"page-a4.pdf", "report.json"}
    assert (tmp_path / "out" / "page-a4.pdf").read_bytes() == b"%PDF"


@pytest.fixture
def refused(project, monkeypatch) -> Project:
    """Return a project whose sheet was good on 20 November, and is too long now."""
    monkeypatch.delenv("HANDOUTS_TODAY")
    found = project(FILES)
    found.build("html", handouts_editions=A4, handouts_today="2026-11-20")
    found.edit("index.md", "Rest helps.", TOO_LONG)
    return found


@pytest.mark.parametrize(
    ("days", "today", "kept"),
    [(0, "2026-11-21", ""), (7, "2026-11-27", "2026-11-20"), (7, "2026-11-28", "")],
    ids=["not asked for", "asked for", "too old"],
)
def test_the_last_good_sheet_stays_as_long_as_the_project_says(
    refused: Project, days: int, today: str, kept: str
) -> None:
    for _ in range(2):  # A second build finds nothing to do.
        built = refused.build(
            "html", handouts_editions=A4, handouts_keep_last=days, handouts_today=today
        )

        assert (built.sheet()["printed"], built.sheet()["last_good"]) == (False, kept)
        assert built.files() == (["sheet-a4.pdf"] if kept else [])
        marked = "PDF of 20 November 2026; a newer one has not passed its checks yet"
        assert (marked in built.html()) == bool(kept)


def test_a_file_of_another_program_is_not_taken_for_the_last_good_sheet(refused: Project) -> None:
    (refused.folder / "build" / "html" / "sheet-a4.pdf").write_bytes(b"%PDF of somebody")

    built = refused.build(
        "html", handouts_editions=A4, handouts_keep_last=7, handouts_today="2026-11-21"
    )

    assert built.files() == []


@pytest.mark.parametrize("doctrees", ["doctrees", "others"])
@pytest.mark.parametrize(("builder", "page"), [("html", "old.html"), ("dirhtml", "old/index.html")])
def test_nothing_of_a_page_that_was_renamed_stays_on_the_site(
    project, builder: str, page: str, doctrees: str
) -> None:
    old = FILES["sheet.md"].replace("patients", "patients\norphan: true")
    written = project({**FILES, "old.md": old, "topic.md": "---\norphan: true\n---\n# Topic\n"})
    outdir = written.build(builder, handouts_editions=A4).outdir
    assert {page, "old-a4.pdf", "old-a4.png"} <= names_below(outdir)
    for name in ("old", "topic"):
        (written.srcdir / f"{name}.md").rename(written.srcdir / f"new-{name}.md")
    written.build(builder, handouts_editions=A4, doctrees=doctrees)

    after = names_below(outdir)
    assert {f"new-{page}", "new-old-a4.pdf", f"new-{page.replace('old', 'topic')}"} <= after
    assert {page, "old-a4.pdf", "old-a4.png"} & after == set()
    # With other doctrees only the report of the last build is known, which names handouts.
    topic = {page.replace("old", "topic"), "_sources/topic.md.txt"}
    assert topic & after == (set() if doctrees == "doctrees" else topic)


def test_a_file_that_is_not_of_the_page_that_is_gone_stays(project) -> None:
    orphan = "---\norphan: true\n---\n# Topic\n"
    written = project({**FILES, "topic.md": orphan, "topic/index.md": orphan, "old.md": orphan})
    outdir = written.build("dirhtml", handouts_editions=A4).outdir
    for name in ("topic.md", "old.md"):
        (written.srcdir / name).unlink()
    other = outdir / "old" / "index.html"
    other.write_text("Of another program.")
    os.utime(other, (time.time() + 9,) * 2)
    written.build("dirhtml", handouts_editions=A4)

    assert other.read_text() == "Of another program."
    assert (outdir / "topic" / "index.html").exists()  # It is the page `topic/index` now.
    assert not (outdir / "_sources" / "topic.md.txt").exists()


def test_the_page_of_a_handout_that_was_deleted_is_gone_before_a_report_leaves_it_out(
    project, monkeypatch
) -> None:
    old = FILES["sheet.md"].replace("patients", "patients\norphan: true")
    written = project({**FILES, "old.md": old})
    page = written.build("html", handouts_editions=A4).outdir / "old.html"
    assert page.exists()
    (written.srcdir / "old.md").unlink()

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Pipeline, "announce", interrupted)
        with pytest.raises(KeyboardInterrupt):
            written.build("html", handouts_editions=A4)
    written.build("html", handouts_editions=A4)

    assert not page.exists()


def names_below(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}
