"""Check where the links of a finished PDF lead."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urljoin

import pypdfium2.raw as pdfium

from handouts.preflight.pdfium import address_of, lib, utf8
from handouts.problems import Fault

GOOD = re.compile(r"(https?://|mailto:|tel:)", re.IGNORECASE)
INSIDE = {pdfium.PDFACTION_UNSUPPORTED, pdfium.PDFACTION_GOTO}
"""Kinds of links within the PDF; one to a place has no action."""


def faults_of_links(document: Any, page: Any, addresses: set[str] | None = None) -> Iterator[Fault]:
    """Yield each link of a page that opens a file, runs something, or leads to no address.

    :param addresses: where links may lead; None: to any address
    """
    known = {_plain(address) for address in addresses or ()}
    yield from _faults_of_annotations(page)
    place, link = ctypes.c_int(0), pdfium.FPDF_LINK()
    while pdfium.FPDFLink_Enumerate(page, place, link):
        action = pdfium.FPDFLink_GetAction(link)
        kind = pdfium.FPDFAction_GetType(action)
        if kind == pdfium.PDFACTION_URI:
            address = utf8(lib.FPDFAction_GetURIPath, *map(address_of, (document, action)))
            if not GOOD.match(address):
                yield Fault("link", f"a link leads to {address[:80]!r}")
            elif addresses is not None and _plain(address) not in known:
                message = f"a link leads to {address[:80]!r}, which is none of the sheet's"
                yield Fault("link", message)
        elif kind not in INSIDE or (action and kind == pdfium.PDFACTION_UNSUPPORTED):
            yield Fault("link", "a link opens a file or runs a program")


def _plain(address: str) -> str:
    """Return an address in a form in which equal addresses are the same."""
    return unquote(urljoin("handouts:sheet", address)).rstrip("/").casefold()


def _faults_of_annotations(page: Any) -> Iterator[Fault]:
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if pdfium.FPDFAnnot_GetSubtype(annotation) != pdfium.FPDF_ANNOT_LINK:
            yield Fault("link", "something lies on the page that is neither text nor a link")
        pdfium.FPDFPage_CloseAnnot(annotation)
