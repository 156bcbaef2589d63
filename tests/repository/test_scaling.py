"""What is done with a page's text takes time in step with its length, whatever it holds."""

from __future__ import annotations

import gc
import importlib
import itertools
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docutils import nodes
from docutils.utils import new_document

import handouts
from handouts.claims.ledger.reader import read_ledger
from handouts.claims.numbers.health import health_numbers
from handouts.claims.numbers.listed import unlisted
from handouts.claims.numbers.other_languages import digits_of
from handouts.claims.pages.certainty import stronger_verbs
from handouts.claims.pages.outside import headings_of
from handouts.claims.pages.uses import uses
from handouts.claims.services.telephone import telephone_numbers
from handouts.claims.sources.bibliography import read_bibliography
from handouts.collect.fences import fence_faults, read_fences
from handouts.collect.front_matter import read_fields, read_front_matter
from handouts.collect.page_limits import lost_below
from handouts.collect.passages import note_allowances, passages, silenced
from handouts.config.catalogues import read_words
from handouts.prose import check
from handouts.prose.absolutes import absolutes
from handouts.prose.limits import LIMITS, RULES
from handouts.prose.passage import Passage
from handouts.writer.images import read_picture
from handouts.writer.inline import WORD, with_address
from handouts.writer.lists import is_simple

Work = Callable[[], Any]
UNITS = (
    *"!\"#'.1A“½",
    *("A. ", "1,", "1 ", "1 in ", "10-", "a-", "AB (a ", "A&A", "no a ", "never ", "cures "),
    *("miracle not ", "two hundred and ", "https://a ", "a@b."),
)
"""What a text of one long sentence repeats."""
EVERY_RULE = replace(LIMITS["patients"], rules=dict.fromkeys(RULES, "refuse"))
SHARE = 9.0
"""Four times the length may take so many times as long: in step is 4, with a square of it 16."""
SHORT = 0.002
"""Seconds that are too few to be compared."""
TRIES = 5
"""Measurements of one that is in step, of which the shortest counts: others only add to a time."""


def text_work(text: str) -> Work:
    def work() -> None:
        fence_faults(read_fences(text))
        read_front_matter(text)
        read_fields(text)

    return work


TEXTS: dict[str, Callable[[int], str]] = {
    "words": lambda size: "Some words in a line.\n" * size,
    "one line": lambda size: "x" * 20 * size,
    "blank lines": lambda size: "\n" * 20 * size,
    "spaces": lambda size: " " * 20 * size,
    "a fence of many marks": lambda size: ":" * 20 * size,
    "marks and spaces": lambda size: ":::a" + " " * 20 * size + "b",
    "fences in a row": lambda size: ":::{note}\nx\n:::\n" * size,
    "fences that are never closed": lambda size: ":::{note}\nx\n" * size,
    "stray fences": lambda size: ":::\nx\n" * size,
    "fences of other lengths": lambda size: "".join(
        "`" * (3 + index % 40) + "{note}\n" for index in range(size)
    ),
    "items in items": lambda size: "* " * 10 * size + "\n",
    "numbered items in items": lambda size: "1. " * 7 * size + "\n",
    "items that open fences": lambda size: "* ```{note}\n" * size,
    "headings in a condition": lambda size: "```{only} html\n" + "# A\n" * size + "```\n",
    "an open comment": lambda size: "<!--" * 5 * size,
    "comments": lambda size: "<!-- a -->\n" * size + "---\nhandout: a\n---\n",
    "remarks": lambda size: "% a\n" * size + "---\nhandout: a\n---\n",
    "keys": lambda size: "---\n" + "".join(f"a{index}: 1\n" for index in range(size)) + "---\n",
    "the same key": lambda size: "---\n" + "handout: 1\n" * size + "---\n",
    "front matter without an end": lambda size: "---\n" + "handout: 1\n" * size,
    "brackets": lambda size: "---\na: " + "[" * size + "\n---\n",
    "dashes": lambda size: "---\na:\n" + "- " * size + "\n---\n",
    "question marks": lambda size: "---\n" + "? " * size + "\n---\n",
    "a text in quotes": lambda size: '---\na: "' + "b " * size + "\n---\n",
    "names in front matter": lambda size: "---\n" + "a: &a [*a, *a]\n" * size + "---\n",
    "days": lambda size: "---\n" + "checked: 2026-02-30\n" * size + "---\n",
    "fields": lambda size: ":handout: a\n" * size,
}


def tree_of(parts: list[nodes.Node]) -> nodes.document:
    document = new_document("page.md")
    document += parts
    return document


def nested(depth: int) -> nodes.Node:
    node: nodes.Element = nodes.paragraph("", "x")
    for _ in range(min(depth, 60)):
        node = nodes.bullet_list("", nodes.list_item("", node))
    return node


TREES: dict[str, Callable[[int], list[nodes.Node]]] = {
    "paragraphs": lambda size: [nodes.paragraph("", "Some words.") for _ in range(size)],
    "one paragraph": lambda size: [nodes.paragraph("", "Some words. " * size)],
    "words in bold": lambda size: [
        nodes.paragraph("", "", *(nodes.strong("", "x") for _ in range(size)))
    ],
    "claims in a paragraph": lambda size: [
        nodes.paragraph("", "", *(nodes.inline("", "x, ", claim="a") for _ in range(size)))
    ],
    "allowances": lambda size: [nodes.comment("", "allow a: b") for _ in range(size)],
    "allowances without a reason": lambda size: [nodes.comment("", "allow a") for _ in range(size)],
    "allowances of blocks": lambda size: [
        part
        for _ in range(size)
        for part in (nodes.comment("", "allow a: b"), nodes.paragraph("", "x"))
    ],
    "long allowances": lambda size: [nodes.comment("", "allow a" + " " * 20 * size)],
    "allowances of many": lambda size: [nodes.comment("", "allow " + "a, " * 5 * size)],
    "lists in lists": lambda size: [nested(40) for _ in range(size // 40 + 1)],
}


def tree_work(parts: list[nodes.Node]) -> Work:
    document = tree_of(parts)
    text = "% allow a\n" * len(parts)

    def work() -> None:
        note_allowances(document, text)
        passages(document, Path("/"))
        silenced(document, Path("/"))
        list(lost_below(document))
        uses(document)

    return work


CASES = {name: (text_work, made, 1000) for name, made in TEXTS.items()} | {
    f"a tree of {name}": (tree_work, made, 250) for name, made in TREES.items()
}


def seconds(work: Work) -> float:
    """Return how long the processor works, without what it does for others."""
    start = time.process_time()
    work()
    return time.process_time() - start


def in_step(short: Callable[[], Work], long: Callable[[], Work]) -> bool:
    """Tell whether the long work takes no more than its share of the short one."""
    first = last = float("inf")
    for _ in range(TRIES):
        before, last = seconds(short()), min(last, seconds(long()))
        # Again, as what slowed the machine for a moment would make the long work look short.
        first = min(first, before, seconds(short()))
        if last < max(first, SHORT) * SHARE:
            return True
    return False


@pytest.fixture
def _without_garbage_collection() -> Iterator[None]:
    """Keep what other tests have left from being looked through meanwhile."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("_without_garbage_collection")
@pytest.mark.parametrize("name", CASES)
def test_time_grows_in_step_with_the_length_of(name: str) -> None:
    make, made, size = CASES[name]

    assert in_step(lambda: make(made(size)), lambda: make(made(4 * size)))


@pytest.mark.usefixtures("_without_garbage_collection")
def test_time_that_grows_with_the_square_of_the_length_is_found() -> None:
    def work(size: int) -> Work:
        return lambda: sum(1 for _ in range(size * size))

    assert not in_step(lambda: work(400), lambda: work(1600))


@pytest.mark.usefixtures("_without_garbage_collection")
@pytest.mark.parametrize("unit", UNITS)
def test_time_grows_in_step_with_the_length_of_a_sentence_of(unit: str) -> None:
    # Each text is another one, so that what is remembered of the last one does not count.
    # None begins with 0, as a telephone number does, which is passed over.
    start = itertools.count(1)

    def work(size: int) -> Work:
        text = f"{next(start)} {unit * (size // len(unit))}"
        return lambda: judge(text)

    assert in_step(lambda: work(1200), lambda: work(4800))


def judge(text: str) -> None:
    """Hold a text to all that is checked of the words and numbers in it."""
    check.faults([Passage("prose", text)], EVERY_RULE, ["knee pain"])
    [*absolutes(text), *stronger_verbs(text, "low"), *telephone_numbers(text)]
    unlisted(text, [])
    health_numbers(text)
    digits_of(text, "de")


def test_each_of_many_abbreviations_is_looked_up_once() -> None:
    letters = "ABCDEFGHIJKLMNOPQRST"
    shorts = ["".join(three) for three in itertools.product(letters, repeat=3)]
    work = [Passage("prose", " ".join(shorts))]

    assert seconds(lambda: check.faults(work, EVERY_RULE)) < 3


# Data, pictures and catalogues.


def lines(size: int, line: str) -> str:
    """Return so many lines, each with its number where the pattern has `{}`."""
    return "".join(f"{line}\n".replace("{}", str(at)) for at in range(size))


CLAIM = '[c]\nstatement = "Words."\nchecked = 2026-11-01\n'
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="9">{}</svg>'
FILES: dict[str, tuple[str, Callable[[int], str]]] = {
    "claims": ("a.toml", lambda size: lines(size, '[c{}]\nstatement = "Words."')),
    "keys that no claim has": ("a.toml", lambda size: CLAIM + lines(size, "k{} = 1")),
    "sources that nobody has": (
        "a.toml",
        lambda size: CLAIM + "sources = [" + lines(size, '"k{}",') + "]\n",
    ),
    "numbers that are none": (
        "a.toml",
        lambda size: CLAIM + "numbers = [" + lines(size, '{value = "x"},') + "]\n",
    ),
    "a bracket and spaces": ("a.toml", lambda size: f"{CLAIM}note = '''\n[{' ' * size}'''\n"),
    "signs of HTML": ("a.toml", lambda size: CLAIM.replace("Words", "<a" * 20 * size)),
    "sources": (
        "a.bib",
        lambda size: lines(size, "@book{k{}, title={T}, author={A}, publisher={P}, year={2020}}"),
    ),
    "sources that lead nowhere": ("a.bib", lambda size: lines(size, "@book{k{}, url={x:y}}")),
    "blank lines of a bibliography": ("a.bib", lambda size: "\n" * 20 * size + "@book{k, url={x}}"),
    "shapes": ("a.svg", lambda size: SVG.format("9", "<path d='M0 0'/>" * size)),
    "a width of many digits": ("a.svg", lambda size: SVG.format("1" * 20 * size + "!", "")),
    "shapes in shapes": (
        "a.svg",
        lambda size: SVG.format("9", ("<g>" * 100 + "</g>" * 100) * (size // 100)),
    ),
    "messages": (
        "de/LC_MESSAGES/handouts-words.po",
        lambda size: (
            'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
            + lines(size, 'msgid "a{}"\nmsgstr "b{}"\n')
        ),
    ),
}


READERS: dict[str, Callable[[Path], Any]] = {
    ".toml": lambda path: read_ledger(path, {}, date(2026, 11, 28)),
    ".bib": read_bibliography,
    ".svg": lambda path: read_picture(path.parent, path.name),
    ".po": lambda path: read_words("de", [path.parents[2]]),
}


@pytest.mark.usefixtures("_without_garbage_collection")
@pytest.mark.parametrize("name", FILES)
def test_time_grows_in_step_with_the_size_of_a_file_of(tmp_path, name: str) -> None:
    file, made = FILES[name]
    path = tmp_path / file
    path.parent.mkdir(parents=True, exist_ok=True)
    start = itertools.count()

    def work(size: int) -> Work:
        # Each text is another one, so that what is remembered of the last one does not count.
        path.write_text(made(size).replace("Words", f"Words {next(start)}") + "\n" * next(start))
        return lambda: READERS[path.suffix](path)

    assert in_step(lambda: work(300), lambda: work(1200))


@pytest.mark.usefixtures("_without_garbage_collection")
@pytest.mark.parametrize("text", ["x", "x_y", "a.bcd", "@", "/"])
def test_time_grows_in_step_with_the_length_of_a_word_of(text: str) -> None:
    assert in_step(
        lambda: lambda: WORD.sub(with_address, text * 2000),
        lambda: lambda: WORD.sub(with_address, text * 8000),
    )


@pytest.mark.usefixtures("_without_garbage_collection")
def test_time_grows_in_step_with_the_items_of_a_list() -> None:
    def work(size: int) -> Work:
        items = nodes.bullet_list(
            "", *(nodes.list_item("", nodes.paragraph()) for _ in range(size))
        )
        return lambda: [is_simple(items) for _ in items]

    assert in_step(lambda: work(250), lambda: work(1000))


@pytest.mark.usefixtures("_without_garbage_collection")
def test_time_grows_in_step_with_the_rows_of_a_table() -> None:
    def work(size: int) -> Work:
        cells = [nodes.entry("", nodes.paragraph("", "74")) for _ in range(size)]
        rows = [nodes.row("", cell) for cell in cells]
        nodes.tgroup("", nodes.thead("", nodes.row("", nodes.entry())), nodes.tbody("", *rows))
        return lambda: [headings_of(cell) for cell in cells]

    assert in_step(lambda: work(250), lambda: work(1000))


# Regular expressions, whatever they are for.

AT_ONE_PLACE = {
    "audit.characters.WITH_ENDING": "a part of a word",
    "claims.numbers.health._ABOUT": "after a number",
    "cli.explain.WARNING": "a whole message",
    "cli.live.watch.NOT_SOURCES": "the name of a file",
    "collect.dropped_words.ADDRESS": "a whole line",
    "collect.dropped_words.AFTER_NUMBER": "two whole lines",
    "collect.dropped_words.BREAK": "a whole line",
    "collect.dropped_words.COMMENT": "a whole line",
    "collect.dropped_words.CONDITION": "a whole line",
    "collect.dropped_words.DASHES": "a whole cell",
    "collect.dropped_words.UNOPENED": "at the head of what follows a fence",
    "collect.fences.LATE_FENCE": "a whole line",
    "collect.front_matter.KEY": "at the head of a line",
    "collect.structure.MARKS": "at the head of a line",
    "compose.adapt.SCRIPTS": "a whole piece of HTML",
    "prose.wordlists.EXPLAINED": "after a word",
    "typeset.shortcuts_in_lines.WORD": "at the head of a text",
}
"""Patterns that are compared at one place of a text only, and where."""
NOT_OF_PAGES = {
    "config.values.MAIL": "an address in conf.py",
    "prose.wordlists.WORDS_AT_END": "the 200 characters before a word",
    "typeset.measures.PROPERTY": "the theme's style sheet",
}
"""Patterns for texts that are short, or that no stranger writes, and which."""
LITERAL = re.compile(r"[A-Za-z]{2,}|[^\w\s\\]")


def patterns() -> Iterator[tuple[str, re.Pattern[Any]]]:
    """Yield each pattern that a module of the package keeps once, with its full name."""
    seen = []
    for module in pkgutil.walk_packages(handouts.__path__, "handouts."):
        # These do something when they are imported.
        if not module.name.endswith(("__main__", "workers.loaded")):
            for name, value in vars(importlib.import_module(module.name)).items():
                if isinstance(value, re.Pattern) and value not in seen:
                    seen.append(value)
                    yield f"{module.name.removeprefix('handouts.')}.{name}", value


def units_of(pattern: re.Pattern[Any]) -> list[str]:
    """Return what a text may repeat to hold a pattern up: what it looks for, in part."""
    text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode()
    signs = list(dict.fromkeys(LITERAL.findall(text)))[:12]
    return ["a", "1", " ", "a ", "1 ", "a.", "\n", *signs]


def holding_up(pattern: re.Pattern[Any], search: Callable[[Any], Any]) -> list[str]:
    """Return the units of which a text takes a pattern time with the square of its length."""

    def work(unit: str, size: int) -> Work:
        text: Any = unit * (size // len(unit)) + "\0"
        text = text if isinstance(pattern.pattern, str) else text.encode()
        return lambda: search(text)

    def takes_the_square(unit: str, size: int) -> bool:
        both = work(unit, size), work(unit, size * 4)
        times = [[*map(seconds, both)] for _ in range(TRIES)]
        first, last = map(min, zip(*times, strict=True))
        return last > max(first * SHARE, SHORT / 4)

    slow = [unit for unit in units_of(pattern) if seconds(work(unit, 2000)) >= SHORT / 4]
    # In a short text, what is done once at each place can outweigh what grows with the square.
    # On a busy machine one comparison may be wrong, and the same one hardly three times.
    return [
        unit
        for unit in slow
        if any(all(takes_the_square(unit, size) for _ in range(3)) for size in (500, 2000))
    ]


@pytest.mark.usefixtures("_without_garbage_collection")
def test_no_regular_expression_takes_time_with_the_square_of_a_text() -> None:
    held_up = {}
    for name, pattern in dict(patterns()).items():
        search: Callable[[Any], Any] = pattern.match
        if name not in AT_ONE_PLACE:
            search = lambda text, pattern=pattern: [*pattern.finditer(text)]  # noqa: E731
        if name not in NOT_OF_PAGES and (units := holding_up(pattern, search)):
            held_up[name] = units

    assert held_up == {}


@pytest.mark.usefixtures("_without_garbage_collection")
def test_a_regular_expression_that_looks_through_a_text_again_and_again_is_found() -> None:
    assert holding_up(re.compile("a+b"), re.compile("a+b").findall) == ["a"]


def test_no_group_is_repeated_possessively() -> None:
    # Before Python 3.11.5 such a group may match less than it should; `(?>(?:…)*)` does not.
    possessive = re.compile(r"(?<!\\)\)(?:[*+?]|\{[\d,]+\})\+")
    named = {name: str(pattern.pattern) for name, pattern in patterns()}

    assert [name for name, pattern in named.items() if possessive.search(pattern)] == []
