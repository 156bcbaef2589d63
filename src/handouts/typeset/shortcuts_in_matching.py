"""Shortcuts through how WeasyPrint finds the elements that rules and metadata are about.

Most rules of a theme are about classes, elements or attributes that a sheet does not have, so no
element is asked whether they match. Nor is one asked for a selector of names that it has not:

* `compile_selector_list`: selectors are compiled once for a theme with each of its spacings;
* `CompiledSelector.__init__`: the names that a document, and an element, must have for a selector
  to match;
* `Selectors`: those that may match something in a document, for all its style sheets at once;
* `ElementWrapper.query_all`: elements by their names alone, without a selector for each element.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cssselect2 import ElementWrapper, parser
from cssselect2.compiler import CompiledSelector
from weasyprint.css import validation

BY_NAME = {
    "#": "id_selectors",
    ".": "class_selectors",
    "": "lower_local_name_selectors",
    "{": "namespace_selectors",
}
OTHERS = {"[lang": "lang_attr_selectors", "*": "other_selectors"}
"""Where a matcher has its selectors: by a name of the element, and all others."""
ANY, ROOT = frozenset({"*"}), ":root"
KEYS_OF_PSEUDO_CLASSES = {"root": frozenset({ROOT}), "link": frozenset({"[href"})}
"""A name that each element of a pseudo-class has."""
MOST_LISTS = 1_000
"""Selectors of rules that are remembered: a theme has some hundreds."""
MOST_PARTS = 100
"""Parts of a matcher that are remembered: sheets of one theme use few sets of its names."""


def replaced() -> list[tuple[Any, str, Any]]:
    """Return what is replaced: where it is, its name, and what takes its place."""
    return [
        (validation, "compile_selector_list", _compile_list),
        (CompiledSelector, "__init__", _compile),
        (ElementWrapper, "query_all", _query_all),
    ]


_compile_any_list = validation.compile_selector_list
_compiled: dict[str, list[Any]] = {}


def _compile_list(selectors: Any, namespaces: Any = None) -> list[Any]:
    """Compile the selectors of a rule, or return those of one that was written alike."""
    if isinstance(selectors, str) or namespaces:
        return _compile_any_list(selectors, namespaces)  # type: ignore[no-any-return]
    text = validation.serialize(selectors)
    if text not in _compiled:
        if len(_compiled) >= MOST_LISTS:
            _compiled.clear()
        _compiled[text] = _compile_any_list(selectors)
    return _compiled[text]


_compile_selector = CompiledSelector.__init__


def _compile(self: Any, parsed: Any) -> None:
    """Compile a selector, and note the names that it needs."""
    _compile_selector(self, parsed)
    self.test.needs = frozenset(_needs(parsed.parsed_tree))
    self.test.keys = _keys(parsed.parsed_tree)


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


def _keys(node: Any) -> frozenset[str]:
    """Return names of which each element that a selector matches has one; `*` is any element.

    After a `+` are names of the element before it.
    """
    found = ANY
    if isinstance(node, parser.CombinedSelector):
        found = _keys(node.right)
        before = _keys(node.left) if found == ANY and node.combinator == "+" else ANY
        if before != ANY and not any(name[0] == "+" for name in before):
            found = frozenset(f"+{name}" for name in before)
    elif isinstance(node, parser.CompoundSelector):
        found = next((one for one in map(_keys, node.simple_selectors) if one != ANY), ANY)
    elif isinstance(node, parser.MatchesAnySelector | parser.SpecificityAdjustmentSelector):
        found = frozenset().union(*(_keys(one.parsed_tree) for one in node.selector_list))
    elif isinstance(node, parser.PseudoClassSelector):
        found = KEYS_OF_PSEUDO_CLASSES.get(node.name, ANY)
    else:
        found = frozenset(_needs(node)) or ANY
    return found


class Selectors:
    """The selectors of some style sheets that may match something in a document."""

    def __init__(self, root: Any, sheets: list[Any]) -> None:
        self.by_name: dict[str, list[tuple[Any, Any]]] = {}
        names = _names(root)
        for index, sheet in enumerate(sheets):
            for name, (test, specificity, order, part, payload) in _part(sheet[0].matcher, names):
                match = (index, specificity, order), part, payload, sheet
                self.by_name.setdefault(name, []).append((test, match))
        keys = {name.removeprefix("+") for name in self.by_name}
        self.attributes = [name for name in keys if name[0] == "["]
        self.after = {name[1:]: some for name, some in self.by_name.items() if name[0] == "+"}

    def of(self, element: Any) -> list[Any]:
        """Return each selector that matches an element: rank, pseudo-element, payload and sheet.

        Elements are asked for in the order of the document.
        """
        names = ["*", f"#{element.id}", element.local_name.lower(), f"{{{element.namespace_url}"]
        names += [f".{name}" for name in element.classes]
        names += [name for name in self.attributes if name[1:] in element.etree_element.attrib]
        element.names = names if element.parent else [*names, ROOT]
        tests = [one for name in element.names for one in self.by_name.get(name, ())]
        for name in element.previous.names if element.previous else ():
            tests += self.after.get(name, ())
        # Some stand under several names.
        found = {match[0]: match for test, match in tests if test(element)}
        return [found[rank] for rank in sorted(found)]


def _names(root: Any) -> frozenset[str]:
    """Return the names of all elements, classes and attributes of a document."""
    found = set()
    for element in root.etree_element.iter():
        if isinstance(element.tag, str):
            found.add(element.tag.rpartition("}")[2].lower())
            found.update(f"[{name.lower()}" for name in element.attrib)
            found.update(f".{name}" for name in element.get("class", "").split())
    return frozenset(found)


def _part(matcher: Any, names: frozenset[str]) -> list[tuple[str, Any]]:
    """Return the part of a matcher that may match something in a document with some names."""
    parts: dict[Any, Any] = vars(matcher).setdefault("parts", {})
    if not parts or len(parts) > MOST_PARTS:
        parts.clear()
        parts["vocabulary"] = frozenset().union(*(_needed(one) for _, one in _entries(matcher)))
    key = names & parts["vocabulary"]
    if key not in parts:
        parts[key] = [(name, one) for name, one in _entries(matcher) if _needed(one) <= key]
    found: list[tuple[str, Any]] = parts[key]
    return found


def _entries(matcher: Any) -> Iterator[tuple[str, Any]]:
    """Yield what a matcher holds of each selector, which begins with its test, by a name."""
    for mark, kind in BY_NAME.items():
        for name, entries in getattr(matcher, kind).items():
            for entry in entries:
                yield f"{mark}{name}", entry
    for name, kind in OTHERS.items():
        for entry in getattr(matcher, kind):
            for key in getattr(entry[0], "keys", (name,)):
                yield key, entry


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
