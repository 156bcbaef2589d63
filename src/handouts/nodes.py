"""The docutils nodes of this package: what pages hold until they are printed or written."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from docutils import nodes
from sphinx import addnodes

from handouts.problems import Place

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

Kind = TypeVar("Kind", bound=nodes.Node)


class embed(nodes.General, nodes.Element):
    """A place for a block: `label`, and `if_room` if it may be left out."""


class build_day(nodes.inline):
    """The day of the build, as `|today|` writes it."""


class footnote_text(nodes.Inline, nodes.Element):
    """A footnote where the text refers to it; `key` is the same for the same footnote."""


class from_report(nodes.General, nodes.Element):
    """A place for something made from the report of the build; `directive` says what."""


class icon_array(nodes.General, nodes.Element, addnodes.translatable):
    """Rows of dots: `claim`, `rows` (names of numbers) and `of`; `docname` and `path` its page."""

    def preserve_original_messages(self) -> None:
        """Keep the word for the outcome as it is written."""
        self["written"] = self.get("outcome", "")

    def extract_original_messages(self) -> list[str]:
        """Return the word for the outcome, if there is one."""
        return [self["written"]] if self.get("written") else []

    def apply_translated_message(self, original_message: str, translated_message: str) -> None:
        """Take the translation of the word for the outcome."""
        self["outcome"] = translated_message


class icon_row(nodes.Part, nodes.TextElement):
    """One row: its text is the caption; `number` is its name, `value` what the ledger says.

    `outcome` says in a word what happened to these people; `columns` dots stand in a line.
    """


class icon_caption(nodes.Part, nodes.TextElement):
    """The caption of an icon array: how to read the dots."""


class source_list(nodes.General, nodes.Element):
    """A place for the sources; `all` for those of the whole ledger."""


class source_refs(nodes.Inline, nodes.TextElement):
    """The numbers after a claim: small and raised on the web, plain on paper (`paper`)."""


class source_ref(nodes.Inline, nodes.TextElement):
    """One number, which leads to `refid`; `note` is what it says to those who cannot see it."""


class claim(nodes.inline):
    """Words tied to the ledger: `claim` is the id, `docname` and `path` the page they live on."""


class service(nodes.inline):
    """A number to call: `service` is its id or kind, `part` what of it is printed; `uri` calls.

    With `by_country` the words are those of the country of each edition.
    """


class interval_plot(nodes.Inline, nodes.TextElement):
    """A difference as dot and bar, before its figures: `value` on a `scale`, `label` in words."""


class source_mark(nodes.Inline, nodes.TextElement):
    """One mark for all sources of a claim: leads to `refid`; `note` says what they are."""


class sources_fold(nodes.General, nodes.Element):
    """A list of sources that readers open; `count` is how many."""


def pass_by(self: nodes.NodeVisitor, node: nodes.Element) -> None:
    """Write what is inside a node, and nothing around it."""


def writing(text: str) -> Callable[[Any, nodes.Element], None]:
    """Return a visitor of nodes that writes a text."""
    return lambda self, node: self.body.append(text)


WORDS_ONLY: dict[str, Any] = dict.fromkeys(("latex", "text", "man", "texinfo"), (pass_by, pass_by))
"""What `Sphinx.add_node` takes for a node whose words are all that other builders write of it."""


def link_to(kind: str, target: str, *words: nodes.Node, **attributes: Any) -> nodes.Element:
    """Return a link to a page (`doc`) or a label (`ref`), which each builder resolves its way."""
    return addnodes.pending_xref(
        "",
        *words,
        refdomain="std",
        reftype=kind,
        reftarget=target,
        refexplicit=True,
        refwarn=True,
        **attributes,
    )


def unlink(link: nodes.reference) -> None:
    """Replace a link by its words, which keep its classes and the names that others lead to."""
    link.replace_self(nodes.inline("", "", *link.children))


def walk(root: nodes.Node, kind: type[Kind] | tuple[type[Kind], ...]) -> Iterator[Kind]:
    """Yield a node and those in it, in order, as far as they are of some kind.

    In one generator, and as the `findall` of docutils in all else: what is put into the tree
    meanwhile, after the node that was yielded last, is yielded too.
    """
    if isinstance(root, kind):
        yield root
    around: list[Iterator[nodes.Node]] = []
    here = iter(root.children)
    while True:
        for node in here:
            if isinstance(node, kind):
                yield node
            if node.children:
                around.append(here)
                here = iter(node.children)
                break
        else:
            if not around:
                return
            here = around.pop()


def nodes_in(root: nodes.Element, kind: type[Kind] | tuple[type[Kind], ...]) -> list[Kind]:
    """Return an element and the nodes in it, in order, as far as they are of some kind.

    A list, so that the tree may be changed meanwhile.
    """
    return list(walk(root, kind))


def discard(document: nodes.document) -> None:
    """Free a doctree that nobody uses any more.

    Its nodes refer to their parents, so only the garbage collector would free them, later. What was
    taken out of the doctree still refers to it.
    """
    for node in nodes_in(document, nodes.Node):
        node.parent = node.document = None  # type: ignore[assignment]
    document.children, document.ids, document.transformer = [], {}, None  # type: ignore[assignment]


RAISED = str.maketrans("0123456789+-\u2212", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
LOWERED = str.maketrans("0123456789+-\u2212", "₀₁₂₃₄₅₆₇₈₉₊₋₋")


def plain_text(node: nodes.Node, before: str = "") -> str:
    """Return the text of a node, in which raised and lowered digits are no part of a number.

    >>> ten = nodes.inline("", "", nodes.Text("10"), nodes.superscript("", "5"))
    >>> ten.astext(), plain_text(ten)
    ('105', '10⁵')

    :param before: what stands before the node
    """
    if not isinstance(node, nodes.Element):
        return node.astext()
    parts: list[str] = []
    for child in node.children:
        parts.append(plain_text(child, parts[-1] if parts else before))
    text = node.child_text_separator.join(parts)
    if isinstance(node, nodes.superscript | nodes.subscript) and before[-1:].isdigit():
        return text.translate(RAISED if isinstance(node, nodes.superscript) else LOWERED)
    return text


def page_of(env: BuildEnvironment) -> dict[str, str]:
    """Return the attributes by which a node remembers its page, wherever it is embedded."""
    docname = env.current_document.docname
    return {"docname": docname, "path": env.doc2path(docname, False).as_posix()}


def upwards(node: nodes.Node | None) -> Iterator[nodes.Element]:
    """Yield a node, if it is an element, and all that it stands in, the nearest first."""
    element = node if node is None or isinstance(node, nodes.Element) else node.parent
    while element is not None:  # Only elements hold others.
        yield element
        element = element.parent


HTML_COMMENT = re.compile(r"<!--(?!-?>)(?>(?:[^-]|-(?!-!?>))*)-->")
"""A comment of HTML, of which a browser shows nothing."""
ALWAYS = -1
"""Number of what is never left out, before those of all blocks that may be."""


def if_room(node: nodes.Node) -> int:
    """Return the number of the block that may be left out in which a node stands, or `ALWAYS`."""
    numbers = (one["handouts_if_room"] for one in upwards(node) if "handouts_if_room" in one)
    return int(next(numbers, ALWAYS))


def origin(node: nodes.Node) -> tuple[str | None, int | None]:
    """Return the file and the line that a node was read from, as far as they are known.

    `get_source_line` of docutils stops at the first node that has either of them.
    """
    source: str | None = None
    line: int | None = None
    for one in upwards(node):
        source, line = source or one.source, line or one.line
        if source and line:
            break
    return source or None, line or None


def place_of_node(node: nodes.Node, srcdir: Path, lines: int = 0) -> Place:
    """Return where a node was read from, so many lines further down."""
    source, line = origin(node)
    path = path_in_project(source, srcdir) if source else ""
    return Place(path or (source or "").partition(":")[0], line + lines if line else None)


def path_in_project(source: str, srcdir: Path) -> str:
    """Return the path of a file from the source folder, or nothing if it is not there.

    :param source: the file as docutils names it, perhaps followed by what is added to it

    >>> path_in_project("/docs/a.md:3:<translated>", Path("/docs"))
    'a.md'
    """
    inside = source.removeprefix(f"{srcdir.as_posix()}/")
    if inside != source and ":" not in inside and ".." not in inside:
        return inside  # As most are: each block of a handout is asked for.
    # Autodoc and translations put their own words between file and line.
    name = source.partition(":docstring of ")[0].removesuffix(":<translated>")
    path = name.rpartition(":")[0] if name != source else name
    # Docutils names an included file from where Sphinx was started; `<rst_prologue>` is no file.
    found = Path(os.path.normpath(Path(path).absolute()))
    is_file = not name.startswith("<") and found.is_relative_to(srcdir)
    return found.relative_to(srcdir).as_posix() if is_file else ""


def is_of_author(node: nodes.raw) -> bool:
    """Return whether an author wrote raw text; what an extension makes, as an icon, has no line."""
    return node.line is not None or bool(node.source)


PLAIN = ("docutils.", "sphinx.", "sphinx_design.")
"""Packages whose nodes show no more than their text and pictures."""


def has_words_for_paper_only(document: nodes.document) -> bool:
    """Return whether something of a page is not for the web."""
    return any(map(is_for_paper_only, nodes_in(document, nodes.Element)))


def is_for_paper_only(node: nodes.Element) -> bool:
    """Return whether an author has marked a node so."""
    return "print-only" in node.get("classes", ())


def shows_something(node: nodes.Element) -> bool:
    """Return whether anything of a node is seen on a sheet."""
    # Most begin with a text, so the rest is not looked at.
    return any(map(_shows, node.findall()))


def _shows(node: nodes.Node) -> bool:
    if not isinstance(node, nodes.Element):
        words = HTML_COMMENT.sub("", node.astext())
        return bool(words.strip()) and not isinstance(node.parent, nodes.Invisible)
    # What the writer refuses by its name, such as a bibliography, is something too, and so is the
    # name of a box, which the writer adds. Dots, lists of sources and what a project's own visitors
    # write may have no text yet.
    pictures = nodes.image | nodes.citation_reference | nodes.Admonition
    has_drawing = "svg" in node or "write-in" in node["classes"]
    is_plain = isinstance(node, footnote_text) or type(node).__module__.startswith(PLAIN)
    return isinstance(node, pictures) or has_drawing or not is_plain
