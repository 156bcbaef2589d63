"""The house: who imports what, form, codes, and that the pages for authors name all there is."""

from __future__ import annotations

import ast
import doctest
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from importlib import import_module
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from docutils import nodes
from docutils.parsers.rst import directives

from browsers import WITH_WINDOWS
from handouts import __version__
from handouts.__main__ import make_parser
from handouts.codes import CODES
from handouts.collect.pages import FRONT_MATTER
from projects import Project

if TYPE_CHECKING:
    from projects import Built

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "handouts"
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
MODULES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts): path
    for path in sorted(PACKAGE.rglob("*.py"))
}

# Who may import whom.

FLOW = {
    "config": {"prose"},
    "collect": {"claims", "prose"},
    "prose": set(),
    "claims": set(),
    "releases": {"claims"},
    "audit": {"claims", "collect", "config", "prose", "releases"},
    "compose": {"audit", "claims", "collect", "config", "releases", "writer"},
    "writer": {"config"},
    "typeset": set(),
    "preflight": set(),
    "workers": {"preflight", "typeset"},
    "pipeline": {"audit", "claims", "collect", "compose", "config", "releases", "workers"},
    "website": {"audit", "claims", "compose", "config", "pipeline", "releases"},
    "diff": {"pipeline", "releases"},
    "cli": {"audit", "claims", "collect", "config", "diff", "pipeline", "releases", "workers"},
}
"""Each package, in the order of the flow, with those that it may import; all may import the
modules of the top folder, which import no package."""
CLAIMS = ("numbers", "data", "ledger", "sources", "pages", "services", "pictures")
"""The packages in `claims`, in the order in which they use each other."""
ENGINES = {
    "weasyprint": {"typeset", "workers"},
    "pydyf": {"typeset"},
    "fontTools": {"typeset", "pipeline"},
    "cssselect2": {"typeset"},
    "tinyhtml5": {"preflight"},
    "zxingcpp": {"typeset"},
    "cffi": {"preflight"},
    "page": {"preflight"},
    "pypdfium2": {"preflight", "pipeline", "diff"},
    "PIL": {"writer", "typeset", "pipeline", "diff"},
    "pybtex": {"claims"},
    "syllapy": {"prose"},
    "jinja2": {"files", "writer"},
    "babel": {"i18n", "dates", "config", "claims", "cli"},
    "pebble": {"workers"},
}
"""Each library that few parts may know, with those that do."""
ENTRANCES = {"__init__", "__main__", "api", "builder"}
WITHOUT_SPHINX = {"prose", "preflight", "typeset", "workers", "jobs", "problems", "codes", "files"}
WITHOUT_SPHINX |= {"state"}
WITHOUT_DOCUTILS = WITHOUT_SPHINX | {"config", "dates", "i18n"}


@cache
def tree_of(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text("utf-8"))


@cache
def nodes_of(module: str) -> tuple[ast.AST, ...]:
    """Return all nodes of a module's syntax."""
    return tuple(ast.walk(tree_of(module)))


@cache
def imported(module: str) -> set[str]:
    """Return every name that a module imports, anywhere in it, for types too."""
    found: set[str] = set()
    for node in nodes_of(module):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def known(module: str, *, running: bool = False) -> set[str]:
    """Return the libraries that a module imports; with `running`, not those for types only."""
    names = imported(module)
    if running:
        blocks = [node for node in nodes_of(module) if isinstance(node, ast.If)]
        only = [node for node in blocks if ast.unparse(node.test) == "TYPE_CHECKING"]
        types = {
            f"{node.module}.{alias.name}"
            for block in only
            for node in block.body
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        names = names - types
    return {name.split(".")[0] for name in names}


@cache
def parts(module: str) -> set[str]:
    """Return the modules of this package that a module imports."""
    names = imported(module)
    return {
        other
        for other in MODULES
        if other != "__init__"
        for name in names
        if name == f"handouts.{other}" or name.rpartition(".")[0] == f"handouts.{other}"
    }


def package_of(module: str) -> str:
    return module.split(".", maxsplit=1)[0]


def test_each_package_imports_those_that_the_table_allows() -> None:
    wrong = [
        f"{module} imports {other}"
        for module in MODULES
        if module not in ENTRANCES
        for other in parts(module)
        if package_of(other) in FLOW
        and package_of(other) not in FLOW.get(package_of(module), set()) | {package_of(module)}
        # Registering is the one thing that the top folder's names are for.
        and not module.endswith(".__init__")
    ]

    assert wrong == []


def test_each_part_of_claims_imports_those_before_it_only() -> None:
    names = {
        name: name.split(".")[1]
        for name in MODULES
        if name.startswith("claims.") and name.count(".") == 2
    }
    order = {name: CLAIMS.index(part) for name, part in names.items() if part in CLAIMS}
    wrong = [
        f"{module} imports {other}"
        for module in order
        for other in parts(module) & order.keys()
        if order[other] > order[module]
    ]

    assert wrong == []


def test_no_module_imports_itself_by_way_of_others_not_even_for_types() -> None:
    graph = {name: parts(name) for name in MODULES if name != "__init__"}

    assert list(TopologicalSorter(graph).static_order())


def test_each_library_has_its_home() -> None:
    homes = {
        library: {package_of(name) for name in MODULES if library in known(name)}
        for library in ENGINES
    }

    assert homes == ENGINES


def test_what_works_on_values_knows_neither_sphinx_nor_doctrees() -> None:
    wrong = [name for name in MODULES if package_of(name) in WITHOUT_SPHINX]
    wrong = [name for name in wrong if {"sphinx", "docutils"} & known(name, running=True)]

    assert wrong == []


def test_the_folder_shows_the_flow() -> None:
    modules = [name for name in MODULES if "." not in name]
    packages = {name.split(".")[0] for name in MODULES if "." in name}

    assert len(modules) <= 12
    assert packages == FLOW.keys()


def test_the_package_itself_imports_no_part_until_it_is_set_up() -> None:
    body = [node for node in tree_of("__init__").body if not isinstance(node, ast.FunctionDef)]
    body = [node for node in body if not isinstance(node, ast.If)]

    assert "handouts" not in "".join(ast.unparse(one) for one in body if _is_import(one))


def _is_import(node: ast.AST) -> bool:
    return isinstance(node, ast.Import | ast.ImportFrom)


# What no module does.


def functions() -> dict[str, int]:
    """Return the number of lines of each function, without its docstring."""
    found = {}
    for name in MODULES:
        for node in nodes_of(name):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                first = node.body[1] if ast.get_docstring(node) and node.body[1:] else node.body[0]
                found[f"{name}:{node.name}:{node.lineno}"] = node.end_lineno - first.lineno + 1
    return found


def test_no_class_name_is_defined_twice() -> None:
    names = [
        node.name for name in MODULES for node in nodes_of(name) if isinstance(node, ast.ClassDef)
    ]

    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_functions_are_short() -> None:
    lines = functions()
    ordered = sorted(lines.values())

    assert ordered[len(ordered) // 2] <= 8
    assert ordered[len(ordered) * 9 // 10] <= 20
    assert [name for name, count in lines.items() if count > 45] == []


NEED_A_PROJECT = {"api", "state", "releases.addresses", "cli.releases.propose"}
"""Modules whose examples are there to be read: they name a build, or what a register holds."""


def test_the_examples_of_docstrings_hold() -> None:
    with_examples = {name for name, path in MODULES.items() if ">>> " in path.read_text("utf-8")}
    results = {
        name: doctest.testmod(import_module(f"handouts.{name}"), optionflags=doctest.ELLIPSIS)
        for name in sorted(with_examples - NEED_A_PROJECT)
    }

    assert [name for name, result in results.items() if result.failed] == []


# Codes.

CODE_ANYWHERE = re.compile(r'"(?:handouts\.)?([a-z-]+)"|handouts\.([a-z-]+)\]')
CODE = re.compile(r"""(?:Problem|Fault|refuse)\((?:\s*\w+,)?\s*"([a-z-]+)"|handouts\.([a-z-]+)\]""")


def test_every_code_that_is_reported_is_in_the_catalogue() -> None:
    text = "".join(path.read_text("utf-8") for path in MODULES.values())
    reported = {code for pair in CODE.findall(text) for code in pair if code}

    assert reported <= CODES.keys()


def test_every_code_of_the_catalogue_is_reported_somewhere() -> None:
    text = "".join(path.read_text("utf-8") for name, path in MODULES.items() if name != "codes")
    reported = {code for pair in CODE_ANYWHERE.findall(text) for code in pair}

    assert CODES.keys() - reported == set()


# The pages for authors.


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The pages for authors, read on their own: whatever they show is made from the code."""
    from sphinx.testing.util import SphinxTestApp

    srcdir = tmp_path_factory.mktemp("contributing")
    for path in (ROOT / "docs" / "contributing").glob("*.*"):
        (srcdir / path.name).write_bytes(path.read_bytes())
    extensions = ["myst_parser", "sphinx_design", "handouts", "reference"]
    (srcdir / "conf.py").write_text(
        f"import sys\nsys.path.insert(0, {str(ROOT / 'docs' / '_ext')!r})\n"
        f"extensions = {extensions}\n"
        'myst_enable_extensions = ["attrs_block", "colon_fence"]\n'
        # Links to the material lead nowhere here; the tests of the site follow them.
        'suppress_warnings = ["myst.xref_missing"]\n'
    )
    app = SphinxTestApp("dummy", srcdir=srcdir, confoverrides={"nitpicky": True})
    try:
        app.build()
        app.known_directives = dict(directives._directives)
    finally:
        app.cleanup()
    return app


def terms(app, docname: str) -> set[str]:
    return {node.astext() for node in app.env.get_doctree(docname).findall(nodes.term)}


def test_the_pages_for_authors_are_built_without_a_warning(pages) -> None:
    assert pages.warning.getvalue() == ""


def test_every_code_has_its_place_on_the_page_of_messages(pages) -> None:
    assert terms(pages, "messages") == {f"handouts.{code}" for code in CODES}


def test_every_construct_has_its_place_on_the_page_of_constructs(pages) -> None:
    rows = tomllib.loads((ROOT / "tests" / "constructs.toml").read_text("utf-8"))["construct"]
    shown = pages.env.get_doctree("constructs").findall(nodes.row)

    assert [row[0].astext() for row in shown if row[0].astext() != "Construct"] == [
        row["name"].replace("`", "") for row in rows
    ]


def test_every_setting_has_its_place_on_the_page_of_settings(pages) -> None:
    registered = {name for name in pages.config.values if name.startswith("handouts_")}

    assert terms(pages, "settings") == registered


def test_every_command_has_its_place_on_the_page_of_commands(pages) -> None:
    (commands,) = (one for one in make_parser()._actions if one.choices)

    assert terms(pages, "commands") == {f"python -m handouts {name}" for name in commands.choices}


def test_every_command_that_a_page_shows_can_be_typed() -> None:
    pages = (ROOT / "README.md", *(ROOT / "docs" / "contributing").glob("*.md"))
    text = "".join(page.read_text("utf-8") for page in pages).replace("\\\n", "")
    shown = set(re.findall(r"(?<=python -m handouts )[a-z][^`>\n]*", text))
    parser = make_parser()
    refused = []
    for command in sorted(shown):
        try:
            parser.parse_args(shlex.split(command, comments=True))
        except SystemExit:
            refused.append(command)

    assert len(shown) > 20
    assert refused == []


def test_the_design_record_lists_the_attributes_of_nodes_and_where_they_are_set(pages) -> None:
    text = (ROOT / "docs" / "contributing" / "design.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `(handouts_\w+)` \|.*\|(.*)\|$", text, re.MULTILINE))
    places = [(name, one) for name in rows for one in re.findall("`([^`]+)`", rows[name])]
    asked = {name for module in MODULES for name in attributes_of(module)}

    # A setting has the name of one of them.
    assert asked - pages.config.values.keys() == rows.keys() - {"handouts_ledger"}
    assert [(name, one) for name, one in places if name not in text_of(PACKAGE / one)] == []


def attributes_of(module: str) -> Iterator[str]:
    """Yield the names of ours that a module asks of a node, or gives to one."""
    for node in nodes_of(module):
        found: list[ast.expr | str | None] = []
        if isinstance(node, ast.Subscript):
            found = [node.slice]
        elif isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In):
            found = [node.left]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            found = [*node.args[:1], *(one.arg for one in node.keywords)]
        names = (one.value if isinstance(one, ast.Constant) else one for one in found)
        yield from (one for one in names if re.fullmatch(r"handouts_\w+", str(one)))


def text_of(place: Path) -> str:
    paths = [place] if place.is_file() else sorted(place.rglob("*.py"))
    return "".join(path.read_text("utf-8") for path in paths)


def test_every_command_says_what_its_exit_status_means() -> None:
    (commands,) = (one for one in make_parser()._actions if one.choices)
    silent = [name for name, parser in commands.choices.items() if "Exit" not in str(parser.epilog)]

    assert silent == []


def test_every_directive_and_every_key_of_a_page_has_its_place_in_the_reference(pages) -> None:
    added = {
        name
        for name, kind in pages.known_directives.items()
        # Those of docutils and Sphinx that are made careful, or get an option, do what they did.
        if kind.__module__.startswith("handouts.")
        and not kind.__module__.endswith((".fetching", ".build_day"))
        and name != "image"
    }
    text = "".join(path.read_text("utf-8") for path in MODULES.values())
    asked = set(re.findall(r"metadata(?:\[\w+\])?\.get\(\"([a-z-]+)\"", text))

    assert asked <= FRONT_MATTER.keys()
    assert terms(pages, "reference") == {*added, *FRONT_MATTER}


def test_every_option_of_a_directive_is_described_in_words(pages) -> None:
    own = [one for one in pages.known_directives.values() if hasattr(one, "options_in_words")]

    assert [one for one in own if set(one.option_spec or ()) != set(one.options_in_words)] == []


def test_the_way_through_the_code_leads_to_what_is_there() -> None:
    text = (ROOT / "docs" / "contributing" / "design.md").read_text("utf-8")
    places = re.findall(
        r"^\| `(\w+)` in `([\w/]+)\.py`(?:, its method `(\w+)`)? \|", text, re.MULTILINE
    )
    there = {
        (name, path.replace(".", "/"), inner)
        for path in MODULES
        for node in tree_of(path).body
        if (name := getattr(node, "name", ""))
        for inner in ("", *(getattr(one, "name", "") for one in getattr(node, "body", ())))
    }

    assert places
    assert set(places) - there == set()


def test_the_map_of_the_design_record_names_each_package_in_the_order_of_the_flow() -> None:
    text = (ROOT / "docs" / "contributing" / "design.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)/` \|", text, re.MULTILINE)

    assert rows == list(FLOW)


# Examples that readers copy.

BLOCK = re.compile(
    r"^(`{3,})\{code-block\} (markdown|python|rst|toml)\n((?::\w[^\n]*\n)*)\n?(.*?)^\1$",
    re.MULTILINE | re.DOTALL,
)
LEDGER = re.compile(r"^```toml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CONF = """
extensions = ["myst_parser", "sphinx_design", "handouts"]
myst_enable_extensions = ["attrs_block", "colon_fence"]
html_baseurl = "https://example.org/back"
handouts_today = "2026-12-01"
handouts_editions = {"a4": {"paper": "A4"}}
"""
SOURCE = "@misc{walk2020, title = {A walk}, author = {Walker, Ann}, year = {2020}}\n"


def blocks(page: str, kind: str) -> list[tuple[str, str]]:
    """Return the examples of a page: file name, or nothing for a part of one, and text."""
    text = (ROOT / "docs" / "contributing" / f"{page}.md").read_text("utf-8")
    assert len(BLOCK.findall(text)) == text.count("{code-block}")
    return [
        (found[1] if (found := re.search(r":caption: (\S+)", options)) else "", example)
        for _, language, options, example in BLOCK.findall(text)
        if language == kind
    ]


def fenced_blocks(page: str, language: str) -> list[str]:
    """Return the examples of a page in a language that is no Markdown and no Python."""
    text = (ROOT / "docs" / "contributing" / f"{page}.md").read_text("utf-8")
    opening = rf"^```\{{code-block\}} {language}\n(?::\w[^\n]*\n)*\n?"
    return re.findall(rf"{opening}(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def fenced(language: str, guide: str) -> str:
    """Return the one example of a guide in a language, or nothing."""
    found = re.search(rf"^```{language}\n(.*?)^```$", guide, re.MULTILINE | re.DOTALL)
    return found[1] if found else ""


def print_project(folder: Path, files: dict[str, str]) -> Built:
    """Build a project as a reader would, by the day of its own conf.py."""
    names = "\n".join(name for name in files if name.endswith((".md", ".rst")))
    contents = f"# All\n\n```{{toctree}}\n{names}\n```\n"
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("HANDOUTS_TODAY", raising=False)
        return Project(folder, {"index.md": contents, **files}).build()


FROM_REPORT = re.compile(r"\{handouts-(?:report|list|gallery)\}")


@pytest.mark.parametrize("page", ["handouts", "writing", "figures", "ledger"])
def test_every_example_of_a_page_is_printed_as_it_stands(tmp_path, page: str) -> None:
    examples = blocks(page, "markdown")
    files = {name: text for name, text in examples if name}
    for number, (name, text) in enumerate(examples):
        if not name:
            # What is made from the report has its place on a page, and is refused on a sheet.
            head = "" if FROM_REPORT.search(text) else "---\nhandout: patients\n---\n"
            files[f"part-{number}.md"] = f"{head}# A part\n\n{text}"
    guide = (ROOT / "docs" / "contributing" / f"{page}.md").read_text("utf-8")
    if ledger := LEDGER.findall(guide):
        files |= {"claims.toml": "\n".join(ledger), "references.bib": SOURCE}
    if services := [text for _, text in blocks(page, "toml")]:
        files["services.toml"] = "\n".join(services)
    if source := fenced("bibtex", guide):
        files["references.bib"] = source
    if picture := fenced("xml", guide):
        files["knee.svg"] = picture

    conf = "\n".join([CONF, *(text for _, text in blocks(page, "python"))])
    built = print_project(tmp_path, {"conf.py": conf, **files})

    assert built.warnings == []
    sheets = [text for text in files.values() if "\nhandout: " in text]
    assert len(built.files()) == len(sheets) > 0


@pytest.mark.parametrize(
    "example", [text for page in ("settings", "adopting") for _, text in blocks(page, "python")]
)
def test_every_example_of_settings_prints_a_sheet(tmp_path, example: str) -> None:
    conf = example if "extensions" in example else CONF + example
    named = re.search(r'handouts_audiences = \{\s+"(\w+)"', example)
    sheet = f"---\nhandout: {named[1] if named else 'patients'}\n---\n# Knees\n\nKeep moving.\n"

    built = print_project(tmp_path, {"conf.py": conf, "knees.md": sheet})

    assert (built.warnings, len(built.files()) > 0) == ([], True)


def test_the_examples_in_rst_print_a_sheet(tmp_path) -> None:
    files = dict(blocks("adopting", "rst"))
    contents = "All\n===\n\n.. toctree::\n   :glob:\n\n   *\n"
    conf = 'extensions = ["handouts"]\nhandouts_editions = {"a4": {"paper": "A4"}}\n'

    built = Project(tmp_path, {"conf.py": conf, "index.rst": contents, **files}).build()

    assert (built.warnings, built.files()) == ([], ["knee-sheet-a4.pdf"])


def test_the_example_of_a_catalogue_is_printed(tmp_path) -> None:
    (catalogue,) = fenced_blocks("translating", "po")
    sheet = "---\nhandout: patients\ncheck-by: 2027-05-22\n---\n# Knees\n\nKeep moving.\n"

    words = {"locales/cy/LC_MESSAGES/handouts-words.po": catalogue}
    conf = CONF + 'language = "cy"\n'

    built = print_project(tmp_path, {"conf.py": conf, "knees.md": sheet, **words})

    (warning,) = built.warnings  # It is an example, of one text.
    assert "texts that the program itself puts on sheets stay in English" in warning
    assert "Peidiwch â defnyddio ar ôl 22 Mai 2027." in built.pdf_text(handout="knees")


def test_the_example_of_the_readme_prints_its_three_sheets(tmp_path) -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    files = {
        name: example
        for name, _, example in re.findall(
            r"^`(?:pages/)?([\w.-]+)`:\n\n(`{3,})\w+\n(.*?)^\2$", text, re.MULTILINE | re.DOTALL
        )
    }

    built = print_project(tmp_path, files)

    assert (built.warnings, len(built.files())) == ([], 3)


# The project's own files.


def test_all_that_the_package_imports_is_among_its_dependencies() -> None:
    brought = {
        **dict.fromkeys(("docutils", "Jinja2"), "sphinx"),
        **dict.fromkeys(("cssselect2", "fonttools", "pydyf", "tinyhtml5"), "weasyprint"),
    }
    project = PYPROJECT["project"]
    extras = [line for lines in project.get("optional-dependencies", {}).values() for line in lines]
    declared = {re.split(r"[<>=]", line)[0] for line in [*project["dependencies"], *extras]}
    outside = {name.split(".")[0] for module in MODULES for name in imported(module)}
    known = packages_distributions()
    needed = {known[name][0] for name in outside - sys.stdlib_module_names - {"handouts"}}

    assert {brought.get(name, name).lower() for name in needed} <= declared


def test_the_oldest_python_is_the_same_wherever_it_is_named() -> None:
    oldest = PYPROJECT["project"]["requires-python"].removeprefix(">=")
    prefix = "Programming Language :: Python :: 3."
    classifiers = [one for one in PYPROJECT["project"]["classifiers"] if one.startswith(prefix)]
    script = (ROOT / "tools" / "system-packages").read_text("utf-8")

    assert classifiers[0].endswith(f":: {oldest}")
    assert f"({oldest.replace('.', ', ')})" in script


def test_the_changelog_has_this_version() -> None:
    assert f"\n## {__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


FOLDERS = (".github", "src", "tests", "docs", "tools", ".ci")
FOREIGN = re.compile(
    r"""(?:^|[\s"'=(<`])/(?:work|root|home|Users)/\w|(?:extra-)?index[-]url|find[-]links"""
    r"""|/simple/?["'\s]|local[h]ost|127[.]0""",
    re.MULTILINE,
)


@cache
def own_files() -> list[Path]:
    """Return the files of the project: those of git, or where git is not, those of its folders."""
    if (ROOT / ".git").exists() and shutil.which("git"):
        names = subprocess.check_output(["git", "ls-files", "-z"], cwd=ROOT, text=True)
        return [ROOT / name for name in names.rstrip("\0").split("\0")]
    return [*ROOT.iterdir(), *(path for name in FOLDERS for path in (ROOT / name).rglob("*"))]


def test_no_file_tells_of_the_machine_or_the_registry_it_came_from() -> None:
    texts = [
        path
        for path in own_files()
        if path.is_file() and path.suffix not in {".ttf", ".woff2", ".png", ".pyc", ".jpg", ".mo"}
    ]

    assert not [path for path in texts if FOREIGN.search(path.read_text("utf-8", "replace"))]


# What a fresh machine shows.


def test_no_result_lies_in_the_top_folder() -> None:
    results = {".html", ".pdf", ".png", ".svg"}

    found = [path.name for path in own_files() if path.parent == ROOT and path.suffix in results]

    assert found == []


def run_system_packages(
    folder: Path, *options: str, path: str = os.environ["PATH"], **stubs: str
) -> subprocess.CompletedProcess[str]:
    """Run the script with programs of our own in front of the machine's."""
    for name, script in stubs.items():
        stub = folder / name.replace("_", "-")
        stub.write_text(f"#!/bin/sh\n{script}\n")
        stub.chmod(0o755)
    real = folder / "real"  # It has what makes a virtual environment, even if Debian left it out.
    real.write_text('#!/bin/sh\ncase "$*" in *ensurepip*) exit 0;; esac; exec "$ITSELF" "$@"\n')
    real.chmod(0o755)
    environment = {"PATH": f"{folder}:{path}", "REAL": str(real), "ITSELF": sys.executable}
    command = ["/bin/sh", str(ROOT / "tools" / "system-packages"), str(folder / "python")]
    return subprocess.run(
        [*command, *options], capture_output=True, text=True, check=False, env=environment
    )


WITHOUT_LIBRARIES = '[ "$1" = - ] && [ ! -e "$0.installed" ] && exit 1; exec "$REAL" "$@"'


def test_without_rights_a_missing_library_is_reported_with_the_line_to_type(tmp_path) -> None:
    run = run_system_packages(tmp_path, python=WITHOUT_LIBRARIES, id="echo 1000")

    assert run.returncode == 1
    assert "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in run.stderr
    assert "dnf install" in run.stderr
    assert "brew install" in run.stderr


def test_what_makes_a_virtual_environment_is_missed_by_the_name_of_its_package(tmp_path) -> None:
    without = 'case "$*" in *ensurepip*) exit 1;; esac; exec "$REAL" "$@"'
    run = run_system_packages(tmp_path, python=without, id="echo 1000")

    major, minor = sys.version_info[:2]
    assert run.returncode == 1
    assert f"sudo apt-get install python{major}.{minor}-venv\n" in run.stderr


def test_as_root_a_missing_library_is_installed_and_named(tmp_path) -> None:
    apt_get = 'echo "$@" >>"$0.log"; touch "$(dirname "$0")/python.installed"'
    run = run_system_packages(tmp_path, python=WITHOUT_LIBRARIES, id="echo 0", apt_get=apt_get)

    log = (tmp_path / "apt-get.log").read_text().splitlines()
    assert run.returncode == 0
    assert "Installing with apt-get: libpango-1.0-0" in run.stdout
    assert [line.split()[1] for line in log] == ["update", "install"]


def test_a_python_that_is_too_old_is_reported_with_its_version(tmp_path) -> None:
    old = 'case "$*" in *"< (3"*) exit 1;; -V) echo Python 3.9.2;; *) exec "$REAL" "$@";; esac'
    run = run_system_packages(tmp_path, python=old)

    assert run.returncode == 1
    assert "Python 3.11 or newer is needed" in run.stderr
    assert "is 3.9.2" in run.stderr


def test_without_rights_a_missing_browser_is_reported_and_no_failure(tmp_path) -> None:
    run = run_system_packages(tmp_path, "browser", path="", id="echo 1000")

    assert run.returncode == 0
    assert "are skipped" in run.stderr
    assert "sudo apt-get install chromium fonts-liberation" in run.stderr


def test_as_root_a_missing_browser_is_installed(tmp_path) -> None:
    apt_get = 'echo "$@" >>"$0.log"'
    run = run_system_packages(tmp_path, "browser", path="", id="echo 0", apt_get=apt_get)

    assert "install -y --no-install-recommends chromium fonts-liberation" in (
        tmp_path / "apt-get.log"
    ).read_text("utf-8")
    assert run.stderr == ""


def test_a_browser_that_cannot_be_installed_is_reported_and_no_failure(tmp_path) -> None:
    run = run_system_packages(tmp_path, "browser", path="", id="echo 0", apt_get="exit 100")

    assert run.returncode == 0
    assert "are skipped" in run.stderr


def test_where_there_is_a_browser_without_windows_it_is_installed_as_well(tmp_path) -> None:
    (tmp_path / WITH_WINDOWS[0]).touch(0o755)
    stubs = {"apt_cache": "exit 0", "apt_get": 'echo "$@" >>"$0.log"'}
    run_system_packages(tmp_path, "browser", path="", id="echo 0", **stubs)

    log = (tmp_path / "apt-get.log").read_text("utf-8").splitlines()
    assert log[-1].endswith("install -y --no-install-recommends chromium-headless-shell")


@pytest.mark.parametrize("name", WITH_WINDOWS)
def test_a_browser_that_the_tests_can_start_is_not_installed_again(tmp_path, name: str) -> None:
    (tmp_path / name).touch(0o755)
    run = run_system_packages(tmp_path, "browser", path="", id="echo 0", apt_get="exit 100")

    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
