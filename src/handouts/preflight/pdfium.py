"""Functions of PDFium that are called thousands of times for a page, bound with little between.

pypdfium2 makes Python objects of all that it takes and returns. These functions take and return
addresses, which `address_of` takes from the objects of pypdfium2.
"""

from __future__ import annotations

import codecs
import ctypes
from types import SimpleNamespace
from typing import Any

import pypdfium2.raw
from cffi import FFI

FUNCTIONS = {
    "int(*)(void *)": (
        *("FPDFPage_CountObjects", "FPDFFormObj_CountObjects", "FPDFPageObj_GetType"),
        *("FPDFPageObj_GetMarkedContentID", "FPDFPageObj_CountMarks", "FPDFFont_GetIsEmbedded"),
        *("FPDFTextObj_GetTextRenderMode", "FPDFText_CountChars", "FPDFClipPath_CountPaths"),
        *("FPDF_StructTree_CountChildren", "FPDF_StructElement_CountChildren"),
        "FPDF_StructElement_GetAttributeCount",
    ),
    "int(*)(void *, int)": (
        *("FPDF_StructElement_GetChildMarkedContentID", "FPDFClipPath_CountPathSegments"),
    ),
    "int(*)(void *, float *)": (
        *("FPDFTextObj_GetFontSize", "FPDFPageObj_GetMatrix", "FPDFPageObj_GetStrokeWidth"),
    ),
    "int(*)(void *, float *, float *)": ("FPDFPathSegment_GetPoint",),
    "int(*)(void *, int *, int *)": ("FPDFPath_GetDrawMode",),
    "int(*)(void *, int, uintptr_t, uintptr_t)": ("FPDFText_GetCharOrigin",),
    "int(*)(void *, int, double *, double *, double *, double *)": ("FPDFText_GetCharBox",),
    "int(*)(void *, float *, float *, float *, float *)": ("FPDFPageObj_GetBounds",),
    "int(*)(void *, int, int, unsigned short *)": ("FPDFText_GetText",),
    "int(*)(void *, char *, void *, unsigned long, unsigned long *)": (
        "FPDFPageObjMark_GetParamStringValue",
    ),
    "int(*)(void *, void *, unsigned long, unsigned long *)": (
        "FPDF_StructElement_Attr_GetStringValue",
    ),
    "unsigned int(*)(void *, int)": ("FPDFText_GetUnicode",),
    "unsigned long(*)(void *, void *, unsigned long)": (
        *("FPDFCatalog_GetLanguage", "FPDF_StructElement_GetType"),
        *("FPDF_StructElement_GetAltText", "FPDF_StructElement_GetActualText"),
    ),
    "unsigned long(*)(void *, void *, void *, unsigned long)": ("FPDFAction_GetURIPath",),
    "size_t(*)(void *, void *, size_t)": ("FPDFFont_GetBaseFontName",),
    "void *(*)(void *)": (
        *("FPDFTextObj_GetFont", "FPDF_StructTree_GetForPage", "FPDFPageObj_GetClipPath"),
    ),
    "void *(*)(void *, int, int)": ("FPDFClipPath_GetPathSegment",),
    "uintptr_t(*)(void *, int)": ("FPDFText_GetTextObject",),
    "void *(*)(void *, int)": (
        *("FPDFPage_GetObject", "FPDFPageObj_GetMark", "FPDF_StructTree_GetChildAtIndex"),
        *("FPDF_StructElement_GetChildAtIndex", "FPDF_StructElement_GetAttributeAtIndex"),
    ),
    "void *(*)(void *, unsigned long)": ("FPDFFormObj_GetObject",),
    "void *(*)(void *, char *)": ("FPDF_StructElement_Attr_GetValue",),
    "void(*)(void *)": ("FPDF_StructTree_Close",),
}
"""The functions of each type, as PDFium's headers declare them, but for addresses as numbers."""
USUAL = 512
"""Bytes that are enough for most texts."""

ffi = FFI()


def _bound() -> SimpleNamespace:
    """Return the functions in the library that pypdfium2 has loaded."""
    found = {}
    for declared, names in FUNCTIONS.items():
        kind = ffi.typeof(declared)
        for name in names:
            place = ctypes.cast(getattr(pypdfium2.raw, name), ctypes.c_void_p).value
            found[name] = ffi.cast(kind, place)
    return SimpleNamespace(**found)


lib = _bound()
BUFFER = ffi.new("char[]", USUAL)
"""Where PDFium writes texts, one after the other."""


def address_of(item: Any) -> Any:
    """Return the address of an object of pypdfium2, or of a pointer of ctypes."""
    pointer = getattr(item, "raw", item)
    return ffi.cast("void *", ctypes.addressof(pointer.contents) if pointer else 0)


def number_of(pointer: Any) -> int:
    """Return an address as a number."""
    return int(ffi.cast("uintptr_t", pointer))


def utf16(get: Any, item: Any) -> str:
    """Return a text of something in a PDF that PDFium writes in UTF-16.

    :param get: takes that, a buffer and its size; returns how many bytes the text has
    """
    buffer, size = BUFFER, get(item, BUFFER, USUAL)
    if size <= 2:  # Nothing, or the character that ends a text.
        return ""
    if size > USUAL:
        buffer = ffi.new("char[]", size)
        get(item, buffer, size)
    return decoded(buffer, size)


def decoded(buffer: Any, size: int) -> str:
    r"""Return the text of some bytes that PDFium has written in UTF-16.

    >>> decoded(ffi.from_buffer(b"H\0i\0\0\0"), 6)
    'Hi'
    """
    # As `bytes.decode` would, but that looks for the codec each time.
    text, _ = codecs.utf_16_le_decode(ffi.buffer(buffer, size), "replace")
    return text.rstrip("\0")


def utf8(get: Any, *given: Any) -> str:
    """Return the text that a function of PDFium writes in UTF-8."""
    size = get(*given, ffi.NULL, 0)
    buffer = ffi.new("char[]", size + 1)
    get(*given, buffer, size)
    return bytes(ffi.string(buffer)).decode("utf-8", "replace")


def value_of(get: Any, *given: Any) -> str | None:
    """Return the text of a value, or nothing if it is no text."""
    buffer, size = BUFFER, ffi.new("unsigned long *")
    if not get(*given, buffer, USUAL, size):
        return None
    if size[0] > USUAL:
        buffer = ffi.new("char[]", size[0])
        get(*given, buffer, size[0], size)
    return decoded(buffer, size[0])
