"""Warnings of Sphinx and MyST, explained to those who write pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from fault_projects import FAULT_PROJECTS, messages_of
from handouts.cli.application import NITPICKY, Folders, application
from handouts.cli.explain import EXPLANATIONS, Warnings
from handouts.problems import UNREAD_FRONT_MATTER

HERE = Path("/project")
SEVERAL = {
    "a-picture-with-pale-words": 2,
    "a-text-that-is-hard-to-read": 5,
    "a-translation-without-a-name": 2,
    "a-word-that-promises": 2,
    "an-exception-without-a-reason": 3,
    "figures-of-words-that-a-project-asks-for": 3,
}
"""Faults of which each word, or each figure of the words, is one."""


def explained(*log: str) -> str:
    """Return what is shown of warnings, each as Sphinx writes it."""
    warnings = Warnings(HERE)
    for text in log:
        warnings.write(text)
    return "".join(warnings.take())


WHOLE = {
    "how to name a block in reStructuredText": (
        "/project/docs/knees.rst:7: WARNING: undefined label: 'stairs' [ref.ref]\n",
        "docs/knees.rst:7\n  A link points to 'stairs', which stands on no page.\n"
        "  What to do: Correct the name, or put .. _stairs: and an empty line before the block "
        "that is meant.\n  (ref.ref)\n",
    ),
    "where, what, and what to do": (
        "/project/docs/knees.md:7: WARNING: 'myst' cross-reference target not found: "
        "'stairs' [myst.xref_missing]\n",
        "docs/knees.md:7\n  A link points to 'stairs', which stands on no page.\n"
        "  What to do: Correct the name, or put (stairs)= on the line before the block "
        "that is meant.\n  (myst.xref_missing)\n",
    ),
    "an unknown kind keeps its words": (
        "/elsewhere/a.md: WARNING: the moon is out [moon.out]",
        "/elsewhere/a.md\n  the moon is out\n  (moon.out)\n",
    ),
    "without a place": (
        "WARNING: html_static_path is odd\n",
        "In the project as a whole:\n  html_static_path is odd\n",
    ),
    "a remedy for what an option holds": (
        "/project/a.md:1: WARNING: 'image': Has content, but none [myst.directive_parse]",
        "a.md:1\n  'image': Has content, but none\n  What to do: End it with its fence, "
        "and write each option on one line.\n  (myst.directive_parse)\n",
    ),
    "no remedy that the message has already": (
        "/project/a.md:1: WARNING: “9” is not listed: correct the page, or the ledger if its "
        "source says so [handouts.claim-number]\n",
        "a.md:1\n  “9” is not listed: correct the page, or the ledger if its source says so\n"
        "  (handouts.claim-number)\n",
    ),
    "no commands to the terminal": (
        "/project/\x1b[2Ja.md:1: WARNING: \x1b]0;title\x07 \u202eodd [moon.out]\n",
        "\\x1b[2Ja.md:1\n  \\x1b]0;title\\x07 \\u202eodd\n  (moon.out)\n",
    ),
}


@pytest.mark.parametrize(("log", "shown"), WHOLE.values(), ids=WHOLE)
def test_a_warning_is_explained(log: str, shown: str) -> None:
    assert explained(log) == shown


def test_an_address_that_was_read_as_a_name_names_the_setting() -> None:
    log = "/project/docs/a.md:7: WARNING: target not found: 'tel:111' [myst.xref_missing]\n"

    text = explained(log)

    assert "MyST takes the address 'tel:111' for the name of a block" in text
    assert 'Write in conf.py: myst_url_schemes = ["http", ' in text


@pytest.mark.parametrize(("name", "is_site"), [("www.example.org", True), ("form.docx", False)])
def test_an_address_of_a_site_without_its_scheme_is_called_that(name: str, is_site: bool) -> None:
    log = f"/project/docs/a.md:7: WARNING: target not found: '{name}' [myst.xref_missing]\n"

    assert ("Write https:// before the address of a site." in explained(log)) == is_site


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("the entry 'other' of '' is odd", "conf.py:2"),
        ("The config value `c' has type `int'; expected `str'.", "conf.py:3"),
        ("the entry '' is odd", "In the project as a whole:"),
        ('multiple files found for the document "index": a, b', "In the project as a whole:"),
    ],
)
def test_a_warning_without_a_place_is_shown_where_conf_py_has_its_name(
    tmp_path: Path, text: str, place: str
) -> None:
    warnings = Warnings(tmp_path)
    warnings.conf = tmp_path / "conf.py"
    warnings.conf.write_text('a = ["index", ""]\nb = "other"\nc = 3\n', encoding="utf-8")
    warnings.write(f"WARNING: {text}\n")

    assert "".join(warnings.take()).partition("\n")[0] == place


def test_warnings_are_shown_file_by_file_and_line_by_line() -> None:
    warnings = Warnings(Path("/project"))
    for place in ("b.md:2", "a.md:10", "a.md:9"):
        warnings.write(f"/project/docs/{place}: WARNING: Wrong. [x.y]\n")

    assert [text.partition("\n")[0] for text in warnings.take()] == [
        *("docs/a.md:9", "docs/a.md:10", "docs/b.md:2")
    ]


def test_a_warning_of_ours_keeps_its_words_and_gets_its_remedy() -> None:
    text = explained("/project/docs/a.md:1: WARNING: too long [handouts.overflow]\n")

    assert "docs/a.md:1\n  too long\n  What to do: Cut as many words" in text
    assert "mark a block :if-room:." in text


def test_an_error_of_a_role_of_ours_gets_the_remedy_of_its_code_and_is_shown_once() -> None:
    said = "service: “998” stands here"
    text = explained(
        f"/project/docs/a.md:1: ERROR: {said} [handouts.service] [docutils]\n",
        f"/project/docs/a.md:1: WARNING: no sheet of what was not read: {said} [handouts.unread]\n",
    )

    assert text.count(said) == 1
    assert "What to do: List it once, and correctly, in services.toml" in text


AT = "/project/a.md:6: WARNING:"
GLYPH = f"{AT} no font has it [handouts.glyph]\n"
SAID = "Unknown directive type: 'nte'"
MISSING = f"{AT} image file not readable: p.png [image.not_readable]\n"


@pytest.mark.parametrize(
    ("shown", "again"),
    [
        ([GLYPH], GLYPH),  # Two builders may give it.
        ([GLYPH, GLYPH.replace("a.md", "b.md")], GLYPH),
        (
            [f"{AT} {SAID} [myst.directive_unknown]\n"],
            f"/project/a.md:1: WARNING: not printed: {SAID} [handouts.unread]\n",
        ),
        (
            [MISSING, MISSING.replace("p.png", "q.png")],
            f"{AT} picture 'p.png' cannot be read: No such file or directory [handouts.picture]\n",
        ),
    ],
    ids=["same", "two places", "ours quotes that of Sphinx", "the same picture"],
)
def test_what_was_shown_is_not_shown_again(shown: list[str], again: str) -> None:
    assert explained(*shown, again) == "".join(map(explained, shown))


def test_our_remedy_for_a_sentence_of_the_parser_says_nothing_again() -> None:
    theirs = "a.md:1: WARNING: Directive options has # comments. [myst.directive_comments]\n"
    ours = "a.md:1: WARNING: Directive options has # comments; quote it [handouts.unread]\n"

    assert explained(theirs, ours).count("# comments") == 1


@pytest.mark.parametrize(
    ("what", "shown"), [(UNREAD_FRONT_MATTER, False), ("front matter has 'drafft:'", True)]
)
def test_front_matter_explains_a_heading_only_if_it_was_not_read(what: str, shown: bool) -> None:
    theirs = "/project/a.md:9: WARNING: Document headings start at H2, not H1 [myst.header]\n"
    ours = f"/project/a.md:2: WARNING: {what} … [handouts.front-matter]\n"

    assert ("more than one level" in explained(theirs, ours)) == shown


def test_each_fault_of_a_project_is_one_message() -> None:
    shown = {
        root.name: explained(*(f"/project/{line}\n" for line in messages_of(root)))
        for root in FAULT_PROJECTS
    }
    counts = {name: text.count("\n  (") for name, text in shown.items()}

    assert {name: count for name, count in counts.items() if count != 1} == SEVERAL


PAGES = {
    "conf.py": 'extensions = ["myst_parser"]\n',
    "index.md": "# Pages\n\n```{toctree}\npage\npgae\n```\n",
    "page.md": "# Page\n\n[stairs](#stiars), [away](indx.md), {doc}`indx`, {ref}`stiars`, "
    "{numref}`stairz`.\n\n"
    "### Deep\n\n```{admonitoin} x\n```\n\n{flie}`x`\n\n![A knee](kneee.png)\n\n{term}`kne`\n\n"
    "```{glossary}\nknee\n  The joint.\n```\n\n(stairs)=\n## Stairs\n\n```{note}\n:wdith: 3\nx\n"
    "```\n\n{download}`no.zip`\n\nfoot[^a]\n\n```{tip}\n```\n",
    "lonely.md": "# Lonely\n",
    "top.md": "---\n a: b\nc\n---\n# Top\n",
    "knee.png": "",
}


@pytest.fixture(scope="module")
def shown(tmp_path_factory) -> str:
    """What is shown of a project with many slips."""
    folder = tmp_path_factory.mktemp("slips")
    for name, text in PAGES.items():
        (folder / name).write_text(text, encoding="utf-8")
    warnings = Warnings(folder)
    folders = Folders(folder, folder / "out", folder / "trees")
    with application("dummy", folders, warnings, NITPICKY) as app:
        app.build()
    return "".join(warnings.take())


@pytest.mark.parametrize("code", EXPLANATIONS)
def test_each_kind_that_is_explained_is_one_that_sphinx_gives(shown: str, code: str) -> None:
    about = EXPLANATIONS[code]
    before, _, after = about.meaning.partition("{}")

    assert f"  ({code})\n" in shown
    assert before in shown
    assert after in shown
    assert about.remedy.partition("{}")[0] in shown


@pytest.mark.parametrize(
    "name", ["stairs", "index.md", "index", "page", "admonition", "file", "knee.png", "knee"]
)
def test_the_name_that_was_meant_is_offered(shown: str, name: str) -> None:
    assert f"did you mean '{name}'?" in shown


def test_paths_are_relative_to_where_the_command_is_typed(shown: str) -> None:
    assert "slips" not in shown
    assert "\npage.md:" in shown
