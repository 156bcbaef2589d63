"""Read the words of a sheet's HTML, in order: what its PDF must say, no more and no less."""

from __future__ import annotations

import functools
import re
import unicodedata
from bisect import bisect_right
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

VOID = {"br", "col", "hr", "img", "meta", "link", "wbr"}
SILENT = {"head", "svg", "style", "script", "template"}
"""Elements whose text is not on the page; an SVG's title is read as its alternative text."""
IGNORED = re.compile(
    r"[\s\u00ad\u034f\u061c\u180e\u200b-\u200f\u2010\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]+"
)
"""White space, break opportunities, the hyphen at a line's end, and invisible characters: marks of
direction, joiners, and variation selectors."""
LIGATURES = {
    0xFB00 + index: letters for index, letters in enumerate(("ff", "fi", "fl", "ffi", "ffl"))
}
"""Characters that PDFium writes as letters."""
LIGATURE = re.compile("[\ufb00-\ufb04]")
HYPHENS = ("-", "\u2010", "\u00ad", "\u2011")
ADDRESS = re.compile(r"[/@_]|\w\.\w")
"""What only addresses and names of files have within a word."""


def squeeze(text: str) -> str:
    """Return `text` without what depends on where lines break."""
    if text.isascii():  # Most texts are, and the rest of this is slow.
        return "".join(text.split())
    if LIGATURE.search(text):
        text = text.translate(LIGATURES)
    return IGNORED.sub("", text)


def cut_words(found: str, wanted: str) -> Iterator[tuple[str, str]]:
    """Yield the two parts of each word that is cut in two at the end of a line.

    Addresses may be broken anywhere, and so may scripts without spaces between words.

    :param found: the text of the PDF, with its ends of lines
    :param wanted: the same text but for white space
    """
    starts, words, place = [], [], 0
    for word in wanted.translate(LIGATURES).split():
        if size := len(squeeze(word)):
            starts.append(place)
            words.append(squeeze(word))
            place += size
    place = 0
    for line in found.split("\n")[:-1]:
        place += len(squeeze(line))
        index = bisect_right(starts, place) - 1
        at = place - starts[index] if starts else 0
        if not at or line.rstrip().endswith(HYPHENS) or at >= len(words[index]):
            continue
        before, after = words[index][:at], words[index][at:]
        if _is_letter(before[-1]) and _is_letter(after[0]) and not ADDRESS.search(words[index]):
            yield before, after


def joined_words(found: str, wanted: str) -> Iterator[str]:
    """Yield each word of `wanted` before which `found` has no space."""
    gaps, place = set(), 0
    for word in found.translate(LIGATURES).split():
        gaps.add(place)
        place += len(squeeze(word))
    place = 0
    for word in wanted.translate(LIGATURES).split():
        size = len(squeeze(word))
        if size and place not in gaps:
            yield word
        place += size


def _is_letter(character: str) -> bool:
    script = unicodedata.name(character, "").partition(" ")[0]
    return character.isalnum() and script in {"LATIN", "GREEK", "CYRILLIC", "DIGIT"}


@functools.lru_cache(maxsize=8)
def text_of_html(html: str, kept: int | None = None) -> str:
    """Return the text of `html`, with the first `kept` of the blocks marked `data-if-room`."""
    reader = _TextParser(kept)
    reader.feed(html)
    reader.close()
    return "".join(reader.parts)


class _TextParser(HTMLParser):
    def __init__(self, kept: int | None) -> None:
        super().__init__(convert_charrefs=True)
        self.kept = kept
        self.parts: list[str] = []
        self.lists: list[tuple[int, str]] = []
        """For each open list: its next number, and the mark if the theme writes it as text."""
        self.left_out = 0
        """How deep inside an element that is left out."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            self.parts.append("" if self.left_out else " ")
            return
        number = dict(attrs).get("data-if-room")
        without = number is not None and self.kept is not None and int(number) >= self.kept
        if self.left_out or tag in SILENT or without:
            self.left_out += 1
        else:
            self.parts.append(" ")
            self._number(tag, dict(attrs))

    def _number(self, tag: str, attrs: dict[str, str | None]) -> None:
        if tag in {"ol", "ul"}:
            names = (attrs.get("class") or "").split() if tag == "ol" else []
            mark = " " if "ho-sources" in names else ". " if "ho-loose" in names else ""
            self.lists.append((int(attrs.get("start") or 1), mark))
        elif tag == "li" and self.lists and self.lists[-1][1]:
            number, mark = self.lists[-1]
            self.parts.append(attrs.get("data-label") or f"{number}{mark}")
            self.lists[-1] = number + 1, mark

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if self.left_out:
            self.left_out -= 1
        else:
            self.parts.append(" ")
            if tag in {"ol", "ul"} and self.lists:
                self.lists.pop()

    def handle_data(self, data: str) -> None:
        if not self.left_out:
            self.parts.append(data)
