"""The command `check`, as somebody types it."""

from __future__ import annotations

import pytest

from handouts.__main__ import main
from handouts.pipeline.report import UNPUBLISHED, Report
from projects import HERE

FILES = {
    "conf.py": 'extensions = ["myst_parser", "handouts"]\n'
    'handouts_editions = {"a4": {"paper": "A4"}}\n'
    f'handouts_executor = "{HERE}"\n',
    "index.md": "# Knees\n\n(rest)=\nRest.\n\n```{toctree}\nsheet\n```\n",
    "sheet.md": "---\nhandout: patients\n---\n# For you\n\n```{embed} #rest\n```\n",
}


def test_a_sound_project_passes_and_nothing_is_published(docs, capsys) -> None:
    status = main(["check"])

    assert (status, list((docs.parent / "build").iterdir())) == (
        0,
        [docs.parent / "build" / "doctrees"],
    )
    assert capsys.readouterr().out.endswith("Every check passed. Nothing was published.\n")


@pytest.mark.parametrize("command", ["build", "check"])
def test_who_asks_for_sheets_gets_them_though_other_builds_print_none(
    docs, capsys, command: str
) -> None:
    (docs / "conf.py").write_text(f"{FILES['conf.py']}handouts_printing = False\n", "utf-8")

    assert main([command]) == 0
    assert "sheet-a4  1 of 1" in capsys.readouterr().out


def test_a_link_that_leads_nowhere_fails_though_no_page_is_written(docs, capsys) -> None:
    (docs / "index.md").write_text(FILES["index.md"] + "\n[stairs](#stairs)\n", encoding="utf-8")

    status = main(["check"])

    assert status == 1
    assert (
        "docs/index.md:10\n  A link points to 'stairs', which stands on no page"
        in capsys.readouterr().err
    )


@pytest.mark.parametrize("link", ["{ref}`rest`", "{numref}`rest`", "[](rest)"])
def test_a_link_to_a_block_without_a_title_is_not_told_that_there_is_no_block(
    docs, capsys, link: str
) -> None:
    (docs / "index.md").write_text(f"{FILES['index.md']}\n{link}\n", encoding="utf-8")
    with (docs / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write("numfig = True\n")

    main(["check"])

    assert (
        "docs/index.md:10\n  A link points to 'rest', a block without a title, and has no words.\n"
        "  What to do: Write some, as in [words](#rest), or in reStructuredText "
        ":ref:`words <rest>`.\n" in capsys.readouterr().err
    )


def test_what_is_wrong_with_a_page_is_reported_again_at_the_next_check(docs, capsys) -> None:
    (docs / "index.md").write_text(FILES["index.md"] + "\n```{nonsense}\n```\n", encoding="utf-8")
    main(["check"])
    capsys.readouterr()

    status = main(["check"])

    assert status == 1
    assert "nonsense" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("```{embed} #rest\n\n```{embed} #rest\n```\n", 6),
        (":::{tab-set}\n:::{tab-item} A\nx\n:::\n:::{tab-item} B\ny\n:::\n:::\n", 6),
        ("::::{tab-set}\n:::{tab-item} A\nx\n\n:::{tab-item} B\ny\n:::\n::::\n", 7),
        ("::::{tab-set}\n:::{tab-item} A\nx\n:::\n\nAfter them.\n", 6),
        ("```{list-table}\n* - A\n  - B\n\nAfter it.\n", 6),
        ("- A\n\n  :::{note}\nx\n  :::\n", 8),
    ],
)
def test_a_fence_that_is_not_closed_is_reported_once_with_the_line_where_it_opens(
    docs, capsys, words: str, line: int
) -> None:
    conf = FILES["conf.py"].replace('"handouts"]', '"sphinx_design", "handouts"]')
    (docs / "conf.py").write_text(f'{conf}myst_enable_extensions = ["colon_fence"]\n', "utf-8")
    (docs / "sheet.md").write_text(f"---\nhandout: patients\n---\n# For you\n\n{words}", "utf-8")

    main(["check"])

    err = capsys.readouterr().err
    places = [line for line in err.splitlines() if line.startswith("docs/")]
    assert (places, "(handouts.fence)" in err) == ([f"docs/sheet.md:{line}"], True)


def test_what_else_is_wrong_within_a_fence_that_is_not_closed_is_reported_too(docs, capsys) -> None:
    words = "```{note}\n[stairs](#stairs)\n\n```{eembed} #rest\n```\n"
    (docs / "sheet.md").write_text(f"---\nhandout: patients\n---\n# For you\n\n{words}", "utf-8")

    main(["check"])

    err = capsys.readouterr().err
    assert all(code in err for code in ("myst.xref_missing", "directive_unknown", "handouts.fence"))


def test_a_refused_sheet_fails_even_if_its_message_is_suppressed(docs, capsys) -> None:
    (docs / "index.md").write_text("# Knees\n\n(rest)=\n" + "Rest. " * 2000, encoding="utf-8")
    with (docs / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write('suppress_warnings = ["handouts.overflow"]\n')

    status = main(["check"])

    assert status == 1
    assert "not printed: sheet-a4.pdf" in capsys.readouterr().err


def test_a_lost_handout_fails_even_if_its_message_is_suppressed(docs, capsys) -> None:
    sheet = docs / "sheet.md"
    sheet.write_text(sheet.read_text("utf-8").replace("handout:", "handouts:"), "utf-8")
    with (docs / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write('suppress_warnings = ["handouts.front-matter"]\n')

    assert main(["check"]) == 1
    assert "not printed: sheet.md (see its front matter)" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["secret.md", "pictures", ".hidden", "sub/data.csv"])
def test_a_link_out_of_the_project_fails_whatever_it_is(docs, capsys, name: str) -> None:
    outside = docs.parent / "outside"
    outside.mkdir()
    (docs / "sub").mkdir()
    (docs / name).symlink_to(outside)
    (docs / "inside.txt").symlink_to(docs / "index.md")

    with pytest.raises(SystemExit, match="2"):
        main(["check"])

    err = capsys.readouterr().err
    assert err.count("is a link to what lies outside the project") == 1
    assert f"  docs/{name}: is" in err


@pytest.mark.parametrize("command", ["check", "report"])
def test_old_sheets_that_may_lie_beside_new_ones_are_named(docs, capsys, command: str) -> None:
    folder = docs.parent / "build" / "pdf"
    (folder / f"{UNPUBLISHED}ab12").mkdir(parents=True)
    (folder / f"{UNPUBLISHED}ab12" / "sheet-a4.pdf").write_bytes(b"new")
    (folder / "report.json").write_text(Report().to_json(), encoding="utf-8")

    assert main([command]) == 0
    assert "while it published sheets to 'build/pdf'" in capsys.readouterr().out
