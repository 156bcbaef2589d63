"""Two builds compared: words, pictures, the page to look at, and Markdown."""

from __future__ import annotations

import contextlib
import io
import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest
from PIL import Image

from handouts.__main__ import main
from handouts.diff.compare import ChangedPassage, SheetChange, Side, compare, compare_sheets
from handouts.diff.pdf_words import Word, words_of
from handouts.diff.picture import DESK, GONE, NEW, side_by_side
from handouts.diff.summary import MOST, in_markdown, passage_lines
from projects import Project

CONF = """
extensions = ["myst_parser", "handouts"]
html_theme = "basic"
handouts_editions = {"a4": {"paper": "A4"}}
handouts_publisher = {"name": "the knee service"}
"""
SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
LONG = "Long-lasting, far-reaching, well-meant, hard-won words for knees. " * 8


def sheet(text: str) -> str:
    return f"---\nhandout: patients\n---\n# For you\n\n{text}\n"


OLD = {
    "conf.py": CONF,
    "index.md": "# Knees\n\n```{toctree}\n:glob:\n*\n```\n",
    "square.svg": SQUARE,
    "word.md": sheet("Rest your knee for a week.\n\nThen walk."),
    "same.md": sheet("Keep moving."),
    "unseen.md": sheet("![A square](square.svg)"),
    "looks.md": sheet("Keep *moving*."),
    "gone.md": sheet("Once."),
    "refused.md": sheet("Read on."),
    "wraps.md": sheet(LONG),
}
NEW_FILES = {
    **{name: text for name, text in OLD.items() if name != "gone.md"},
    "word.md": sheet("Rest your knee for a day or two.\n\nThen walk."),
    "unseen.md": sheet("![A plain square](square.svg)"),
    "looks.md": sheet("Keep **moving**."),
    "fresh.md": sheet("Now."),
    "refused.md": sheet("Read <b>on</b>."),
    "wraps.md": sheet(f"First of all: {LONG}"),
}


@pytest.fixture(scope="module")
def builds(tmp_path_factory) -> tuple[Path, Path]:
    """Return the folders of two builds, before and after a change."""
    folders = []
    for name, files in (("old", OLD), ("new", NEW_FILES)):
        folders.append(Project(tmp_path_factory.mktemp(name), files).build().outdir)
    return folders[0], folders[1]


@pytest.fixture(scope="module")
def changes(builds: tuple[Path, Path]) -> dict[str, SheetChange]:
    return {change.name.removesuffix("-a4"): change for change in compare(*builds)}


class Shown(NamedTuple):
    """What the command showed of two builds."""

    status: int
    out: str
    folder: Path
    """Where it was typed."""


def shown_by(folder: Path, *arguments: Path | str) -> Shown:
    with contextlib.chdir(folder), contextlib.redirect_stdout(io.StringIO()) as out:
        status = main(["diff", *map(str, arguments)])
    return Shown(status, out.getvalue(), folder)


@pytest.fixture(scope="module")
def shown(builds: tuple[Path, Path], tmp_path_factory) -> Shown:
    return shown_by(tmp_path_factory.mktemp("diff"), *builds, "--markdown", "new/comment.md")


def test_words_that_changed_are_shown_with_words_around_them(changes) -> None:
    assert changes["word"].passages == (
        ChangedPassage(
            before="your knee for a",
            removed="week.",
            added="day or two.",
            after="Then walk. Published by",
            old_before="your knee for a",
            old_after="Then walk. Published by",
        ),
    )


def test_a_word_that_a_line_breaks_at_its_hyphen_has_not_changed(changes) -> None:
    change = changes["wraps"]

    broken = [word.text for word in change.after.words if len(word.boxes) > 1]
    assert broken
    assert [passage.added for passage in change.passages] == ["First of all:"]
    assert change.removed == ()


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("word", True),
        ("looks", True),
        ("gone", True),
        ("fresh", True),
        ("refused", True),
        ("same", False),
        ("unseen", False),
    ],
)
def test_a_sheet_has_changed_when_somebody_can_see_it(changes, name: str, changed: bool) -> None:
    assert changes[name].changed is changed


def test_the_terminal_says_in_a_line_what_became_of_each_sheet(shown: Shown) -> None:
    lines = dict(line.split(": ", 1) for line in shown.out.splitlines() if ": " in line)

    assert shown.status == 1
    assert lines["word-a4"] == "3 words added, 1 removed; type 14 pt as before"
    assert lines["same-a4"] == "no visible change; the same file"
    assert lines["unseen-a4"] == "no visible change; only what nobody sees differs in the file"
    assert lines["looks-a4"].startswith("the same words, but they look different")
    assert lines["gone-a4"] == "not printed any more"
    assert lines["fresh-a4"].startswith("new sheet; type 14 pt; full ")
    assert lines["refused-a4"] == "not printed any more; handouts.unsupported"
    assert "6 sheets of 8 changed." in shown.out


def test_no_visible_change_is_said_and_is_the_exit_status(
    builds: tuple[Path, Path], tmp_path
) -> None:
    found = shown_by(tmp_path, builds[0], builds[0])

    assert found.status == 0
    assert "\nNo visible change. See " in found.out
    assert list((tmp_path / "build/diff/pictures").iterdir()) == []


def test_pictures_are_made_of_pages_that_look_different_and_of_no_others(shown: Shown) -> None:
    found = sorted(path.name for path in (shown.folder / "build/diff/pictures").iterdir())
    assert found == ["looks-a4-1.png", "word-a4-1.png", "wraps-a4-1.png"]


def test_a_picture_marks_what_is_gone_on_the_left_and_what_is_new_on_the_right(changes) -> None:
    picture = Image.open(io.BytesIO(side_by_side(changes["word"], 0, ("old", "new"))))
    half = picture.width // 2

    def colours(left: int, right: int) -> set[tuple[int, ...]]:
        part = picture.convert("RGB").crop((left, 0, right, picture.height))
        return {colour for _, colour in part.getcolors(1 << 24)}

    assert near(GONE, colours(0, half))
    assert not near(NEW, colours(0, half))
    assert near(NEW, colours(half, picture.width))
    assert not near(GONE, colours(half, picture.width))


def near(colour: tuple[int, int, int], found: set[tuple[int, ...]]) -> bool:
    return any(max(abs(a - b) for a, b in zip(colour, one, strict=True)) < 24 for one in found)


def test_a_page_that_only_looks_different_is_framed_where_it_does(changes) -> None:
    picture = Image.open(io.BytesIO(side_by_side(changes["looks"], 0, ("old", "new"))))

    assert near(GONE, {colour for _, colour in picture.convert("RGB").getcolors(1 << 24)})
    assert picture.convert("RGB").getpixel((2, 2))[0] == pytest.approx(DESK[0], abs=8)


def test_the_page_to_look_at_shows_the_words_and_the_pictures(shown: Shown) -> None:
    html = (shown.folder / "build/diff/index.html").read_text("utf-8")

    assert "your knee for a <del>week.</del> <ins>day or two.</ins> Then walk." in html
    assert '<img src="pictures/word-a4-1.png" alt="word-a4 before and after' in html


def test_markdown_for_a_comment_has_a_table_and_the_words(shown: Shown) -> None:
    text = (shown.folder / "new/comment.md").read_text("utf-8")

    assert "| `same-a4` | `no visible change; the same file` |" in text
    assert "```diff\n- your knee for a [week.] Then walk. Published by\n+ your" in text
    assert "`pictures/word-a4-1.png`" in text


def test_a_line_of_what_is_gone_shows_the_old_words_around_it() -> None:
    old, new = (side("Is that free? How did people do?"), side("Is it free? How did they do?"))

    shown = [list(passage_lines(one)) for one in compare_sheets("a4", old, new).passages]

    assert shown == [
        ["- Is [that] free? How did people", "+ Is [it] free? How did they"],
        ["- that free? How did [people] do?", "+ it free? How did [they] do?"],
    ]


def side(text: str) -> Side:
    words = tuple(Word(word, 0, ()) for word in text.split())
    return Side(result=None, data=b"", words=words)


def test_words_of_a_stranger_stay_words_in_a_comment(changes) -> None:
    sly = "```\n</details> @everybody <img src=x> [a](https://example.org)"
    change = changes["word"]
    change = SheetChange(
        "x|y`z", change.before, change.after, (ChangedPassage("", "", sly, ""),), (), (0,), (0,)
    )

    text = in_markdown([change], ("old", "new"), {})

    assert "\n````diff\n+ [```\n</details> @everybody" in text
    assert text.rstrip().endswith("````\n</details>")
    assert "| `x y z` |" in text


def test_every_word_of_a_stranger_is_code_so_that_nobody_is_notified(changes) -> None:
    change = replace(changes["word"], name="@octocat see")
    result = replace(change.after.result, left_out=("@octocat-please", "&#64;nurse"))
    change = replace(change, after=replace(change.after, result=result))

    text = in_markdown([change], ("@old", "&commat;new"), {"x": ["@pictures"]})

    outside = re.sub(r"(`+)[^`].*?\1|<code>.*?</code>", "", text, flags=re.DOTALL)
    assert "@octocat" in text
    assert "@octocat-please" in text
    assert "@" not in outside
    assert "&" not in outside


def test_a_comment_is_never_longer_than_a_comment_may_be(changes) -> None:
    change = changes["word"]
    passages = (ChangedPassage("", "", "word " * 9000, ""),)
    many = [
        SheetChange(f"n{n}", change.before, change.after, passages, (), (0,), (0,))
        for n in range(3)
    ]

    text = in_markdown(many, ("old", "new"), {})

    assert len(text) < MOST + 100
    assert text.endswith("Too long for a comment: 2 more parts are in the folder.\n")


def test_a_report_that_leads_out_of_its_folder_is_not_followed(builds, tmp_path) -> None:
    secret = tmp_path / "secret.pdf"
    secret.write_bytes((builds[0] / "same-a4.pdf").read_bytes())
    report = json.loads((builds[0] / "report.json").read_text("utf-8"))
    for one in report["sheets"]:
        one["file"] = "../secret.pdf"
    folder = tmp_path / "build"
    folder.mkdir()
    (folder / "report.json").write_text(json.dumps(report), encoding="utf-8")

    assert not any(change.after.data for change in compare(folder, folder))


def test_a_file_that_is_no_pdf_is_reported(builds, tmp_path, capsys) -> None:
    folder = tmp_path / "build"
    shutil.copytree(builds[0], folder)
    (folder / "same-a4.pdf").write_bytes(b"no PDF")

    with pytest.raises(SystemExit, match="2"):
        main(["diff", str(builds[0]), str(folder)])

    assert "same-a4.pdf' cannot be read as a PDF; build again" in capsys.readouterr().err


def test_words_are_read_with_their_places(builds) -> None:
    data = (builds[0] / "same-a4.pdf").read_bytes()
    words = {word.text: word.boxes[0] for word in words_of(data)}

    assert words["Keep"].right < words["moving."].left
    assert words["For"].bottom < words["Keep"].top
