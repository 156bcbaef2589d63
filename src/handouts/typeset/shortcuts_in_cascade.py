"""Shortcuts through how WeasyPrint finds the style of each element of a document.

The sheets of one theme and setting have the same few styles. So a style is kept, with all that is
computed of it, for elements of all sheets that the same rules set, if parents give them the same:

* `StyleFor.__init__`: the styles of a document, made anew only where no sheet had them before;
* `build.wrap_table`: the styles of a table and of the box around it, which are made of its own.
"""

from __future__ import annotations

import gc
from math import inf
from typing import Any

from weasyprint import css
from weasyprint.formatting_structure import build

from handouts.typeset.log import Log
from handouts.typeset.shortcuts_in_matching import Selectors
from handouts.typeset.shortcuts_in_styles import FROM_PARENT, inherited_from

MOST_STYLES = 1_200
"""Styles, rules and inherited values that are kept for one engine, before all are made anew."""


def replaced() -> list[tuple[Any, str, Any]]:
    """Return what is replaced: where it is, its name, and what takes its place."""
    return [(css.StyleFor, "__init__", _find_styles), (build, "wrap_table", _wrap_table)]


_find_anew = css.StyleFor.__init__


def _find_styles(
    self: Any, html: Any, sheets: Any, hints: bool, font_config: Any, targets: Any
) -> None:
    """Find the styles of all elements of a document, and of their pseudo-elements."""
    if hints or not getattr(html, "is_usual", False):
        _find_anew(self, html, sheets, hints, font_config, targets)
        return
    self._sheets, self.font_config = sheets, font_config
    self._cascaded_styles, self._computed_styles = {}, {}
    self.initial_page_sizes = {"box": None, "area": None}
    found = Styles(self, html, _kept(font_config), targets)
    selectors = Selectors(html.wrapper_element, sheets)
    for wrapper in html.wrapper_element.iter_subtree():
        parent = wrapper.parent and wrapper.parent.etree_element
        for part, matches in _matches(selectors.of(wrapper)).items():
            found.add(wrapper.etree_element, part, parent, matches)
    self._cascaded_styles.clear()


class Styles:
    """The styles of a document, and those that are kept of others."""

    def __init__(self, style_for: Any, html: Any, kept: dict[Any, Any], targets: Any) -> None:
        self.style_for, self.html, self.kept, self.targets = style_for, html, kept, targets
        self.own = _own_rules(html)
        self.found: dict[Any, Any] = {}
        """The style of each kind of element of this document."""

    def add(self, element: Any, part: str | None, parent: Any, matches: list[Any]) -> None:
        """Find the style of an element, or a pseudo-element that is a part of it.

        :param matches: the selectors that match it
        """
        styles = self.style_for.get_computed_styles()
        parent = element if part else parent
        rules = self.own.get(element, []) if part is None else []
        attributes = (element.tag, *element.items()) if rules else ()
        # Each selector has a payload of its own, which stays as long as what is kept of it.
        payloads = [match[2] for match in matches]
        of_rules = (part, attributes, *map(id, payloads))
        if of_rules not in self.kept:
            cascaded = _cascade(rules, matches)
            self.kept[of_rules] = cascaded, _asks_parent(cascaded), payloads
        cascaded, asks, _ = self.kept[of_rules]
        above = styles.get((parent, None))
        given = above if asks or above is None else inherited_from(above) or above
        key = (id(given), of_rules)
        is_known = key in self.found
        if not is_known and key in self.kept:
            self.found[key] = self.kept[key]
        elif not is_known:
            self.style_for.get_cascaded_styles()[element, part] = cascaded
            self.style_for.set_computed_styles(
                element, parent, self.html.etree_element, part, self.html.base_url
            )
            self.found[key] = styles[element, part]
            # What an attribute sets may depend on the size of the page.
            if element.get("style") is None and _may_stay(styles[element, part]):
                self.kept[key] = self.found[key]
        styles[element, part] = self.found[key]
        if (rules or not is_known) and (anchor := styles[element, part]["anchor"]):
            self.targets.collect_anchor(anchor)


def _kept(font_config: Any) -> dict[Any, Any]:
    """Return the styles that are kept, but for those that the engine may have warned of."""
    kept: dict[Any, Any] = vars(font_config).setdefault("styles", {})
    warnings = vars(font_config).setdefault("warnings", Log.total)
    if len(kept) > MOST_STYLES or warnings != Log.total:
        kept.clear()
        font_config.warnings = Log.total
        gc.unfreeze()  # Styles refer to each other, so only the collector frees them.
    return kept


def _own_rules(html: Any) -> dict[Any, list[Any]]:
    """Return what each element's attributes set, as rules."""
    own: dict[Any, list[Any]] = {}
    found = css.find_style_attributes(html.etree_element, base_url=html.base_url)
    for specificity, element, declarations, base in found:
        values = list(css.preprocess_declarations(base, declarations))
        own.setdefault(element, []).append(("author", inf, specificity, values))
    return own


def _matches(found: list[Any]) -> dict[str | None, list[Any]]:
    """Return selectors by the pseudo-element that they are about, or the element itself."""
    parts: dict[str | None, list[Any]] = {None: []}
    for match in found:
        parts.setdefault(match[1], []).append(match)
    return parts


def _cascade(rules: list[Any], matches: list[Any]) -> dict[str, Any]:
    """Return the value of each property that prevails, and its weight.

    :param rules: what the element's attributes set
    """
    rules = list(rules)
    for (_, specificity, _), _, (declarations, layer), (sheet, origin, of_sheet) in matches:
        order = inf if layer is None else sheet.layers.index(layer)
        rules.append((origin, order, of_sheet or specificity, declarations))
    cascaded: dict[str, Any] = {}
    for origin, order, specificity, declarations in rules:
        for name, value, importance in declarations:
            weight = (css.declaration_precedence(origin, importance), order, specificity)
            if name not in cascaded or cascaded[name][1] <= weight:
                cascaded[name] = value, weight
    return cascaded


def _asks_parent(cascaded: dict[str, Any]) -> bool:
    """Return whether a style has values of the one around it that others do not get from it."""
    return any(
        isinstance(value, css.Pending) or (value == "inherit" and name not in FROM_PARENT)
        for name, (value, _) in cascaded.items()
    )


def _may_stay(style: Any) -> bool:
    """Return whether other documents may have a style, and note it."""
    parent = style.parent_style
    # The engine moves the overflow of the root or the body to the page.
    is_moved = "overflow" in style.cascaded and (parent is None or parent.is_root_element)
    if is_moved or (parent is not None and "is_kept" not in vars(parent)):
        return False
    vars(style)["is_kept"] = True
    return True


_wrap = build.wrap_table


def _wrap_table(box: Any, children: Any) -> Any:
    """Wrap a table in another box, with the styles that both had in other documents."""
    wrapper, known = _wrap(box, children), vars(box.style)
    if "is_kept" in known:
        table = wrapper.get_wrapped_table()
        wrapper.style, table.style = known.setdefault("wrapped", (wrapper.style, table.style))
        wrapper.style.is_kept = table.style.is_kept = True
    return wrapper
