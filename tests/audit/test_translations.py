"""No sheet is half a translation, and no translation says another number than its source."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from handouts.i18n import malformed_line

if TYPE_CHECKING:
    from projects import Built, Project

CONF = (
    'extensions = ["myst_parser", "handouts"]\nhandouts_editions = {"a4": {"paper": "A4"}}\n'
    'language = "de"\nlocale_dirs = ["loc"]\ngettext_compact = "all"\n'
)
INDEX = "# Home\n\n(in-short)=\nCall 111 now.\n\n```{toctree}\nsheet\n```\n"
SHEET = "handout: patients\n---\n# MRI\n\nTEXT\n\n```{embed} #in-short\n```\n"
WORDS = {"MRI": "MRI", "Call 111 now.": "Ruf jetzt 111 an."}


@pytest.fixture
def translate(project) -> Callable[[str, str], Built]:
    def build(text: str, translation: str, words: dict[str, str] = WORDS, head: str = "") -> Built:
        entries = {**words, text: translation} if translation else words
        catalogue = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n' + "".join(
            f'\nmsgid "{source}"\nmsgstr "{said}"\n' for source, said in entries.items()
        )
        files = {
            "conf.py": CONF,
            "index.md": INDEX,
            "sheet.md": f"---\n{head}" + SHEET.replace("TEXT", text),
        }
        written: Project = project(files)
        if entries:
            written.write({"loc/de/LC_MESSAGES/all.po": catalogue})
        return written.build()

    return build


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('\ufeffmsgid "a"', 1),
        ('msgid "a"\nmsgstr "b', 2),
        ('msgid "a"\nmsgstr b"', 2),
        ('msgid "a"\nmsgstr "b\\"', 2),
        ('msgid "a"\n\n<<<<<<< HEAD\nmsgstr "b"', 3),
        ('# a\n#~ msgid "x\nmsgid "a"\nmsgid_plural "as"\nmsgstr[0] ""\n"b\\\\"\r\n', None),
    ],
)
def test_a_line_of_a_catalogue_that_would_lose_letters_is_found(
    line: str, expected: int | None
) -> None:
    assert (malformed_line(line) or (None,))[0] == expected


def test_a_whole_translation_is_printed(translate: Callable[..., Built]) -> None:
    texts = {
        "Rest helps.": "Ruhe hilft.",
        "Take 1,000 mg, not 2.5.": "Nimm 1.000 mg, nicht 2,5.",
        "Take two.": "Nimm 2.",
        "On 22 November 2026.": "Am 22. November 2026.",
        "At 9:30.": "Um 9.30 Uhr.",
    }
    built = translate("\n\n".join(texts), "", {**WORDS, **texts})

    assert (built.warnings, built.files()) == ([], ["sheet-a4.pdf"])
    assert " ".join(texts.values()) in built.pdf_text()


def test_a_text_without_a_translation_refuses_the_sheet(translate: Callable[..., Built]) -> None:
    built = translate("Rest helps.", "")
    (message,) = built.warnings

    assert built.files() == []
    assert message.startswith("sheet.md:6: WARNING: 1 of 3 texts have no translation into 'de'")


def test_a_draft_may_be_half_a_translation(translate: Callable[..., Built]) -> None:
    built = translate("Rest helps.", "", head="draft: true\n")
    (message,) = built.warnings

    assert "1 of 3 texts have no translation" in message
    assert built.pdf_text().startswith("Entwurf. Nicht an Leser weitergeben. MRI")


def test_a_number_that_a_translation_changes_refuses_the_sheet(
    translate: Callable[..., Built],
) -> None:
    assert translate("Take 2,000 mg.", "Nimm 2 000 mg.").warnings == []

    built = translate("Take 2 mg.", "Nimm 20 mg.")
    (message,) = built.warnings

    assert built.files() == []
    assert "“Nimm 20 mg.” says another number than its source, “Take 2 mg.”" in message


@pytest.mark.parametrize(
    ("text", "translation", "what"),
    [
        ("Take 2.5 ml.", "Nimm 25 ml.", "says another number than its source"),
        ("Take 500 mg.", "Nimm 500 g.", "has g after 500, and its source mg"),
        ("Keep it at 5 °C.", "Bei 5 % lagern.", "has % after 5, and its source °C"),
    ],
)
def test_a_decimal_or_a_unit_that_a_translation_changes_refuses_the_sheet(
    translate: Callable[..., Built], text: str, translation: str, what: str
) -> None:
    (message,) = translate(text, translation).warnings

    assert what in message


@pytest.mark.parametrize(
    ("text", "translation"),
    [
        ("Take 2.50 ml at 9:00.", "Nimm um 9 Uhr 2,5 ml."),
        ("Take 5 g.", "Nimm 5 Gramm."),
        ("About 30% of 1,500.50.", "Etwa 30 % von 1.500,50."),
        ("It has 4 good sides.", "Es hat vier gute Seiten."),
        ("Take 5 mg in 5 ml.", "In 5 ml nimm 5 mg."),
    ],
)
def test_a_number_that_is_the_same_in_another_form_is_printed(
    translate: Callable[..., Built], text: str, translation: str
) -> None:
    assert translate(text, translation).warnings == []


def test_digits_of_another_script_are_the_same_number(translate: Callable[..., Built]) -> None:
    built = translate("Take 10 ml.", "Nimm \u0967\u0966 ml.")

    # No font of the project has them.
    assert [one.rpartition("[")[2] for one in built.warnings] == ["handouts.glyph]"]


def test_a_number_of_a_claim_stays_in_digits(translate: Callable[..., Built]) -> None:
    text = "{claim}`About 74 of 100 people <knees>`."
    built = translate(text, "{claim}`Etwa neunzig von hundert Menschen <knees>`.")

    assert any("lacks 100, 74 of its source; write it in digits" in one for one in built.warnings)


@pytest.mark.parametrize(("power", "sheets"), [("5", ["sheet-a4.pdf"]), ("6", [])])
def test_a_raised_number_is_a_number_of_its_own(
    translate: Callable[..., Built], power: str, sheets: list[str]
) -> None:
    built = translate("Take 10{sup}`5` cells.", f"Nimm 10{{sup}}`{power}` Zellen.")

    assert built.files() == sheets


def test_a_project_without_catalogues_is_in_its_own_language(
    translate: Callable[..., Built],
) -> None:
    built = translate("Ruhe hilft.", "", {})

    assert built.files() == ["sheet-a4.pdf"]


def test_a_catalogue_that_changes_between_two_builds_of_a_process_is_read_again(project) -> None:
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    catalogue = f'{head}msgid "MRI"\nmsgstr "MRI"\n\nmsgid "Rest helps."\nmsgstr "Ruhe hilft."\n'
    sheet = "---\nhandout: patients\n---\n# MRI\n\nRest helps.\n"
    files = {"conf.py": CONF, "index.md": "# MRI\n\n```{toctree}\nsheet\n```\n", "sheet.md": sheet}
    written = project(files)
    written.write({"loc/de/LC_MESSAGES/all.po": catalogue})
    before = written.build()
    written.write({"loc/de/LC_MESSAGES/all.po": catalogue.replace("Ruhe hilft.", "Ruh dich aus.")})

    before.app.build()  # As `live` builds again.

    assert "Ruh dich aus." in before.pdf_text()

    written.write({"loc/de/LC_MESSAGES/all.po": catalogue.replace("Ruhe hilft.", "")})
    before.app.build()

    assert before.files() == []
