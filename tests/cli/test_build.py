"""The command `build`, as somebody types it."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path

import pytest
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from handouts.__main__ import main
from projects import HERE

FILES = {
    "conf.py": 'extensions = ["myst_parser", "handouts"]\nhtml_theme = "basic"\n'
    'html_baseurl = "https://example.org"\n'
    'handouts_editions = {"a4": {"paper": "A4"}}\n'
    f'handouts_executor = "{HERE}"\n',
    "index.md": "# Knees\n\n(rest)=\nRest.\n\n```{toctree}\nsheet\n```\n",
    "sheet.md": "---\nhandout: patients\n---\n# For you\n\n```{embed} #rest\n```\n",
}


def test_a_sound_project_shows_the_table_once_and_what_to_open(docs, capsys) -> None:
    status = main(["build", "--site", "build/html"])

    out, err = capsys.readouterr()
    assert (status, err) == (0, "")
    assert out.splitlines()[0].startswith("sheet     pages")
    assert out.count("sheet-a4") == 1
    assert out.endswith("\nThe site: build/html/index.html\nThe sheets: build/pdf\n")
    assert len(out.splitlines()) <= 10


def test_a_sheet_that_is_refused_is_a_failure_and_stands_last(docs, capfd) -> None:
    (docs / "index.md").write_text(FILES["index.md"].replace("Rest.", "Rest. " * 2000), "utf-8")

    status = main(["build", "--site", "build/html"])

    out, err = capfd.readouterr()
    assert status == 1
    assert out.endswith("The sheets: build/pdf\n")
    assert err.startswith("\nNot printed: sheet-a4.pdf\n\ndocs/")
    assert err.count("[handouts.overflow]") + err.count("(handouts.overflow)") == 1


@pytest.mark.parametrize("head", ["\n---\nhandout:", "---\nhandouts:"])
def test_a_page_that_is_no_handout_by_a_slip_is_a_failure(docs, capfd, head: str) -> None:
    (docs / "sheet.md").write_text(FILES["sheet.md"].replace("---\nhandout:", head, 1), "utf-8")

    assert main(["build"]) == 1
    err = capfd.readouterr().err
    assert err.startswith("\nNot printed: sheet.md (see its front matter)\n")
    assert "(handouts.front-matter)" in err
    assert main(["report"]) == 1


@pytest.mark.parametrize("first", ["You", "Knee" * 90], ids=["short", "cut short"])
def test_what_an_audience_only_reports_stands_before_what_refuses_a_sheet(
    docs, capfd, first: str
) -> None:
    with (docs / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write('handouts_audiences = {"patients": {"language": "report"}}\n')
    long = f"{first} can rest on most days, and walk on others if you feel on the day that you can."
    sheet = FILES["sheet.md"] + f"\n{long} {long[:-1]}, {long}\n\n```{{embed}} #gone\n```\n"
    (docs / "sheet.md").write_text(sheet, "utf-8")

    main(["build"])

    remark, _, reason = capfd.readouterr().err.partition("\nNot printed: sheet-a4.pdf\n")
    assert "(handouts.long-sentence)" in remark
    assert "(handouts.label)" in reason
    assert "long-sentence" not in reason


def test_all_that_sphinx_says_is_shown_when_asked_for(docs, capsys) -> None:
    main(["build", "--verbose"])

    assert "reading sources" in capsys.readouterr().out


def test_a_project_that_cannot_be_built_gets_the_reason_in_a_line(docs, capsys) -> None:
    with (docs / "conf.py").open("a") as conf:
        conf.write("handouts_onl = 1\n")

    with pytest.raises(SystemExit, match="2"):
        main(["build"])

    err = capsys.readouterr().err
    assert err.startswith("handouts: Configuration error: handouts: 1 fault in conf.py")
    assert "Traceback" not in err


def test_an_audience_that_is_not_there_is_a_fault_of_the_option(docs, capsys) -> None:
    with (docs / "conf.py").open("a") as conf:
        conf.write("handouts_only = 'patients'\n")

    with pytest.raises(SystemExit, match="2"):
        main(["build", "--only", "patient"])

    err = capsys.readouterr().err
    head = "handouts: Configuration error: handouts: 1 fault on the command line\n"
    assert err.startswith(f"{head}  --only: no audience 'patient'")


def test_a_page_that_cannot_be_read_gets_the_reason_in_a_line(docs, capsys) -> None:
    # Of more than five pages Sphinx reads some in another process.
    for name in "abcdef":
        (docs / f"{name}.md").write_text("# A\n\n```{csv-table}\n:delim: |\n\na|b\n```\n", "utf-8")

    with pytest.raises(SystemExit, match="2"):
        main(["build"])

    assert re.match(r"handouts: [a-f]\.md: a directive or role of", capsys.readouterr().err)


@pytest.mark.parametrize(
    ("conf", "message"),
    [
        ("extensions = [\n", "Configuration error: There is a syntax error"),
        ('a = {"b": 1\n  "c": 2}\n', "look there and on the line before for a missing comma"),
        ("\nraise ValueError(3)\n", "Configuration error: docs/conf.py:2: ValueError: 3; correct"),
        ("raise SystemExit(3)\n", "docs/conf.py:1: SystemExit: 3; correct that line"),
        ("def setup(app):\n    int('a')\n", "docs/conf.py:2: ValueError: invalid literal"),
        (
            "def setup(app):\n    app.connect('builder-inited', lambda app: 1 / 0)\n",
            "docs/conf.py:2: ZeroDivisionError: division by zero; correct that line",
        ),
        (
            'extensions = [\n    "nowhere"]\n',
            "Extension error: docs/conf.py:2: Could not import extension nowhere",
        ),
        (
            'extensions = ["myst_parser" "handouts"]\n',
            "docs/conf.py:1: Could not import extension myst_parserhandouts (exception: No module "
            "named 'myst_parserhandouts'); look for a missing comma before it",
        ),
        (
            'extensions = ["handouts", "myst_parser"]\nhtml_theme = "nowhere"\n',
            "docs/conf.py:2: no theme named 'nowhere'",
        ),
        ("source_suffix = 1\n", "docs/conf.py:1: The config value `source_suffix' expects a dict"),
        (
            'extensions = ["myst_parser"]\nroot_doc = "first"\n',
            "docs/conf.py:2: Sphinx is unable to load the master document (docs/first.rst)",
        ),
    ],
)
def test_what_is_wrong_with_the_settings_is_reported_with_its_reason(
    docs, capsys, conf: str, message: str
) -> None:
    (docs / "conf.py").write_text(conf, encoding="utf-8")

    with pytest.raises(SystemExit, match="2"):
        main(["build", "--site", "build/html"])

    err = capsys.readouterr().err
    assert message in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("extensions", "1"),
        ("extensions", "[1]"),
        ("root_doc", "1"),
        ("language", "['en']"),
        ("locale_dirs", "1"),
        ("project", "1"),
        ("copyright", "1"),
        ("exclude_patterns", "'drafts'"),
        ("exclude_patterns", "[1]"),
        ("html_theme", "['basic']"),
        ("html_logo", "1"),
        ("html_css_files", "None"),
        ("html_sidebars", "['more.html']"),
        ("html_extra_path", "1"),
        ("myst_enable_extensions", "1"),
        ("myst_enable_extensions", "None"),
    ],
)
def test_a_value_with_which_sphinx_fails_is_named_with_its_line(
    docs, capsys, name: str, value: str
) -> None:
    with (docs / "conf.py").open("a", encoding="utf-8") as conf:
        # The default of the last is made from the name of the project.
        conf.write(f'html_title = "Knees"\n{name} = {value}\nman_pages = []\n')
    line = FILES["conf.py"].count("\n") + 2

    with pytest.raises(SystemExit, match="2"):
        main(["build", "--site", "build/html"])

    err = capsys.readouterr().err
    assert err.startswith(f"handouts: Configuration error: docs/conf.py:{line}: {name} cannot be ")
    assert "); look up what it takes" in err
    assert len(err.splitlines()) == 1


def test_an_extension_that_fails_for_another_reason_keeps_its_traceback(docs, monkeypatch) -> None:
    monkeypatch.syspath_prepend(docs)
    (docs / "failing.py").write_text(
        "def setup(app):\n    app.connect('builder-inited', lambda app: 1 + 'a')\n",
        "utf-8",
    )
    with (docs / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write('extensions += ["failing"]\nexclude_patterns = ["drafts"]\nnitpicky = 1\n')
        conf.write('from pathlib import Path\nhtml_extra_path = [Path("more")]\n')

    with pytest.raises(ExtensionError):
        main(["build"])


def test_a_project_without_a_first_page_is_told_how_to_name_it(docs, capsys) -> None:
    (docs / "index.md").unlink()
    with pytest.raises(SystemExit, match="2"):
        main(["build"])

    assert "Name the first page index.md, and put" in capsys.readouterr().err


def test_a_warning_about_a_value_of_conf_py_names_its_line(docs, capfd) -> None:
    with (docs / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write('html_theme = "handouts"\nhtml_theme_options = {\n    "navigations": [],\n}\n')
        conf.write('html_static_path = ["static"]\n')
    line = FILES["conf.py"].count("\n") + 3

    main(["build", "--site", "build/html"])

    # What Sphinx finds as it begins is found by both builders, and said once.
    assert capfd.readouterr().err == (
        f"\ndocs/conf.py:{line}\n  unsupported theme option 'navigations' given\n"
        f"\ndocs/conf.py:{line + 2}\n  html_static_path entry 'static' does not exist\n"
    )


@pytest.mark.parametrize("name", ["conf.py", "claims.toml", "references.bib", "releases.toml"])
def test_a_file_of_the_project_that_cannot_be_read_is_named(
    docs, capsys, monkeypatch, name: str
) -> None:
    (docs / name).touch()
    read, access = Path.read_bytes, os.access

    def refused(path: Path) -> bytes:
        if path.name == name:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return read(path)

    # The superuser may read everything.
    monkeypatch.setattr(Path, "read_bytes", refused)
    monkeypatch.setattr(os, "access", lambda path, how: path.name != name and access(path, how))
    with pytest.raises(SystemExit, match="2"):
        main(["build"])

    assert re.search(rf"'.*docs/{name}'.* [Ll]et this user read", capsys.readouterr().err)


@pytest.mark.parametrize("builder", ["handouts", "html"])
@pytest.mark.parametrize("left", [b"", b"\x80\x05"])
def test_a_damaged_file_of_an_earlier_build_is_reported_with_a_way_out(
    docs, capsys, builder: str, left: bytes
) -> None:
    site = ["--site", "build/html"] if builder == "html" else []
    main(["build", *site])
    (docs.parent / "build" / "doctrees" / "sheet.doctree").write_bytes(left)
    (docs / "index.md").write_text(FILES["index.md"].replace("Rest.", "Walk."), "utf-8")
    with pytest.raises(SystemExit, match="2"):
        main(["build", *site])

    message = "a file in 'build/doctrees' is damaged; remove that folder, and build again"
    assert message in capsys.readouterr().err


def test_a_file_in_the_place_of_a_folder_is_named_with_a_way_out(docs, capsys) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["build", "--doctrees", "docs/index.md"])

    assert "docs/index.md'. Name a folder, or move that file" in capsys.readouterr().err


def test_a_full_disk_is_named_by_the_folders_that_may_be_on_it(docs, capsys, monkeypatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Sphinx, "build", full)
    with pytest.raises(SystemExit, match="2"):
        main(["build"])

    assert capsys.readouterr().err == (
        "handouts: No space left on device 'build/doctrees' or 'build/pdf'. Make room, and try "
        "again\n"
    )
