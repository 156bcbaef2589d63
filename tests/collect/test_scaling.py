"""What is done with a page's text takes time in step with its length, whatever it holds."""

from __future__ import annotations

import gc
import itertools
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docutils import nodes
from docutils.utils import new_document

from handouts.claims import number_reader, numbers
from handouts.claims.certainty import stronger_verbs
from handouts.claims.data_files import parse_toml
from handouts.claims.digits import digits_of
from handouts.claims.telephone import telephone_numbers
from handouts.collect.fences import fence_faults, read_fences
from handouts.collect.front_matter import read_fields, read_front_matter
from handouts.collect.nesting import lost_below
from handouts.collect.passages import note_allowances, passages, silenced
from handouts.prose import limits
from handouts.prose.absolutes import absolutes
from handouts.prose.readability import Passage

Work = Callable[[], Any]
UNITS = (
    *"!\"#'.1A“½",
    *("A. ", "1,", "1 ", "1 in ", "10-", "a-", "AB (a ", "A&A", "no a ", "never ", "cures "),
    *("miracle not ", "two hundred and ", "https://a ", "a@b."),
)
"""What a text of one long sentence repeats."""
EVERY_RULE = replace(limits.LIMITS["patients"], rules=dict.fromkeys(limits.RULES, "refuse"))
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
        first, last = min(first, seconds(short())), min(last, seconds(long()))
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
    start = itertools.count()

    def work(size: int) -> Work:
        text = f"{next(start)} {unit * (size // len(unit))}"
        return lambda: judge(text)

    assert in_step(lambda: work(1200), lambda: work(4800))


def judge(text: str) -> None:
    """Hold a text to all that is checked of the words and numbers in it."""
    number_reader.find_numbers(text)
    limits.faults([Passage("prose", text)], EVERY_RULE, ["knee pain"])
    [*absolutes(text), *stronger_verbs(text, "low"), *telephone_numbers(text)]
    numbers.unlisted(text, [])
    numbers.health_numbers(text)
    digits_of(text, "de")


def test_each_of_many_abbreviations_is_looked_up_once() -> None:
    letters = "ABCDEFGHIJKLMNOPQRST"
    shorts = ["".join(three) for three in itertools.product(letters, repeat=3)]
    work = [Passage("prose", " ".join(shorts))]

    assert seconds(lambda: limits.faults(work, EVERY_RULE)) < 3


@pytest.mark.usefixtures("_without_garbage_collection")
def test_time_grows_in_step_with_the_claims_of_a_ledger() -> None:
    def work(count: int) -> Work:
        text = "".join(f'[c{at}]\nstatement = "Words."\nday = 1\n' for at in range(count))
        file = parse_toml(text, "claim")
        return lambda: [file.line_of((f"c{at}", "day")) for at in range(count)]

    assert in_step(lambda: work(500), lambda: work(2000))
