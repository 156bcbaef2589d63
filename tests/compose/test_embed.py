"""The `embed` directive, and putting blocks in their places."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from docutils import nodes
from sphinx import addnodes

from handouts.audit.labels import Labels
from handouts.compose.embed import BlockCopier, Placed, renew_ids
from handouts.compose.references import link_to_sources
from handouts.nodes import embed, footnote_text
from projects import Project

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

CONF = """
extensions = ["myst_parser", "sphinx_design", "handouts"]
myst_enable_extensions = ["colon_fence", "deflist"]
exclude_patterns = ["none"]
"""
Read = Callable[..., "Sphinx"]
Place = Callable[..., tuple[nodes.document, Placed]]


@pytest.fixture(scope="module")
def read(tmp_path_factory) -> Iterator[Read]:
    """Return a function that reads a handout and the page that it embeds from."""

    def read_pages(handout: str, source: str, **more: str) -> Sphinx:
        files = {name if "." in name else f"{name}.md": text for name, text in more.items()}
        files |= {"index.md": f"# Handout\n\n{handout}", "a/source.md": f"# Source\n\n{source}"}
        return read_files(files)

    with Project(tmp_path_factory.mktemp("pages"), {"conf.py": CONF}).reader() as read_files:
        yield read_pages


@pytest.fixture
def place(read: Read) -> Place:
    """Return a function that gives a handout with its blocks, and what was noted of them."""

    def place_in_page(handout: str, source: str, **more: str) -> tuple[nodes.document, Placed]:
        return placed_in(read(handout, source, **more).env)

    return place_in_page


def placed_in(env: BuildEnvironment) -> tuple[nodes.document, Placed]:
    document = env.get_doctree("index")
    where = Labels(env).where
    return document, BlockCopier("index", where, env.get_doctree, env).place(document)


def put(*labels: str) -> str:
    return "\n".join(f"```{{embed}} #{label}\n```\n" for label in labels)


def ids(document: nodes.document) -> list[str]:
    return [name for node in document.findall(nodes.Element) for name in node.get("ids", ())]


# The directive.


@pytest.mark.parametrize(
    ("words", "label", "if_room"),
    [
        ("#In-Short", "in-short", False),
        ("#a\n:if-room:", "a", True),
        # As Sphinx finds labels.
        ("#My Label", "my label", False),
        ("# MY  LABEL", "my label", False),
    ],
)
def test_a_directive_leaves_a_place_for_a_block(
    read: Read, words: str, label: str, if_room: bool
) -> None:
    document = read(f"```{{embed}} {words}\n```\n", "").env.get_doctree("index")

    (node,) = document.findall(embed)
    assert (node["label"], node["if_room"], node.line) == (label, if_room, 3)


@pytest.mark.parametrize("argument", ["in-short", "#", "# "])
def test_a_label_begins_with_a_number_sign(read: Read, argument: str) -> None:
    document = read(f"```{{embed}} {argument}\n```\n", "").env.get_doctree("index")

    (node,) = document.findall(embed)
    assert "expected one label after a number sign" in node["fault"]


# What can be embedded.

BLOCKS = [
    ("paragraph", "text"),
    ("bullet_list", "* text\n"),
    ("enumerated_list", "1. text\n"),
    ("definition_list", "Term\n: text\n"),
    ("table", "| head |\n|---|\n| text |\n"),
    ("note", ":::{note}\ntext\n:::\n"),
    ("admonition", ":::{admonition} Title\ntext\n:::\n"),
    ("figure", "```{figure} none.png\ntext\n```\n"),
    ("image", "```{image} none.png\n```\n"),
    ("block_quote", "> text\n"),
    ("literal_block", "```\ntext\n```\n"),
    ("section", "## Head\n\ntext\n"),
    ("container", "::::{tab-set}\n:::{tab-item} A\ntext\n:::\n::::\n"),
    ("container", ":::{dropdown} A\ntext\n:::\n"),
    ("container", ":::{card} A\ntext\n:::\n"),
    ("topic", ":::{topic} A\ntext\n:::\n"),
]


@pytest.mark.parametrize(("kind", "block"), BLOCKS)
def test_a_label_before_a_block_embeds_it(place: Place, kind: str, block: str) -> None:
    document, placed = place(put("x"), f"(x)=\n{block}\n")

    (found,) = (node for node in document.findall(nodes.Element) if "handouts_block" in node)
    assert (found.tagname, placed.faults) == (kind, [])
    assert "x" in ids(document)  # So that it can be linked to.


def test_a_block_in_a_list_item_can_be_embedded(place: Place) -> None:
    _, placed = place(put("x"), "* one\n\n  (x)=\n  two\n")

    assert [block.text for block in placed.blocks] == ["two"]


def test_a_tab_is_embedded_as_its_title_and_body(place: Place) -> None:
    source = "::::{tab-set}\n\n(x)=\n:::{tab-item} Name\ntext\n:::\n::::\n"
    document, _ = place(put("x"), source)

    (found,) = (node for node in document.findall(nodes.Element) if "handouts_block" in node)
    assert [type(child).__name__ for child in found.children] == ["rubric", "paragraph"]


@pytest.mark.parametrize("source", ["(x)=\n% comment\n", "text\n\n(x)=\n"])
def test_a_label_before_nothing_is_reported(place: Place, source: str) -> None:
    document, placed = place(put("x"), source)

    assert [fault.code for fault in placed.faults] == ["embed"]
    assert not list(document.findall(embed))


@pytest.mark.parametrize(
    ("change", "words", "reported"),
    [
        ("replace_self(nodes.paragraph('', 'new', ids=['x']))", ["new"], 0),
        ("parent.remove(one)", [], 1),
    ],
    ids=["replaced", "taken out"],
)
def test_what_another_extension_took_out_is_not_embedded(
    project, change: str, words: list[str], reported: int
) -> None:
    conf = f"""{CONF}
from docutils import nodes

def change(app, document):
    for one in list(document.findall(nodes.paragraph)):
        if one.astext() == "old":
            one.{change}

def setup(app):
    app.connect("doctree-read", change)
"""
    pages = {"index.md": f"# Handout\n\n{put('x')}", "source.md": "# S\n\n(x)=\nold\n\nafter\n"}
    document, placed = placed_in(project({"conf.py": conf, **pages}).build("dummy").app.env)

    assert [one.astext() for one in document.findall(nodes.paragraph)] == words
    assert len(placed.faults) == reported


@pytest.mark.parametrize(
    ("source", "labels"),
    [
        ("(x)=\n## Part\n\n(y)=\ntext\n", "xy"),
        ("(x)=\n## Part\n\n(y)=\ntext\n", "yx"),
        ("(y)=\ntext\n\n(x)=\n:::{note}\n```{embed} #y\n```\n:::\n", "xy"),
    ],
    ids=["in a section", "before its section", "brought by a block"],
)
def test_a_block_that_another_block_brings_as_well_is_reported_once(
    place: Place, source: str, labels: str
) -> None:
    _, placed = place(put(*labels), source)

    (fault,) = placed.faults
    assert (fault.code, fault.line) == ("embed", 3 + 3 * labels.index("y"))
    assert fault.message.startswith("block '#y' would stand here twice, because '#x' holds it")


def test_a_block_that_is_embedded_twice_is_reported_with_both_lines(place: Place) -> None:
    document, placed = place(put("x", "x"), "(x)=\nRest.\n")

    (fault,) = placed.faults
    assert (document.astext().count("Rest."), fault.code, fault.line) == (2, "repeated", 6)
    assert fault.message.startswith("block '#x' stands here again, after line 3; remove one")


def test_a_block_is_embedded_twice_also_by_another_label_or_from_another_file(place: Place) -> None:
    labels = put("x", "y")
    _, placed = place(labels, "(x)=\n(y)=\nRest.\n")
    assert [fault.code for fault in placed.faults] == ["repeated"]

    included = {"part.inc": put("x")}
    _, placed = place(f"{put('x')}```{{include}} part.inc\n```\n", "(x)=\nRest.\n", **included)
    assert [fault.code for fault in placed.faults] == ["repeated"]


@pytest.mark.parametrize(
    "between",
    [
        "% allow repeated: who reads the end only must know\n\n",
        ":::{only} html\n",
        ":::{container} print-only\n",
        "::::{tab-set}\n:::{tab-item} Patients\n",
    ],
)
def test_a_block_that_is_meant_to_be_embedded_twice_is_not_reported(
    place: Place, between: str
) -> None:
    _, placed = place(f"{put('x')}\n{between}{put('x')}", "(x)=\nRest.\n")

    assert placed.faults == []


def note(label: str, *holds: str) -> str:
    """Return a box with a label, which holds other blocks."""
    return f"({label})=\n:::{{note}}\nWords.\n\n{put(*holds)}:::\n\n"


@pytest.mark.parametrize(
    ("labels", "source", "line", "where"),
    [
        ("ab", note("a", "x") + note("b", "x"), 6, "'#a' and in '#b'"),
        ("a", note("a", "x", "x"), 3, "'#a'"),
        ("abc", note("a", "b") + note("b", "x") + note("c", "x"), 9, "'#b' and in '#c'"),
        ("ab", note("a", "c") + note("b", "c") + note("c", "x"), 6, "'#a' and in '#b'"),
        ("sb", f"(s)=\n## S\n\n(x)=\nRest.\n\n## B\n\n{note('b', 'x')}", 6, "'#s' and in '#b'"),
    ],
)
def test_a_block_that_two_others_bring_is_reported_once(
    place: Place, labels: str, source: str, line: int, where: str
) -> None:
    rest = "" if "(x)" in source else "## Rest\n\n(x)=\nRest.\n"
    document, placed = place(put(*labels), source + rest)

    (fault,) = (one for one in placed.faults if one.code == "repeated")
    assert (document.astext().count("Rest.") > 1, fault.line) == (True, line)
    assert f"' stands here twice, in {where}; remove one" in fault.message


@pytest.mark.parametrize(
    ("handout", "source"),
    [
        (f"{put('a')}\n% allow repeated: both need it\n\n{put('b')}", note("b", "x")),
        (f"{put('a')}\n:::{{only}} html\n{put('b')}:::\n", note("b", "x")),
        (put("a", "b"), f"(b)=\n:::{{note}}\n% allow repeated: it\n\n{put('x')}:::\n"),
        (put("a", "b"), f"(b)=\n:::{{container}}\n:::{{only}} html\n{put('x')}:::\n"),
        (f"{put('a')}\n% allow repeated: for the end\n\n{put('a')}", ""),
    ],
)
def test_a_block_that_two_others_are_meant_to_bring_is_not_reported(
    place: Place, handout: str, source: str
) -> None:
    _, placed = place(handout, note("a", "x") + "(x)=\nRest.\n\n" + source)

    assert placed.faults == []


def test_a_label_of_what_could_not_be_read_is_not_said_to_hold_what_follows(place: Place) -> None:
    _, placed = place(put("x", "y"), "(x)=\n```{icon-array}\n```\n\n## Part\n\n(y)=\ntext\n")

    assert placed.faults == []


def test_a_block_brings_its_footnotes_with_it(place: Place) -> None:
    source = "text[^2]\n\n(x)=\ntwo [^1] and [^1]\n\n[^1]: three\n\n[^2]: four\n"
    document, placed = place(put("x"), source)

    found = list(document.findall(footnote_text))
    assert placed.faults == []
    assert [(one.astext(), one["key"]) for one in found] == [("three", found[0]["key"])] * 2


@pytest.mark.parametrize("box", [":::{note}\n{}\n:::", "> {}", "* {}", "Term\n: {}"])
def test_a_section_does_not_stand_in_a_box(place: Place, box: str) -> None:
    inner = put("x").rstrip().replace("\n", "\n> " if box[0] == ">" else "\n  ")
    body = box.replace("{}", put("x").rstrip() if box[0] == ":" else inner)
    _, placed = place(body, "(x)=\n## Head\n\ntext\n")

    assert "cannot stand inside a" in "".join(fault.message for fault in placed.faults)


def test_a_missing_label_leaves_nothing_behind(place: Place) -> None:
    document, placed = place(put("none"), "")

    assert (list(document.findall(embed)), placed.blocks) == ([], [])


def test_a_circle_ends(place: Place) -> None:
    document, _ = place(put("x"), f"(x)=\n:::{{note}}\ntext\n\n{put('x')}:::\n")

    assert document.astext().count("text") == 1


# What is noted of a block.


def test_blocks_are_numbered_as_they_stand(place: Place) -> None:
    _, placed = place(put("y", "x"), "(x)=\none\n\n(y)=\ntwo\n")

    assert [(one.number, one.label, one.docname, one.line, one.text) for one in placed.blocks] == [
        (0, "y", "a/source", 6, "two"),
        (1, "x", "a/source", 3, "one"),
    ]


def test_blocks_that_may_be_left_out_are_numbered_by_themselves(place: Place) -> None:
    room = "```{embed} #%s\n:if-room:\n```\n"
    body = f"{put('x')}\n{room % 'y'}\n{put('x')}\n{room % 'z'}"
    document, _ = place(body, "(x)=\none\n\n(y)=\ntwo\n\n(z)=\nthree\n")

    found = [node.get("handouts_if_room") for node in document.findall(nodes.paragraph)]
    assert found == [None, 0, None, 1]


def test_a_block_may_embed_another(place: Place) -> None:
    document, _ = place(put("x"), f"(x)=\n:::{{note}}\n{put('y')}:::\n\n(y)=\ninner\n")

    (note,) = document.findall(nodes.note)
    assert note.astext() == "inner"


def test_the_page_that_is_embedded_from_is_only_read(read: Read) -> None:
    env = read(put("x"), "(x)=\n[more](#x)\n").env
    source = env.get_doctree("a/source")
    before = source.pformat()
    copier = BlockCopier("index", Labels(env).where, lambda _: source, env)
    copier.place(env.get_doctree("index"))

    assert source.pformat() == before


# Ids and references.


def test_no_id_stands_twice(place: Place) -> None:
    body = f"## In short\n\n{put('in-short', 'in-short')}"
    document, placed = place(body, "(in-short)=\ntext\n")

    assert sorted(ids(document)) == sorted(set(ids(document)))
    assert [fault.code for fault in placed.faults] == ["repeated"]


def test_a_link_inside_a_block_leads_to_the_copy(place: Place) -> None:
    source = "(x)=\n:::{note}\n[there](#y)\n\n(y)=\ntext\n:::\n"
    document, _ = place(put("x"), source)

    (link,) = document.findall(nodes.reference)
    assert link["refid"] in ids(document)
    assert link["refid"] != "y"


def test_a_link_out_of_a_block_leads_to_its_old_page(place: Place) -> None:
    document, _ = place(put("x"), "(x)=\n[there](#y)\n\n(y)=\ntext\n")
    link_to_sources(document, lambda docname: f"https://example.org/{docname}")

    (link,) = document.findall(nodes.reference)
    assert link["refuri"] == "https://example.org/a/source#y"
    assert "refid" not in link


def test_a_path_means_what_it_meant_on_the_old_page(place: Place) -> None:
    document, _ = place(put("x"), "(x)=\n{doc}`other`\n", **{"a/other": "# Other\n"})

    (link,) = document.findall(addnodes.pending_xref)
    assert (link["reftarget"], link["refdoc"]) == ("/a/other", "index")


@pytest.mark.parametrize("label", ["one", "two"])
def test_a_label_before_an_embed_is_reported(project, label: str) -> None:
    page = f"---\nhandout: patients\n---\n# Sheet\n\n(one)=\n\n```{{embed}} #{label}\n```\n"
    outer = "\n```{embed} #one\n```\n" if label == "two" else ""
    written = project({"index.md": page + outer, "other.md": "# Other\n\n(two)=\n\nWords.\n"})
    built = written.build()
    message = "index.md:6: WARNING: label 'one' stands before another 'embed', which cannot be"

    assert built.files() == []
    assert [one for one in built.warnings if one.startswith(message)]


def test_a_link_of_an_inner_block_keeps_the_id_of_its_own_page() -> None:
    away = nodes.reference("", "there", refid="same", handouts_source="inner")
    here = nodes.reference("", "here", refid="same")
    block = nodes.container("", nodes.paragraph("", "Words.", ids=["same"]), away, here)

    renew_ids(block, "block-0", "outer", "sheet")

    assert (away["refid"], here["refid"]) == ("same", "block-0-same")
