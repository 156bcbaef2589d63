"""A comparison as a page to look at in a browser, with its pictures beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING

from handouts.diff.summary import facts, summary

if TYPE_CHECKING:
    from handouts.diff.compare import ChangedPassage, SheetChange

STYLE = """
body { font: 1.1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 80rem;
  padding: 0 1rem; color: #1b1f24; background: #fff; }
h2 { margin: 3rem 0 0.5rem; border-top: 2px solid #1b1f24; padding-top: 1rem; }
img { max-width: 100%; height: auto; }
li { margin: 0.3rem 0; }
del { color: #b00020; } ins { color: #006a4e; }
@media (prefers-color-scheme: dark) {
  body { color: #e8eaed; background: #16181b; }
  h2 { border-color: #e8eaed; }
  del { color: #ff9c9c; } ins { color: #7fdcb8; }
}
"""


def change_page(
    changes: Sequence[SheetChange], names: tuple[str, str], pictures: Mapping[str, Sequence[str]]
) -> str:
    """Return the page as HTML; `pictures` are file names by sheet."""
    title = f"What changes on paper: {names[0]} and {names[1]}"
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f"<h1>What changes on paper</h1>\n<p>Before: {escape(names[0])}. "
        f"After: {escape(names[1])}. {escape(summary(changes))}</p>\n"
        + "".join(part for change in changes for part in _sheet(change, pictures))
        + "</body>\n</html>\n"
    )


def _sheet(change: SheetChange, pictures: Mapping[str, Sequence[str]]) -> Iterator[str]:
    name = escape(change.name)
    yield f"<h2>{name}</h2>\n<p>{escape('; '.join(facts(change)))}.</p>\n"
    if change.changed and change.passages:
        items = "".join(f"<li>{_passage(one)}</li>\n" for one in change.passages)
        yield f"<ul>\n{items}</ul>\n"
    for file in pictures.get(change.name, ()):
        alternative = f"{name} before and after, side by side; the list above says what changed"
        # A link, because small type is read at full size.
        address = escape(file)
        yield f'<p><a href="{address}"><img src="{address}" alt="{alternative}"></a></p>\n'


def _passage(passage: ChangedPassage) -> str:
    removed = f"<del>{escape(passage.removed)}</del> " if passage.removed else ""
    added = f"<ins>{escape(passage.added)}</ins> " if passage.added else ""
    return f"{escape(passage.before)} {removed}{added}{escape(passage.after)}".strip()
