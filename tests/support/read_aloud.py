"""What a screen reader says of a PDF: a walk through its tags, as text."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
import pypdfium2

from handouts.preflight.reader import Tag, read_pdf

BLOCKS = {"P", "H1", "H2", "H3", "H4", "H5", "H6", "Caption", "LBody", "TH", "TD"}


def read_aloud(data: bytes) -> str:
    """Return what is said of a PDF, a line for each heading, paragraph, item or row."""
    document = pypdfium2.PdfDocument(data)
    read = read_pdf(document)
    document.close()
    notes = iter(link_notes(data))
    lines = [line for root in read.tags for line in _lines(root, notes)]
    return "\n".join([*lines, ""])


def link_notes(data: bytes) -> Iterator[str]:
    """Yield what each link says of the place that it leads to, in the order of the tags."""
    with pikepdf.open(io.BytesIO(data)) as pdf:

        def walk(element: pikepdf.Object) -> Iterator[str]:
            kids = element.get("/K", [])
            for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
                if isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid:
                    yield str(kid.Obj.Contents)
                elif isinstance(kid, pikepdf.Dictionary):
                    yield from walk(kid)

        yield from walk(pdf.Root.StructTreeRoot)


def _lines(tag: Tag, notes: Iterator[str]) -> Iterator[str]:
    if tag.kind == "TR":
        cells = [_inline(cell, notes) for cell in tag.parts if isinstance(cell, Tag)]
        kinds = [cell for cell in tag.parts if isinstance(cell, Tag)]
        names = {"Row": "row header ", "Column": "column header "}
        said = [
            f"{names.get(cell.scope, 'cell ')}{words}"
            for cell, words in zip(kinds, cells, strict=True)
        ]
        yield f"Row: {' | '.join(said)}"
        return
    if tag.kind in BLOCKS:
        kind = {"P": "", "LBody": "item "}.get(tag.kind, f"{tag.kind} ")
        text = _inline(tag, notes)
        if text:
            yield f"{kind}{text}"
        return
    if tag.kind == "Figure":
        yield f"Picture: {tag.alternative}"
        return
    if tag.kind in {"L", "Table"}:
        yield {"L": "List", "Table": "Table"}[tag.kind]
    for part in tag.parts:
        if isinstance(part, Tag) and part.kind != "Lbl":
            yield from _lines(part, notes)
        elif isinstance(part, Tag):
            yield f"label {_inline(part, notes)}"
        elif part.strip():
            yield _clean(part)


def _inline(tag: Tag, notes: Iterator[str]) -> str:
    words = []
    for part in tag.parts:
        if isinstance(part, str):
            words.append(part)
        elif part.kind == "Link":
            note = next(notes)
            words.append(f"[link {_inline(part, notes)}: {note}]")
        elif part.kind == "Figure":
            words.append(f"[picture {part.alternative}]")
        else:
            words.append(_inline(part, notes))
    return _clean(" ".join(words))


def _clean(text: str) -> str:
    return " ".join(text.split())
