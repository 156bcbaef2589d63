"""From the environment to published sheets: what is printed again, what is taken away."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from finished import text_of_pdf
from handouts.compose.composer import fresh_tree
from handouts.pipeline.cache import SheetCache
from handouts.pipeline.events import CannotWriteError
from handouts.pipeline.run import Pipeline
from handouts.workers.memory import SeldomCollected
from projects import CONF, EXTENSIONS, Project, published

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.environment import BuildEnvironment

    from projects import Built

INDEX = "# Home\n\n(in-short)=\nRest helps.\n\n```{toctree}\n:glob:\n\n*\n```\n"
SHEET = "---\nhandout: patients\n---\n# Sheet\n\n```{embed} #in-short\n```\n"
FILES = {"index.md": INDEX, "sheet.md": SHEET}
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
EDITIONS = ["sheet-a4.pdf"]
FORTY_WORDS = " ".join(["word"] * 40)
A5 = {"a5": {"label": "A5", "paper": "A5"}}
A5_ONLY = f"{EXTENSIONS}handouts_editions = {A5}\n"
KEEPING = """
def tell(app, env):
    app.config.keep(sorted(env._write_doc_doctree_cache))
    return []

def setup(app):
    app.add_config_value("keep", None, "")
    app.connect("env-updated", tell)
"""


@pytest.fixture
def written(project) -> Project:
    return project(FILES)


# A project that sets nothing.


def test_a_new_project_prints_with_no_other_setting(project) -> None:
    built = project({**FILES, "conf.py": EXTENSIONS}).build()

    assert built.warnings == []
    assert built.files() == ["sheet-a4.pdf", "sheet-large-print.pdf", "sheet-letter.pdf"]


def test_a_sheet_says_what_its_blocks_say_and_no_more(written: Project) -> None:
    assert written.build().pdf_text() == "Sheet Rest helps."


def test_a_page_that_is_no_handout_is_not_printed(project) -> None:
    built = project({"index.md": INDEX}).build()

    assert built.files() == []
    assert built.report["sheets"] == []


# What is printed again, whichever builder runs first over one doctree folder.


def test_an_edited_block_is_new_in_each_folder_whichever_builder_reads_it_first(
    written: Project,
) -> None:
    builders, words = ["handouts", "html", "dirhtml"], "Rest helps"
    for builder in builders:
        written.build(builder)

    for first in range(3):
        before, words = words, f"Rest harms {first}"
        written.edit("index.md", before, words)
        for builder in (*builders[first:], *builders[:first]):
            built = written.build(builder)
            assert built.pdf_text() == f"Sheet {words}."
            assert all(f"{words}." in built.html(page) for page in pages_of(built))


def pages_of(built: Built) -> list[str]:
    return [name for name in built.files("*.html") if name in {"sheet.html", "sheet/index.html"}]


def test_an_edited_block_is_new_in_two_folders_of_one_builder(written: Project) -> None:
    for folder in ("one", "two"):
        written.build("html", out=folder)
    written.edit("index.md", "Rest helps", "Rest harms")

    for folder in ("one", "two"):
        built = written.build("html", out=folder)
        assert built.pdf_text() == "Sheet Rest harms."
        assert "Rest harms." in built.html()


def test_a_block_edited_in_a_block_is_new(project) -> None:
    inner = "# Inner\n\n(inner)=\nRest helps.\n"
    outer = "# Outer\n\n(outer)=\n> ```{embed} #inner\n> ```\n"
    sheet = SHEET.replace("in-short", "outer")
    written = project({**FILES, "inner.md": inner, "outer.md": outer, "sheet.md": sheet})
    written.build("html")
    written.edit("inner.md", "Rest helps", "Rest harms")
    built = written.build("html")

    assert built.pdf_text() == "Sheet Rest harms."
    assert "Rest harms." in built.html()
    assert "Rest harms." in built.html("outer.html")


def test_what_is_in_the_store_is_not_printed_again(written: Project) -> None:
    assert written.build("handouts").printed == ["sheet"]
    assert written.build("handouts").printed == []
    assert written.build("html").printed == []
    assert written.build("html", out="other").printed == []


def test_a_blank_line_prints_nothing_again(written: Project) -> None:
    written.build()
    written.edit("index.md", "# Home\n", "# Home\n\n")

    assert written.build().printed == []


def test_a_blank_line_moves_the_place_in_a_message(project) -> None:
    card = 'handouts_editions = {"card": {"paper": (60, 60)}}\n'
    long = INDEX.replace("Rest helps.", FORTY_WORDS)
    written = project({**FILES, "index.md": long, "conf.py": EXTENSIONS + card})
    (before,) = written.build().warnings
    written.edit("index.md", "# Home\n", "# Home\n\n")
    built = written.build()
    (after,) = built.warnings

    assert "index.md:3 (#in-short)" in before
    assert "index.md:4 (#in-short)" in after
    assert built.printed == []


def test_a_new_picture_of_the_same_name_is_printed(project) -> None:
    sheet = f"{SHEET}\n![A knee](knee.svg)\n"
    written = project({**FILES, "sheet.md": sheet, "knee.svg": SVG})
    before = published(written.build().outdir)
    written.edit("knee.svg", "h9v9z", "h8v9z")

    assert published(written.build().outdir)["sheet-a4.pdf"] != before["sheet-a4.pdf"]


@pytest.mark.parametrize("builder", ["handouts", "html"])
def test_a_new_publisher_is_printed(written: Project, builder: str) -> None:
    written.build(builder)
    built = written.build(builder, handouts_publisher={"name": "the clinic"})

    assert built.pdf_text().endswith("Published by the clinic.")
    assert all("Published by the clinic." in built.html(page) for page in pages_of(built))


def test_what_was_built_cold_is_what_is_built_again(written: Project) -> None:
    written.build()
    written.edit("index.md", "Rest helps", "Rest harms")
    again = published(written.build(anew=True).outdir)
    shutil.rmtree(written.folder / "build")

    assert published(written.build(anew=True).outdir) == again


# What is put back, and what is taken away.


@pytest.mark.parametrize("builder", ["handouts", "html"])
def test_a_sheet_deleted_by_hand_comes_back(written: Project, builder: str) -> None:
    sheet = written.build(builder).outdir / "sheet-a4.pdf"
    sheet.unlink()

    assert written.build(builder).printed == []
    assert sheet.exists()


def test_sheets_of_a_handout_that_is_renamed_go(written: Project) -> None:
    written.build()
    (written.srcdir / "sheet.md").rename(written.srcdir / "paper.md")

    assert written.build().files() == [name.replace("sheet", "paper", 1) for name in EDITIONS]


def test_sheets_of_a_page_that_is_no_longer_a_handout_go(written: Project) -> None:
    written.build()
    written.edit("sheet.md", "handout: patients", "title: Sheet")

    assert written.build().files() == []


def test_sheets_of_an_edition_that_is_dropped_go(written: Project) -> None:
    assert written.build().files() == ["sheet-a4.pdf"]

    assert written.build(handouts_editions=A5).files() == ["sheet-a5.pdf"]


def test_a_pdf_of_somebody_else_stays(written: Project) -> None:
    built = written.build()
    (built.outdir / "theirs.pdf").write_bytes(b"theirs")

    assert "theirs.pdf" in written.build().files()


def test_one_audience_is_printed_when_asked_and_the_others_sheets_are_left(project) -> None:
    written = project({**FILES, "other.md": SHEET.replace("patients", "referrers")})
    built = written.build(handouts_only="referrers")
    assert built.files() == [name.replace("sheet", "other", 1) for name in EDITIONS]

    all_sheets = written.build().files()
    assert written.build(handouts_only="referrers").files() == all_sheets


@pytest.mark.parametrize("builder", ["handouts", "html"])
@pytest.mark.parametrize("only", ["patients", "referrers"])
def test_sheets_of_a_handout_that_is_renamed_go_where_one_audience_is_printed_too(
    project, only: str, builder: str
) -> None:
    written = project({**FILES, "other.md": SHEET.replace("patients", "referrers")})
    written.build(builder)
    (written.srcdir / "sheet.md").rename(written.srcdir / "paper.md")
    built = written.build(builder, handouts_only=only)

    left = {"patients": ["other-a4.pdf", "paper-a4.pdf"], "referrers": ["other-a4.pdf"]}[only]
    pictures = [name.replace("pdf", "png") for name in left] if builder == "html" else []
    assert (built.files(), built.files("*a4.png")) == (left, pictures)
    named = [sheet["file"] for sheet in built.report["sheets"]]
    assert (named, list(built.report["handouts"])) == (left, [name[:5] for name in left])


def test_a_handout_that_turns_faulty_loses_its_sheets_and_gets_them_back(
    written: Project,
) -> None:
    written.build()
    written.edit("sheet.md", "#in-short", "#in-shirt")
    assert written.build().files() == []

    written.edit("sheet.md", "#in-shirt", "#in-short")
    built = written.build()

    assert built.warnings == []
    assert built.files() == EDITIONS


def test_a_handout_that_is_refused_is_not_composed_again(written: Project, monkeypatch) -> None:
    written.edit("sheet.md", "#in-short", "#in-shirt")
    warnings = written.build().warnings
    monkeypatch.setattr(Pipeline, "compose", lambda *_: pytest.fail("composed again"))

    assert written.build().warnings == warnings


def test_a_faulty_handout_leaves_the_others_sheets(project) -> None:
    bad = SHEET.replace("in-short", "in-shirt")
    built = project({**FILES, "bad.md": bad}).build()

    assert built.files() == EDITIONS


def test_a_sheet_that_cannot_be_copied_leaves_no_older_one(written: Project, monkeypatch) -> None:
    built = written.build()
    written.edit("index.md", "Rest helps", "Rest heals")

    def lost(*_: str) -> bytes:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patched:
        patched.setattr(SheetCache, "read", lost)
        with pytest.raises(CannotWriteError):
            written.build()
    assert built.files() == []


@pytest.mark.parametrize("place", ["an older sheet", "a folder"])
def test_a_sheet_that_was_put_in_its_place_before_another_failed_stays(
    project, monkeypatch, place: str
) -> None:
    two = SHEET.replace("# Sheet", "# Two")
    written = project({**FILES, "two.md": two, "conf.py": A5_ONLY})
    built = written.build()
    written.edit("index.md", "Rest helps", "Rest heals")
    first, second = built.files()
    rename = Path.replace

    def fails_for_second(path: Path, target: Path) -> None:
        if target == built.outdir / second:
            raise OSError(5, "Input/output error")
        rename(path, target)

    if place == "a folder":
        (built.outdir / second).unlink()
        (built.outdir / second / "x").mkdir(parents=True)
    else:
        monkeypatch.setattr(Path, "replace", fails_for_second)
    with pytest.raises(CannotWriteError):
        written.build()
    assert [path.name for path in built.outdir.glob("*.pdf") if path.is_file()] == [first]
    assert "heals" in text_of_pdf((built.outdir / first).read_bytes())


def test_the_report_is_in_the_order_of_names(project) -> None:
    # They say different words, or the second sheet would find the first in the store.
    blocks = {f"{name}.md": f"# {name}\n\n({name})=\nRest {name}.\n" for name in ("one", "two")}
    sheets = {"a.md": SHEET.replace("in-short", "two"), "b.md": SHEET.replace("in-short", "one")}
    files = {**blocks, **sheets, "index.md": INDEX, "conf.py": A5_ONLY}
    built = project(files).build()

    assert built.printed == ["b", "a"]  # as their sources are
    assert [sheet["handout"] for sheet in built.report["sheets"]] == ["a", "b"]


# What stays in memory while many are printed.


def test_pages_stay_in_memory_no_longer_than_they_are_needed(written: Project) -> None:
    env = written.build().app.env

    assert len(env._write_doc_doctree_cache) <= 1
    assert env._pickled_doctree_cache == {}


def test_pages_that_will_be_written_stay_as_sphinx_keeps_them(written: Project) -> None:
    kept = []
    written.write({"conf.py": CONF + KEEPING})
    written.build("html", keep=kept.append)

    assert kept == [["index", "sheet"]]


def test_many_handouts_leave_no_garbage_meanwhile(project, monkeypatch) -> None:
    times: list[int] = []
    monkeypatch.setattr(SeldomCollected, "collect", lambda _: times.append(1))
    frozen: list[int] = []
    monkeypatch.setattr(SeldomCollected, "freeze", lambda _: frozen.append(1))
    sheets = {f"sheet-{number}.md": SHEET for number in range(5)}
    project({"index.md": INDEX, "conf.py": A5_ONLY, **sheets}).build()

    assert len(times) == 11  # before each of the six pages is read, and after each handout
    assert len(frozen) == 3  # before the environment is loaded, and before reading and printing


def test_a_page_that_handouts_share_is_loaded_once(project, monkeypatch) -> None:
    blocks = {f"{name}.md": f"# {name}\n\n({name})=\nRest helps.\n" for name in ("one", "two")}
    sheets = {
        f"sheet-{number}.md": SHEET.replace("in-short", name)
        for number, name in enumerate(("one", "two", "one", "two"))
    }
    loaded = []

    def counted(env: BuildEnvironment, docname: str) -> nodes.document:
        loaded.append(docname)
        return fresh_tree(env, docname)

    monkeypatch.setattr("handouts.compose.composer.TREES", 1)
    monkeypatch.setattr("handouts.compose.composer.fresh_tree", counted)
    project({**blocks, **sheets, "index.md": INDEX, "conf.py": A5_ONLY}).build()

    assert [loaded.count("one"), loaded.count("two")] == [1, 1]


def test_pages_stay_whole_while_a_handout_takes_blocks_from_more_than_are_kept(
    project, monkeypatch
) -> None:
    one = "# One\n\n(part)=\n## Part\n\n(words)=\nRest helps.\n"
    blocks = {"one.md": one, "two.md": "# Two\n\n(two)=\nWalking helps.\n"}
    embeds = "\n".join(f"```{{embed}} #{label}\n```" for label in ("part", "two", "words"))
    sheet = SHEET.partition("```{embed}")[0] + embeds

    monkeypatch.setattr("handouts.compose.composer.TREES", 1)
    built = project({**blocks, "sheet.md": sheet, "index.md": INDEX, "conf.py": A5_ONLY}).build()

    (message,) = built.warnings
    assert "block '#words' would stand here twice, because '#part' holds it" in message


# A page that has grown too long.


@pytest.fixture(scope="module")
def full(tmp_path_factory) -> tuple[Project, str]:
    """Return a project whose sheet is full, and an index page 40 words too long for it."""
    written = Project(tmp_path_factory.mktemp("full"), {**FILES, "conf.py": A5_ONLY})
    index = INDEX.replace("Rest helps.", " ".join(["Rest helps.", *[FORTY_WORDS] * 6]))
    for _ in range(12):
        index = index.replace("Rest helps.", f"Rest helps. {FORTY_WORDS}")
        before = (written.srcdir / "index.md").read_text()
        written.write({"index.md": index})
        if written.build().warnings:
            written.write({"index.md": before})
            return written, index
    raise AssertionError("a page of A5 took more than 500 words")


@pytest.fixture
def grown(full: tuple[Project, str]) -> Project:
    """Return that project when its sheet was printed and the page has grown since."""
    written, index = full
    assert written.build().files() == ["sheet-a5.pdf"]
    written.write({"index.md": index})
    yield written
    written.write({"index.md": index.replace(f" {FORTY_WORDS}", "", 1)})


def test_a_page_too_long_is_reported_in_one_message(grown: Project) -> None:
    built = grown.build(strict=True)
    (message,) = built.warnings

    assert built.exit_status == 1
    assert message.startswith("sheet.md:1: WARNING: handout 'sheet' does not fit. A5: too long by")
    assert "words (" in message
    assert "lines) at 12 pt, its smallest type" in message
    assert message.endswith("The longest blocks: index.md:3 (#in-short) [handouts.overflow]")
    assert built.files() == []  # Its older sheet is gone.
    assert not built.sheet("a5")["printed"]


@pytest.mark.parametrize(
    ("contact", "address", "foot"),
    [
        (12, 40, ""),
        (13, 40, "13 words of 'contact' in handouts_publisher"),
        (12, 41, "an address of 41 letters from html_baseurl"),
        (13, 41, "13 words of 'contact' in handouts_publisher and an address of 41 letters from "
         "html_baseurl"),
    ],
)  # fmt: skip
def test_a_long_foot_is_what_to_shorten_first(
    grown: Project, contact: int, address: int, foot: str
) -> None:
    publisher = {"contact": "ring " * contact}
    base = "https://example.org/" + "a" * (address - 12)
    (message,) = grown.build(handouts_publisher=publisher, html_baseurl=base).warnings

    said = f". The foot has {foot}: shorten this first" if foot else ""
    assert message.endswith(f"(#in-short){said} [handouts.overflow]")


def test_a_page_too_long_fails_again_at_the_next_build(grown: Project) -> None:
    first = grown.build(strict=True)
    second = grown.build(strict=True)

    assert second.exit_status == 1
    assert second.warnings == first.warnings
    assert second.printed == []


# The same sources, the same bytes.


def sheets_of(built: Built) -> dict[str, bytes]:
    """Return what a build published, without its report, which says how the site is laid out."""
    return {name: data for name, data in published(built.outdir).items() if name != "report.json"}


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_each_builder_of_sites_publishes_the_same_bytes(written: Project, builder: str) -> None:
    alone = written.build(builder, doctrees=f"of-{builder}", anew=True)

    assert sheets_of(alone) == sheets_of(written.build(anew=True))


# The report.


def test_the_report_says_that_there_is_no_address(written: Project) -> None:
    assert written.build().report["notes"] == [
        "html_baseurl in conf.py is empty: the sheets carry no address, no links and no QR code"
    ]


def test_the_report_names_each_sheet(everything_printed) -> None:
    sheet = everything_printed.sheet("a4", "sheets/patients")
    pdf = (everything_printed.outdir / sheet["file"]).read_bytes()

    assert sheet["bytes"] == len(pdf)
    assert sheet["pages"] == 1
    assert sheet["printed"]
    assert sheet["left_out"] == []


def test_the_table_ends_the_build(written: Project) -> None:
    status = written.build(quiet=False).status

    assert re.search(r"^sheet-a4 +1 of 1 +14 pt", status, re.MULTILINE)


def test_the_report_holds_no_path_of_this_machine(everything, everything_printed) -> None:
    assert str(everything.folder) not in json.dumps(everything_printed.report)
