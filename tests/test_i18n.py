"""The package's words in other languages: on sheets, on the web, and in catalogues that fail."""

from __future__ import annotations

import ast
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from handout_pages import assert_same_words, page_text
from handouts.config.catalogues import DOMAIN, read_words
from handouts.files import LOCALE
from handouts.website.frame import THEME_FOLDER
from projects import Project
from pseudo import LANGUAGE, untranslated, write_catalogue

if TYPE_CHECKING:
    from projects import Built

ROOT = Path(__file__).parents[1]
TEMPLATE = LOCALE / f"{DOMAIN}.pot"
MESSAGES = f"locales/{{}}/LC_MESSAGES/{DOMAIN}.po"
CONF = """
extensions = ["myst_parser", "sphinx_design", "handouts"]
myst_enable_extensions = ["colon_fence"]
html_baseurl = "https://example.org/"
handouts_publisher = {"name": "the clinic", "notice": "Not yet checked."}
handouts_today = "2026-12-01"
handouts_audiences = {"patients": {"sources": True, "large-print-pages": 3}}
handouts_editions = {
    "a4": {"label": "A4", "paper": "A4"},
    "large-print": {"label": "Large print", "paper": "A4", "large-print": True},
}
language = "%s"
"""
LEDGER = """
[steps]
statement = "In a trial, 30 of 100 people walked further."
sources = ["walk"]
certainty = "low"
graded-by = "ours"
graded = 2026-11-22
because = "the trials are few"
checked = 2026-11-22
outcome = "walking further in ten minutes"

[steps.numbers]
further = { value = 30, of = 100, means = "people who walked further" }
"""
SHEET = """---
handout: patients
checked: 2026-11-22
check-by: 2027-05-22
---
# Knees

(answer)=
Most knees settle down.
{claim}`30 out of 100 people walked further. <steps>`

:::{warning}
Call a doctor.
:::

:::{icon-array}
:claim: steps
:rows: further
:captions: walked further
One dot is one person.
:::
"""
FILES = {
    "claims.toml": LEDGER,
    "references.bib": "@misc{walk, title = {Ng}, author = {Ng, B.}, year = {2020}}\n",
    "index.md": SHEET,
}


def texts(catalogue: Path) -> set[str | tuple[str, ...]]:
    messages = read_po(io.BytesIO(catalogue.read_bytes()))
    return {one.id if isinstance(one.id, str) else tuple(one.id) for one in messages if one.id}


def found_in_code() -> set[str | tuple[str, ...]]:
    keywords = {"_": None, "mark": None, "plural": (1, 2)}
    mappings = [("**.py", "python"), ("**.html", "jinja2")]
    found = extract_from_dir(LOCALE.parent, mappings, keywords=keywords)
    return {message for _, _, message, _, _ in found}


# The catalogues that come with the package.


def test_the_template_holds_what_the_code_says_and_nothing_else() -> None:
    assert texts(TEMPLATE) == found_in_code(), "run `make words`"


@pytest.mark.parametrize(
    "language", sorted(path.name for path in LOCALE.iterdir() if path.is_dir())
)
def test_a_catalogue_of_ours_can_be_filled_in_everywhere(language: str) -> None:
    words = read_words(language, [LOCALE])

    assert words.faults == []
    assert words.translations.gettext("Sources") != "Sources"


HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n{}"\n\n'


@pytest.mark.parametrize(
    ("header", "translation", "line"),
    [
        ("", "{date:>2000000000}", 4),
        ("", "{date!r}", 4),
        ("", "{date.__class__}", 4),
        ("Plural-Forms: nplurals=2; plural=__import__('os').system('x');\\n", "{date}", 2),
        ("Plural-Forms: nplurals=2; plural=1/(n-n);\\n", "{date}", 2),
        (f"Plural-Forms: nplurals=2; plural={'(' * 2000}n{')' * 2000};\\n", "{date}", 2),
        ("", "x" * 1_000_001, 1),
    ],
)
def test_a_catalogue_that_takes_too_much_or_runs_something_is_a_fault(
    tmp_path, header: str, translation: str, line: int
) -> None:
    path = tmp_path / f"de/LC_MESSAGES/{DOMAIN}.po"
    path.parent.mkdir(parents=True)
    message = f'msgid "Facts last checked {{date}}."\nmsgstr "{translation}"\n'
    path.write_text(HEADER.format(header) + message, "utf-8")

    words = read_words("de", [tmp_path])

    assert [(file, at) for file, at, _ in words.faults] == [(path, line)]
    assert words.translations.gettext("Facts last checked {date}.").endswith("{date}.")


@pytest.fixture(scope="module")
def german(tmp_path_factory) -> Built:
    files = {"conf.py": CONF % "de", **FILES}
    return Project(tmp_path_factory.mktemp("german"), files).build(quiet=False)


def test_a_sheet_in_german_says_its_words_and_dates_in_german(german: Built) -> None:
    text = german.pdf_text(handout="index")
    assert "Angaben zuletzt geprüft am 22. November 2026." in text
    assert "Nach dem 22. Mai 2027 nicht mehr verwenden." in text
    assert "30 von 100" in text


def test_a_sheet_in_german_breaks_long_words_by_the_rules_of_german(project) -> None:
    word = "Rückenmarksflüssigkeitsuntersuchungsergebnisse "
    files = {"index.md": f"---\nhandout: patients\n---\n# Titel\n\n{word * 40}\n"}
    german = project(files).build(language="de").sheet(handout="index")
    english = project(files).build(language="en", out="english").sheet(handout="index")

    assert german["full"] < english["full"]


def test_a_language_without_the_words_of_the_package_is_noted_once(project) -> None:
    files = {"conf.py": CONF % "cy", "index.md": "# Home\n"}
    built = project(files).build("handouts", quiet=False)
    notes = [note for note in built.report["notes"] if "stay in English" in note]

    count = len(texts(TEMPLATE))
    assert [note.partition(";")[0].partition(" such")[0] for note in notes] == [
        f"the language is 'cy': {count} of the package's {count} texts stay in English,"
    ]
    assert built.status.count("stay in English") == 1


def test_what_sheets_lack_is_counted_once_and_nothing_else(project) -> None:
    files = {"conf.py": CONF % "cy", "index.md": "---\nhandout: patients\n---\n# Home\n"}
    report = project(files).build("handouts").report

    said = [*report["notes"], *(one["message"] for one in report["problems"])]
    assert len([one for one in said if "stay in English" in one]) == 1


def test_an_address_without_a_place_for_languages_is_noted(project) -> None:
    catalogue = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    page = "---\nhandout: patients\n---\n# Home\n"
    written = project({"index.md": page, "locales/de/LC_MESSAGES/index.po": catalogue})
    notes = {
        base: written.build(language="de", html_baseurl=base).report["notes"]
        for base in ("https://example.org/", "https://example.org/de/")
    }

    assert [
        base for base, found in notes.items() if any("place for languages" in one for one in found)
    ] == ["https://example.org/"]


# A project's own.


@pytest.fixture(scope="module")
def translated(tmp_path_factory) -> Project:
    """A project in a language that nobody speaks, with the catalogues that `make gettext` gives."""
    project = Project(tmp_path_factory.mktemp("translated"), {"conf.py": CONF % LANGUAGE, **FILES})
    template = project.build("gettext", doctrees="gettext-doctrees").outdir
    folder = project.srcdir / "locales" / LANGUAGE / "LC_MESSAGES"
    for name in (DOMAIN, "index"):
        write_catalogue(template / f"{name}.pot", folder / f"{name}.po")
    project.write(
        {f"locales/{LANGUAGE}/LC_MESSAGES/sphinx.po": 'msgid "Warning"\nmsgstr "Wúúrníng"\n'}
    )
    return project


@pytest.fixture(scope="module")
def sheets(translated: Project) -> Built:
    return translated.build("handouts")


def test_a_text_to_translate_has_no_blank_that_its_author_did_not_write(
    translated: Project,
) -> None:
    catalogue = (translated.srcdir / f"locales/{LANGUAGE}/LC_MESSAGES/index.po").read_text("utf-8")

    assert "\u00a0" not in SHEET + catalogue


@pytest.fixture(scope="module")
def web_page(translated: Project, sheets: Built) -> Built:
    return translated.build("html")


def test_a_translated_project_is_built_without_a_warning(sheets: Built, web_page: Built) -> None:
    assert [*sheets.warnings, *web_page.warnings] == []


@pytest.mark.parametrize("edition", ["a4", "large-print"])
def test_no_word_of_a_sheet_stays_untranslated(sheets: Built, edition: str) -> None:
    text = sheets.pdf_text(edition, "index").replace("example.org/index.html", "")

    assert untranslated(text) == []


def test_no_word_of_a_web_page_stays_untranslated(web_page: Built) -> None:
    text = page_text(web_page.html("index.html")).replace("example.org/index.html", "")

    assert untranslated(text) == []


@pytest.mark.parametrize("edition", ["a4", "large-print"])
def test_a_translated_sheet_says_what_its_page_says(
    sheets: Built, web_page: Built, edition: str
) -> None:
    assert_same_words(sheets, web_page, edition, "index", "index.html")


def test_a_changed_catalogue_changes_sheet_and_page(project) -> None:
    own = MESSAGES.format("de")
    there = project({"conf.py": CONF % "de", **FILES, own: ""})
    there.build("html")
    there.write({own: 'msgid "Published by {name}."\nmsgstr "Von {name}."\n'})
    built = there.build("html")

    assert "Von the clinic." in built.html("index.html")
    assert built.printed == ["index"]


def test_translations_that_cannot_be_filled_in_are_reported_and_not_used(project) -> None:
    own = MESSAGES.format("xx")
    catalogue = (
        'msgid "Published by {name}."\nmsgstr "Von {nmae}."\n\n'
        'msgid "Facts last checked {date}."\nmsgstr "Am {date."\n'
    )
    built = project({"conf.py": CONF % "xx", **FILES, own: catalogue}).build()
    *of_catalogues, of_sheets = built.warnings

    assert "stay in English, such as “Do not use after {date}.”; translate" in of_sheets
    assert f"translate them in '{own}'; the builder gettext" in of_sheets
    assert of_catalogues == [
        f"{own}:{line}: WARNING: the translation of “{text}” must have {field} in braces, "
        "as it stands; it is not used [handouts.translation]"
        for line, text, field in (
            (1, "Published by {name}.", "{name}"),
            (4, "Facts last checked {date}.", "{date}"),
        )
    ]
    text = built.pdf_text(handout="index")
    assert "Published by the clinic." in text
    assert "Facts last checked" in text


def test_a_file_that_is_no_catalogue_is_reported_with_its_line(project) -> None:
    own = MESSAGES.format("xx")
    built = project({"conf.py": CONF % "xx", **FILES, own: "msgid\nhello\n"}).build()

    assert built.warnings[0].startswith(f"{own}:1: WARNING: this is no catalogue of messages")


# The ledger, in another language.


def test_a_build_in_another_language_says_which_rules_are_off(german: Built) -> None:
    start = "the language is 'de': rules about words are for English, and are off"
    (note,) = (one for one in german.report["notes"] if one.startswith(start))
    assert note in german.status


IN_GERMAN = [
    "31 von 100 Menschen gingen weiter.",
    "30 von 100 Menschen gingen weiter.",
    "Gingen 30 von 100 weiter? Man prüfte es 2026.",
    "If improve: Wörter, die nur im Englischen stark sind.",
]
"""Sentences that state a claim of low certainty; the first has a number that the ledger lacks."""


def test_in_another_language_numbers_are_compared_and_rules_for_english_words_rest(project) -> None:
    pages = {
        f"page-{number}.md": f"---\nhandout: patients\n---\n# Knie\n\n{{claim}}`{words} <steps>`\n"
        for number, words in enumerate(IN_GERMAN)
    }
    contents = "# Knie und Hüfte\n\n```{toctree}\n:glob:\n\npage-*\n```\n"
    files = {**FILES, "conf.py": CONF % "de", "index.md": contents, **pages}
    (warning,) = project(files).build().warnings

    assert "page-0.md:6: WARNING: claim 'steps' quotes “31”" in warning


# New words.


def literals(path: Path) -> list[str]:
    """Return the words that a module puts straight into nodes, past every catalogue."""
    text = path.read_text("utf-8")
    if "nodes." not in text:
        return []
    calls = [
        one
        for one in ast.walk(ast.parse(text))
        if isinstance(one, ast.Call)
        and isinstance(one.func, ast.Attribute)
        and getattr(one.func.value, "id", "") == "nodes"
        and not one.func.attr.startswith("make_id")
    ]
    texts = [
        part.value
        for call in calls
        for argument in call.args
        for part in ast.walk(argument)
        if isinstance(argument, ast.Constant | ast.JoinedStr) and isinstance(part, ast.Constant)
    ]
    return [text for text in texts if isinstance(text, str) and re.search(r"[^\W\d_]{2}", text)]


def test_no_module_writes_words_into_a_page_past_the_catalogues() -> None:
    found = {path.name: literals(path) for path in sorted(LOCALE.parent.rglob("*.py"))}

    assert {name: words for name, words in found.items() if words} == {}


def words_of_template(path: Path) -> list[str]:
    """Return the words that a template puts straight into a page."""
    code = r"\{%-? macro .*?endmacro -?%\}|\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}"
    text = re.sub(code, "", path.read_text("utf-8"), flags=re.DOTALL)
    said = re.findall(r'(?:alt|aria-label|placeholder|title)="([^"]*)"', text)
    shown = re.sub(r"<[^>]*>", " ", text)
    return re.findall(r"[^\W\d_]+", " ".join([shown, *said]))


def test_no_template_of_the_theme_writes_words_past_the_catalogues() -> None:
    templates = sorted(THEME_FOLDER.glob("*.html"))

    assert templates
    assert [path.name for path in templates if words_of_template(path)] == []


def test_a_plural_that_a_project_has_not_translated_is_the_one_of_the_package(
    tmp_path: Path,
) -> None:
    own = tmp_path / MESSAGES.removeprefix("locales/").format("de")
    own.parent.mkdir(parents=True)
    own.write_text(
        'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
        'msgid "{count} source"\nmsgid_plural "{count} sources"\nmsgstr[0] ""\nmsgstr[1] ""\n',
        encoding="utf-8",
    )

    words = read_words("de", [tmp_path, LOCALE])

    assert words.translations.ngettext("{count} source", "{count} sources", 2) == "{count} Quellen"


def test_a_language_with_a_hyphen_has_the_words_of_its_language() -> None:
    words = read_words("de-CH", [LOCALE])

    assert words.translations.gettext("Sources") == "Quellen"
