from __future__ import annotations

import io
from pathlib import Path

import pytest

from handouts.cli.explain import PHRASES, PlainWords
from projects import COLOUR

HERE = Path("/project")


def in_plain_words(*log: str) -> str:
    out = io.StringIO()
    words = PlainWords(out, HERE)
    for text in log:
        words.write(text)
    words.finish()
    return out.getvalue().strip()


def test_a_warning_says_where_what_and_what_to_do() -> None:
    log = (
        "/project/docs/knees.md:7: WARNING: 'myst' cross-reference target not found: "
        "'stairs' [myst.xref_missing]\n"
    )

    assert in_plain_words(log).splitlines() == [
        "docs/knees.md, line 7",
        "  A link points to 'stairs', which stands on no page.",
        "  What to do: Correct the name, or put (stairs)= on the line before the block "
        "that is meant.",
        "  (myst.xref_missing)",
    ]


def test_a_warning_of_ours_keeps_its_words_and_gets_its_remedy() -> None:
    text = in_plain_words("/project/docs/a.md:1: WARNING: too long [handouts.overflow]\n")

    assert "docs/a.md, line 1\n  too long\n  What to do: Cut as many words" in text
    assert "mark a block :if-room:." in text


def test_a_warning_that_is_not_known_is_passed_on() -> None:
    text = in_plain_words("/elsewhere/a.md: WARNING: the moon is out [moon.out]")

    assert text == "/elsewhere/a.md\n  the moon is out\n  (moon.out)"


def test_a_warning_without_a_place_is_about_the_project() -> None:
    assert in_plain_words("WARNING: html_static_path is odd\n").startswith(
        "In the project as a whole\n"
    )


def test_a_warning_that_arrives_in_parts_is_put_together_and_counted() -> None:
    out = io.StringIO()
    words = PlainWords(out, HERE)

    for part in ("/project/a.md:3: WARN", "ING: one thing\nand more\nWARN", "ING: two\n"):
        words.write(part)

    assert words.count == 2
    assert "a.md, line 3\n  one thing\n  and more\n" in out.getvalue()


GIVEN_UP = """
Configuration error!

Versions
========

* Python version:   3.11.7 (CPython)

Traceback
=========

      File "/elsewhere/settings.py", line 67, in stop_if_any
        raise ConfigError(head)
    sphinx.errors.ConfigError: handouts: 1 fault in conf.py
      handouts_onl: no such setting


The full traceback has been saved in:
/elsewhere/sphinx-err.log

To report this error to the developers, please open an issue.
"""


def test_why_sphinx_gave_up_is_told_without_what_developers_need() -> None:
    assert in_plain_words(GIVEN_UP).splitlines() == [
        "Configuration error!",
        "handouts: 1 fault in conf.py",
        "  handouts_onl: no such setting",
    ]


def test_a_fault_of_the_program_keeps_all_that_is_needed_to_report_it() -> None:
    assert "Traceback" in in_plain_words("Exception occurred:\n\nTraceback\n=========\n")


PAGES = {
    "index.md": "# Pages\n\n```{toctree}\npage\nnowhere\n```\n",
    "page.md": "# Page\n\n[stairs](#stairs), [away](away.md), {doc}`gone`, {ref}`lost`.\n\n"
    "### Deep\n\n```{nonsense}\n```\n\n{nonsense}`x`\n\n![A knee](knee.png)\n\n{term}`knee`\n",
    "lonely.md": "# Lonely\n",
    "top.md": "---\n a: b\nc\n---\n# Top\n",
    "twice.md": "# Twice\n\n(same)=\n## One\n",
    "again.md": "# Again\n\n(same)=\n## Two\n",
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What Sphinx itself says of many slips, in plain words."""
    from sphinx.testing.util import SphinxTestApp

    folder = tmp_path_factory.mktemp("slips")
    (folder / "conf.py").write_text('extensions = ["myst_parser"]\n', encoding="utf-8")
    for name, text in PAGES.items():
        (folder / name).write_text(text, encoding="utf-8")
    app = SphinxTestApp("dummy", srcdir=folder, confoverrides={"nitpicky": True})
    app.build()
    log = COLOUR.sub("", app.warning.getvalue())
    app.cleanup()
    return in_plain_words(log)


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda phrase: phrase.pattern[:30])
def test_what_sphinx_says_of_a_slip_is_known_by_its_words(told: str, phrase) -> None:
    before, _, after = phrase.meaning.partition("{}")

    assert before in told
    assert after in told
