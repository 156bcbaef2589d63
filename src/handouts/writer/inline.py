"""What stands in a line of a sheet: text, phrases, links, pictures and breaks."""

from __future__ import annotations

import re
from html import escape

from docutils import nodes

from handouts.problems import Fault
from handouts.writer.base import BaseTranslator, place_of
from handouts.writer.images import PictureError, picture_as_data
from handouts.writer.supported import REFUSED

LINKS = re.compile(r"(https?://|mailto:|tel:)", re.IGNORECASE)

REPLACED = "\N{REPLACEMENT CHARACTER}"
"""What stands where a page held a character that is none, such as a zero byte."""


class InlineMixin(BaseTranslator):
    """Visitors of what stands in a line."""

    def visit_Text(self, node: nodes.Text) -> None:  # noqa: N802
        """Write text."""
        text = node.astext()
        if REPLACED in text:
            self.refuse(node, "glyph", f"'{REPLACED}', which stands for one that could not be read")
        if isinstance(node.parent, nodes.inline) and "menuselection" in node.parent["classes"]:
            text = text.replace("\N{TRIANGULAR BULLET}", "→")  # Our font has no such bullet.
        self.body.append(escape(text, quote=False))

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
            self.faults.append(Fault("picture", str(error), *place_of(node)))
        else:
            self.open(node, "img", src=data, alt=alt, style=_width(node))
        raise nodes.SkipNode

    def picture_name(self, node: nodes.Element) -> str:
        """Return the file to print, of those that `name.*` stands for the one that prints best."""
        candidates: dict[str, str] = node.get("candidates", {})
        for kind in ("image/svg+xml", "image/png", "image/jpeg", "image/webp", "image/gif"):
            if kind in candidates:
                return candidates[kind]
        return str(candidates.get("*", node["uri"]))

    def visit_line_block(self, node: nodes.Element) -> None:
        """Write lines that keep their breaks."""
        if isinstance(node.parent, nodes.line_block):
            return
        self.open(node, "p", class_="ho-lines")

    def depart_line_block(self, node: nodes.Element) -> None:
        """Close the lines."""
        if not isinstance(node.parent, nodes.line_block):
            self.body.append("</p>")

    def visit_line(self, node: nodes.Element) -> None:
        """Write one line."""

    def depart_line(self, node: nodes.Element) -> None:
        """End one line."""
        self.body.append("<br>")


def _width(node: nodes.Element) -> str | None:
    width = str(node.get("width", "")).strip()
    if re.fullmatch(r"\d+(\.\d+)?(px|pt|mm|cm|in|em|%)", width):
        return f"width:{width}"
    return f"width:{width}px" if re.fullmatch(r"\d+", width) else None
