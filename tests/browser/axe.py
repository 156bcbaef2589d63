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
SCRIPT = f"window.fields = {FIELDS};" + re.sub("=new Weak(Map|Set)", "=new fields", AXE_SCRIPT)


def findings(page: Page, rules: str = "all") -> list[str]:
    """Return what breaks WCAG 2.2 AA or good practice: the rule, the element, and the remedy."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(SCRIPT)
        page.evaluate(JOIN_WORDS_OF_CODE)
        page.evaluate(READ_EACH_COLOUR_ONCE)
    return [
        f"{rule['id']}: {node['target']}: {node['failureSummary']}"
        for rule in page.evaluate(RUN, PARTS[rules])["violations"]
        for node in rule["nodes"]
    ]
