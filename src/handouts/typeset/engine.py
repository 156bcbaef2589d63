"""WeasyPrint with our fonts and theme: parse HTML, load what it names, write PDF."""

from __future__ import annotations

import contextlib
import copy
import functools
import os
import re
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pydyf
from cssselect2 import ElementWrapper
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from handouts.files import temporary_files_in, variable
from handouts.jobs import BODY, HEADING, QR_CODE, SANS, Font
from handouts.typeset.boxes import continued_tables
from handouts.typeset.constants import with_constants
from handouts.typeset.coverage import Coverage
from handouts.typeset.estimate import Widths
from handouts.typeset.measures import Measures
from handouts.typeset.qr_codes import SVG, draw_qr_code
from handouts.typeset.rules import parsed
from handouts.typeset.tags import Spoken, Tags

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from weasyprint.document import Document

VARIANT = "pdf/ua-1"
VOID = re.compile(r'<((?:br|col|hr|img|link|meta|wbr)\b(?:[^>"]|"[^"]*")*?)/?>')
"""Elements that have no end in HTML."""
OTHERWISE = re.compile(r"</?[A-Z]|<pre[^>]*>\n|<table[^>]*>\s*<tr")
"""What means something else in HTML than in XML: capitals, the first line of code, bare rows."""
UNUSUAL = ("list-item", "footnote", "note(")
"""What needs pseudo-elements other than the markers of lists, in style sheets or HTML."""
OF_PAGE = re.compile(r"\d[a-z]?v(?:[whib]|min|max)\b", re.IGNORECASE)
"""Units that depend on the size of the page."""
MOST_SETTINGS = 100
"""Style sheets of settings that an engine remembers."""
LEVEL = 5
"""How much streams are compressed: the next level takes a third longer, for 1 % less."""
SHORT = 10_000
"""Characters of a URL whose content is remembered: those of the theme are shorter than pictures."""


WORDS_IN_STYLE = (
    "a picture in a style sheet or a template draws words, which could not be compared with those "
    "of the page; write them on the page, or take the picture from a file of the project"
)


class SheetFetcher(URLFetcher):  # type: ignore[misc]  # the engine has no types
    """Loads what is in the HTML itself, pictures, fonts and QR codes, and nothing else."""

    def __init__(self, fonts: Sequence[Font]) -> None:
        super().__init__(allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True)
        self.fonts = {f"handouts:font/{index}": one.path for index, one in enumerate(fonts)}
        self.pictures: Mapping[str, tuple[str, bytes]] = {}
        """Media type and content of each picture, by the address that the HTML names."""

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """Return what is at `url`.

        :raises FatalURLFetchingError: for anything that is not part of the sheet
        """
        if url in self.fonts:
            return URLFetcherResponse(url, self.fonts[url].read_bytes())
        if url in self.pictures:
            kind, data = self.pictures[url]
            return URLFetcherResponse(url, data, {"Content-Type": kind})
        if url.startswith(QR_CODE):
            return self.qr_code(url)
        if url.startswith("data:"):
            read = _content if len(url) < SHORT else _content.__wrapped__
            return URLFetcherResponse(url, *read(url))
        raise FatalURLFetchingError(f"a sheet must not fetch {url[:80]!r}")

    def qr_code(self, url: str) -> URLFetcherResponse:
        """Return the QR code of the address that `url` names."""
        address = unquote(url.removeprefix(QR_CODE))
        try:
            picture = draw_qr_code(address)
        except ValueError as error:
            message = f"the address is too long for a QR code; shorten html_baseurl: {address:.80}…"
            raise FatalURLFetchingError(message) from error
        return URLFetcherResponse(url, picture, {"Content-Type": "image/svg+xml"})


@functools.lru_cache(maxsize=16)  # All checklists have the same boxes.
def _content(url: str) -> tuple[bytes, Any]:
    """Return what is in a URL itself, and its headers."""
    fetcher = URLFetcher(allowed_protocols={"data"}, fail_on_errors=True)
    with contextlib.closing(fetcher.fetch(url)) as found:
        data = found.read()
        if b"<text" in data:
            raise FatalURLFetchingError(WORDS_IN_STYLE)
        return data, found.headers


class Engine:
    """The layout engine with our fonts and theme, to be used for many sheets."""

    def __init__(self, css: str, fonts: Sequence[Font], furniture: Mapping[str, str]) -> None:
        self.fonts = FontConfiguration()
        self.fetcher = SheetFetcher(fonts)
        self.furniture = furniture
        self.measures = Measures.read(css)
        self.widths = Widths(*_measured(fonts))
        self.coverage = Coverage(fonts)
        self.text = css
        self.is_usual = _is_usual(css) and not OF_PAGE.search(css)
        self.themes: dict[float, CSS] = {}
        self.short: dict[str, CSS] = {}
        """The style sheets of settings, which many sheets have in common."""
        with temporary_files_in(_folder_of_fontconfig()):
            self.faces = self.css(font_faces(fonts))

    def theme(self, space: float = 1.0) -> list[CSS]:
        """Return the style sheets of the theme, with every gap multiplied by `space`."""
        if space not in self.themes:
            css = with_constants(f"{self.text}\n:root{{--space:{space:g}}}")
            self.themes[space] = parsed(css) or self.css(css)
        return [self.faces, self.themes[space]]

    def setting(self, text: str) -> CSS:
        """Return the style sheet of a setting."""
        if len(self.short) >= MOST_SETTINGS:
            self.short.clear()
        if text not in self.short:
            self.short[text] = self.css(text)
        return self.short[text]

    def css(self, text: str) -> CSS:
        """Return a style sheet; without the font configuration its fonts would be ignored."""
        return CSS(string=text, font_config=self.fonts, url_fetcher=self.fetcher)

    def parse(self, html: str, pictures: Mapping[str, tuple[str, bytes]] | None = None) -> HTML:
        """Return a document that can be laid out many times, with the pictures that it names."""
        fetcher = copy.copy(self.fetcher)  # To make another takes longer than to read HTML.
        fetcher.pictures = pictures or {}
        root = read_as_xml(html)
        text = html if root is None else ""
        document = HTML(string=text, base_url="handouts:sheet", url_fetcher=fetcher)
        if root is not None:
            document.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
            document.etree_element = root
        document.is_usual = self.is_usual and _is_usual(html)  # For the shortcuts.
        return document


def _is_usual(text: str) -> bool:
    small = text.lower()
    return not any(words in small for words in UNUSUAL)


def read_as_xml(html: str) -> ElementTree.Element | None:
    """Return the tree of a sheet's HTML, or nothing if it is not well formed as XML.

    What the writer writes nearly always is, and XML is read twenty times as fast as HTML. If it
    were read differently, `preflight` would find other tags in the PDF.

    >>> read_as_xml("<!doctype html><html><body><p>One<br>two</p></body></html>").find("body/p/br")
    <Element 'br' at ...>
    """
    text = html.removeprefix("<!doctype html>").strip()
    if not text.startswith("<html") or OTHERWISE.search(text):
        return None
    text = VOID.sub(r"<\1/>", text)
    text = text.replace("<svg", f'<svg xmlns="{SVG}"')
    try:
        return ElementTree.fromstring(text)
    except ElementTree.ParseError:
        return None


def _folder_of_fontconfig() -> Path | None:
    """Return the folder of the build, which is removed after it.

    The engine removes its own folder when its last object is freed, which does not happen in a
    process that is killed, or that `multiprocessing` ends.
    """
    settings = os.environ.get("FONTCONFIG_FILE")
    return Path(settings).parent if settings else None


def _measured(fonts: Sequence[Font]) -> tuple[dict[int, Path], Path]:
    """Return the font files that the estimate measures: of body text by weight, and of headings.

    Where a weight lacks, the engine takes the one that stands here.
    """
    files = {(one.family, one.weight): one.path for one in fonts}
    body = BODY if (BODY, 400) in files else SANS
    light, bold = files[body, 400], files[body, 700]
    others = {500: files.get((body, 500), light), 600: files.get((body, 600), bold)}
    return {400: light, **others, 700: bold}, files.get((HEADING, 700), bold)


def font_faces(fonts: Sequence[Font]) -> str:
    """Return CSS that names our fonts."""
    return "\n".join(
        f'@font-face{{font-family:"{one.family}";src:url(handouts:font/{index})'
        f"{f';font-weight:{one.weight}' if one.weight else ''}}}"
        for index, one in enumerate(fonts)
    )


def write(document: Document, spoken: Spoken | None = None) -> bytes:
    """Return laid-out pages as a PDF, with tags completed from the sheet's HTML."""
    continued = continued_tables(document)

    def finish(_: Document, pdf: pydyf.PDF) -> None:
        Tags(pdf).complete(spoken or Spoken(), continued)
        join_glyphs(pdf)
        compress(pdf)

    # Without the time of day, which fontTools writes into subsets of fonts.
    with variable("SOURCE_DATE_EPOCH", "0"):
        data = document.write_pdf(pdf_variant=VARIANT, finisher=finish)
    assert isinstance(data, bytes)
    return data


def join_glyphs(pdf: pydyf.PDF) -> None:
    """Join glyphs of a line between which nothing is moved: the engine moves most by 0.

    A joiner of words, too, is a move by 0.

    >>> pdf = pydyf.PDF()
    >>> pdf.add_object(pydyf.Stream([b"[<0030>0<0017>-4<0006>0] TJ"]))
    >>> join_glyphs(pdf)
    >>> pdf.objects[-1].stream
    [b'[<00300017>-4<0006>] TJ']
    """
    for stream in (item.stream for item in pdf.objects if isinstance(item, pydyf.Stream)):
        for index, part in enumerate(stream):
            if isinstance(part, bytes) and part.endswith(b"] TJ"):
                joined = part.replace(b">-0.0<", b"").replace(b">0<", b"")
                stream[index] = joined.replace(b">0]", b">]")


def compress(pdf: pydyf.PDF) -> None:
    """Compress the streams of a PDF: the engine takes thrice as long, for 2 % less."""
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and item.compress:
            item.compress = False
            plain = item.data.partition(b"\nstream\n")[2].removesuffix(b"\nendstream")
            item.stream = [zlib.compress(plain, LEVEL)]
            item.extra["Filter"] = "/FlateDecode"
