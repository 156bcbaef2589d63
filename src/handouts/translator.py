"""Write the HTML of a sheet's doctree, one visitor a construct, clean for PDF/UA-1.

What has no visitor is refused, so that nothing falls through to a default that garbles.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.locale import admonitionlabels
from sphinx.util.docutils import SphinxTranslator

from handouts.pictures import PictureError, picture_as_data

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from sphinx.builders import Builder

DEEPEST_HEADING = 6
LINKS = re.compile(r"(https?://|mailto:|tel:)", re.IGNORECASE)

ELEMENTS: dict[str, str] = {
    "block_quote": "blockquote",
    "attribution": "p",
    "definition_list": "dl",
    "term": "dt",
    "definition": "dd",
    "field_list": "dl",
    "field_name": "dt",
    "field_body": "dd",
    "compound": "div",
    "legend": "div",
    "container": "div",
    "thead": "thead",
    "tbody": "tbody",
    "row": "tr",
    "literal_block": "pre",
    "doctest_block": "pre",
    "centered": "p",
    "paragraph": "p",
    "figure": "figure",
    "emphasis": "em",
    "strong": "strong",
    "literal": "code",
    "literal_strong": "code",
    "literal_emphasis": "code",
    "manpage": "code",
    "subscript": "sub",
    "superscript": "sup",
    "title_reference": "em",
}
"""Constructs that are printed as one HTML element."""

TRANSPARENT = {
    "document",
    "definition_list_item",
    "field",
    "tgroup",
    "inline",
    "abbreviation",
    "acronym",
    "generated",
    "glossary",
    "hlist",
    "hlistcol",
    "acks",
    "classifier",
    "decoration",
    "PassthroughTextElement",
}
"""Constructs of which only the content is printed."""

ALARM = {"danger", "error", "warning", "alarm"}
ANSWER = {"important", "answer"}

REFUSED: dict[str, tuple[str, str]] = {
    "footnote_reference": ("footnote", "a footnote; put its words into the text"),
    "footnote": ("footnote", "a footnote; put its words into the text"),
    "citation": ("unsupported", "a citation list; name the source in the text"),
    "math": ("unsupported", "a formula; write it in words or as a picture"),
    "math_block": ("unsupported", "a formula; write it in words or as a picture"),
    "raw": ("unsupported", "raw HTML; write it in Markdown"),
    "problematic": ("unsupported", "text that could not be parsed; see the warnings before"),
    "system_message": ("unsupported", "text that could not be parsed; see the warnings before"),
    "number_reference": ("unsupported", "a figure's number; sheets do not number figures"),
    "option_list": ("unsupported", "an option list; use a table"),
}
"""Constructs that no sheet prints: code of the problem, and what to do instead."""


@dataclass(frozen=True)
class SheetFault:
    """A construct that cannot be printed."""

    code: str
    message: str
    source: str | None
    line: int | None


def _is_simple(items: nodes.Element) -> bool:
    """Whether each item is one paragraph, perhaps followed by such lists.

    PDF/UA allows a list item to hold its label and its body, and WeasyPrint writes that only for
    text that stands straight in `<li>`.
    """
    for item in items.children:
        assert isinstance(item, nodes.list_item)
        first, *rest = item.children or [nodes.paragraph()]
        if not isinstance(first, nodes.paragraph):
            return False
        lists = (nodes.bullet_list, nodes.enumerated_list)
        if not all(isinstance(child, lists) and _is_simple(child) for child in rest):
            return False
    return True


class SheetTranslator(SphinxTranslator):
    """Write the body of a sheet."""

    def __init__(self, document: nodes.document, builder: Builder, root: Path) -> None:
        super().__init__(document, builder)
        self.body: list[str] = []
        self.context: list[Any] = []
        self.faults: list[SheetFault] = []
        self.root = root
        self.level = 0
        self.handlers = builder.env._registry.translation_handlers
        elements = list(document.findall(nodes.Element))
        targets: set[str] = set().union(*(node.get("ids", ()) for node in elements))
        self.linked = targets & {node["refid"] for node in elements if "refid" in node}

    # How a node is told from the next.

    def dispatch_visit(self, node: nodes.Node) -> None:
        """Visit by the node's own name, then by its base classes, or else refuse it."""
        for kind in type(node).__mro__:
            name = kind.__name__
            if name in REFUSED and name != "raw":
                self.refuse(node, *REFUSED[name])
                raise nodes.SkipNode
            method = getattr(self, f"visit_{name}", None)
            if method is not None:
                method(node)
                return
            if name in ELEMENTS and isinstance(node, nodes.Element):
                self.open(node, ELEMENTS[name])
                return
            if name in TRANSPARENT:
                return
        self.visit_foreign(node)

    def dispatch_departure(self, node: nodes.Node) -> None:
        """Close what `dispatch_visit` opened."""
        for kind in type(node).__mro__:
            name = kind.__name__
            method = getattr(self, f"depart_{name}", None)
            if method is not None:
                method(node)
                return
            if hasattr(self, f"visit_{name}") or name in TRANSPARENT:
                return
            if name in ELEMENTS:
                self.body.append(f"</{ELEMENTS[name]}>")
                return
        handler = self.handler_of(node)
        if handler is not None and handler[1] is not None:
            handler[1](self, node)

    def visit_foreign(self, node: nodes.Node) -> None:
        """Print a node of another extension by its HTML visitor, if it has one."""
        handler = self.handler_of(node)
        if handler is not None:
            try:
                handler[0](self, node)
            except AttributeError:
                pass  # The visitor needs more of Sphinx's own translator than we have.
            else:
                return
        name = type(node).__name__.replace("_", " ")
        self.refuse(node, "unsupported", f"'{name}', for which a sheet has no printed form")
        raise nodes.SkipNode

    def handler_of(self, node: nodes.Node) -> tuple[Callable[..., None], Any] | None:
        """Return the visitors that an extension registered for this kind of node."""
        name = type(node).__name__
        for builder in ("handouts", "html"):
            if name in self.handlers.get(builder, {}):
                visit, depart = self.handlers[builder][name]
                return visit, depart
        return None

    def refuse(self, node: nodes.Node, code: str, what: str) -> None:
        """Note that `node` cannot be printed."""
        self.faults.append(SheetFault(code, f"the sheet cannot print {what}", *_place(node)))

    # How HTML is written.

    def starttag(
        self, node: nodes.Element, tag: str, suffix: str = "\n", empty: bool = False, **given: Any
    ) -> str:
        """Return an opening tag with the node's classes, id and marks, and the given attributes."""
        attributes = {key.lower().rstrip("_"): value for key, value in given.items()}
        own: list[str] = node.get("classes", [])
        ids: list[str] = node.get("ids", [])
        classes = [name for name in own if not name.startswith("sd-")]
        extra = attributes.pop("class", "")
        names = dict.fromkeys([*extra.split(), *classes])
        parts = [tag]
        if names:
            parts.append(f'class="{escape(" ".join(names))}"')
        for node_id in ids:
            if node_id in self.linked:
                parts.append(f'id="{escape(node_id)}"')
                break
        if "handouts_block" in node:
            parts.append(f'data-block="{node["handouts_block"]}"')
        if "handouts_if_room" in node:
            parts.append(f'data-if-room="{node["handouts_if_room"]}"')
        for key, value in attributes.items():
            if value is not None:
                parts.append(f'{key}="{escape(str(value))}"')
        return f"<{' '.join(parts)}>{suffix}"

    def open(self, node: nodes.Element, tag: str, **given: Any) -> None:
        """Write an opening tag."""
        self.body.append(self.starttag(node, tag, suffix="", **given))

    def heading(self, level: int) -> str:
        """Return the tag of a heading."""
        return f"h{min(max(level, 1), DEEPEST_HEADING)}"

    # Text and what stands in a line.

    def visit_Text(self, node: nodes.Text) -> None:  # noqa: N802
        """Write text."""
        self.body.append(escape(node.astext(), quote=False))

    def visit_inline(self, node: nodes.Element) -> None:
        """Write a phrase; it needs a tag only where a link leads to it."""
        linked = not self.linked.isdisjoint(node["ids"])
        self.context.append("</span>" if linked else "")
        if linked:
            self.open(node, "span")

    def depart_inline(self, node: nodes.Element) -> None:
        """Close a phrase."""
        self.body.append(self.context.pop())

    def visit_reference(self, node: nodes.Element) -> None:
        """Write a link with plain text: anything inside it would become a second annotation."""
        if next(node.findall(nodes.image), None) is not None:
            return
        address = node.get("refuri", "")
        text = escape(node.astext(), quote=False)
        if LINKS.match(address):
            self.open(node, "a", href=address)
            self.body.append(f"{text}</a>")
        elif node.get("refid") in self.linked:
            self.open(node, "a", href=f"#{node['refid']}")
            self.body.append(f"{text}</a>")
        else:
            self.body.append(text)
        raise nodes.SkipNode

    def depart_reference(self, node: nodes.Element) -> None:
        """A picture that was a link is printed as a picture."""

    def visit_download_reference(self, node: nodes.Element) -> None:
        """A file to download is named; paper has no other use for it."""

    def visit_raw(self, node: nodes.Element) -> None:
        """Write a line break; refuse any other raw HTML."""
        if "html" not in node["format"].split():
            raise nodes.SkipNode  # A line break is told to LaTeX too.
        text = node.astext().strip()
        if re.fullmatch(r"<br\s*/?>", text, re.IGNORECASE):
            self.body.append("<br>")
        elif not re.fullmatch(r"(<!--.*?-->\s*)*", text, re.DOTALL):
            self.refuse(node, *REFUSED["raw"])
        raise nodes.SkipNode

    def visit_comment(self, node: nodes.Element) -> None:
        """Write nothing: a comment stands where a condition of `only` does not hold."""
        raise nodes.SkipNode

    def visit_image(self, node: nodes.Element) -> None:
        """Write a picture with its data in it, so that the sheet is one whole file."""
        alt = (node.get("alt") or "").strip()
        name = self.picture_name(node)
        if not alt:
            self.refuse(node, "alt-text", f"picture '{name}' without alternative text: add `:alt:`")
        try:
            data = picture_as_data(self.root, name)
        except PictureError as error:
            self.faults.append(SheetFault("picture", str(error), *_place(node)))
        else:
            self.open(node, "img", src=data, alt=alt, style=_width(node))
        raise nodes.SkipNode

    def picture_name(self, node: nodes.Element) -> str:
        """Return the file to print, of those that `name.*` stands for the one that prints best."""
        candidates: dict[str, str] = node.get("candidates", {})
        for kind in ("image/svg+xml", "image/png", "image/jpeg", "image/gif"):
            if kind in candidates:
                return candidates[kind]
        return str(candidates.get("*", node["uri"]))

    def visit_line_block(self, node: nodes.Element) -> None:
        """Write lines that keep their breaks."""
        if isinstance(node.parent, nodes.line_block):
            return
        self.open(node, "p", class_="lines")

    def depart_line_block(self, node: nodes.Element) -> None:
        """Close the lines."""
        if not isinstance(node.parent, nodes.line_block):
            self.body.append("</p>")

    def visit_line(self, node: nodes.Element) -> None:
        """Write one line."""

    def depart_line(self, node: nodes.Element) -> None:
        """End one line."""
        self.body.append("<br>")

    # Headings, sections and boxes.

    def visit_section(self, node: nodes.Element) -> None:
        """Open a section; the page's own is the sheet itself."""
        self.level += 1
        if self.level > 1:
            self.open(node, "section")

    def depart_section(self, node: nodes.Element) -> None:
        """Close a section."""
        if self.level > 1:
            self.body.append("</section>\n")
        self.level -= 1

    def visit_title(self, node: nodes.Element) -> None:
        """Write a heading, or the title of a box or table."""
        parent = node.parent
        if isinstance(parent, nodes.table):
            tag = "caption"
        elif isinstance(parent, nodes.section):
            tag = self.heading(self.level)
        else:
            tag = self.heading(self.level + 1)
        self.context.append(tag)
        boxed = isinstance(parent, nodes.Admonition | nodes.topic | nodes.sidebar)
        self.open(node, tag, class_="box-title" if boxed else "")

    def depart_title(self, node: nodes.Element) -> None:
        """Close a heading."""
        self.body.append(f"</{self.context.pop()}>\n")

    def visit_rubric(self, node: nodes.Element) -> None:
        """Write a heading that stands in a box, tab or grid."""
        self.context.append(self.heading(node.get("heading-level", self.level + 1)))
        self.open(node, self.context[-1])

    depart_rubric = depart_title

    def visit_Admonition(self, node: nodes.Element) -> None:  # noqa: N802
        """Open a box of one of three kinds: answer, alarm or plain."""
        name = type(node).__name__
        if name.startswith("desc"):
            self.refuse(node, "unsupported", "a description of code; use a definition list")
            raise nodes.SkipNode
        names = {name, *node["classes"]}
        kind = "alarm" if names & ALARM else "answer" if names & ANSWER else "plain"
        self.open(node, "div", class_=f"box {kind}")
        label = admonitionlabels.get(name)
        if label and not isinstance(node, nodes.admonition):
            tag = self.heading(self.level + 1)
            self.body.append(f'<{tag} class="box-title">{escape(str(label))}</{tag}>\n')

    def depart_Admonition(self, node: nodes.Element) -> None:  # noqa: N802
        """Close a box."""
        self.body.append("</div>\n")

    def visit_topic(self, node: nodes.Element) -> None:
        """Open a plain box."""
        self.open(node, "div", class_="box plain")

    depart_topic = depart_Admonition
    visit_sidebar = visit_topic
    depart_sidebar = depart_Admonition

    def visit_transition(self, node: nodes.Element) -> None:
        """Write a rule between two parts."""
        self.body.append("<hr>\n")
        raise nodes.SkipNode

    # Blocks.

    def visit_paragraph(self, node: nodes.Element) -> None:
        """Open a paragraph, where it needs a tag of its own."""
        if self.is_bare(node):
            self.context.append("")
        else:
            self.context.append("</p>\n")
            self.open(node, "p")

    def depart_paragraph(self, node: nodes.Element) -> None:
        """Close a paragraph."""
        self.body.append(self.context.pop())

    def is_bare(self, node: nodes.Element) -> bool:
        """Whether a paragraph's text stands straight in its parent."""
        parent = node.parent
        if isinstance(parent, nodes.list_item):
            return _is_simple(parent.parent)
        if isinstance(parent, nodes.entry | nodes.definition | nodes.field_body):
            return len(parent.children) == 1 and not node["classes"]
        return False

    def visit_container(self, node: nodes.Element) -> None:
        """Open a box without a look of its own, or a part of a grid."""
        grow = node.get("handouts_grow")
        self.open(node, "div", style=f"flex-grow:{grow}" if grow else None)

    def depart_container(self, node: nodes.Element) -> None:
        """Close it."""
        self.body.append("</div>\n")

    def visit_caption(self, node: nodes.Element) -> None:
        """Open a figure's caption, which goes on to the legend's end."""
        if isinstance(node.parent, nodes.figure):
            self.body.append("<figcaption>")
        self.open(node, "p")

    def depart_caption(self, node: nodes.Element) -> None:
        """Close a caption."""
        self.body.append("</p>")
        figure = node.parent
        if isinstance(figure, nodes.figure) and not isinstance(figure.children[-1], nodes.legend):
            self.body.append("</figcaption>")

    def visit_legend(self, node: nodes.Element) -> None:
        """Open a figure's legend."""
        if not any(isinstance(child, nodes.caption) for child in node.parent.children):
            self.body.append("<figcaption>")

    def depart_legend(self, node: nodes.Element) -> None:
        """Close a figure's legend."""
        self.body.append("</figcaption>")

    def visit_versionmodified(self, node: nodes.Element) -> None:
        """Write a note on a version as its own words."""
        self.open(node, "div", class_="box plain")

    depart_versionmodified = depart_Admonition

    # Lists.

    def visit_bullet_list(self, node: nodes.Element) -> None:
        """Open a list with bullets."""
        self.open(node, "ul", class_="" if _is_simple(node) else "loose")

    def depart_bullet_list(self, node: nodes.Element) -> None:
        """Close it."""
        self.body.append("</ul>\n")

    def visit_enumerated_list(self, node: nodes.Element) -> None:
        """Open a numbered list."""
        kinds = {"loweralpha": "a", "upperalpha": "A", "lowerroman": "i", "upperroman": "I"}
        simple = _is_simple(node)
        start = node.get("start")
        self.open(
            node,
            "ol",
            class_="" if simple else "loose",
            start=start,
            style=None if simple else f"counter-reset:item {(start or 1) - 1}",
            type=kinds.get(node.get("enumtype", "")),
        )

    def depart_enumerated_list(self, node: nodes.Element) -> None:
        """Close it."""
        self.body.append("</ol>\n")

    def visit_list_item(self, node: nodes.Element) -> None:
        """Open an item."""
        self.open(node, "li")

    def depart_list_item(self, node: nodes.Element) -> None:
        """Close it; white space between items that run on would be text outside any item."""
        self.body.append("</li>")

    # Tables.

    def visit_table(self, node: nodes.Element) -> None:
        """Open a table."""
        self.open(node, "table")

    def depart_table(self, node: nodes.Element) -> None:
        """Close it."""
        self.body.append("</table>\n")

    def visit_tgroup(self, node: nodes.Element) -> None:
        """Give the columns the widths that the author asked for."""
        columns = [child for child in node.children if isinstance(child, nodes.colspec)]
        node["handouts_stubs"] = [bool(column.get("stub")) for column in columns]
        if "colwidths-given" in node.parent["classes"]:
            total = sum(column["colwidth"] for column in columns)
            for column in columns:
                self.body.append(f'<col style="width:{column["colwidth"] * 100 / total:.4g}%">')

    def visit_colspec(self, node: nodes.Element) -> None:
        """Columns were written with their group."""
        raise nodes.SkipNode

    def visit_entry(self, node: nodes.Element) -> None:
        """Open a cell, a header cell with the direction that it heads."""
        scope = self.scope_of(node)
        self.context.append("th" if scope else "td")
        self.open(
            node,
            self.context[-1],
            scope=scope,
            colspan=node["morecols"] + 1 if node.get("morecols") else None,
            rowspan=node["morerows"] + 1 if node.get("morerows") else None,
        )

    def depart_entry(self, node: nodes.Element) -> None:
        """Close a cell."""
        self.body.append(f"</{self.context.pop()}>")

    def scope_of(self, entry: nodes.Element) -> str | None:
        """Return what a cell is the header of: a column, a row or nothing."""
        row = entry.parent
        if isinstance(row.parent, nodes.thead):
            # An empty header cell, as in a table's corner, breaks PDF/UA.
            return "col" if entry.astext().strip() else None
        stubs: Sequence[bool] = row.parent.parent.get("handouts_stubs", [])
        column = _column_of(entry)
        return "row" if column < len(stubs) and stubs[column] else None


def _column_of(entry: nodes.Element) -> int:
    before = entry.parent.children[: entry.parent.index(entry)]
    return sum(1 + cell.get("morecols", 0) for cell in before if isinstance(cell, nodes.entry))


def _upwards(node: nodes.Node | None) -> list[nodes.Node]:
    found = []
    while node is not None:
        found.append(node)
        node = node.parent
    return found


def _place(node: nodes.Node) -> tuple[str | None, int | None]:
    chain = _upwards(node)
    source = next((one.source for one in chain if one.source), None)
    return source, next((one.line for one in chain if one.line), None)


def _width(node: nodes.Element) -> str | None:
    width = str(node.get("width", "")).strip()
    if re.fullmatch(r"\d+(\.\d+)?(px|pt|mm|cm|in|em|%)", width):
        return f"width:{width}"
    return f"width:{width}px" if re.fullmatch(r"\d+", width) else None
