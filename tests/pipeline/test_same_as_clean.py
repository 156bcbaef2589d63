"""A build after any edit gives what a clean build gives: sheets, report, pages and messages."""

from __future__ import annotations

import random
import shutil
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pytest

from handouts.files import FONTS
from projects import CONF, Project

if TYPE_CHECKING:
    from pathlib import Path

    from projects import Built

SHEET = """---
handout: patients
checked: 2026-11-20
---
# Sheet

```{embed} #rest
```

```{embed} #links
```
"""
FILES = {
    "conf.py": f'{CONF}html_theme = "handouts"\nmyst_heading_anchors = 3\nnumfig = True\n'
    'html_baseurl = "https://example.org"\ntemplates_path = ["templates"]\n'
    "html_copy_source = True\nhtml_show_search_summary = False\n",
    "index.md": "# Home\n\n```{handouts-report}\n```\n\n"
    "```{toctree}\n:caption: Pages\nrest\nplain\nwords\nsheet\n```\n",
    "rest.md": "---\nchecked: 2026-11-20\n---\n# Rest\n\n(rest)=\nRest on the {term}`mat`.\n\n"
    "(links)=\n- [](plain.md#a-part)\n- {ref}`lie`\n- {doc}`plain`\n\n(lie)=\n## Lie down\n",
    "plain.md": "# Plain\n\nSee {ref}`lie`, [](rest.md) and {numref}`Figure %s <walking>`.\n\n"
    "## A part\n\n(walking)=\n```{figure} walk.svg\n:alt: A path\nA path.\n```\n",
    "words.md": "# Words\n\n```{glossary}\nmat\n  Something soft.\n```\n",
    "walk.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>',
    "templates/more.html": "",
    "logo.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>',
    "own.css": "h1 { letter-spacing: 0.1pt }",
    "sheets/sheet.html": '{% extends "handouts/sheet.html" %}',
    "lay.toml": 'mat = ["rug"]\n',
    "none.toml": "",
    "sheet.md": SHEET,
}
FIGURE = "```{figure} walk.svg\n:alt: A path\nThe first.\n```\n\n```{toctree}"
EDITS: Mapping[str, tuple[str, str, str]] = {
    "the words of a block": ("rest.md", "Rest on", "Lie on"),
    "the words of a heading that a sheet shows in a link": (
        "plain.md",
        "## A part",
        "## A *part*!",
    ),
    "a heading that is gone": ("plain.md", "## A part", "## Another part"),
    "a heading with a label": ("rest.md", "## Lie down", "## Sit down"),
    "a label that is gone": ("rest.md", "(lie)=\n", ""),
    "the day of an embedded page": ("rest.md", "checked: 2026-11-20", "checked: 2026-11-03"),
    "the title of a page": ("plain.md", "# Plain", "# Plainer"),
    "the order of pages": ("index.md", "rest\nplain\n", "plain\nrest\n"),
    "the number of a figure": ("index.md", "```{toctree}", FIGURE),
    "numbers of sections": ("index.md", ":caption: Pages", ":caption: Pages\n:numbered:"),
    "the caption of the contents": ("index.md", ":caption: Pages", ":caption: All pages"),
    "what a term means": ("words.md", "Something soft", "Something flat"),
    "a term": ("words.md", "mat\n", "rug\n"),
    "a link to a page that is not there": ("rest.md", "- {doc}`plain`", "- [new](new.md)"),
    "a link to a file that is not there": ("rest.md", "- {doc}`plain`", "- [new](new.txt)"),
}
ADDED = {
    "a page": ("new.md", "---\norphan: true\n---\n# New\n\nWords.\n"),
    "a file": ("new.txt", "Words.\n"),
    "a page that takes a label": ("new.md", "---\norphan: true\n---\n# New\n\n(rest)=\nWords.\n"),
    "a template": (
        "templates/page.html",
        '{% extends "!page.html" %}{% block body %}Mine{% endblock %}',
    ),
}
SETTINGS = {
    "printing": "handouts_printing = False\n",
    "one audience less": 'handouts_audiences = {"referrers": {}}\n',
    "the limits of an audience": 'handouts_audiences = {"patients": {"language": "report"}}\n',
    "one edition more": 'handouts_editions["letter"] = {"paper": "Letter"}\n',
    "the name of an edition": 'handouts_editions = {"b": {"paper": "A4"}}\n',
    "a colour": 'handouts_brand = {"accent": "#7a1f5c"}\n',
    "a logo": 'handouts_brand = {"logo": "logo.svg", "logo-alt": "A path"}\n',
    "a font": f'handouts_fonts = ["{FONTS / "HandoutsSans-Bold.ttf"}"]\n',
    "a style sheet": 'handouts_css_files = ["own.css"]\n',
    "a template of sheets": 'handouts_templates_path = ["sheets"]\n',
    "a publisher": 'handouts_publisher = {"name": "The house", "contact": "Call us."}\n',
    "words of readers": 'handouts_lay_words = "lay.toml"\n',
    "services": 'handouts_services = "none.toml"\n',
    "a link to the sources": 'handouts_edit_url = "https://example.org/{path}"\n',
    "the day": 'handouts_today = "2028-01-01"\n',
    "an address": 'html_baseurl = "https://example.net/a/"\n',
    "no address": 'html_baseurl = ""\n',
    "a language": 'language = "de"\n',
    "a title": 'html_title = "Title"\n',
    "an option of the theme": 'html_theme_options = {"notices": ["A word"]}\n',
    "numbers of figures": "numfig = False\n",
    "labels of headings": "myst_heading_anchors = 1\n",
    "a page that is left out": 'exclude_patterns = ["words.md"]\n',
}
"""Lines of `conf.py`."""
REMOVED = ["plain.md", "words.md", "sheet.md", "walk.svg", "templates/page.html"]


def outcome(built: Built) -> dict[str, object]:
    """Return what readers and authors get of a build, by file."""
    found: dict[str, object] = {
        path.relative_to(built.outdir).as_posix(): path.read_bytes()
        for path in built.outdir.rglob("*")
        if path.suffix in {".html", ".inv", ".js", ".json", ".pdf", ".png", ".txt", ".xml"}
    }
    # Sphinx says what it does not understand only when it reads a page.
    ours = [one for one in built.warnings if "[handouts." in one and "[docutils]" not in one]
    return found | {"messages": sorted(set(ours))}


def differences(written: Project, *builders: str) -> list[str]:
    """Build again, first the sheets and then the site, and compare each with a clean build."""
    found = []
    for builder in builders or ("handouts", "html"):
        again = outcome(written.build(builder, html_theme="handouts"))
        clean = outcome(
            written.build(builder, out="clean", doctrees="clean-doctrees", html_theme="handouts")
        )
        # Sphinx leaves files of an earlier language that no page asks for.
        left = {name for name in again.keys() - clean.keys() if name.startswith("_static/")}
        names = (again.keys() | clean.keys()) - left
        found += [name for name in sorted(names) if again.get(name) != clean.get(name)]
        for folder in ("clean", "clean-doctrees"):
            shutil.rmtree(written.folder / "build" / folder, ignore_errors=True)
    return found


@pytest.fixture
def built(project) -> Project:
    written: Project = project(FILES)
    for builder in ("handouts", "html"):
        assert written.build(builder, html_theme="handouts").exit_status == 0
    return written


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_of_a_page(built: Project, edit: str) -> None:
    built.edit(*EDITS[edit])

    assert differences(built) == []


@pytest.mark.parametrize("edit", ["the number of a figure", "numbers of sections"])
def test_numbers_of_another_page_that_sphinx_counts_in_the_same_build(
    built: Project, edit: str
) -> None:
    words = "# Other\n\n{numref}`Figure %s <walking>`, {numref}`lie`\n"
    built.write({"other.md": f"---\norphan: true\n---\n{words}"})
    built.build("html", html_theme="handouts")
    built.edit(*EDITS[edit])

    assert differences(built, "html") == []


@pytest.mark.parametrize("name", ["plain.md", "sheet.md", "walk.svg"])
def test_a_file_that_is_removed(built: Project, name: str) -> None:
    (built.srcdir / name).unlink()

    assert differences(built) == []


@pytest.mark.parametrize("link", ["new.md", "new.txt"])
def test_a_file_to_which_a_sheet_links_before_it_is_there(built: Project, link: str) -> None:
    built.edit("rest.md", "- {doc}`plain`", f"- [new]({link})")
    built.build()
    built.build("html", html_theme="handouts")

    built.write({link: "---\norphan: true\n---\n# New\n"})

    assert differences(built) == []


def test_a_page_is_not_read_again_for_a_link_to_a_label_with_a_dot(built: Project) -> None:
    built.write({"dots.md": "---\norphan: true\n---\n(one.two)=\n# Dots\n\n[here](one.two)\n"})
    built.build()

    assert "0 added, 0 changed, 0 removed" in built.build(quiet=False).status


def test_sheets_that_are_not_printed_for_a_while(built: Project) -> None:
    for line in (SETTINGS["printing"], ""):
        built.write({"conf.py": f"{FILES['conf.py']}{line}"})

        assert differences(built) == []


@pytest.mark.parametrize("seed", [1])
def test_settings_and_edits_after_one_another(built: Project, seed: int) -> None:
    chosen = random.Random(seed)
    for _ in range(6):
        name = chosen.choice([*SETTINGS, *SETTINGS, *EDITS, *ADDED, *REMOVED])
        _apply(built, name)

        assert (name, differences(built)) == (name, [])


@pytest.mark.parametrize("seed", [210, 371])  # These also undo edits, and remove files.
def test_edits_after_one_another(built: Project, seed: int) -> None:
    chosen = random.Random(seed)
    for _ in range(6):
        name = chosen.choice([*EDITS, *ADDED, *REMOVED])
        _apply(built, name)

        assert (name, differences(built)) == (name, [])


def _apply(written: Project, name: str) -> None:
    """Make an edit or undo it; add a file, or remove one; add or remove a setting."""
    if name in EDITS:
        file, old, new = EDITS[name]
        path: Path = written.srcdir / file
        text = path.read_text("utf-8") if path.exists() else str(FILES[file])
        swap = (old, new) if old in text else (new, old)
        written.write({file: text.replace(*swap, 1)})
    elif name in SETTINGS:
        conf, line = (written.srcdir / "conf.py").read_text("utf-8"), SETTINGS[name]
        written.write({"conf.py": conf.replace(line, "") if line in conf else f"{conf}{line}"})
    elif name in ADDED:
        written.write(dict([ADDED[name]]))
    else:
        (written.srcdir / name).unlink(missing_ok=True)


@pytest.mark.parametrize(
    ("page", "named"),
    [
        ("again.md", "(lie)=\n## Sit\n"),
        ("zero.md", "(lie)=\n## Sit\n"),
        ("again.md", "```{glossary}\nmat\n  Other.\n```\n"),
        ("zero.md", "```{glossary}\nmat\n  Other.\n```\n"),
    ],
)
def test_a_name_that_stands_on_two_pages_and_then_on_one(
    built: Project, page: str, named: str
) -> None:
    built.write({page: f"---\norphan: true\n---\n# Other\n\n{named}"})
    assert differences(built) == []

    built.write({page: "---\norphan: true\n---\n# Other\n"})
    assert differences(built) == []


WHILE_READING = """
import time
from pathlib import Path

def save(app, *_):
    folder = Path(app.srcdir)
    if app.env.current_document.get("docname", "") == "{page}":
        for new in folder.glob("*.new"):
            new.replace(folder / new.stem)
            time.sleep(0.1)  # As an extension that draws.

def setup(app):
    app.connect("{event}", save, priority=1)
"""


@pytest.mark.parametrize(
    ("file", "page", "event", "old", "new"),
    [
        ("rest.md", "rest", "doctree-read", "Rest on", "Lie on"),
        ("rest.md", "rest", "source-read", "Rest on", "Lie on"),
        ("part.md", "sheet", "doctree-read", "Included", "Taken in"),
    ],
)
def test_a_file_that_is_saved_while_it_is_read(
    built: Project, file: str, page: str, event: str, old: str, new: str
) -> None:
    extension = WHILE_READING.format(page=page, event=event)
    built.write(
        {
            "conf.py": f'{FILES["conf.py"]}{extension}exclude_patterns = ["part.md"]\n',
            "part.md": "Included words.\n",
            "sheet.md": f"{SHEET}\n```{{include}} part.md\n```\n",
        }
    )
    text = (built.srcdir / file).read_text("utf-8")
    assert old in text
    built.write({f"{file}.new": text.replace(old, new)})
    built.build()
    assert (built.srcdir / file).read_text("utf-8") == text.replace(old, new)

    assert differences(built) == []
