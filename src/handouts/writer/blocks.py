"""Write headings, boxes, paragraphs, terms and figures."""

from __future__ import annotations

import json
from html import escape

from docutils import nodes
from sphinx.locale import admonitionlabels

from handouts.nodes import plain_text
from handouts.writer.base import BaseTranslator
from handouts.writer.lists import is_simple, tick
from handouts.writer.picture_styles import ALIGNMENTS, width_of_figure

ALARM = {"danger", "error", "warning", "alarm"}
ANSWER = {"important", "answer"}
BOXES = nodes.Admonition | nodes.topic | nodes.sidebar
BODY_OF_BOX = '<div class="ho-box-body">'


def _is_box(node: nodes.Element) -> bool:
    """Return whether a node is printed as a box; cards and dropdowns are containers."""
    return isinstance(node, BOXES) or "ho-box" in node.get("handouts_classes", ())


def _is_named(node: nodes.Element) -> bool:
    """Return whether the title of a box is the name of its kind, such as “Note”."""
    return type(node).__name__ in admonitionlabels and not isinstance(node, nodes.admonition)


def _begins_with_title(node: nodes.Element) -> bool:
    """Return whether the first thing in a box is its title; one that is named has it already."""
    first = node.children[0] if node.children else None
    is_title = isinstance(first, nodes.title | nodes.rubric)
    return is_title and _is_box(node) and not _is_named(node)


class BlockMixin(BaseTranslator):
    """Visitors of headings, boxes, paragraphs, terms and figures."""

    def visit_section(self, node: nodes.Element) -> None:
        """Open a section; that of the page has no element."""
        self.level += 1
        if self.level > 1:
            self.open(node, "section")

    def depart_section(self, node: nodes.Element) -> None:
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
        if self.level == 1 and isinstance(parent, nodes.section):
            node["ids"] = [*node["ids"], *parent["ids"]]  # The page's section has no element.
        name = "ho-box-title" if isinstance(parent, BOXES) else ""
        self.open(node, tag, class_=name, style=_bookmark(node))

    def depart_title(self, node: nodes.Element) -> None:
        """Close a heading; what follows the title of a box is set beside it."""
        self.body.append(f"</{self.context.pop()}>\n")
        if node.parent.children[0] is node and _begins_with_title(node.parent):
            self.body.append(BODY_OF_BOX)

    def visit_subtitle(self, node: nodes.Element) -> None:
        """Write the second title of a sidebar as a bold line, as web pages show it."""
        self.open(node, "p")
        self.body.append("<strong>")

    def depart_subtitle(self, node: nodes.Element) -> None:
        """Close the line."""
        self.body.append("</strong></p>\n")

    def visit_rubric(self, node: nodes.Element) -> None:
        """Write a heading inside a box, tab or grid."""
        self.context.append(self.heading(node.get("heading-level", self.level + 1)))
        self.open(node, self.context[-1], style=_bookmark(node))

    depart_rubric = depart_title

    def visit_Admonition(self, node: nodes.Element) -> None:  # noqa: N802
        """Open a box of one of three kinds: answer, alarm or plain."""
        name = type(node).__name__
        names = {name, *node["classes"]}
        kind = "alarm" if names & ALARM else "answer" if names & ANSWER else "plain"
        self.open(node, "div", class_=f"ho-box ho-{kind}")
        if _is_named(node):
            tag, label = self.heading(self.level + 1), escape(str(admonitionlabels[name]))
            self.body.append(f'<{tag} class="ho-box-title">{label}</{tag}>\n')
            self.body.append(BODY_OF_BOX)

    def depart_Admonition(self, node: nodes.Element) -> None:  # noqa: N802
        """Close a box, and what stands beside its title."""
        has_body = _is_named(node) or _begins_with_title(node)
        self.body.append("</div></div>\n" if has_body else "</div>\n")

    def visit_topic(self, node: nodes.Element) -> None:
        self.open(node, "div", class_="ho-box ho-plain")

    depart_topic = depart_Admonition

    def visit_transition(self, node: nodes.Element) -> None:
        """Write a rule between two parts."""
        self.body.append("<hr>\n")
        raise nodes.SkipNode

    def visit_paragraph(self, node: nodes.Element) -> None:
        """Open a paragraph, where it needs a tag of its own."""
        if _is_bare(node):
            self.context.append("")
        else:
            self.context.append("</p>\n")
            self.open(node, "p")
        item = node.parent
        if item.get("handouts_tick") and item.children[0] is node:
            self.body.append(tick(item["handouts_tick"]))

    def depart_paragraph(self, node: nodes.Element) -> None:
        self.body.append(self.context.pop())

    def visit_term(self, node: nodes.Element) -> None:
        """Open a term, which goes on to the end of its classifiers."""
        self.open(node, "dt")

    def depart_term(self, node: nodes.Element) -> None:
        """Close a term after its last classifier."""
        if not isinstance(node.next_node(siblings=True, descend=False), nodes.classifier):
            self.body.append("</dt>")

    def visit_classifier(self, node: nodes.Element) -> None:
        """Write what kind of thing a term is, after a colon."""
        self.body.append(" : ")

    depart_classifier = depart_term

    def visit_container(self, node: nodes.Element) -> None:
        """Open a box without a look of its own, or a part of a grid."""
        span = node.get("handouts_span")
        self.open(node, "div", class_=f"ho-span-{span}" if span else "")

    depart_container = depart_Admonition

    def visit_attribution(self, node: nodes.Element) -> None:
        """Write who said what is quoted, after a dash as on the web."""
        self.open(node, "p")
        self.body.append("—")

    def depart_attribution(self, node: nodes.Element) -> None:
        self.body.append("</p>")

    def visit_figure(self, node: nodes.Element) -> None:
        """Open a figure, as wide as its author wants it, and on that side."""
        side = ALIGNMENTS.get(node.get("align", ""), "")
        self.open(node, "figure", class_=side, style=width_of_figure(node))

    def visit_caption(self, node: nodes.Element) -> None:
        """Open a figure's caption, which goes on to the legend's end."""
        if isinstance(node.parent, nodes.figure):
            self.body.append("<figcaption>")
        self.open(node, "p")

    def depart_caption(self, node: nodes.Element) -> None:
        self.body.append("</p>")
        figure = node.parent
        if isinstance(figure, nodes.figure) and not isinstance(figure.children[-1], nodes.legend):
            self.body.append("</figcaption>")

    def visit_legend(self, node: nodes.Element) -> None:
        if not any(isinstance(child, nodes.caption) for child in node.parent.children):
            self.body.append("<figcaption>")

    def depart_legend(self, node: nodes.Element) -> None:
        self.body.append("</figcaption>")


def _bookmark(heading: nodes.Element) -> str | None:
    """Return the style that names a heading in the PDF's outline, where 10⁵ would be 105."""
    text = plain_text(heading)
    return (
        None
        if text == heading.astext()
        else f"bookmark-label:{json.dumps(text, ensure_ascii=False)}"
    )


def _is_bare(node: nodes.Element) -> bool:
    """Return whether a paragraph's text is written directly in its parent's element."""
    parent = node.parent
    if "handouts_if_room" in node:
        return False
    if isinstance(parent, nodes.list_item):
        return is_simple(parent.parent)
    if isinstance(parent, nodes.entry | nodes.definition | nodes.field_body):
        return len(parent.children) == 1 and not node["classes"]
    return False
