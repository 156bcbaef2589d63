"""Describe the change of each sheet in words: as Markdown for a comment, and as a page of HTML.

Words of a sheet may come from anybody: in Markdown they stand in blocks of code, where they
call nobody and link nowhere, and in HTML they are escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING

from handouts.files import filled_in
from handouts.problems import visible

if TYPE_CHECKING:
    from handouts.diff.compare import ChangedPassage, SheetChange, Side

MOST = 60_000
"""Characters: a comment on GitHub may have 65,536."""
NONE = "No visible change."
UNCHECKED = "Claims that changed, and keep the day on which they were checked"
TO_CHECK = "Set `checked` to the day on which somebody read their sources."
MOVED = "the same words, but they look different"


def summary(changes: Sequence[SheetChange]) -> str:
    """Return one sentence on all sheets."""
    changed = [change for change in changes if change.changed]
    if not changed:
        return NONE
    sheets = "1 sheet" if len(changed) == 1 else f"{len(changed)} sheets"
    return f"{sheets} of {len(changes)} changed."


def facts(change: SheetChange) -> list[str]:
    """Return facts about the change of a sheet, a few words each."""
    before, after = change.before, change.after
    if not before or not before.data:
        if after and after.data:
            return ["new sheet", *(f"{name} {value}" for name, value in _values(after))]
        return ["not printed", *_why(after)]
    if not after or not after.data:
        return ["not printed any more", *_why(after)]
    if not change.changed:
        same = "the same file" if change.same_file else "only what nobody sees differs in the file"
        return ["no visible change", same]
    added, removed = len(change.added), len(change.removed)
    words = "word" if added == 1 else "words"
    words_changed = [f"{added} {words} added, {removed} removed"] if added or removed else [MOVED]
    return [*words_changed, *_from_to(before, after)]


def _why(side: Side | None) -> list[str]:
    codes = side.result.codes if side else ()
    return [", ".join(f"handouts.{one}" for one in codes)] if codes else []


def _from_to(before: Side, after: Side) -> list[str]:
    pairs = zip(_values(before), _values(after), strict=True)
    return [
        f"{name} {old} → {new}" if old != new else f"{name} {new} as before"
        for (name, old), (_, new) in pairs
        if old != new or name == "type"
    ]


def _values(side: Side) -> list[tuple[str, str]]:
    result = side.result
    return [
        ("type", f"{result.setting.size:g} pt" if result.setting else "?"),
        ("full", f"{result.full:.0%}"),
        ("pages", str(result.pages)),
        ("left out", ", ".join(result.left_out) or "nothing"),
    ]


def passage_lines(passage: ChangedPassage) -> Iterator[str]:
    """Yield a change as lines that begin with a minus or a plus."""
    old = ("-", passage.old_before, passage.removed, passage.old_after)
    new = ("+", passage.before, passage.added, passage.after)
    for sign, before, words, after in (old, new):
        if words:
            yield " ".join(filter(None, (sign, before, f"[{words}]", after)))


def in_markdown(
    changes: Sequence[SheetChange],
    names: tuple[str, str],
    pictures: Mapping[str, Sequence[str]],
    unchecked: Sequence[str] = (),
) -> str:
    """Return all of it for a comment on a pull request; `pictures` are file names by sheet.

    GitHub notifies people whose names are in the rendered text, even if written as entities, but
    not in code: so all words of pages are written as code.
    """
    parts = [f"### What changes on paper\n\n{summary(changes)} Before: {_code(names[0])}."]
    parts[0] += f" After: {_code(names[1])}."
    rows = [f"| {_code(one.name)} | {_code('; '.join(facts(one)))} |" for one in changes]
    parts.append("\n".join(["| Sheet | Change |", "| --- | --- |", *rows]))
    if unchecked:
        parts.append(f"{UNCHECKED}: {', '.join(map(_code, unchecked))}. {TO_CHECK}")
    for change in changes:
        lines = [line for passage in change.passages for line in passage_lines(passage)]
        if change.changed and lines:
            block = _block("\n".join(lines))
            name = f"<code>{escape(visible(change.name))}</code>"
            parts.append(f"<details><summary>{name}</summary>\n\n{block}\n</details>")
    shown = [_code(name) for files in pictures.values() for name in files]
    if shown:
        parts.append(f"Pictures, in the folder of this comparison: {', '.join(shown)}.")
    return _cut(parts)


def in_html(
    changes: Sequence[SheetChange], names: tuple[str, str], pictures: Mapping[str, Sequence[str]]
) -> str:
    """Return all of it as a page to look at in a browser; `pictures` are file names by sheet."""
    return filled_in(
        "diff.html",
        before=names[0],
        after=names[1],
        summary=summary(changes),
        changes=changes,
        facts=facts,
        pictures=pictures,
    )


def _cut(parts: Sequence[str]) -> str:
    """Return as many parts as a comment can hold, and say so if it cannot hold all."""
    text, left = "", len(parts)
    for part in parts:
        if len(text) + len(part) > MOST:
            return f"{text}Too long for a comment: {left} more parts are in the folder.\n"
        text, left = f"{text}{part}\n\n", left - 1
    return text.rstrip("\n") + "\n"


def _code(text: str) -> str:
    """Return a text as code in a line, without what would end the code or a table's cell."""
    plain = re.sub(r"[`|\s]+", " ", visible(text)).strip()
    return f"`{plain or '-'}`"


def _block(text: str) -> str:
    text = visible(text)
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}diff\n{text}\n{fence}"
