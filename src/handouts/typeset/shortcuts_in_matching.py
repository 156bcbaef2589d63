"""Shortcuts through how WeasyPrint finds the elements that rules and metadata are about.

Most rules of a theme are about classes, elements or attributes that a sheet does not have, so no
element is asked whether they match:

* `CompiledSelector.__init__`: the names that a document must have for a selector to match;
* `Matcher.match`: the selectors that may match something in a document;
* `ElementWrapper.query_all`: elements by their names alone, without a selector for each element.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cssselect2 import ElementWrapper, Matcher, parser
from cssselect2.compiler import CompiledSelector

if TYPE_CHECKING:
    from collections.abc import Iterator

BY_NAME = ("id_selectors", "class_selectors", "lower_local_name_selectors", "namespace_selectors")
OTHERS = ("lang_attr_selectors", "other_selectors")
"""Where a matcher has its selectors: by a name of the element, and all others."""
MOST_PARTS = 100
"""Parts of a matcher that are remembered: sheets of one theme use few sets of its names."""


def replaced() -> list[tuple[Any, str, Any]]:
    """Return what is replaced: where it is, its name, and what takes its place."""
    return [
        (CompiledSelector, "__init__", _compile),
        (Matcher, "match", _match),
        (ElementWrapper, "query_all", _query_all),
    ]


_compile_selector = CompiledSelector.__init__


def _compile(self: Any, parsed: Any) -> None:
    """Compile a selector, and note the names that it needs."""
    _compile_selector(self, parsed)
    self.test.needs = frozenset(_needs(parsed.parsed_tree))


def _needs(node: Any) -> Iterator[str]:
    """Yield names of elements, classes and attributes without which a selector matches nothing."""
    if isinstance(node, parser.CombinedSelector):
        yield from _needs(node.left)
        yield from _needs(node.right)
    elif isinstance(node, parser.CompoundSelector):
        for one in node.simple_selectors:
            yield from _needs(one)
    elif isinstance(node, parser.ClassSelector):
        yield f".{node.class_name}"
    elif isinstance(node, parser.AttributeSelector) and node.namespace == "":
        yield f"[{node.lower_name}"
    elif isinstance(node, parser.LocalNameSelector):
        yield node.lower_local_name


_match_all = Matcher.match


def _match(self: Any, element: Any) -> list[Any]:
    """Return the rules that match an element, and look at those only that may match."""
    known = _of_document(element)
    if self in known and element.parent is None:  # The document is laid out once more.
        vars(element)["of_document"] = known = {"names": _names(element)}
    if self not in known:
        known[self] = _part(self, known["names"])
    part = known[self]
    return _match_all(part, element) if part.order else []


def _of_document(element: Any) -> dict[Any, Any]:
    """Return what is known of the document of an element: its names, and parts of matchers."""
    known: dict[str, Any] = vars(element)
    if "of_document" not in known:
        parent = element.parent
        known["of_document"] = _of_document(parent) if parent else {"names": _names(element)}
    shared: dict[Any, Any] = known["of_document"]
    return shared


def _names(root: Any) -> frozenset[str]:
    """Return the names of all elements, classes and attributes of a document."""
    found = set()
    for element in root.etree_element.iter():
        if isinstance(element.tag, str):
            found.add(element.tag.rpartition("}")[2].lower())
            found.update(f"[{name.lower()}" for name in element.attrib)
            found.update(f".{name}" for name in element.get("class", "").split())
    return frozenset(found)


def _part(matcher: Any, names: frozenset[str]) -> Any:
    """Return the part of a matcher that may match something in a document with some names."""
    parts: dict[Any, Any] = vars(matcher).setdefault("parts", {})
    if not parts or len(parts) > MOST_PARTS:
        parts.clear()
        parts["vocabulary"] = frozenset().union(*map(_needed, _entries(matcher)))
    key = names & parts["vocabulary"]
    if key not in parts:
        parts[key] = part = Matcher()
        for name in BY_NAME:
            rules = getattr(matcher, name).items()
            setattr(part, name, {one: _kept(some, key) for one, some in rules})
        for name in OTHERS:
            setattr(part, name, _kept(getattr(matcher, name), key))
        part.order = sum(1 for _ in _entries(part))
    return parts[key]


def _entries(matcher: Any) -> Iterator[Any]:
    """Yield what a matcher holds of each selector, which begins with its test."""
    for name in BY_NAME:
        for some in getattr(matcher, name).values():
            yield from some
    for name in OTHERS:
        yield from getattr(matcher, name)


def _kept(entries: list[Any], names: frozenset[str]) -> list[Any]:
    return [one for one in entries if _needed(one) <= names]


def _needed(entry: Any) -> frozenset[str]:
    """Return the names that a selector needs; none if it was compiled before the shortcuts."""
    return getattr(entry[0], "needs", frozenset())


_query = ElementWrapper.query_all


def _query_all(self: Any, *selectors: Any) -> Iterator[Any]:
    """Yield the elements that have one of some names, in any name space."""
    if self.parent is not None or not all(str(one).isalpha() for one in selectors):
        yield from _query(self, *selectors)
        return
    for element in self.etree_element.iter():
        if element.tag.__class__ is str and element.tag.rpartition("}")[2] in selectors:
            yield ElementWrapper(element, None, 0, None, self.in_html_document)
