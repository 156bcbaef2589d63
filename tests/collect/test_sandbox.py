"""What lies outside a project stays outside where a handout takes from; other pages are free."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from sphinx.directives.code import CodeBlock
from sphinx.errors import ConfigError

from handouts.__main__ import main
from handouts.collect.fetching import restricted_code
from handouts.collect.files_outside import OutsideError, links_outside
from handouts.collect.page_limits import UnreadableError
from projects import HERE

if TYPE_CHECKING:
    from sphinx.util.typing import OptionSpec

    from projects import Built, Project

CONF = 'extensions = ["myst_parser", "handouts"]\nhandouts_editions = {"a4": {"paper": "A4"}}\n'
HEAD = "---\nhandout: patients\n---\n# Sheet\n\nBefore.\n\n"
CANARY = "zwiebelkuchen"
PNG = b"\x89PNG\r\n\x1a\n"

# A canary outside the project, and the ways to it.

OPTIONS = {
    "an include": "```{include} FILE\n```",
    "an include as code": "```{include} FILE\n:literal:\n```",
    "an include by the root": "```{include} /FILE\n```",
    "an include of RST": "```{eval-rst}\n.. include:: FILE\n```",
    "a code file": "```{literalinclude} FILE\n```",
    "a difference": "```{literalinclude} good.txt\n:diff: FILE\n```",
    "the other side of a difference": "```{literalinclude} FILE\n:diff: good.txt\n```",
    "lines of code": "```{literalinclude} FILE\n:lines: 1\n```",
    "a table": "```{csv-table} T\n:file: FILE\n```",
    "raw text": "```{raw} html\n:file: FILE\n```",
    "a figure": "```{figure} FILE\n:alt: A\n\nCaption\n```",
    "a picture": "![A](FILE)",
    "a file to download": "{download}`FILE`",
}
"""Ways that a page writes, each by the path of the file."""
LINKS = {
    "a link to a file": ("part.txt", "```{include} part.txt\n```"),
    "a link to a folder": ("folder", "```{include} folder/canary.txt\n```"),
    "a link to a picture": ("picture.png", "![A](picture.png)"),
    "settings of docutils": ("docutils.conf", "```{literalinclude} docutils.conf\n```"),
    "a page": ("sheet.md", None),
    "a page in a folder": ("folder", None),
    "a catalogue": ("loc/de/LC_MESSAGES/sheet.po", "Words."),
}
"""Ways by a link in the project: its name, and what a page writes."""
SETTINGS: dict[str, tuple[str, dict[str, Any]]] = {
    "the bibliography": ("works.bib", {"handouts_bibliography": "works.bib"}),
    "the ledger": ("claims.toml", {"handouts_ledger": "claims.toml"}),
    "everyday words": ("words.toml", {"handouts_lay_words": "words.toml"}),
    "a font": ("font.ttf", {"handouts_fonts": ["font.ttf"]}),
    "the logo of the brand": ("logo.svg", {"handouts_brand": {"logo": "logo.svg"}}),
}
"""Ways by a link that a setting names, and the setting."""
STYLE = "_static/style.css"
"""What Sphinx publishes as it is; `check` alone looks at it."""


@pytest.fixture
def canary(project) -> Callable[..., Project]:
    def write(text: str, **files: str | bytes) -> Project:
        written: Project = project(
            {"conf.py": CONF, "index.md": "# Home\n", "good.txt": "Good.\n", "sheet.md": text}
        )
        outside = written.folder / "outside"
        outside.mkdir()
        (outside / "canary.txt").write_text(f"{CANARY}\n")
        (outside / "docutils.conf").write_text(f"[general]\n# {CANARY}\n")
        (outside / "sheet.md").write_text(HEAD + CANARY)
        return written

    return write


def link(written: Project, name: str, target: str) -> None:
    path = written.srcdir / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.symlink_to(written.folder / "outside" / target)


def leaks(built: Built) -> list[str]:
    """Return the files of a build that hold what lies outside."""
    files = [path for path in built.outdir.rglob("*") if path.is_file()]
    return [path.name for path in files if CANARY.encode() in path.read_bytes()]


def is_refused(built: Built) -> bool:
    reported = "".join(built.warnings)
    return built.files("*.pdf") == [] and (
        "handouts.outside" in reported or "handouts.pic" in reported
    )


def write_pages(written: Project, texts: Iterable[str]) -> list[str]:
    """Write pages, and return their names."""
    pages = {f"way-{at}.md": text for at, text in enumerate(texts)}
    written.write(pages)
    return list(pages)


def warnings_of(built: Built, page: str) -> str:
    return "\n".join(line for line in built.warnings if line.startswith(f"{page}:"))


def test_a_page_reaches_no_file_outside(canary: Callable[..., Project]) -> None:
    written = canary("# No handout\n")
    outside = "../outside/canary.txt"
    pages = write_pages(written, [HEAD + one.replace("FILE", outside) for one in OPTIONS.values()])
    built = written.build("html")
    refusals = ("[handouts.outside]", "[handouts.picture]")

    assert (leaks(built), built.files("*.pdf")) == ([], [])
    assert [
        name
        for name, page in zip(OPTIONS, pages, strict=True)
        if not any(one in warnings_of(built, page) for one in refusals)
    ] == []


@pytest.mark.parametrize("name", LINKS)
def test_a_page_reaches_no_file_outside_by_way_of(
    canary: Callable[..., Project], name: str
) -> None:
    file, text = LINKS[name]
    written = canary(HEAD + (text or "x"))
    if name == "a page in a folder":
        (written.srcdir / "sheet.md").unlink()
    if name == "a catalogue":
        head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        catalogue = f'{head}msgid "Words."\nmsgstr "{CANARY}"\n'
        (written.folder / "outside" / "sheet.po").write_text(catalogue)
    own = {"sheet.md", "sheet.po", "docutils.conf"} & {file.rpartition("/")[2]}
    link(written, file, "" if file == "folder" else next(iter(own), "canary.txt"))
    language = "de" if "po" in file else "en"
    try:
        built = written.build("html", language=language, locale_dirs=["loc"])
        assert (leaks(built), is_refused(built)) == ([], True)
    except OutsideError:
        assert file == "docutils.conf"
    with pytest.raises(OutsideError, match=file.partition("/")[0]):
        written.build(doctrees="two", handouts_restricted="links")


@pytest.mark.parametrize("name", SETTINGS)
def test_a_setting_reaches_no_file_outside_by(canary: Callable[..., Project], name: str) -> None:
    file, setting = SETTINGS[name]
    written = canary(HEAD)
    link(written, file, "canary.txt")

    with pytest.raises((OutsideError, ConfigError)):
        written.build(**setting)


def test_words_in_a_setting_that_no_file_can_have_as_its_name_are_no_link(project) -> None:
    built = project({"index.md": f"{HEAD}Words.\n"}).build(handouts_publisher={"name": "A\0B"})

    assert built.files() == ["index-a4.pdf"]


DEVICE = "../" * 20 + "dev/zero"


def test_a_page_does_not_read_on_and_on_from_a_device(canary: Callable[..., Project]) -> None:
    # The root is as far up as one gets: no `/FILE`, which is one of the source folder.
    texts = [one.replace("/FILE", "FILE").replace("FILE", DEVICE) for one in OPTIONS.values()]
    written = canary("# No handout\n")
    write_pages(written, [HEAD + text for text in texts])

    assert written.build().files() == []


TOO_MUCH = {
    "a large file": ("```{include} large.txt\n```", "is too much"),
    "a large file by way of RST": ("```{eval-rst}\n.. include:: large.txt\n```", "is too much"),
    "a file again and again": ("```{include} small.txt\n```\n\n" * 3, "is too much"),
    "a large part of a file": (
        "```{literalinclude} large.txt\n:lines: 1-\n```",
        "with the files that it takes in",
    ),
    "parts of a file again and again": (
        "```{literalinclude} large.txt\n:lines: 1\n```\n\n" * 25,
        "at most 5,000,000 bytes",
    ),
    "lines of code": ("```{code-block}\n:emphasize-lines: 1-9999999999\nx\n```", "in millions"),
    "lines of a file": ("```{literalinclude} good.txt\n:lines: 1-9999999999\n```", "in millions"),
}


def test_a_page_is_not_filled_up(canary: Callable[..., Project]) -> None:
    written = canary("# No handout\n")
    written.write({"large.txt": b"\n" * 200_001, "small.txt": b"\n" * 70_000})
    pages = write_pages(written, [HEAD + text for text, _ in TOO_MUCH.values()])
    built = written.build()

    assert built.files() == []
    assert [
        name
        for page, (name, (_, said)) in zip(pages, TOO_MUCH.items(), strict=True)
        if said not in warnings_of(built, page)
    ] == []


def test_what_a_page_takes_in_is_counted_once_and_a_part_of_a_file_as_a_part(
    canary: Callable[..., Project],
) -> None:
    parts = [
        "```{literalinclude} large.txt\n:lines: 1\n```",
        "```{include} large.txt\n:start-after: Words.\n:end-line: 50\n```",
        "```{eval-rst}\n.. include:: small.txt\n```",
        "```{include} other.txt\n```",
    ]
    written = canary(HEAD + "\n\n".join(parts))
    lines, other = b"Words.\n" + b"\n" * 250_000, "Words.\n\n% " + "膝" * 50_000
    written.write({"large.txt": lines, "small.txt": lines[:110_000], "other.txt": other})

    assert written.build().files() == ["sheet-a4.pdf"]


def test_a_fault_in_a_part_of_a_file_has_the_line_of_the_file(
    canary: Callable[..., Project],
) -> None:
    written = canary("# No handout\n")
    page = ":handout: patients\n\nS\n=\n\n.. include:: part.txt\n   :start-after: begin\n"
    written.write({"rest.rst": page, "part.txt": "Left out.\n\n.. begin\n\nRest **helps.\n"})
    (message,) = [line for line in written.build().warnings if "[handouts." in line]

    assert message.startswith("part.txt:5: WARNING: no sheet is printed of what could not be read")


def test_a_page_comes_back_when_a_file_is_no_longer_too_large(
    canary: Callable[..., Project],
) -> None:
    written = canary(f"{HEAD}```{{include}} part.txt\n```\n")
    written.write({"part.txt": "\n" * 200_001})
    before = written.build().files()
    written.write({"part.txt": "A part.\n"})

    assert (before, written.build().files()) == ([], ["sheet-a4.pdf"])


def test_the_code_of_another_extension_keeps_its_options() -> None:
    class OwnCode(CodeBlock):
        option_spec: ClassVar[OptionSpec] = {"own": str}

    directive = restricted_code(OwnCode)

    assert "own" in (directive.option_spec or {})
    assert restricted_code(directive) is directive


def test_a_page_that_is_nested_too_deeply_is_named(canary: Callable[..., Project]) -> None:
    items = "".join(f"{'  ' * depth}* x\n\n" for depth in range(300))

    with pytest.raises(UnreadableError, match=r"^sheet\.md: markup is nested too deeply"):
        canary(f"{HEAD}```{{eval-rst}}\n{items}```\n").build()


def test_a_page_at_which_a_directive_fails_is_named(canary: Callable[..., Project]) -> None:
    table = "```{csv-table}\n:delim: |\n\na|b\n```\n"

    with pytest.raises(UnreadableError, match=r"^sheet\.md: a directive or role .*AttributeError"):
        canary(HEAD + table).build()


def test_a_fault_of_this_program_in_a_directive_keeps_its_traceback(
    canary: Callable[..., Project], monkeypatch
) -> None:
    monkeypatch.setattr("handouts.compose.directives.embed", None)

    with pytest.raises(TypeError, match="not callable"):
        canary(f"{HEAD}```{{embed}} #block\n```\n").build()


def test_check_refuses_each_page_that_reaches_a_file_outside(
    canary: Callable[..., Project], monkeypatch, capsys
) -> None:
    written = canary(HEAD)
    outside = "../outside/canary.txt"
    pages = write_pages(written, [HEAD + one.replace("FILE", outside) for one in OPTIONS.values()])
    written.write({"conf.py": f'{CONF}handouts_executor = "{HERE}"\n'})
    monkeypatch.chdir(written.folder)

    assert main(["check"]) == 1
    reported = capsys.readouterr()
    made = [path for path in (written.folder / "build").rglob("*") if path.is_file()]
    assert [page for page in pages if f"docs/{page}" not in reported.err] == []
    assert {path.name for path in made if path.suffix == ".pdf"} == {"a4.pdf", "sheet-a4.pdf"}
    assert [path for path in made if CANARY.encode() in path.read_bytes()] == []


def test_check_refuses_each_link_to_a_file_outside(
    canary: Callable[..., Project], monkeypatch, capsys
) -> None:
    written = canary(HEAD)
    names = {STYLE, *(name for name, _ in [*LINKS.values(), *SETTINGS.values()])}
    for name in names - {"sheet.md"}:
        link(written, name, "canary.txt")
    link(written, "other.md", "sheet.md")
    link(written, "folder", "")
    monkeypatch.chdir(written.folder)

    with pytest.raises(SystemExit, match="2"):
        main(["check"])
    reported = capsys.readouterr().err
    linked = {*names, "other.md"} - {"sheet.md"}
    assert {name for name in linked if f"docs/{name}: is a link to what lies" in reported} == linked
    assert not list(written.folder.rglob("*.doctree"))


def test_a_setting_may_name_a_file_outside(canary: Callable[..., Project]) -> None:
    written = canary(HEAD)
    (written.folder / "outside" / "works.bib").write_text("")

    assert written.build(handouts_bibliography="../outside/works.bib").files() == ["sheet-a4.pdf"]


def test_a_page_that_is_withheld_comes_back_when_its_link_is_gone(
    canary: Callable[..., Project],
) -> None:
    written = canary(f"{HEAD}```{{include}} part.txt\n```\n")
    link(written, "part.txt", "canary.txt")
    before = written.build("html").html()
    (written.srcdir / "part.txt").unlink()
    written.write({"part.txt": "A part.\n"})
    after = written.build("html")

    assert "is not shown" in before
    assert "A part." in after.html()
    assert after.files("*.pdf") == ["sheet-a4.pdf"]


def test_a_page_may_include_the_lists_of_characters_of_docutils(project) -> None:
    words = ":handout: patients\n\nSheet\n=====\n\n.. include:: <isonum.txt>\n\nWords |copy|.\n"
    built = project({"conf.py": CONF, "index.md": "# Home\n", "sheet.rst": words}).build()

    assert built.pdf_text().startswith("Sheet Words ©.")


def test_links_that_stay_in_a_folder_are_let_be(tmp_path) -> None:
    (tmp_path / "a").write_text("")
    (tmp_path / "b").symlink_to("a")
    (tmp_path / "c").symlink_to("..")

    assert list(links_outside(tmp_path)) == [tmp_path / "c"]


def test_the_environment_can_ask_for_restrictions(
    canary: Callable[..., Project], monkeypatch
) -> None:
    monkeypatch.setenv("HANDOUTS_RESTRICTED", "all")
    written = canary(f"{HEAD}Words.\n")
    link(written, "unused.txt", "canary.txt")

    with pytest.raises(OutsideError, match="unused"):
        written.build()


def test_the_environment_cannot_weaken_a_restriction(
    canary: Callable[..., Project], monkeypatch
) -> None:
    monkeypatch.setenv("HANDOUTS_RESTRICTED", "links")

    built = canary(f"{HEAD}Words.\n").build(handouts_restricted="all")

    assert built.app.config.handouts_restricted == "all"


def test_a_day_as_a_key_of_front_matter_ends_no_build(canary: Callable[..., Project]) -> None:
    switches = "myst: {enable_extensions: [substitution]}"
    sheet = HEAD.replace("---\n", f"---\n2026-01-01: x\n{switches}\n", 1)

    built = canary(f"{sheet}Words.\n").build()

    assert [line for line in built.warnings if "substitution" in line]


@pytest.mark.parametrize(
    "conf",
    ['extensions.append("sphinx.ext.ifconfig")\n', 'myst_enable_extensions = ["substitution"]\n'],
)
def test_where_all_is_restricted_nothing_is_loaded_that_runs_what_pages_say(
    canary: Callable[..., Project], conf: str
) -> None:
    written = canary(f"{HEAD}Words.\n")
    written.write({"conf.py": CONF + conf})

    with pytest.raises(ConfigError, match=r"pages can run programs by '(sphinx|substitution)"):
        written.build(handouts_restricted="all")


def test_a_restriction_that_is_misspelt_is_refused(canary: Callable[..., Project]) -> None:
    with pytest.raises(ConfigError, match="expected one of links, all, found 'al'"):
        canary(HEAD).build(handouts_restricted="al")


# Pages that no handout takes from.

FREE = {
    "substitutions": (
        "---\nmyst:\n  enable_extensions: [substitution]\n  substitutions: {a: b c}\n---\n"
        "# Page\n\n(LABEL)=\nCall {{ a }}.\n",
        "Call b c.",
    ),
    "a parser": (
        "# Page\n\n(LABEL)=\n```{eval-rst}\n.. include:: more.txt\n"
        "   :parser: myst_parser.sphinx_\n```\n",
        "<em>more</em>",
    ),
    "an address": ("# Page\n\n(LABEL)=\n```{csv-table}\n:url: ADDRESS\n```\n", "<td>"),
    "a file outside": ("# Page\n\n(LABEL)=\n```{include} ../outside/canary.txt\n```\n", CANARY),
}


@pytest.fixture
def free(canary: Callable[..., Project]) -> Project:
    """Return a project with a page that uses each, and a sheet that takes from none of them."""
    written = canary(f"{HEAD}Words.\n")
    written.write({"more.txt": "*more*\n", "t.csv": "a,b\n"})
    address = (written.srcdir / "t.csv").as_uri()
    texts = [text.replace("ADDRESS", address) for text, _ in FREE.values()]
    write_pages(written, [text.replace("LABEL", f"part-{at}") for at, text in enumerate(texts)])
    return written


def used(built: Built) -> list[str]:
    """Return the names of what is shown on the pages that use it."""
    shown = [said in built.html(f"way-{at}.html") for at, (_, said) in enumerate(FREE.values())]
    return [name for name, is_shown in zip(FREE, shown, strict=True) if is_shown]


def pages_outside(built: Built) -> set[str]:
    """Return the pages of which a build says that they reach outside."""
    reported = [line for line in built.warnings if "[handouts.outside]" in line]
    return {line.partition(":")[0] for line in reported}


def test_a_page_may_use_more_until_a_handout_takes_from_it(free: Project) -> None:
    built = free.build("html")

    assert used(built) == list(FREE)
    assert not any("[handouts" in line for line in built.warnings)
    assert built.files("*.pdf") == ["sheet-a4.pdf"]

    embeds = [f"{HEAD}```{{embed}} #part-{at}\n```\n" for at in range(len(FREE))]
    free.write({f"sheet-{at}.md": text for at, text in enumerate(embeds)})
    built = free.build("html")

    assert pages_outside(built) == {f"way-{at}.md" for at in range(len(FREE))}
    assert (used(built), built.files("*.pdf")) == ([], ["sheet-a4.pdf"])


def test_a_page_that_no_handout_takes_from_may_include_a_large_file(
    canary: Callable[..., Project],
) -> None:
    written = canary(f"{HEAD}Words.\n")
    text = "Changes.\n" + "\n" * 200_001
    written.write({"page.md": "# Page\n\n```{include} changes.md\n```\n", "changes.md": text})
    built = written.build("html", exclude_patterns=["changes.md"])

    assert "Changes." in built.html("page.html")
    assert not any("too much" in line for line in built.warnings)


@pytest.mark.parametrize("name", ["csv-tabelle", "roh} html", "einfügen} good.txt"])
def test_a_directive_is_restricted_by_its_name_in_another_language_too(
    canary: Callable[..., Project], name: str
) -> None:
    start, _, argument = name.partition("}")
    options = ":parser: rst" if "good" in name else f":url: {Path(__file__).as_uri()}"
    written = canary(f"{HEAD}```{{{start}}}{argument}\n{options}\n```\n")

    assert "[handouts.outside]" in "".join(written.build(language="de").warnings)


def test_where_all_is_restricted_no_page_may_use_more(free: Project) -> None:
    built = free.build("html", handouts_restricted="all")

    assert pages_outside(built) == {f"way-{at}.md" for at in range(len(FREE))}
    assert used(built) == []


# Pages that cannot be read in time.

SLOW = {
    "long front matter": (
        "---\nhandout: patients\na: '" + "x" * 20_000 + "'\n---\n# S\n",
        "front-matter",
    ),
    "front matter that multiplies": (
        "---\nhandout: patients\na: &a [x]\nb: [*a, *a]\n---\n# S\n",
        "front-matter",
    ),
    "a number of many digits": (f"---\nhandout: 0x{'f' * 9000}\n---\n# S\n", "front-matter"),
    "a number in base sixty": (
        f"---\nhandout: patients\nowner: {':'.join('1' * 2500)}\n---\n# S\n",
        "front-matter",
    ),
    "a long page": (HEAD + "Some words.\n" * 100_000, "limit"),
}


def test_no_sheet_is_made_of_a_page_that_cannot_be_read_in_time(
    canary: Callable[..., Project],
) -> None:
    written = canary("# No handout\n")
    pages = write_pages(written, [text for text, _ in SLOW.values()])
    built = written.build()
    codes = [re.findall(r"\[handouts\.(\S+)\]", warnings_of(built, page)) for page in pages]

    assert built.files() == []
    assert dict(zip(SLOW, codes, strict=True)) == {name: [code] for name, (_, code) in SLOW.items()}


LONG = "\n\n" + "Many words. " * 20_000
EMBED = f"{HEAD}```{{embed}} #part\n```\n"
LONG_PAGES = {
    "a handout in RST": ("rest.rst", f":handout: patients\n\nS\n=\n{LONG}", None),
    "a page in RST that is embedded from": ("page.rst", f"P\n=\n\n.. _Part:\n\nx{LONG}", EMBED),
    "a page that is embedded from": ("page.md", f"# P\n\n(part)=\nx{LONG}", EMBED),
}


@pytest.mark.parametrize("name", LONG_PAGES)
def test_a_long_page_is_refused_unread(canary: Callable[..., Project], name: str) -> None:
    file, text, sheet = LONG_PAGES[name]
    written = canary(sheet or "# No handout\n")
    written.write({file: text})
    built = written.build()
    (message,) = [line for line in built.warnings if "[handouts." in line]

    assert built.files() == []
    assert message.startswith(f"{file}:1: WARNING: the page has 240,0")
    assert "Many" not in built.app.env.get_doctree(file.partition(".")[0]).astext()


def test_a_long_page_that_no_handout_takes_from_is_read(canary: Callable[..., Project]) -> None:
    written = canary("# S\n\n```{embed} #part\n```\n")
    written.write({"page.md": f"# P\n\n(part)=\nA part.{LONG}"})
    built = written.build("html")

    assert "handouts." not in "".join(built.warnings)
    assert "A part." in built.html()
    assert "Many words." in built.html("page.html")


def test_settings_of_docutils_that_are_none_are_named(canary: Callable[..., Project]) -> None:
    written = canary(HEAD)
    written.write({"docutils.conf": "../.git/config"})

    with pytest.raises(ConfigError, match=r"docutils\.conf cannot be read .* section headers"):
        written.build()


LEADING_AWAY = """
Sheet
=====

`word <javascript:alert(1)>`_

.. toctree::

   Entry <javascript://x%0aalert(2)>
   Other <https://example.org/a>

.. meta::
   :http-equiv=refresh: 0;url=https://example.org/b
   :x><script>alert(3)</script=y: z
   :description: Words about it.
"""


def test_what_runs_or_leads_away_is_taken_out_of_the_page_of_a_handout(project) -> None:
    files = {"conf.py": CONF, "index.md": "# Home\n", "other.rst": LEADING_AWAY}
    built = project({**files, "sheet.rst": f":handout: patients\n{LEADING_AWAY}"}).build("html")
    away = ["javascript:alert(1)", "javascript://x", "example.org/b", "<script>alert(3)"]

    assert [text for text in away if text in built.html()] == []
    assert [text for text in away if text not in built.html("other.html")] == []
    assert all(text in built.html() for text in ("word", "example.org/a", "Words about it."))
    assert sum("[handouts.link]" in line for line in built.warnings) == 4
    assert built.files("*.pdf") == []


def test_a_link_that_is_taken_out_leaves_its_words_with_their_class(project) -> None:
    text = "---\nhandout: patients\n---\n# Sheet\n\nSee [x](callto:1){.big}.\n"
    files = {"index.md": "# Home\n", "sheet.md": text}
    settings = {"myst_enable_extensions": ["attrs_inline"], "myst_url_schemes": ["callto"]}
    built = project(files).build("html", **settings)

    assert 'See <span class="big">x</span>.' in built.html()
    assert sum("[handouts.link]" in line for line in built.warnings) == 1


def test_metadata_that_conf_py_gives_each_page_may_lead_away(
    canary: Callable[..., Project],
) -> None:
    meta = {"http-equiv=refresh": "9; url=https://example.org/new"}
    written = canary(f"{HEAD}Words.\n")
    built = written.build("html", myst_html_meta=meta)
    written.write({"sheet.md": f"---\nhandout: patients\nmyst:\n  html_meta: {meta}\n---\n# S\n"})

    assert built.files("*.pdf") == ["sheet-a4.pdf"]
    assert 'http-equiv="refresh"' in built.html()
    assert "[handouts.link]" in "".join(written.build().warnings)


def test_where_all_is_restricted_no_page_may_lead_away(project) -> None:
    written = project({"conf.py": CONF, "index.md": "# Home\n", "other.rst": LEADING_AWAY})
    built = written.build("html", handouts_restricted="all")

    assert sum("other.rst" in one and "[handouts.link]" in one for one in built.warnings) == 4
    assert "javascript:" not in built.html("other.html")


HTML = """
<div class="handouts-imprint">Checked by nobody.</div>

<!-- Why it stands
here. -->

Words <meta http-equiv="refresh" content="0;url=https://example.org/b"> and {octicon}`alert`.

```{raw} html
<script>alert(4)</script>
```
"""


@pytest.mark.parametrize("by", ["conf.py", "docutils.conf"])
def test_where_html_is_not_allowed_none_is_on_the_page_of_a_handout(
    canary: Callable[..., Project], by: str
) -> None:
    written = canary(HEAD + HTML)
    written.write({"other.md": HEAD + "```{raw} html\n:file: ../outside/canary.txt\n```\n"})
    if by == "docutils.conf":
        written.write({by: "[general]\nraw_enabled: false\n"})
    restricted = "all" if by == "conf.py" else ""
    extensions = ["myst_parser", "sphinx_design", "handouts"]
    built = written.build("html", extensions=extensions, handouts_restricted=restricted)
    page = built.html()

    assert [one for one in ('imprint">Ch', "refresh", "<script>alert", "Why") if one in page] == []
    assert "sd-octicon-alert" in page
    assert "sheet.md:9: WARNING: HTML is left out here" in "".join(built.warnings)
    assert CANARY not in (built.outdir / "report.json").read_text("utf-8")
    assert built.files() == []


MARKDOWN = """# Words

- [x] Done

One\\
line ~~struck~~ out. <s>Open
"""


def test_where_html_is_not_allowed_what_markdown_makes_stays(project) -> None:
    extensions = {"myst_enable_extensions": ["strikethrough", "tasklist"]}
    written = project({"index.md": MARKDOWN.partition(" <s>")[0], "open.md": MARKDOWN})
    built = written.build("html", handouts_restricted="all", **extensions)
    page = built.html("index.html")

    assert [
        one for one in ('type="checkbox"', "One<br />", "<s>struck</s>") if one not in page
    ] == []
    assert "<s>" not in built.html("open.html")


def test_no_name_of_a_page_begins_a_line_of_the_log(canary: Callable[..., Project]) -> None:
    built = canary(HEAD.replace("---\n#", 'checked: "a\\n::error::b"\n---\n#')).build()

    assert [line for line in built.warnings if line.startswith("::")] == []
    assert "checked is “a\\n::error::b”" in "".join(built.warnings)
