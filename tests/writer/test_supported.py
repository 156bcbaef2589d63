"""Every construct that a page may hold is printed as its row says, or refused with a message."""

from __future__ import annotations

import importlib
import inspect
import io
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from docutils import nodes
from PIL import Image

from handouts.writer.document import SheetTranslator
from handouts.writer.supported import ALIASES, ELEMENTS, REFUSED, TRANSPARENT
from projects import Project

if TYPE_CHECKING:
    from projects import Built

ROWS = tomllib.loads((Path(__file__).parents[1] / "constructs.toml").read_text("utf-8"))[
    "construct"
]
CONF = """
extensions = [
    "myst_parser", "sphinx_design", "sphinx.ext.ifconfig", "sphinx.ext.todo", "handouts"
]
myst_enable_extensions = [
    "amsmath", "attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath", "fieldlist",
    "html_admonition", "html_image", "linkify", "replacements", "smartquotes", "strikethrough",
    "substitution", "tasklist",
]
myst_substitutions = {"word": "replaced"}
handouts_editions = {"a4": {"paper": "A4"}}
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><path d="M0 0h4v3z"/></svg>'
USE = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'viewBox="0 0 4 3"><defs><path id="a" d="M0 0h1v1z"/></defs><use xlink:href="#a"/></svg>'
)
INDEX = (
    "(sheet)=\n# Index\n\n(source-block)=\nblock\n\n(Block with a Blank)=\nblank\n\n"
    "```{toctree}\n:glob:\n\nrow-*\n```\n"
)


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Built:
    """Return all rows, each as a handout of its own, printed in one build."""
    rows = {
        f"row-{number}.md": f"---\nhandout: patients\n---\n# Title\n\n{row['source']}\n"
        for number, row in enumerate(ROWS)
    }
    files = {"conf.py": CONF, "index.md": INDEX, "box.svg": SVG, "part.txt": "included\n", **rows}
    files |= {"use.svg": USE, "deep.png": deep_picture()}
    return Project(tmp_path_factory.mktemp("constructs"), files).build()


def deep_picture() -> bytes:
    """Return a PNG of sixteen bits a colour."""
    data = io.BytesIO()
    Image.new("I;16", (8, 8), 40000).save(data, "PNG")
    return data.getvalue()


def name_of(row: dict[str, str]) -> str:
    return row["name"].replace("`", "")


@pytest.mark.parametrize("row", ROWS, ids=name_of)
def test_a_construct_is_printed_or_refused_as_its_row_says(
    built: Built, row: dict[str, str]
) -> None:
    page = f"row-{ROWS.index(row)}"
    found = [line for line in built.warnings if line.startswith(f"{page}.md:")]
    codes = set(re.findall(r"\[handouts\.([\w-]+)\]", " ".join(found)))

    assert codes == ({row["refused"]} if "refused" in row else set()), found
    if codes:
        assert f"{page}-a4.pdf" not in built.files()
    else:
        assert built.pdf_text("a4", page).removeprefix("Title").strip() == row["says"]


# Nothing falls through to a default: every kind of node that there is has been thought of.

GONE = {
    # Told by transforms before a sheet is written.
    *("index", "tabular_col_spec", "target", "toctree", "substitution_definition"),
    *("pending", "pending_xref", "pending_xref_condition", "only", "highlightlang", "meta"),
    *("substitution_reference", "translatable", "start_of_file"),
    # Parts of what is refused as a whole.
    *("desc_addname", "desc_annotation", "desc_content", "desc_inline"),
    *("desc_sig_element", "desc_sig_keyword", "desc_sig_keyword_type", "desc_sig_literal_char"),
    *("desc_sig_literal_number", "desc_sig_literal_string", "desc_sig_name"),
    *("desc_sig_operator", "desc_sig_punctuation", "desc_sig_space"),
    *("desc_name", "desc_optional", "desc_parameter", "desc_parameterlist", "desc_returns"),
    *("desc_signature", "desc_signature_line", "desc_type", "desc_type_parameter"),
    *("desc_type_parameter_list", "production", "label", "option", "option_argument"),
    *("option_group", "option_list_item", "option_string", "description"),
    # What docutils makes of a page's first lines, and Sphinx does not.
    *("address", "author", "authors", "contact", "copyright", "date", "docinfo", "footer"),
    *("header", "organization", "revision", "status", "version"),
    # What sphinx-design makes for browsers, after a sheet has gone its own way.
    *("aside_main", "dropdown_main", "dropdown_title", "sd_tab_input", "sd_tab_label"),
    # Classes that others derive from.
    *("Element", "TextElement", "PureTextElement", "FixedTextElement", "Node"),
    "_desc_classes_injector",
}
"""Kinds of nodes that a sheet is never asked to print, and would refuse by name."""


def kinds() -> Iterator[type[nodes.Node]]:
    """Yield every kind of node that Sphinx's own parts, MyST and sphinx-design can make."""
    names = ["docutils.nodes", "sphinx.addnodes"]
    import sphinx_design

    folder = Path(sphinx_design.__file__).parent
    names += [f"sphinx_design.{path.stem}" for path in folder.glob("[a-z]*.py")]
    for name in names:
        module = importlib.import_module(name)
        for kind in vars(module).values():
            if inspect.isclass(kind) and issubclass(kind, nodes.Node) and kind.__module__ == name:
                yield kind


def has_a_decision(kind: type[nodes.Node]) -> bool:
    name = ALIASES.get(kind.__name__, kind.__name__)
    known = name in {*ELEMENTS, *TRANSPARENT, *REFUSED}
    return known or hasattr(SheetTranslator, f"visit_{name}")


def test_every_kind_of_node_is_printed_refused_or_known_to_be_gone() -> None:
    assert {kind.__name__ for kind in kinds() if not has_a_decision(kind)} == GONE
