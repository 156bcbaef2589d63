"""The command `where`, on pages, data and the package's own words."""

from __future__ import annotations

from pathlib import Path

import pytest

from handouts.__main__ import main
from projects import HERE

FILES = {
    "conf.py": 'extensions = ["myst_parser", "handouts"]\n'
    'myst_enable_extensions = ["colon_fence"]\n'
    'handouts_publisher = {"notice": "Not yet checked by a clinician."}\n'
    'handouts_editions = {"a4": {"paper": "A4", "country": "GB"}, '
    '"letter": {"paper": "Letter", "country": "US"}}\n'
    f'handouts_executor = "{HERE}"\n',
    "index.md": "# Index\n\n```{toctree}\n:glob:\n*\n```\n",
    "claims.toml": """
[stairs]
statement = "Of 100 people, 40 took the stairs."
sources = ["own2026"]
certainty = "fact"
checked = 2026-11-22
[stairs.numbers]
walked = { value = 40, of = 100, means = "took the stairs" }
""",
    "references.bib": "@misc{own2026, title = {Own}, year = {2026}, url = {https://example.org}}\n",
    "dots.md": "# Dots\n\n```{icon-array}\n:claim: stairs\n:rows: walked\n"
    ":captions: Knees\n:outcome: walked\n:others: stood\nOne dot is one person.\n```\n",
    "knees.md": (
        "# Knees\n"
        "\n"
        "(in-short)=\n"
        ":::{admonition} In short\n"
        ":class: important\n"
        "{claim}`Most sore knees settle down. <settle>`\n"
        "Don’t rest for a long-lasting\n"
        "time; see [the stairs](stairs.md) page.\n"
        ":::\n"
        "\n"
        "Cold packs help some.\n"
    ),
    "old.rst": "Old page\n========\n\nStand up\nslowly.\n\n.. include:: shared.inc\n",
    "shared.inc": "\nAsk before you stop a medicine.\n",
    "repeat.md": "# Again\n\nMost sore knees settle down.\n",
    "services.toml": '[visits]\nkind = "word"\nGB = "Physio visits"\nUS = "Physical therapy"\n',
    "visits.md": "# Visits\n\n{service}`visits`, and practice.\n",
    "sheet.md": "---\nhandout: patients\n---\n# Sheet\n\n```{embed} #in-short\n```\n",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Return the folder of a project that the first question reads, for all of them."""
    folder = tmp_path_factory.mktemp("where") / "docs"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def docs(folder: Path, monkeypatch) -> Path:
    monkeypatch.chdir(folder.parent)
    return folder


IN_BLOCK = "  (block #in-short, on sheet.md)"


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("settle down. Don't rest", f"docs/knees.md:6{IN_BLOCK}"),
        ("for a long-\nlasting time", f"docs/knees.md:7{IN_BLOCK}"),
        ("a long‐last‐\ning time", f"docs/knees.md:7{IN_BLOCK}"),
        ("SEE THE STAIRS PAGE", f"docs/knees.md:8{IN_BLOCK}"),
        ("Cold packs", "docs/knees.md:11"),
        ("Cold packs help some [ 1 – 3 , 7 ] .", "docs/knees.md:11"),
        ("not yet checked by a clinician", "docs/conf.py:3"),
        ("up slowly", "docs/old.rst:4"),
        ("before you stop a medicine", "docs/shared.inc:2"),
        ("Knees: 40 walked, 60 stood", "docs/dots.md:3"),
        ("Physio visits, and practice", "docs/visits.md:3"),
        ("Physical therapy, and practice", "docs/visits.md:3"),
    ],
    ids=[
        "quotes and a line's end",
        "hyphen",
        "hyphenated",
        "capitals and a link",
        "after a block",
        "numbers of sources",
        "publisher",
        "RST",
        "include",
        "row of an icon array",
        "word of the first country",
        "word of another country",
    ],
)
def test_words_are_found_however_paper_shows_them(docs: Path, capsys, words: str, place: str):
    status = main(["where", words])

    assert (status, capsys.readouterr().out.splitlines()[0]) == (0, place)


def test_the_place_that_a_sheet_prints_comes_first_with_its_block(docs: Path, capsys) -> None:
    main(["where", "Most sore knees settle down."])

    first, _, second, _ = capsys.readouterr().out.splitlines()
    assert first == f"docs/knees.md:6{IN_BLOCK}"
    assert second == "docs/repeat.md:3"


def test_a_line_that_says_it_in_two_countries_is_named_once(docs: Path, capsys) -> None:
    main(["where", "and practice"])

    assert capsys.readouterr().out.splitlines()[0::2] == ["docs/visits.md:3"]


def test_words_must_begin_where_a_word_begins(docs: Path, capsys) -> None:
    assert main(["where", "ore knees settle"]) == 1


def test_words_from_two_places_are_answered_with_the_longest_part(docs: Path, capsys) -> None:
    status = main(["where", "What helps Most sore knees settle down."])

    out = capsys.readouterr().out
    assert status == 1
    assert "Of it, “Most sore knees settle down.” stands here:\ndocs/knees.md:6" in out


def test_words_that_no_page_says_are_answered_with_the_nearest_line(docs: Path, capsys) -> None:
    status = main(["where", "Warm packs help some."])

    out = capsys.readouterr().out
    assert status == 1
    assert "No page of this project says these words." in out
    assert "docs/knees.md:11\n    Cold packs help some." in out


@pytest.mark.parametrize(
    ("words", "phrase"),
    [
        ("Facts last checked 22 November 2026.", "Facts last checked {date}."),
        ("Published by the handouts project.", "Published by {name}."),
        ("Continues", "Continues"),
    ],
)
def test_words_that_the_program_writes_are_said_to_be_its_own(
    docs: Path, capsys, words: str, phrase: str
) -> None:
    status = main(["where", words])

    assert (status, phrase in capsys.readouterr().out) == (0, True)


def test_marks_alone_are_no_words(docs: Path, capsys) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["where", "…!"])

    assert "copy a few from the sheet" in capsys.readouterr().err
