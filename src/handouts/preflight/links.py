"""Check where the links of a finished PDF lead, and on which words each lies."""

from __future__ import annotations

import ctypes
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin

import pypdfium2.raw as pdfium

from handouts.preflight.pdfium import address_of, lib, utf8
from handouts.preflight.texts import squeeze
from handouts.problems import Fault

if TYPE_CHECKING:
    from handouts.preflight.run import Run
    from handouts.preflight.structure import Structure

GOOD = re.compile(r"(https?://|mailto:|tel:)", re.IGNORECASE)
HOST = re.compile(r"^[^/?#]*(//[^/?#]*)?")
"""The part of an address in which capitals are no others than small letters."""
INSIDE = {pdfium.PDFACTION_UNSUPPORTED, pdfium.PDFACTION_GOTO}
"""Kinds of links within the PDF; one to a place has no action."""


def faults_of_links(
    document: Any, pages: Sequence[Any], runs: Sequence[Sequence[Run]], wanted: Structure | None
) -> Iterator[Fault]:
    """Yield each link that opens a file, runs something, leads elsewhere or lies on other words.

    :param runs: the texts of each page
    :param wanted: where links may lead, and their words; None: anywhere
    """
    known: dict[str, list[str]] = defaultdict(list)
    for address, words in wanted.links if wanted else ():
        known[_plain(address)].append(words)
    found = Counter[str]()
    for page, texts in zip(pages, runs, strict=True):
        yield from _faults_of_annotations(page)
        for link in _links(page):
            action = pdfium.FPDFLink_GetAction(link)
            kind = pdfium.FPDFAction_GetType(action)
            if kind == pdfium.PDFACTION_URI:
                address = utf8(lib.FPDFAction_GetURIPath, *map(address_of, (document, action)))
                found[_plain(address)] += 1
                if not GOOD.match(address):
                    yield Fault("link", f"a link leads to {address[:80]!r}")
                elif wanted is not None:
                    yield from _faults_of_place(address, known[_plain(address)], link, texts)
            elif kind not in INSIDE or (action and kind == pdfium.PDFACTION_UNSUPPORTED):
                yield Fault("link", "a link opens a file or runs a program")
    for address, texts_of_links in known.items():
        if found[address] < len(texts_of_links) and GOOD.match(address):
            yield Fault("link", f"a link to {address[:80]!r} is missing")


def _faults_of_place(
    address: str, texts: Sequence[str], link: Any, runs: Sequence[Run]
) -> Iterator[Fault]:
    """Yield a fault for a link whose address is not the sheet's, or that lies on other words."""
    if not texts:
        yield Fault("link", f"a link leads to {address[:80]!r}, which is none of the sheet's")
        return
    rect = pdfium.FS_RECTF()
    pdfium.FPDFLink_GetAnnotRect(link, rect)
    below = [run for run in runs if run.text.strip() and _lies_on(rect, run)]
    words = [squeeze(run.text).rstrip("-") for run in below]  # A line may end with a hyphen.
    if not any(all(one in text for one in words) and bool(words) == bool(text) for text in texts):
        about = " ".join(run.quoted for run in below)[:60]
        said = f"“{about}”" if below else "nothing"
        message = f"the link to {address[:80]!r} lies on {said}, not on its own words"
        yield Fault("link", message, about=about)


def _lies_on(rect: Any, run: Run) -> bool:
    """Return whether the middle of a text is in the area of a link."""
    left, bottom, right, top = run.box
    across, up = (left + right) / 2, (bottom + top) / 2
    low, high = sorted((rect.bottom, rect.top))
    return bool(rect.left <= across <= rect.right and low <= up <= high)


def _links(page: Any) -> Iterator[Any]:
    place, link = ctypes.c_int(0), pdfium.FPDF_LINK()
    while pdfium.FPDFLink_Enumerate(page, place, link):
        yield link


def _plain(address: str) -> str:
    """Return an address in a form in which equal addresses are the same."""
    plain = unquote(urljoin("handouts:sheet", address)).rstrip("/")
    return HOST.sub(lambda host: host[0].casefold(), plain)


def _faults_of_annotations(page: Any) -> Iterator[Fault]:
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if pdfium.FPDFAnnot_GetSubtype(annotation) != pdfium.FPDF_ANNOT_LINK:
            yield Fault("link", "something lies on the page that is neither text nor a link")
        pdfium.FPDFPage_CloseAnnot(annotation)
