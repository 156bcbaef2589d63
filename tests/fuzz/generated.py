"""Pages of MyST made at random, each with the words that it must say in print."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou"]
FENCE = re.compile(r"[ >*+.0-9-]*(:{3,})")
"""A fence, also in a list or a quotation: there, too, it could close the one around it."""
MARKS = re.compile(r"([^\w\s])")
UNDERLINE = re.compile(r"-+|=+")
LABEL = "\ue0ff"
"""Stands on both sides of the letter of a list's item, which is drawn and is no text."""
LETTERS = {
    "a": ("a", "b", "c"),
    "C": ("C", "D", "E"),
    "i": ("i", "ii", "iii"),
    "IV": ("IV", "V", "VI"),
}
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="160" height="120" viewBox="0 0 4 3">'
    '<path d="M0 0h4v3z"/></svg>'
)


Lines = tuple[str, ...]


@dataclass(frozen=True)
class Piece:
    """Some lines of MyST, and what they say in print, in order."""

    lines: Lines = ()
    says: tuple[str, ...] = ()
    otherwise: Lines | None = None
    """The same words and pictures without tables, grids and boxes, if there are any."""

    @property
    def plain(self) -> Lines:
        """The lines without tables, grids and boxes."""
        return self.lines if self.otherwise is None else self.otherwise

    def __add__(self, other: Piece) -> Piece:
        """Return two pieces with an empty line between them."""
        return Piece(
            parted(self.lines, other.lines), self.says + other.says, parted(self.plain, other.plain)
        )

    def indented(self, first: str, rest: str) -> Piece:
        """Return the piece as it stands in a list or a quotation."""
        return Piece(
            indented(self.lines, first, rest), self.says, indented(self.plain, first, rest)
        )

    def fenced(self, name: str, options: Lines = (), says: tuple[str, ...] = ()) -> Piece:
        """Return the piece as the content of a directive, after what its first line says."""
        title = Piece((MARKS.sub(r"\\\1", " ".join(says)),) if says else ())
        return Piece(
            fenced(self.lines, name, options), says + self.says, (title + apart(title, self)).plain
        )


def parted(before: Lines, after: Lines) -> Lines:
    """Return lines with an empty line between them."""
    return before + (("",) if before and after else ()) + after


def indented(lines: Lines, first: str, rest: str) -> Lines:
    """Return lines as they stand in a list or a quotation."""
    found = [(rest if index else first) + line for index, line in enumerate(lines)]
    return tuple(line.rstrip() for line in found) or (first.rstrip(),)


def fenced(lines: Lines, name: str, options: Lines = ()) -> Lines:
    """Return lines as the content of a directive."""
    fences = [FENCE.match(line) for line in lines]
    fence = ":" * max([len(found[1]) + 1 for found in fences if found], default=3)
    kind, _, rest = name.partition(" ")
    return (f"{fence}{{{kind}}} {rest}".rstrip(), *options, "", *lines, fence)


@dataclass
class Case:
    """One project with one handout in one edition."""

    page: tuple[str, ...] = ()
    sheet: tuple[str, ...] = ()
    title: str = ""
    parts: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    """What the sheet says: each part with its label if it may be left out, or nothing."""
    plain: Lines = ()
    """The lines of a sheet that says the same without tables, grids and boxes."""
    audience: str = "patients"
    edition: str = "a4"
    odd: str = ""
    """Name of the construct in it that no sheet prints, if there is one."""
    odd_in: str = ""
    """Label of the block with it, if that may be left out."""
    large: bool = False
    """Whether something in it may be too long or too deep for any sheet."""

    @property
    def files(self) -> dict[str, str]:
        """The source of the project, but for its settings."""
        return {
            "index.md": "# Pages\n\n```{toctree}\npage\nsheet\n```\n",
            "page.md": "\n".join(self.page) + "\n",
            "sheet.md": "\n".join(self.sheet) + "\n",
            "box.svg": SVG,
        }


class Author:
    """Writes pieces, with a choice of Hypothesis at each turn and no word twice."""

    def __init__(self, draw: Callable[[st.SearchStrategy[Any]], Any]) -> None:
        self.draw = draw
        self.words = 0

    def number(self, least: int, most: int) -> int:
        """Return a number of things."""
        found: int = self.draw(st.integers(least, most))
        return found

    def pick(self, *choices: Any) -> Any:
        """Return one of the choices; the first is the simplest."""
        return self.draw(st.sampled_from(choices))

    # Words.

    def word(self) -> str:
        """Return a word that no other place has."""
        self.words += 1
        rest, parts = self.words, []
        while rest:
            rest, index = divmod(rest, len(SYLLABLES))
            parts.append(SYLLABLES[index])
        return "".join(parts) + self.pick("k", "", "n", "rst")

    def plain(self, most: int = 8) -> str:
        """Return a few plain words."""
        return " ".join(self.word() for _ in range(self.number(1, most)))

    def phrase(self, most: int = 5) -> Piece:
        """Return some words in a line, with whatever mark-up a line may have."""
        parts = [self.pick(*PHRASES)(self) for _ in range(self.number(1, most))]
        text = " ".join(written for written, _ in parts)
        return Piece(tuple(text.split("\n")), tuple(said for _, said in parts))

    def cell(self) -> Piece:
        """Return what stands in a cell of a table of one line a row."""
        return self.phrase(2) if self.number(0, 4) else Piece()

    # Blocks.

    def block(self, depth: int = 0) -> Piece:
        """Return one block, with others in it down to some depth."""
        nests = NESTS if depth < self.pick(1, 2, 4) else ()
        found: Piece = self.pick(*LEAVES, *nests)(self, depth + 1)
        return found

    def blocks(self, depth: int, least: int = 1, most: int = 3) -> Piece:
        """Return some blocks, one after the other."""
        found = Piece()
        for _ in range(self.number(least, most)):
            found += apart(found, self.block(depth))
        return found


def apart(before: Piece, after: Piece) -> Piece:
    """Return the second piece, with a comment before it where Markdown would join the two."""
    if not before.lines:
        return after
    return Piece(("%", "", *after.lines), after.says, ("%", "", *after.plain))


Written = tuple[str, str]
"""Words as they are written, and as they are read."""


def _inline(before: str, after: str, says: str = "{}") -> Callable[[Author], Written]:
    def write(author: Author) -> Written:
        words = author.plain(3)
        return f"{before}{words}{after}", says.format(words)

    return write


def _long(author: Author) -> Written:
    word = "".join(author.word() for _ in range(author.number(4, 20)))
    return word, word


def _accented(author: Author) -> Written:
    word = author.word()
    text = f"{word[:2]}{author.pick(*ACCENTS)}{word[2:]}"
    return text, text


def _unusual(author: Author) -> Written:
    written, said = author.pick(*UNUSUAL)
    one, other = author.word(), author.word()
    return f"{one}{written}{other}", f"{one}{said}{other}"


def _comment(author: Author) -> Written:
    # After a word: a line that begins with a comment is HTML to its end.
    word = author.word()
    return f"{word} <!-- {author.word()} -->", word


def _break(author: Author) -> Written:
    one, other = author.word(), author.word()
    return f"{one}\\\n{other}", f"{one}{other}"


def _icon(author: Author) -> Written:
    word = author.word()
    return f"{word} {author.pick('{octicon}`alert`', '{material-regular}`check`')}", word


ACCENTS = ("\u0301", "\u0308", "\u0327", "\u0302")
"""Marks that our font has for some letters only."""
UNUSUAL: tuple[Written, ...] = (
    *((mark, mark) for mark in "–—’…/-+%°€→≥²½ßéÅβΩµﬁ\u00a0\u202f\u00ad\u200b\u2060"),
    *((f"\\{mark}", mark) for mark in "*_[]<>&{}$#|!\\"),
    ("&amp;", "&"),
    ("&nbsp;", "\u00a0"),
    ("&#945;", "α"),
    ("'", "’"),
    ("ffi", "ffi"),
)
PHRASES: tuple[Callable[[Author], Written], ...] = (
    _inline("", ""),
    _inline("*", "*"),
    _inline("**", "**"),
    _inline("***", "***"),
    _inline("`", "`"),
    _inline("[", "](https://example.org/)"),
    _inline("[**", "**](https://example.org/)"),
    _inline("[{sup}`", "`](https://example.org/)"),
    _inline("[", "]{.small}"),
    _inline("{sub}`", "`"),
    _inline("{sup}`", "`"),
    _inline("{kbd}`", "`"),
    _inline("{abbr}`", "`"),
    _inline("{guilabel}`", "`"),
    _inline("{bdg-primary}`", "`"),
    _icon,
    _comment,
    _break,
    _long,
    _accented,
    _unusual,
)


def _paragraph(author: Author, depth: int) -> Piece:
    return author.phrase()


def _words(author: Author, depth: int) -> Piece:
    text = author.plain(30)
    return Piece((text,), (text,))


def _items(author: Author, depth: int, marks: Sequence[str]) -> Piece:
    items = [author.blocks(depth, 0, 2).indented(mark, " " * len(mark)) for mark in marks]
    return joined(items)


def joined(pieces: Iterable[Piece]) -> Piece:
    """Return pieces with nothing between them."""
    lines: Lines = ()
    says: tuple[str, ...] = ()
    plain: Lines = ()
    for piece in pieces:
        lines, says, plain = lines + piece.lines, says + piece.says, plain + piece.plain
    return Piece(lines, says, plain)


def arranged(pieces: Sequence[Piece], inner: Sequence[Piece] | None = None) -> Piece:
    """Return pieces that are arranged in a table or a grid; else they stand below one another."""
    plain = Piece()
    for piece in inner or pieces:
        plain += apart(plain, piece)
    found = joined(pieces)
    return Piece(found.lines, found.says, plain.plain)


def _bullets(author: Author, depth: int) -> Piece:
    return _items(author, depth, [author.pick("* ", "- ", "+ ")] * author.number(1, 4))


def _numbers(author: Author, depth: int) -> Piece:
    first = author.pick(1, 3, 0, 9)
    return _items(author, depth, [f"{first + index}. " for index in range(author.number(1, 4))])


def _tasks(author: Author, depth: int) -> Piece:
    items = []
    for _ in range(author.number(1, 4)):
        item, box = _words(author, depth), author.pick(" ", "x")
        if author.number(0, 3) == 3:
            item += _words(author, depth)
        items.append(item.indented(f"- [{box}] ", "  "))
    return joined(items)


def _letters(author: Author, depth: int) -> Piece:
    first, mark = author.pick("a", "C", "i", "IV"), author.pick("{}.", "{})", "({})")
    labels = LETTERS[first][: author.number(1, 3)]
    texts = [author.plain() for _ in labels]
    lines = [f"{mark.format(label)} {text}" for label, text in zip(labels, texts, strict=True)]
    # A list of one letter without a second one may be a sentence: a label decides.
    return Piece(
        ("```{eval-rst}", *lines, "```"),
        tuple(f"{LABEL}{label}{LABEL}{text}" for label, text in zip(labels, texts, strict=True)),
    )


def _definitions(author: Author, depth: int) -> Piece:
    found = Piece()
    for _ in range(author.number(1, 3)):
        term = author.plain(3)
        body = author.blocks(depth, 1, 2)
        if any(UNDERLINE.fullmatch(line) for line in (*body.lines[1:2], *body.plain[1:2])):
            text = author.plain()  # Markdown takes the term and an empty item for a heading.
            body = Piece((text,), (text,))
        body = body.indented(": ", "  ")
        found += Piece((term, *body.lines), (term, *body.says), (term, *body.plain))
    return found


def _classified(author: Author, depth: int) -> Piece:
    lines: Lines = ()
    says: Lines = ()
    for _ in range(author.number(1, 3)):
        term, kind, text = author.plain(3), author.plain(2), author.plain()
        lines, says = (*lines, f"{term} : {kind}", f"   {text}"), (*says, f"{term}:{kind}{text}")
    return Piece(("```{eval-rst}", *lines, "```"), says)


def _glossary(author: Author, depth: int) -> Piece:
    lines: Lines = ()
    says: Lines = ()
    for _ in range(author.number(1, 3)):
        term, text = author.plain(2), author.plain()
        lines, says = (*lines, term, f"  {text}", ""), (*says, term, text)
    return Piece(("```{glossary}", *lines[:-1], "```"), says)


def _line_block(author: Author, depth: int) -> Piece:
    texts = [author.plain() for _ in range(author.number(1, 4))]
    lines = [f"| {'  ' * author.number(0, 2)}{text}" for text in texts]
    return Piece(("```{eval-rst}", *lines, "```"), tuple(texts))


def _listed(author: Author, depth: int) -> Piece:
    items = [_words(author, depth) for _ in range(author.number(1, 3))]
    if author.number(0, 1):
        items[0] += _words(author, depth)
    kind = author.pick("checklist", "crosses", "write-in")
    numbered = kind != "crosses" and author.number(0, 1)
    marks = [f"{at}. " if numbered else "* " for at in range(1, len(items) + 1)]
    found = joined(
        [item.indented(mark, " " * len(mark)) for mark, item in zip(marks, items, strict=True)]
    )
    return Piece((f"{{.{kind}}}", *found.lines), found.says)


def _columns(author: Author, depth: int) -> Piece:
    items = [author.plain(3) for _ in range(author.number(1, 5))]
    lines = tuple(f"* {item}" for item in items)
    return Piece(fenced(lines, "hlist", (f":columns: {author.number(1, 3)}",)), tuple(items), lines)


def _fields(author: Author, depth: int) -> Piece:
    rows = [(author.word(), author.plain()) for _ in range(author.number(1, 3))]
    lines = tuple(f":{name}: {text}" for name, text in rows)
    return Piece(lines, tuple(word for row in rows for word in row))


def _quote(author: Author, depth: int) -> Piece:
    return author.blocks(depth, 1, 2).indented("> ", "> ")


def _box(author: Author, depth: int) -> Piece:
    name = author.pick("note", "warning", "danger", "important", "tip", "seealso", "hint")
    label = {"seealso": "See also"}.get(name, name.capitalize())
    return author.blocks(depth, 1, 3).fenced(name, says=(label,))


def _titled(author: Author, depth: int) -> Piece:
    name, title = author.pick("admonition", "dropdown", "card"), author.phrase(2)
    return author.blocks(depth, 1, 3).fenced(f"{name} {_line(title)}", says=title.says)


def _line(piece: Piece) -> str:
    # A directive's title is one line.
    return " ".join(line.removesuffix("\\") for line in piece.lines)


def _plain_box(author: Author, depth: int) -> Piece:
    name = author.pick("container", "compound", "epigraph", "pull-quote", "highlights")
    return author.blocks(depth, 1, 2).fenced(name)


def _tabs(author: Author, depth: int) -> Piece:
    tabs = []
    for _ in range(author.number(1, 3)):
        title = author.plain(2)
        tabs.append(author.blocks(depth, 1, 2).fenced(f"tab-item {title}", says=(title,)))
    return arranged(tabs).fenced("tab-set")


def _grid(author: Author, depth: int) -> Piece:
    cells = []
    for _ in range(author.number(1, 4)):
        title = author.pick("", author.plain(2))
        name = f"grid-item-card {title}" if title else "grid-item"
        says = (title,) if title else ()
        columns = author.pick((), (), (f":columns: {author.pick('6', '12', '4', '12 12 7 7')}",))
        cells.append(author.blocks(depth, 1, 2).fenced(name, columns, says))
    row = author.pick(len(cells), 1, 2, 3)
    return arranged(cells).fenced(f"grid 1 1 {row} {row}")


def _pipes(author: Author, depth: int) -> Piece:
    columns, rows = author.number(1, 5), author.number(1, 6)
    cells = [[author.cell() for _ in range(columns)] for _ in range(rows + 1)]
    lines = [f"| {' | '.join(_line(cell) for cell in row)} |" for row in cells]
    rules = [author.pick("---", ":--", ":-:", "--:") for _ in range(columns)]
    lines.insert(1, f"| {' | '.join(rules)} |")
    says = tuple(said for row in cells for cell in row for said in cell.says)
    words = [" ".join(map(_line, row)).strip() for row in cells]
    return Piece(tuple(lines), says, tuple(line for row in words if row for line in (row, "")))


def _csv_table(author: Author, depth: int) -> Piece:
    title, columns = author.plain(3), author.number(1, 4)
    rows = [[author.plain(4) for _ in range(columns)] for _ in range(author.number(2, 4))]
    head, *lines = [",".join(row) for row in rows]
    widths = " ".join(str(author.number(1, 9)) for _ in range(columns))
    options = (f":header: {head}", *author.pick((), (f":widths: {widths}",)))
    texts = [title, *(" ".join(row) for row in rows)]
    plain = tuple(line for text in texts for line in (text, ""))
    return Piece(fenced(tuple(lines), f"csv-table {title}", options), tuple(texts), plain)


def _list_table(author: Author, depth: int) -> Piece:
    columns, rows = author.number(1, 3), author.number(2, 5)
    title = author.pick("", author.plain(4))
    inner = [author.blocks(depth, 0, 2) for _ in range(rows * columns)]
    cells = [
        cell.indented("  - " if index % columns else "* - ", "    ")
        for index, cell in enumerate(inner)
    ]
    options = (
        f":header-rows: {author.number(0, 1)}",
        f":stub-columns: {author.number(0, min(columns - 1, 1))}",
        *author.pick((), (f":widths: {'7 2 4'[: 2 * columns - 1]}",)),
    )
    says = (title,) if title else ()
    return arranged(cells, inner).fenced(f"list-table {title}".strip(), options, says)


def _code(author: Author, depth: int) -> Piece:
    lines = [" " * author.number(0, 4) + author.plain(12) for _ in range(author.number(1, 6))]
    name = author.pick("", "text", "python", "{code-block} text")
    caption = author.plain(3) if name.startswith("{") else ""
    options = (f":caption: {caption}", "") if caption else ()
    return Piece((f"```{name}", *options, *lines, "```"), (caption, *lines))


def _figure(author: Author, depth: int) -> Piece:
    options = (f":alt: {author.plain()}", *_size(author), *_side(author))
    widths = author.number(0, 2) // 2
    options += (f":figwidth: {author.pick('40%', '50mm')}",) * widths
    caption = author.phrase(2) if author.number(0, 1) else Piece()
    legend = author.blocks(depth, 0, 1) if caption.lines else Piece()
    found = caption + legend
    picture = fenced((), "image box.svg", options[: len(options) - widths])
    return Piece(
        fenced(found.lines, "figure box.svg", options), found.says, parted(picture, found.plain)
    )


def _size(author: Author) -> tuple[str, ...]:
    width, height = author.pick("30%", "20mm", "2000px"), author.pick("12px", "30mm", "90mm")
    scale = author.pick("50%", "300%")
    return author.pick((f":width: {width}",), (f":height: {height}",), (f":scale: {scale}",), ())


def _side(author: Author) -> tuple[str, ...]:
    side = author.pick("", "left", "center", "right")
    return (f":align: {side}",) if side else ()


def _image(author: Author, depth: int) -> Piece:
    options = (f":alt: {author.plain()}", *_size(author), *_side(author))
    return Piece(fenced((), "image box.svg", options))


def _picture(author: Author, depth: int) -> Piece:
    word, alt = author.word(), author.plain()
    return Piece((f"{word} ![{alt}](box.svg)",), (word,))


def _rubric(author: Author, depth: int) -> Piece:
    title = author.plain(4)
    return Piece((f"```{{rubric}} {title}", "```"), (title,))


def _rule(author: Author, depth: int) -> Piece:
    return Piece(("***",))


def _nothing(author: Author, depth: int) -> Piece:
    return Piece(author.pick(("% a comment",), ("<!-- a comment -->",)))


LEAVES = (
    _paragraph, _words, _code, _tasks, _fields, _pipes, _figure, _picture, _rubric, _nothing,
    _letters, _image, _classified, _glossary, _line_block, _listed, _columns, _csv_table,
)  # fmt: skip
NESTS = (
    _bullets, _numbers, _definitions, _quote, _box, _titled, _plain_box, _tabs, _grid, _list_table,
)  # fmt: skip


# Whole cases.


def _thousand(author: Author) -> Piece:
    text = " ".join(author.word() for _ in range(author.number(900, 1100)))
    return Piece((text,), (text,))


def _deep(author: Author) -> Piece:
    found = author.phrase()
    for _ in range(author.number(4, 45)):
        found = found.fenced("note", says=("Note",))
    return found


def _deep_list(author: Author) -> Piece:
    found = author.phrase()
    for _ in range(author.number(4, 30)):
        found = found.indented("* ", "  ")
    return found


def _wide(author: Author) -> Piece:
    cells = [author.word() for _ in range(author.number(9, 40))]
    lines = (f"| {' | '.join(cells)} |", "|" + " --- |" * len(cells))
    return Piece(lines, tuple(cells), (" ".join(cells),))


def _levels(author: Author) -> Piece:
    """Return sections in one another, down to some level."""
    found = Piece()
    for level in range(2, author.number(2, 6) + 1):
        heading = author.phrase(2)
        found += Piece((f"{'#' * level} {_line(heading)}",), heading.says)
        found += author.phrase()
    return found


def _noted(author: Author, block: Piece, notes: list[str]) -> tuple[Piece, Piece]:
    """Return a block with a footnote, and the words of it; add to what the list of them says."""
    letter, text, words = "abcd"[len(notes)], author.plain(), author.phrase(2)
    notes.append(f"{LABEL}{letter}{LABEL}{text}")
    mark = Piece((f"{_line(words)}[^{letter}]",), (*words.says, letter))
    block = (block + apart(block, mark)).fenced("container")
    return block, Piece((f"[^{letter}]: {text}",))


LARGE = (_thousand, _deep, _deep_list, _wide)
ODD: dict[str, str] = {
    "an emoji": "word 🙂",
    "Hebrew": "שלום",
    "Arabic": "مرحبا",
    "Chinese": "你好",
    "Thai": "สวัสดี",
    "Devanagari": "नमस्ते",
    "a private character": "word \ue000",
    "a formula": "$x^2$",
    "a block of formulas": "```{math}\nx\n```",
    "raw HTML in a line": "word <b>bold</b>",
    "a block of raw HTML": "<div>word</div>",
    "a script": "<script>word</script>",
    "an empty container": ":::{container}\n:::",
    "an empty box": ":::{note}\n:::",
    "an unknown directive": "```{mermaid}\nword\n```",
    "an unknown role": "{nosuchrole}`word`",
    "a picture that says nothing": "![](box.svg)",
    "a picture that is missing": "![word](none.svg)",
    "a picture of elsewhere": "![word](https://example.org/box.svg)",
    "a reference to nowhere": "{ref}`nowhere`",
    "a description of code": "```{py:function} word()\n```",
    "a fence that nothing closes": "::::{note}\nword\n:::",
    "a heading out of a condition": ":::{only} html\n## word\n:::",
}
"""Content that no sheet prints."""


def _is_rubric(block: Piece) -> bool:
    return len(block.lines) == 2 and block.lines[0].startswith("```{rubric}")


def _let_rubrics_go(
    parts: list[tuple[str, tuple[str, ...]]], marks: dict[int, str], *, listed: bool
) -> None:
    """Let each rubric go with the parts below it if all of them may be left out.

    :param marks: what begins at which part
    :param listed: whether a list of footnotes ends the sheet
    """
    for index in [index for index, mark in marks.items() if mark == "rubric"]:
        end = min((other for other in marks if other > index), default=len(parts))
        labels = [label for label, _ in parts[index + 1 : end]]
        headed = any(mark == "heading" for other, mark in marks.items() if other < index)
        if labels and all(labels) and (headed or not listed or end < len(parts)):
            parts[index] = (labels[0], parts[index][1])


def _content(
    author: Author, case: Case, kind: str, headed: bool, optional: str
) -> tuple[Piece, bool]:
    """Return what a part of a handout holds, and whether that has headings; note what is odd.

    :param optional: the label of its block, if that may be left out
    """
    if kind == "odd":
        case.odd_in = optional
        case.odd = author.pick(*ODD)
        return Piece(tuple(ODD[case.odd].split("\n"))), False
    if kind:
        case.large = True
        return author.pick(*LARGE)(author), False
    if author.number(0, 5) == 5 and not headed:  # Else its section would be empty.
        return _levels(author), True
    return author.block(), False


@st.composite
def cases(draw: Any) -> Case:
    """Return a page, a handout that embeds from it, and what its sheet must say."""
    author = Author(draw)
    case = Case(
        audience=author.pick("patients", "referrers"),
        edition=author.pick("a4", "letter", "large-print"),
        title=author.plain(5),
    )
    page, sections, sheet = Piece(("# A page",)), Piece(), Piece((f"# {case.title}",))
    plain = sheet
    case.parts.append(("", (case.title,)))
    kind = author.pick(*[""] * 12, "large", "odd", "odd")
    notes, marks = list[str](), dict[int, str]()
    count = author.number(1, 4)
    special = author.number(0, count - 1) if kind else -1
    for index in range(count):
        headed = author.number(0, 2) == 2
        if headed:
            heading = author.phrase(3)
            line = Piece((f"## {_line(heading)}",))
            plain, sheet = plain + line, sheet + line
            marks[len(case.parts)] = "heading"
            case.parts.append(("", heading.says))
        may_go = not headed and author.number(0, 3) == 3 and index > 0
        optional = f"block-{index}" if may_go else ""
        block, leveled = _content(author, case, kind * (index == special), headed, optional)
        if not (may_go or block.says or case.odd):  # Without words a section is no section.
            block = author.phrase()
        label, note = f"block-{index}", Piece()
        if not (may_go or leveled or index == special) and author.number(0, 5) == 5:
            block, note = _noted(author, block, notes)
        if leveled or _is_rubric(block):
            marks[len(case.parts)] = "levels" if leveled else "rubric"
        if author.number(0, 3) == 3 or not (block.says or index == special):
            plain, sheet = plain + apart(plain, block) + note, sheet + apart(sheet, block) + note
            case.parts.append(("", block.says))
            continue
        if author.number(0, 4) == 4 and block.says and not leveled:
            inner, block = block, author.blocks(1)
            page += Piece((f"(in-{label})=", *inner.lines))
            block += Piece((f"```{{embed}} #in-{label}", "```"), inner.says, inner.plain)
            block = block.fenced("container")
            marks.pop(len(case.parts), None)
        if leveled:  # A section goes on to the next heading.
            sections += Piece((f"({label})=", *block.lines))
        else:
            page += Piece((f"({label})=", *block.lines)) + note
        plain += apart(plain, block) + note
        option = (":if-room:",) if may_go else ()
        sheet += Piece((f"```{{embed}} #{label}", *option, "```"))
        case.parts.append((label if may_go else "", block.says))
    _let_rubrics_go(case.parts, marks, listed=bool(notes))
    case.parts.append(("", tuple(notes)))
    case.page = (page + sections).lines
    case.plain = ("---", f"handout: {case.audience}", "---", *plain.plain)
    case.sheet = ("---", f"handout: {case.audience}", "---", *sheet.lines)
    return case
