"""Faults around a build: killed, a full disk, no rights, two at once, an odd machine."""

from __future__ import annotations

import io
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from forks import Forks
from handouts.pipeline.events import CannotWriteError
from projects import EXTENSIONS, Project, published

FILES = {
    "index.md": "# Home\n\n(in-short)=\nRest helps “all” backs.\n\n```{toctree}\nsheet\n```\n",
    "sheet.md": "---\nhandout: patients\n---\n# Sheet\n\n```{embed} #in-short\n```\n",
}
EDITIONS = ["sheet-a4.pdf"]


@pytest.fixture
def written(project) -> Project:
    return project(FILES)


def edit(written: Project) -> None:
    written.edit("index.md", "Rest helps", "Rest harms")


@pytest.fixture(scope="module")
def good(tmp_path_factory) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Return what is published before the edit, and after it."""
    written = Project(tmp_path_factory.mktemp("good"), FILES)
    old = published(written.build().outdir)
    edit(written)
    return old, published(written.build().outdir)


@pytest.fixture(scope="module")
def forks() -> Iterator[Forks]:
    """Return what builds like a program of its own, in a tenth of the time."""
    forks = Forks()
    yield forks
    forks.close()


# Killed.

MOMENTS = range(1, 19, 5)
"""A build changes files of ours 18 times; each fifth moment is tried."""
WITH_WORKERS = 6
"""A moment at which there are workers."""


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_build_that_is_killed_leaves_whole_sheets_and_the_next_one_heals(
    written: Project, forks: Forks, good: tuple[dict[str, bytes], dict[str, bytes]], moment: int
) -> None:
    outdir = written.build().outdir
    edit(written)
    (ended,) = forks.run(written, kill_at=moment)
    assert ended.returncode == -signal.SIGKILL

    assert_healed(written, outdir, good)


def test_a_build_that_is_killed_takes_its_workers_along(
    written: Project, good: tuple[dict[str, bytes], dict[str, bytes]]
) -> None:
    outdir = written.build().outdir
    edit(written)
    # A process that outlived it would keep the output open, and `run` would give up waiting.
    done = written.run(kill_at=WITH_WORKERS)
    assert done.returncode == -signal.SIGKILL

    assert_healed(written, outdir, good)


FIRST_MOMENTS = range(8, 24, 3)
"""Moments of a first build, from before it writes its sheet to after it has published."""


@pytest.mark.parametrize("moment", FIRST_MOMENTS)
def test_no_sheet_of_a_first_build_that_was_killed_lies_where_no_report_names_it(
    written: Project, forks: Forks, moment: int
) -> None:
    outdir = written.folder / "build" / "handouts"
    outdir.parent.mkdir()
    (ended,) = forks.run(written, kill_at=moment)
    assert ended.returncode == -signal.SIGKILL
    names = [path.name for path in outdir.glob("[!.]*")]
    assert "sheet-a4.pdf" not in names or "report.json" in names

    written.edit("sheet.md", "handout: patients", "orphan: true")
    written.build(doctrees="others")

    assert list(outdir.rglob("*.pdf")) == []


def assert_healed(
    written: Project, outdir: Path, good: tuple[dict[str, bytes], dict[str, bytes]]
) -> None:
    old, new = good
    for name, data in published(outdir).items():
        if not name.startswith("."):
            assert data in {old[name], new[name]}

    assert published(written.build().outdir) == new


def test_what_a_killed_build_left_beside_a_sheet_is_swept_away(written: Project) -> None:
    outdir = written.build().outdir
    litter = outdir / ".sheet-a4.pdf-x1"
    litter.write_bytes(b"%PDF")
    os.utime(litter, (1, 1))
    edit(written)
    written.build()

    assert not litter.exists()


# No room, no rights.


def test_a_full_disk_is_named_and_the_next_build_heals(written: Project, forks: Forks) -> None:
    noise = io.BytesIO()
    with Image.frombytes("RGB", (700, 700), os.urandom(700 * 700 * 3)) as picture:
        picture.save(noise, "PNG")
    written.write({"noise.png": noise.getvalue()})
    outdir = written.build().outdir
    old = published(outdir)
    image = "```{image} noise.png\n:alt: Noise\n:width: 40mm\n```\n"
    written.edit("sheet.md", "# Sheet\n", f"# Sheet\n\n{image}")
    (done,) = forks.run(written, largest_file=1_000_000)
    assert (done.returncode, published(outdir)) == (2, old)
    assert "Sheets cannot be written" in done.stderr
    assert "File too large" in done.stderr

    assert [len(data) > 1_000_000 for data in published(written.build().outdir).values()] == [
        False,
        *[True] * len(EDITIONS),
    ]


def test_a_folder_without_rights_is_named(written: Project, forks: Forks) -> None:
    outdir = written.build().outdir
    edit(written)
    outdir.chmod(0o555)
    (done,) = forks.run(written)
    outdir.chmod(0o755)

    assert (done.returncode, "Sheets cannot be written" in done.stderr) == (2, True)
    assert f"Permission denied '{outdir / 'sheet-a4.pdf'}'" in done.stderr


def test_a_name_that_is_too_long_for_a_file_is_to_be_shortened(written: Project) -> None:
    name = "ü" * 120  # Each has two bytes, and a name 255.
    written.write({f"{name}.md": FILES["sheet.md"].replace("patients", "patients\norphan: true")})

    message = rf"File name too long '.*/{name}-a4\.pdf'\. Give it, or the page of a sheet, a"
    with pytest.raises(CannotWriteError, match=message):
        written.build()


def test_a_sheet_that_cannot_be_replaced_takes_the_old_ones_along(written: Project) -> None:
    written.write({"conf.py": EXTENSIONS})
    outdir = written.build().outdir
    other = outdir / "sheet-large-print.pdf"
    old = other.read_bytes()
    edit(written)
    (outdir / "sheet-letter.pdf").unlink()
    (outdir / "sheet-letter.pdf" / "x").mkdir(parents=True)
    with pytest.raises(CannotWriteError, match=r"Is a directory .*sheet-letter\.pdf"):
        written.build()

    assert not other.exists() or other.read_bytes() != old


# Two at once.


def test_two_builds_at_once_into_one_folder_do_no_harm(
    written: Project, forks: Forks, good: tuple[dict[str, bytes], dict[str, bytes]]
) -> None:
    outdir = written.build().outdir
    edit(written)
    done = forks.run(written, "doctrees", "other")

    assert [(one.returncode, one.stderr) for one in done] == [(0, ""), (0, "")]
    assert published(outdir) == good[1]


# What earlier builds left.


@pytest.mark.parametrize("left", [b"", b"\xff", b'{"format": 1, "rows": {"sheet": 5}}'])
@pytest.mark.parametrize("name", ["record-handouts.json", "published-*.json"])
def test_a_record_that_is_damaged_does_no_harm(
    written: Project, good: tuple[dict[str, bytes], dict[str, bytes]], left: bytes, name: str
) -> None:
    outdir = written.build().outdir
    (path,) = (written.folder / "build" / "doctrees" / "handouts").glob(name)
    path.write_bytes(left)

    assert published(written.build().outdir) == good[0] == published(outdir)


@pytest.mark.parametrize("left", [b"[" * 9999, b'{"sheets": null}', b'{"sheets": [{}]}'])
def test_a_report_that_is_damaged_does_no_harm(
    written: Project, good: tuple[dict[str, bytes], dict[str, bytes]], left: bytes
) -> None:
    outdir = written.build().outdir
    (outdir / "report.json").write_bytes(left)
    written.build(handouts_only="patients")

    assert published(outdir) == good[0]


@pytest.mark.parametrize("left", [b"{}", b'{"format": 1, "files": {}}'])
def test_a_note_in_the_store_that_is_damaged_is_made_again(
    written: Project, good: tuple[dict[str, bytes], dict[str, bytes]], left: bytes
) -> None:
    written.build()
    (note,) = (written.folder / "build" / "doctrees" / "handouts" / "sheets").glob("*/note.json")
    note.write_bytes(left)
    built = written.build()

    assert (published(built.outdir), built.printed) == (good[0], ["sheet"])


def test_an_environment_that_is_damaged_is_made_again(
    written: Project, good: tuple[dict[str, bytes], dict[str, bytes]]
) -> None:
    written.build()
    (written.folder / "build" / "doctrees" / "environment.pickle").write_bytes(b"\x80")
    edit(written)

    assert published(written.build().outdir) == good[1]


# Clocks.


@pytest.mark.parametrize("name", ["index.md", "part.txt"])
def test_a_page_that_looks_old_is_read_if_it_says_something_else(project, name: str) -> None:
    home = FILES["index.md"].replace("Rest helps", "```{include} part.txt\n```\n\nRest helps")
    written = project({**FILES, "index.md": home, "part.txt": "Rest helps.\n"})
    written.build()
    written.edit(name, "Rest helps", "Rest harms")
    os.utime(written.srcdir / name, (1, 1))

    assert "0 added, 1 changed, 0 removed" in written.build(quiet=False).status


def test_pages_that_say_the_same_are_not_read_again(written: Project) -> None:
    written.build()

    assert "0 added, 0 changed, 0 removed" in written.build(quiet=False).status


@pytest.mark.parametrize(
    "dates", ["checked: 2026-11-22", "checked: 2026-11-22\ncheck-by: 2027-01-01"]
)
def test_a_clock_that_is_wrong_is_reported(written: Project, monkeypatch, dates: str) -> None:
    written.edit("sheet.md", "handout: patients", f"handout: patients\n{dates}")
    monkeypatch.setenv("HANDOUTS_TODAY", "1970-01-01")
    built = written.build()

    assert built.files() == []
    assert "which is still to come (today is 1970-01-01)" in built.warnings[0]


def test_a_page_is_overdue_also_where_it_does_not_say_when_it_was_checked(
    written: Project, monkeypatch
) -> None:
    written.edit("sheet.md", "handout: patients", "handout: patients\ncheck-by: 2026-01-01")
    monkeypatch.setenv("HANDOUTS_TODAY", "2026-01-02")
    (message,) = written.build().warnings

    assert message.startswith("sheet.md:3: WARNING: this page should not be used after 2026-01-01")


# Machines.

LOCALE_C = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
NO_HOME = {"HOME": "/proc", "XDG_CACHE_HOME": "/proc"}


def test_another_machine_prints_the_same_bytes_of_everything(
    everything, everything_printed, tmp_path
) -> None:
    copy = Project(tmp_path, srcdir=tmp_path / "docs")
    shutil.copytree(everything.srcdir, copy.srcdir)
    done = copy.run("-W", "-j2", PYTHONHASHSEED="1", TZ="Pacific/Kiritimati", **LOCALE_C)

    assert (done.returncode, done.stderr) == (0, "")
    assert published(copy.folder / "build" / "handouts") == published(everything_printed.outdir)


def test_the_same_bytes_are_printed_in_a_folder_of_any_name_without_a_home(
    tmp_path, good: tuple[dict[str, bytes], dict[str, bytes]]
) -> None:
    written = Project(tmp_path / "Rücken & Knie 膝", FILES)
    # As many jobs as there are cores.
    done = written.run("-W", "-j", "auto", **NO_HOME)

    assert (done.returncode, done.stderr) == (0, "")
    assert published(written.folder / "build" / "handouts") == good[0]


def test_a_library_that_is_missing_is_named(written: Project, tmp_path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import cffi\n"
        "given = cffi.FFI.dlopen\n"
        "def dlopen(ffi, name, flags=0):\n"
        "    if 'pango' in str(name):\n"
        "        raise OSError(f'cannot load library {name!r}')\n"
        "    return given(ffi, name, flags)\n"
        "cffi.FFI.dlopen = dlopen\n"
    )
    before = os.environ.get("PYTHONPATH", "")
    done = written.run("-W", PYTHONPATH=f"{tmp_path}{os.pathsep}{before}")

    assert done.returncode == 1
    assert "the layout engine cannot be loaded: cannot load library" in done.stderr
    assert "install Pango and HarfBuzz (Debian: libpango-1.0-0" in done.stderr
    assert published_sheets(written) == []
    assert written.build().files() == EDITIONS


def published_sheets(written: Project) -> list[str]:
    return [path.name for path in (written.folder / "build" / "handouts").glob("*.pdf")]
