"""Faults of access on a page, as axe finds them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from axe_playwright_python.base import AXE_SCRIPT

if TYPE_CHECKING:
    from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_COLOURS = ["color-contrast", "link-in-text-block"]
"""Rules whose result depends on the colour scheme, and on nothing else that changes later."""
PARTS: dict[str, dict[str, Any]] = {
    "all": {"runOnly": RULES},
    "colours": {"runOnly": {"type": "rule", "values": OF_COLOURS}},
    "all but colours": {
        "runOnly": RULES,
        "rules": {name: {"enabled": False} for name in OF_COLOURS},
    },
}
RUN = """options => axe.run({...options, resultTypes: ["violations"], preload: false})"""
# Sphinx puts each word of code into an element of its own, which has no style.
JOIN_WORDS_OF_CODE = """() => document.querySelectorAll("code").forEach((code) => {
    code.querySelectorAll("span.pre").forEach((word) => word.replaceWith(...word.childNodes));
    code.normalize();
})"""
# Half the time of the rules on colours goes into reading the same few colours again and again.
READ_EACH_COLOUR_ONCE = """() => {
    const { Color } = axe.commons.color;
    const { parseString } = Color.prototype;
    const colours = new Map();
    Color.prototype.parseString = function (text) {
        if (!colours.has(text)) colours.set(text, parseString.call(new Color(), text));
        const { r, g, b, alpha } = colours.get(text);
        return Object.assign(this, { r, g, b, alpha });
    };
}"""
# Those fields are private ones of older JavaScript: weak maps, with which each colour is made in
# tens of microseconds, and which keep the garbage collector busy.
FIELDS = """class {
    #name = Symbol();
    has(one) { return Object.hasOwn(one, this.#name); }
    get(one) { return one[this.#name]; }
    set(one, value) { one[this.#name] = value; }
    add(one) { one[this.#name] = true; }
}"""
# What axe remembers of an element it looks for in a list of all elements.
REMEMBER = """(find) => {
    const last = Math.max(find.length - 1, 0);
    const all = new Map();
    const found = function () {
        let at = all;
        for (let place = 0; place < last; place++) {
            if (!at.has(arguments[place])) at.set(arguments[place], new Map());
            at = at.get(arguments[place]);
        }
        const key = find.length ? arguments[last] : undefined;
        if (!at.has(key)) at.set(key, find.apply(this, arguments));
        return at.get(key);
    };
    return Object.assign(found, { clear: () => all.clear() });
}"""
MEMOIZE = r"\(0,\w+\.default\)(?=\(\w\),axe\._memoizedFns)"
SCRIPT = f"window.fields = {FIELDS}; window.remember = {REMEMBER};"
SCRIPT += re.sub(MEMOIZE, "remember", re.sub("=new Weak(Map|Set)", "=new fields", AXE_SCRIPT))
# Otherwise it writes the HTML of each element that it looks at, with all that is in it.
WITHOUT_HTML = "axe.configure({ noHtml: true })"


def findings(page: Page, rules: str = "all") -> list[str]:
    """Return what breaks WCAG 2.2 AA or good practice: the rule, the element, and the remedy."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(SCRIPT)
        page.evaluate(WITHOUT_HTML)
        page.evaluate(JOIN_WORDS_OF_CODE)
        page.evaluate(READ_EACH_COLOUR_ONCE)
    return [
        f"{rule['id']}: {node['target']}: {node['failureSummary']}"
        for rule in page.evaluate(RUN, PARTS[rules])["violations"]
        for node in rule["nodes"]
    ]
