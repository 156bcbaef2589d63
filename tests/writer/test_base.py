"""A node is printed as what it is, never as what it derives from."""

from __future__ import annotations

import pytest

EXTENSION = """
from docutils import nodes
from docutils.parsers.rst import Directive


class {name}(nodes.{base}):
    pass


class Foreign(Directive):
    has_content = True

    def run(self):
        in_line = issubclass({name}, nodes.TextElement)
        words = nodes.Text("secret") if in_line else nodes.paragraph("", "secret")
        node = {name}()
        node += words
        return [node]


def visit(self, node):
    self.visit_{kind}(node)


def depart(self, node):
    self.depart_{kind}(node)


def setup(app):
    app.add_node({name}, html=(visit, depart){registered})
    app.add_directive("foreign", Foreign)
"""
CONF = """
import sys
from pathlib import Path
sys.path.insert(0, str(Path(__file__).parent))
sys.modules.pop("foreign", None)
extensions = ["myst_parser", "sphinx.ext.todo", "foreign", "handouts"]
handouts_editions = {"a4": {"paper": "A4"}}
"""
SHEET = "---\nhandout: patients\n---\n# Title\n\nwords\n\n```{foreign}\n```\n"


def files(name: str, base: str, kind: str, registered: str = "") -> dict[str, str]:
    extension = EXTENSION.format(name=name, base=base, kind=kind, registered=registered)
    index = "# Index\n\n```{toctree}\nsheet\n```\n"
    return {"conf.py": CONF, "foreign.py": extension, "index.md": index, "sheet.md": SHEET}


@pytest.mark.parametrize(
    ("name", "base", "kind"),
    [
        ("tab_panel", "container", "container"),
        ("gallery", "note", "Admonition"),
        ("tab_name", "paragraph", "paragraph"),
    ],
)
def test_a_kind_of_node_that_derives_from_a_known_one_is_refused_by_name(
    project, name: str, base: str, kind: str
) -> None:
    built = project(files(name, base, kind)).build()

    (warning,) = built.warnings
    assert f"cannot print '{name.replace('_', ' ')}' of 'foreign'" in warning
    assert built.files() == []


def test_a_kind_of_node_is_printed_by_the_visitors_registered_for_sheets(project) -> None:
    registered = files("gallery", "note", "Admonition", ", handouts=(visit, depart)")

    assert project(registered).build().pdf_text() == "Title words secret"


@pytest.mark.parametrize(
    ("visit", "depart", "fault"),
    [
        ("self.body.append('<div><p>')", "self.body.append('</p>')", "<div> has no end"),
        ("self.body.append('<b>'); raise nodes.SkipNode", "", "<b> has no end"),
        ("self.body.append('<p>')", "self.body.append('</p></div>')", "</div> stands without"),
    ],
)
def test_visitors_that_leave_a_tag_open_are_refused_by_the_name_of_the_node(
    project, visit: str, depart: str, fault: str
) -> None:
    registered = files("gallery", "note", "Admonition", ", handouts=(visit, depart)")
    text = registered["foreign.py"].replace("self.visit_Admonition(node)", visit)
    text = text.replace("self.depart_Admonition(node)", depart or "pass")

    built = project({**registered, "foreign.py": text}).build()

    (warning,) = built.warnings
    assert warning.startswith("sheet.md:8: ")
    assert "'gallery' of 'foreign', whose visitor is wrong: " + fault in warning
    assert built.files() == []


def test_what_is_refused_has_the_line_of_the_first_thing_in_it(project) -> None:
    sheet = ":handout: patients\n:orphan:\n\nKnees\n=====\n\nRest.\n\n.. py:function:: f()\n"
    built = project({"index.md": "# Home\n", "sheet.rst": sheet}).build()

    assert built.places_and_codes() == [("sheet.rst:9", "unsupported")]


TODO = "---\nhandout: patients\n---\n# Title\n\nwords\n\n```{todo} secret\n```\n"


@pytest.mark.parametrize(("shown", "sheets"), [(False, ["sheet-a4.pdf"]), (True, [])])
def test_a_note_to_oneself_is_hidden_as_on_the_web_or_refused(
    project, shown: bool, sheets: list[str]
) -> None:
    written = project({**files("gallery", "note", "Admonition"), "sheet.md": TODO})
    built = written.build(todo_include_todos=shown)

    assert built.files() == sheets
    if shown:
        assert any("'todo node' of 'sphinx.ext.todo'" in line for line in built.warnings)
    else:
        assert built.pdf_text() == "Title words"
