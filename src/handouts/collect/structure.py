"""Read the structure of a page from its doctree: labels, embeds, keys of tabs."""

from __future__ import annotations

import itertools
import math
import operator
import re
from collections.abc import Iterator, Mapping, Sequence
from sys import intern

from docutils import nodes
from docutils.utils import get_source_line

from handouts.collect.dropped_words import SHOWN
from handouts.collect.links import unsafe_links
from handouts.collect.log_capture import Logged
from handouts.collect.pages import Embedding, Page
from handouts.nodes import (
    embed,
    from_report,
    has_words_for_paper_only,
    nodes_in,
    source_list,
    upwards,
)

MARKS = re.compile(r"(?>(?:[\s>*+-]|\d{1,9}[.)](?!\S))*)")
"""The marks of an item of a list, and before them of what the list stands in."""
NUMBER = re.compile(r"(\d{1,9})[.)]")
WHOLE_NUMBER = re.compile(r"-?[0-9]{1,9}")
AMOUNT = re.compile(r"\d\s*\n[\s>]*(?P<rest>[*+-]\s+\d.*)")
"""Two lines of which the first ends in a number, and the second begins with a sign and another."""
OWN = "handouts-"
"""Prefix of class names that authors cannot use."""


def collect_structure(page: Page, doctree: nodes.document) -> None:
    """Note a page's labels and embeds, fields without an effect, and unsafe links."""
    page.labels = dict(_labels(doctree))
    files = {
        name: _other_file(doctree.ids[node_id], doctree)
        for name, (node_id, _) in page.labels.items()
    }
    page.included = {name: file for name, file in files.items() if file}
    if page.fence_faults:  # Only these need the lines of each block.
        page.extents = dict(_extents(doctree, page.labels))
    page.unsafe_links = tuple(unsafe_links(doctree))
    page.misplaced_fields = tuple(_misplaced_fields(doctree))
    page.twice = tuple(
        (name, node.line, _other_file(node, doctree))
        for node in nodes_in(doctree, nodes.target)
        for name in node["dupnames"]
    )
    places = nodes_in(doctree, (embed, from_report, source_list))
    embeds = [node for node in places if isinstance(node, embed)]
    page.embeds = tuple(_embeds(embeds, doctree, page.labels))
    page.embed_faults = tuple(
        Logged(node["fault"], node.source, node.line or 1) for node in embeds if "fault" in node
    )
    page.shows_report = any(isinstance(node, from_report) for node in places)
    page.has_words_for_paper_only = has_words_for_paper_only(doctree)
    page.lists_all_sources = any(isinstance(node, source_list) and node["all"] for node in places)


def number_rows(doctree: nodes.document) -> None:
    """Give each row of a table in Markdown its own line; MyST gives it that of the table."""
    for body in nodes_in(doctree, nodes.tbody):
        if body.line:  # The table of a directive has none.
            # A file that is included is named by the table alone.
            source = body.parent.parent.source
            # A row of dashes stands between the head and the first row.
            for line, row in enumerate(body.children, body.line + 2):
                assert isinstance(row, nodes.row)
                for node in nodes_in(row, nodes.Element):
                    node.source, node.line = source, line


def number_lists(doctree: nodes.document) -> None:
    """Make numbers of the attributes by which lists in Markdown begin, as in `{start=3}`."""
    for items in nodes_in(doctree, nodes.enumerated_list):
        if isinstance(start := items.get("start"), str):
            del items["start"]
            if WHOLE_NUMBER.fullmatch(start):  # A browser ignores any other.
                items["start"] = int(start)


def miscounted(doctree: nodes.document, texts: Mapping[str, str]) -> Iterator[Logged]:
    """Yield a message for each item in Markdown that gets another number than it has.

    Markdown counts on from the first one. That is meant where a list repeats its numbers, as in
    “1. 1. 1.”; of the dates “1. May” and “15. May” it makes the 1st and the 2nd.

    :param texts: that of each file that is included, by its path, and under "" the page's own
    """
    for items in nodes_in(doctree, nodes.enumerated_list):
        source = _other_file(items, doctree)
        lines = ["", *texts.get(source, "").split("\n")]
        first = items.get("start", 1)
        if isinstance(first, str):
            continue  # It was set by an attribute, whatever the text says.
        at = [one.line for one in items.children if one.line and one.line < len(lines)]
        found = [number for item in items.children if (number := _written(item, lines)) is not None]
        counted = all(itertools.starmap(operator.lt, itertools.pairwise(found)))
        counted |= first > 1 and len({*found}) > 1
        if len(found) < len(items.children):
            continue
        for line, before, number, shown in zip(
            at, [first, *found], found, itertools.count(first), strict=False
        ):
            # Where numbers are repeated, one that jumps or falls back was meant all the same.
            if number != shown and (counted or number - before not in (0, 1)):
                what = f"“{number}.” would be printed as “{shown}.”, the next of its list"
                remedy = (
                    f"write {number}\\. for a date, put % before a new list, or correct the number"
                )
                yield Logged(f"{what}; {remedy}", source or None, line)


def split_amounts(doctree: nodes.document, texts: Mapping[str, str]) -> Iterator[Logged]:
    """Yield a message for each list in Markdown that was the end of a sum or of a range.

    Of “5” and “- 10 mg” in the next line it makes an item without its sign. Several items, or a
    list in another, are meant.

    :param texts: as above
    """
    for items in nodes_in(doctree, nodes.bullet_list):
        # A heading, or the line that opens a box, may end in a number.
        follows = isinstance(items.previous_sibling(), nodes.paragraph)
        if len(items) != 1 or not follows or isinstance(items.parent, nodes.list_item):
            continue
        source = _other_file(items, doctree)
        lines = ["", *texts.get(source, "").split("\n")]
        line = items.children[0].line or 0
        around = "\n".join(lines[line - 1 : line + 1]) if line > 1 else ""
        if found := AMOUNT.search(around):
            what = f"“{found['rest'][:SHOWN]}” is read as an item of a list, and loses its sign"
            remedy = "write the sign beside its number, on the line before"
            yield Logged(f"{what}; {remedy}, or an empty line before a list", source or None, line)


def _written(item: nodes.Node, lines: Sequence[str]) -> int | None:
    """Return the number of an item of a list in the text; None if it has none there.

    The first item of a list in a list can stand in the line of the outer one: `1. 3. Rest`.
    """
    if not item.line or item.line >= len(lines):
        return None
    marks = MARKS.match(lines[item.line])
    numbers = NUMBER.findall(marks[0]) if marks else []
    outer = sum(
        isinstance(one, nodes.list_item)
        and isinstance(one.parent, nodes.enumerated_list)
        and one.line == item.line
        for one in upwards(item.parent)
    )
    return int(numbers[outer]) if outer < len(numbers) else None


def _labels(document: nodes.document) -> Iterator[tuple[str, tuple[str, int | None]]]:
    lines = {
        node["refid"]: node.line for node in nodes_in(document, nodes.target) if "refid" in node
    }
    for name, explicit in document.nametypes.items():
        node_id = document.nameids.get(name)
        if not explicit or node_id is None:
            continue
        node = document.ids[node_id]
        # Some nodes, such as sphinx-design's tab items, have no line; what is in them has.
        within = (one.line for one in node.findall() if one.line)
        line = lines.get(node_id) or next(within, None)
        if isinstance(node, nodes.target) and "refid" in node:
            node_id = node["refid"]
        if not isinstance(node, nodes.footnote | nodes.citation):
            yield intern(str(name)), (intern(str(node_id)), line)


def _other_file(node: nodes.Element, document: nodes.document) -> str:
    """Return the file of a node, if it is not that of the page."""
    source, _ = get_source_line(node)
    return source if source and source != document["source"] else ""


def _extents(
    document: nodes.document, labels: dict[str, tuple[str, int | None]]
) -> Iterator[tuple[str, tuple[int, float]]]:
    for name, (node_id, line) in labels.items():
        node: nodes.Node | None = document.ids.get(node_id)
        while node is not None and line:
            node = node.next_node(descend=False, siblings=True, ascend=True)
            if node is None:
                yield name, (line, math.inf)
            elif node.line:
                # A heading that leaves its box stands before the box in the doctree.
                yield name, (line, max(node.line - 1, line + 1))
                break


def drop_own_classes(document: nodes.document) -> None:
    """Remove this package's classes, such as that of the imprint, from what authors write."""
    for node in nodes_in(document, nodes.Element):
        if node["classes"] and "handouts_own" not in node:
            node["classes"] = [name for name in node["classes"] if not name.startswith(OWN)]


def _misplaced_fields(document: nodes.document) -> Iterator[int]:
    """Yield the line of each `:handout:` that stands first below a title."""
    for fields in nodes_in(document, nodes.field_list):
        before = fields.parent.children[: fields.parent.index(fields)]
        if all(isinstance(node, nodes.title | nodes.Invisible) for node in before):
            for one in fields.children:
                if one.children[0].astext().strip().lower() == "handout":
                    yield one.line or fields.line or 1


def _embeds(
    found: list[embed], document: nodes.document, labels: dict[str, tuple[str, int | None]]
) -> Iterator[Embedding]:
    by_id = {node_id: name for name, (node_id, _) in labels.items()}
    for node in found:
        ids = (node_id for one in upwards(node.parent) for node_id in one["ids"])
        inside = tuple(dict.fromkeys(by_id[node_id] for node_id in ids if node_id in by_id))
        file = _other_file(node, document)
        yield Embedding(intern(node["label"]), node.line, node["if_room"], inside, file)


def tab_keys(doctree: nodes.document, text: str) -> Iterator[tuple[int | None, str]]:
    """Yield each key of a tab once, with its line; give the labels of tabs their lines."""
    lines: dict[str, list[int]] = {}
    for number, line in enumerate(text.split("\n"), 1):
        _, option, key = line.partition(":sync:")
        if option:
            lines.setdefault(key.strip(), []).append(number)
    known = set()
    # Only sphinx-design's labels of tabs have such a key; they have no line.
    for node in nodes_in(doctree, nodes.rubric):
        key = str(node.get("sync_id", ""))
        numbers = lines.get(key, [])
        if key and numbers:
            node.source, node.line = doctree.get("source"), numbers.pop(0)
        if key and key not in known:
            known.add(key)
            yield node.line, key
