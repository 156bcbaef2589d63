"""A project without handouts builds the same site with the extension as without it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from projects import Project

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
MYST: dict[str, str | bytes] = {
    "conf.py": 'extensions = ["myst_parser", "sphinx_design"@]\n'
    'myst_enable_extensions = ["attrs_block", "colon_fence", "deflist", "substitution"]\n'
    'myst_substitutions = {"who": "us"}\nhtml_static_path = ["_static"]\n'
    'html_css_files = ["own.css"]\nhtml_baseurl = "https://example.org/"\nnumfig = True\n',
    "_static/own.css": "p { color: red }\n",
    "index.md": "---\nmyst:\n  html_meta:\n    description: Ours\n---\n"
    "# Home\n\n(here)=\n## Part\n\n"
    "By {{ who }}, see [](#here) and {term}`knee`.\n\n```{toctree}\n:caption: All\n\nparts\n```\n",
    "parts.md": "# Parts\n\n```{include} words.txt\n```\n\n"
    "```{csv-table} Ours\n:file: table.csv\n```\n\n"
    "```{raw} html\n<b>Raw</b>\n```\n\n::::{grid} 2\n:::{grid-item-card} One\n:link: index\n"
    ":link-type: doc\n\nA\n:::\n:::{grid-item-card} Two\nB\n:::\n::::\n\n::::{tab-set}\n"
    ":::{tab-item} First\nC\n:::\n:::{tab-item} Next\nD\n:::\n::::\n\n"
    "```{figure} knee.svg\n:name: knee-picture\n\nA knee\n```\n\n{numref}`knee-picture`\n\n"
    "```{glossary}\nknee\n  A joint.\n```\n\n* One\n* Two\n\n"
    "A note[^a].\n\n[^a]: Below.\n",
    "words.txt": "Words of *ours*.\n",
    "table.csv": "a,b\n1,2\n",
    "knee.svg": PICTURE,
}
RST: dict[str, str | bytes] = {
    "conf.py": 'extensions = ["sphinx.ext.autodoc", "sphinx.ext.todo", "sphinx.ext.mathjax"@]\n'
    'html_theme_options = {"stickysidebar": "true"}\n'
    "todo_include_todos = True\nhtml_domain_indices = True\n",
    "index.rst": "Home\n====\n\n.. toctree::\n   :numbered:\n\n   api\n   use\n\n"
    ".. todo:: Later.\n\n.. todolist::\n",
    "api.rst": "API\n===\n\n.. py:function:: walk(far: int = 3) -> None\n\n"
    "   Walk.\n\n   :param far: How.\n\n"
    ".. autofunction:: json.dumps\n   :no-index:\n",
    "use.rst": "Use\n===\n\n.. include:: part.inc\n\n"
    ".. literalinclude:: code.py\n   :lines: 1\n\n"
    ".. csv-table:: T\n   :header: a, b\n\n   1, 2\n\n.. raw:: html\n   :file: raw.html\n\n"
    ".. math:: a^2\n\n.. figure:: knee.svg\n   :width: 50%\n   :alt: A knee\n\n   A knee.\n\n"
    ":py:func:`walk`, :ref:`genindex`, |date|\n\n.. |date| replace:: today\n\n"
    ".. index:: knees\n\n.. rubric:: Notes\n\n.. only:: html\n\n   On the web.\n",
    "part.inc": "Part\n----\n\n* One\n* Two\n",
    "code.py": "print(1)\n",
    "raw.html": "<b>Raw</b>\n",
    "knee.svg": PICTURE,
}
OF_DIRECTORIES: dict[str, str | bytes] = {
    **MYST,
    "conf.py": 'extensions = ["myst_parser", "sphinx_design"@]\n'
    'myst_enable_extensions = ["attrs_block", "colon_fence", "deflist", "substitution"]\n'
    'myst_substitutions = {"who": "us"}\nlanguage = "de"\nhtml_static_path = ["_static"]\n'
    'numfig = True\nhtml_copy_source = False\nhtml_use_opensearch = "https://example.org"\n',
}
VERSION = re.compile(r'"handouts":\d+,')
"""What Sphinx notes in the index of the search of each extension."""


def site(
    folder: Path, files: dict[str, str | bytes], theme: str, builder: str, ours: str
) -> dict[str, bytes]:
    """Return the files of a site, but for those that the extension adds."""
    conf = str(files["conf.py"]).replace("@", ours)
    project, name = Project(folder, {**files, "conf.py": conf}), "after" if ours else "before"
    built = project.build(builder, name, f"{name}-doctrees", processes=True, html_theme=theme)
    assert built.warnings == []
    return {
        path.relative_to(built.outdir).as_posix(): _without_version(path)
        for path in sorted(built.outdir.rglob("*"))
        if path.is_file() and not path.name.startswith(("handouts", ".buildinfo"))
    }


def _without_version(path: Path) -> bytes:
    data = path.read_bytes()
    if path.suffix in {".html", ".js"}:
        data = VERSION.sub("", data.decode()).encode()
    return data


@pytest.mark.parametrize(
    ("files", "theme", "builder"),
    [(MYST, "alabaster", "html"), (RST, "classic", "html"), (OF_DIRECTORIES, "haiku", "dirhtml")],
    ids=["MyST", "reStructuredText", "folders"],
)
def test_a_project_without_handouts_builds_the_same_site(
    tmp_path, files: dict[str, str | bytes], theme: str, builder: str
) -> None:
    before = site(tmp_path, files, theme, builder, "")
    after = site(tmp_path, files, theme, builder, ', "handouts"')

    added = after.keys() - before.keys()
    assert added == {"report.json"}
    assert [name for name in before if before[name] != after.get(name)] == []
