"""Digest what readers of a sheet see, however it is laid out."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from html import escape
from html.parser import HTMLParser
from unicodedata import normalize

from handouts.config.addresses import short_address
from handouts.files import CSS_COMMENT
from handouts.releases.register import WORDS_FORM

IN_LINE = {"a", "cite", "code", "em", "i", "q", "span", "strong", "wbr"}
"""Tags that separate no words, such as a link or bold type."""
RAISED = {"sub", "sup"}
"""Tags that separate no words but change their meaning: 10³ is not 103."""
PRINTED = {
    **dict.fromkeys(("ol", "ul", "li"), ("start", "type", "data-label")),
    **dict.fromkeys(("td", "th"), ("colspan", "rowspan")),
    "tr": (),
    "img": ("alt", "src"),
}
"""Tags that readers see, and the attributes that say what they see."""
BACKGROUND = re.compile(r"url\(([^()]*+)\)")
"""Address of a picture that is a background."""
END = re.compile(r"(?:/index\.html|\.html|/)(?=#|$)")
"""End of an address, which differs between `html` and `dirhtml`."""
STYLED = re.compile(r"""\bcontent\s*:((?:"[^"]*"|'[^']*'|[^;}])*)""")
"""A declaration of CSS that can put words on a sheet."""


def styled_words(css: str) -> list[str]:
    """Return the values of `content` in a style sheet that print words.

    >>> styled_words('.dose::before { content: "5 mg " counter(n); } a::after { content: "" }')
    ['"5 mg " counter(n)']
    """
    found = STYLED.findall(CSS_COMMENT.sub("", css))
    values = (" ".join(value.split()) for value in found)
    return [value for value in values if re.search(r"""["'][^"']""", value)]


def words_digest(
    html: str,
    by_country: Mapping[str, Mapping[str, str]],
    notices: Sequence[str] = (),
    *,
    site: str = "",
    own: str = "",
) -> str:
    """Return the digest of all that a sheet says in all its editions.

    Spaces, ends of lines, bold type, classes and the address of the site do not count.

    :param html: the whole sheet, without what depends on the register or on the page's address
    :param by_country: what is written in each edition for the marks of the HTML
    :param notices: what else may be printed on the sheet
    :param site: address of the public site
    :param own: address of the sheet's page, which does not count at all
    """
    tokens = _Tokens(short_address(site), short_address(own))
    tokens.feed(html)
    tokens.close()
    countries = {name: dict(found) for name, found in by_country.items()}
    parts = [tokens.words(), list(notices), countries]
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{WORDS_FORM}:sha256:{digest}"


class _Tokens(HTMLParser):
    """Collects the words of a sheet, and marks for what is printed without words."""

    def __init__(self, site: str, own: str) -> None:
        super().__init__()
        self.site, self.own = site, own
        self.parts: list[str] = []

    def updatepos(self, i: int, j: int) -> int:
        """Count no lines: nobody asks for the place of a word."""
        return j

    def handle_data(self, data: str) -> None:
        """Add text, escaped, because marks have angle brackets, without joiners of the writer."""
        words = normalize("NFC", data.replace("\N{WORD JOINER}", ""))
        self.parts.append(escape(words, quote=False))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Add a mark for what is printed, or a space between words."""
        values = {name: value or "" for name, value in attrs}
        pictures = BACKGROUND.findall(values.get("style", ""))
        if tag in RAISED:
            self.parts.append(f"<{tag}>")
        elif tag == "a":
            self.link(values.get("href", ""))
        elif tag in PRINTED:
            self.parts.append(_mark(tag, values))
        elif tag not in IN_LINE:
            self.parts.append(" ")
        self.parts += [f" <{one}> " for one in pictures]

    def handle_endtag(self, tag: str) -> None:
        """Add a mark for the end of an element that has marks, or a space between words."""
        marked = tag in RAISED or tag in {"ol", "ul", "tr"}
        self.parts.append(f"</{tag}>" if marked else "" if tag in IN_LINE else " ")

    def link(self, address: str) -> None:
        """Add the address of a link that leaves the sheet; words before and after stay together."""
        place = "" if address.startswith("#") else self.place(short_address(address))
        self.parts += [f"<{escape(place)}>"] if place else []

    def place(self, address: str) -> str:
        """Return an address without that of the site; nothing for that of the page."""
        if address == self.own:
            return ""
        if self.site and (address + "/").startswith(self.site + "/"):
            return END.sub("", address.removeprefix(self.site)) or "/"
        return address

    def words(self) -> list[str]:
        """Return all words and marks, without the address of the site."""
        return [word for one in "".join(self.parts).split() if (word := self.without_site(one))]

    def without_site(self, word: str) -> str:
        """Return a word without the address of the site."""
        if self.site not in word and self.own not in word:
            return word  # Most words hold neither.
        bare = word.strip("().,;")
        return word.replace(bare, self.place(bare)) if bare else word


def _mark(tag: str, values: Mapping[str, str]) -> str:
    """Return the mark of a tag; of an icon only its name counts."""
    is_icon = "ho-icon" in values.get("class", "").split() and values.get("alt")
    names = ("alt",) if is_icon else PRINTED[tag]
    found = [f"{name}={escape(values[name])}" for name in names if values.get(name)]
    return f" <{' '.join([tag, *found])}> "
