"""Write what is within a line: text, phrases, links, pictures and breaks."""

from __future__ import annotations

import itertools
import os
import re
from dataclasses import replace
from html import escape

from docutils import nodes

from handouts.config.addresses import short_address
from handouts.jobs import MEDIA_TYPES, Picture
from handouts.nodes import HTML_COMMENT, if_room, nodes_in, origin, upwards
from handouts.problems import Fault, Place
from handouts.writer.base import SHOWN, BaseTranslator, name_of
from handouts.writer.images import MAX_BYTES_TOGETHER, PictureError, read_picture
from handouts.writer.picture_styles import decoration, icon, icon_name, side_of, style_of
from handouts.writer.supported import REFUSED, TRANSPARENT, WITHOUT_HTML

STRUCK = {"strike", "strikethrough", "line-through", "del", "deleted"}
"""Classes of words that are struck out on a web page."""
STRUCK_OUT = "words that are struck out; write what is true now"
NO_WORDS = re.compile(rf"(?>(?:</\w++>|{HTML_COMMENT.pattern}\s*+)*)")
"""Ends of elements, and comments."""
PLAIN = {"emphasis", "strong", "literal", "literal_strong", "literal_emphasis", "sd_icon"}
PLAIN |= {"title_reference", *TRANSPARENT}
"""Parts of a link whose text is written without an element of their own."""
LINKS = re.compile(r"(https?://|mailto:|tel:)", re.IGNORECASE)
REPLACED = "\N{REPLACEMENT CHARACTER}"
"""Stands for what could not be read as a character, such as a zero byte."""
WORD = re.compile(r"[\w./:%+@-]++")
"""What may be an address or the name of a file, with the punctuation after it."""
ADDRESS = re.compile(r"@|://|\.(?:(?<=www\.)|(?<=[^\W\d]\.)[^\W\d]{2})|_(?<=\w_)\w")
"""What only addresses and names of files have before their last character.

Each alternative begins with its sign, and looks behind for the letters before it: a search for
a sign takes an eighth of the time of one for letters, and most texts have no such sign.
"""
OF_CODE = re.compile(r"[^ \t\n]++")
"""What must be typed without a break."""
PHONE = re.compile(
    r"(?<![\w.,/-])(?<!\d )[+(]?\d[\d()]*+(?>(?: [\d()]{2,}+){1,5})(?! ?\d|\w)[.,;:!?]*+"
)
"""A number in two to six groups, such as one to call, with the punctuation after it."""
DIGIT = re.compile(r"\d")
SHORTEST_PHONE = 7
"""Digits of a number that is kept in one line."""
NO_BREAK = "\N{NO-BREAK SPACE}"
UNIT = re.compile(
    r"(?<=\d) (?=(?:%|‰|°[CF]?|[kmcµ]?g|mcg|[mcdµ]?[lL]|[kmcµ]?m|kcal|kJ|mmHg|mmol|IU|I\.U\.|MHz)"
    r"(?!\w))|(?:(?<=[£$€≤≥≈±])|(?<=&[lg]t;)) (?=\d)"
)
"""The space between a number and its unit or sign, which stay in one line."""
SPACED = re.compile(r"(?<=[«‹]) | (?=[»›;:!?€](?!\w))")
"""The space of French beside a sign, and before that of the euro, at which no line ends."""
UNIT_FOR_EACH = re.compile(
    r"(?<![\w/])[(]?(?:(?:[≤≥±]|&[lg]t;)\xa0)?(?:\d[\d.,–−-]{0,20}+\xa0?)?"
    r"(?:[mµμ]?mol|[kmµμ]?g|mcg|[mdµμ]?[lL]|IU|kcal|kJ|km|m|beats)"
    r"/(?:[md]?[lL]|k?g|m²|s|min|h|hour|day|week)(?![\w/])[.,;:!?)]*+"
)
"""A unit such as `mmol/l` with its number and punctuation, in which no line ends."""
HYPHENATED = re.compile(r"(?<![\w./:@%+-])[^\W_]+(?:-[^\W_]+)+(?![\w/@-]|[.:%+]\w)")
"""A word with hyphens that is no part of an address."""
JOINED_HYPHEN = "-\N{WORD JOINER}"
"""A hyphen after which no line ends."""
INDENT = NO_BREAK * 4
"""Before a line that stands deeper than others."""
ALT_OPTIONS = {"sd-card-img": "img-alt", "sd-avatar": "avatar-alt"}
"""Option for the alternative text of sphinx-design's pictures, by the prefix of a class."""
WITH_ADDRESS = "with-address"
"""Class of what holds a link whose address is always printed."""


class InlineMixin(BaseTranslator):
    """Visitors of inline elements."""

    def visit_Text(self, node: nodes.Text) -> None:  # noqa: N802
        text = node.astext()
        if REPLACED in text:
            self.refuse(node, "glyph", f"'{REPLACED}', which stands for one that could not be read")
        if isinstance(node.parent, nodes.inline) and "menuselection" in node.parent["classes"]:
            text = text.replace("\N{TRIANGULAR BULLET}", "→")  # Our font has no such bullet.
        if self.in_code:
            # A tab is drawn in another place than it is laid out.
            text = OF_CODE.sub(_unbroken, escape(text.expandtabs(), quote=False))
        else:
            text = escape(text, quote=False)
            if not isinstance(node.parent, nodes.reference):
                text = _kept_together(text)
                # The outline of a PDF would have the joiners of a heading.
                if not isinstance(node.parent, nodes.title | nodes.rubric) and "-" in text:
                    text = HYPHENATED.sub(_joined, text)
        self.body.append(text)

    def visit_inline(self, node: nodes.Element) -> None:
        """Write a phrase, with a tag if a link leads to it or it has a class of the theme."""
        if not STRUCK.isdisjoint(node["classes"]):
            self.refuse(node, "unsupported", STRUCK_OUT)
        tagged = "handouts_classes" in node or not self.linked.keys().isdisjoint(node["ids"])
        self.context.append("</span>" if tagged else "")
        if tagged:
            self.open(node, "span")

    def depart_inline(self, node: nodes.Element) -> None:
        self.body.append(self.context.pop())

    def visit_reference(self, node: nodes.Element) -> None:
        """Write a link with plain text: an element in it would become a second annotation.

        Its icons stand before it. One that holds more, such as a picture, a raised digit or a
        line's break, is no link, nor is one to what may be left out where it stays itself.
        """
        if any(name_of(one) not in PLAIN for one in nodes_in(node, nodes.Element)[1:]):
            return
        address = node.get("refuri", "")
        icons = [one["svg"] for one in nodes_in(node, nodes.inline) if "svg" in one]
        words = node.astext()
        text = escape(words or " ".join(map(icon_name, icons)), quote=False)
        self.body += map(icon, icons if words else ())
        if LINKS.match(address):
            self.open(node, "a", href=address)
            self.body.append(f"{text}</a>{self.address_in_words(node)}")
        elif (room := self.rooms.get(node.get("refid", ""))) is not None and room <= if_room(node):
            self.open(node, "a", href=f"#{self.linked[node['refid']]}")
            self.body.append(f"{text}</a>")
        else:
            self.body.append(text)
        raise nodes.SkipNode

    def depart_reference(self, node: nodes.Element) -> None:
        """Write the address of what was no link, where its audience asks for it."""
        if LINKS.match(node.get("refuri", "")):
            self.body.append(self.address_in_words(node))

    def address_in_words(self, link: nodes.Element) -> str:
        """Return a link's address in brackets, where the audience asks for it, to be typed."""
        shown = short_address(link["refuri"])
        is_page = link["refuri"].lower().startswith("http")
        asked = self.link_addresses or WITH_ADDRESS in link.parent.get("classes", ())
        if not asked or not is_page or short_address(link.astext()) == shown:
            return ""
        return f' (<span class="ho-address">{escape(shown)}</span>)'

    def visit_raw(self, node: nodes.Element) -> None:
        """Write a line break; refuse any other raw HTML."""
        if "html" not in node["format"].split():
            raise nodes.SkipNode  # MyST writes a line break for LaTeX too.
        text = node.astext().strip()
        if re.fullmatch(r"<br\s*/?>", text, re.IGNORECASE):
            self.body.append("<br>")
        elif text == "<s>":
            self.refuse(node, "unsupported", STRUCK_OUT)
        elif not NO_WORDS.fullmatch(text):
            shown = " ".join(text.split())[:SHOWN]
            self.refuse(node, "unsupported", REFUSED["raw"].format(shown, without_html(text)))
        raise nodes.SkipNode

    def visit_comment(self, node: nodes.Element) -> None:
        """Write nothing; `only` leaves a comment where its condition does not hold."""
        raise nodes.SkipNode

    def visit_image(self, node: nodes.Element) -> None:
        """Write a picture; decoration as an empty box with a background."""
        name = _picture_name(node)
        decorative = "decorative" in node["classes"]
        alt = (node.get("alt") or "").strip()
        if not alt and not decorative:
            what = f"picture '{name}' without alternative text: {way_to_alt(node)}"
            self.refuse(node, "alt-text", what)
        picture = self.picture(node, name)
        if picture is not None and decorative and not alt:
            self.body.append(decoration(picture, node))
        elif picture is not None:
            shape = {"class_": side_of(node), "style": style_of(picture, node)}
            self.open(node, "img", src=picture.address, alt=alt, data_picture=name, **shape)
        raise nodes.SkipNode

    def picture(self, node: nodes.Element, name: str) -> Picture | None:
        """Return a picture of the project; each is read once."""
        known = {one.name: one for one in self.pictures.values()}
        if name in known:
            return known[name]
        try:
            picture = replace(read_picture(self.root, name), shown_at=self.place_of(node))
            together = sum(len(one.data) for one in known.values()) + len(picture.data)
            if together > MAX_BYTES_TOGETHER:
                most = MAX_BYTES_TOGETHER // 10**6
                raise PictureError(
                    f"the pictures up to '{name}' are larger than {most} megabytes together"
                )
        except PictureError as error:
            self.faults.append(Fault("picture", str(error), *origin(node)))
            return None
        return self.pictures.setdefault(picture.address, picture)

    def place_of(self, node: nodes.Element) -> Place | None:
        """Return where a node was read from, if that is known."""
        source, line = origin(node)
        return Place(os.path.relpath(source, self.root), line or 1) if source else None

    def visit_sd_line_break(self, node: nodes.Element) -> None:
        """Write a line break of sphinx-design."""
        self.body.append("<br>")
        raise nodes.SkipNode

    def visit_sd_icon(self, node: nodes.Element) -> None:
        """Write an icon of sphinx-design as a picture that says its name."""
        self.body.append(icon(node["svg"]))
        raise nodes.SkipNode

    def visit_line_block(self, node: nodes.Element) -> None:
        """Write lines that keep their breaks."""
        if isinstance(node.parent, nodes.line_block):
            return
        self.open(node, "p", class_="ho-lines")

    def depart_line_block(self, node: nodes.Element) -> None:
        if not isinstance(node.parent, nodes.line_block):
            self.body.append("</p>")

    def visit_line(self, node: nodes.Element) -> None:
        """Begin a line, as deep as its author set it."""
        depth = sum(isinstance(one, nodes.line_block) for one in upwards(node)) - 1
        self.body.append(INDENT * depth)

    def depart_line(self, node: nodes.Element) -> None:
        self.body.append("<br>")


def without_html(text: str) -> str:
    """Return how to write some HTML in another way."""
    tag = re.match(r"<(\w+)(?:\s*/?>|\s+[\w-]+\s*=)", text)
    known = WITHOUT_HTML.get(tag[1].lower()) if tag else None
    return known or "write it without HTML, or \\< for the sign itself"


def way_to_alt(image: nodes.Element) -> str:
    """Return how a picture gets an alternative text, in the directive that made it."""
    for prefix, option in ALT_OPTIONS.items():
        if any(name.startswith(prefix) for name in image["classes"]):
            return f"add `:{option}:`"
    return "add `:alt:`, or `:decorative:` if it means nothing"


def with_address(found: re.Match[str]) -> str:
    """Return a word; mark an address, in which a hyphen at a line's end would be typed."""
    word = found[0].rstrip(".:%+@-")
    mark = ADDRESS.search(word)
    if mark is None or mark.end() == len(word):
        return found[0]
    return f'<span class="ho-address">{word}</span>{found[0][len(word) :]}'


def _kept_together(text: str) -> str:
    """Return text in which no line ends within a number to call, an amount or an address."""
    digits = len(DIGIT.findall(text))  # Most texts have none, and the patterns are slow.
    text = PHONE.sub(_whole, text) if digits >= SHORTEST_PHONE else text
    text = UNIT.sub(NO_BREAK, text) if digits else text
    text = SPACED.sub(NO_BREAK, text)
    if "/" in text:
        text = UNIT_FOR_EACH.sub(r'<span class="ho-unbroken">\g<0></span>', text)
    return WORD.sub(with_address, text) if ADDRESS.search(text) else text


def _joined(found: re.Match[str]) -> str:
    """Return a word in which no line ends after a number, or beside a single letter.

    Before a number none ends anyway; after one within a word it may, as in `Covid-19-Test`.
    """
    text, *_ = parts = found[0].split("-")
    for place, (before, after) in enumerate(itertools.pairwise(parts)):
        number = before[-1].isdigit() and not (after[0].isdigit() or (place and before.isdigit()))
        single = len(after) == 1 or (not place and len(before) == 1)
        text += f"{JOINED_HYPHEN if number or single else '-'}{after}"
    return text


def _unbroken(found: re.Match[str]) -> str:
    """Return a word of code; mark one with a hyphen, which at a line's end would not be typed."""
    word = found[0]
    return f'<span class="ho-unbroken">{word}</span>' if "-" in word[:-1] else word


def _whole(found: re.Match[str]) -> str:
    """Return a number in groups; keep one to call in one line, where a line has room for it."""
    number = found[0]
    long = sum(map(str.isdigit, number)) >= SHORTEST_PHONE
    return f'<span class="ho-unbroken">{number}</span>' if long else number


def _picture_name(node: nodes.Element) -> str:
    """Return the file to print; for `name.*` the kind that prints best."""
    candidates: dict[str, str] = node.get("candidates", {})
    for kind in MEDIA_TYPES:
        if kind in candidates:
            return candidates[kind]
    return str(candidates.get("*", node["uri"]))
