"""Replace the constants of a style sheet by their values.

WeasyPrint computes each `var()` and `calc()` for each element and property: a fifth of a layout.
"""

from __future__ import annotations

import re
from collections import Counter

from handouts.files import CSS_COMMENT

ROOT = re.compile(r":root\s*\{(.*?)\}", re.DOTALL)
IN_RULE = re.compile(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
SETTING = re.compile(r"(?<![\w(-])(--[\w-]+)\s*:\s*([^;}]*)")
USE = re.compile(r"var\(\s*(--[\w-]+)\s*\)")
CALC = re.compile(r"calc\(([^()]*)\)")
PRODUCT = re.compile(r"(-?\b[\d.]+)\s*\*\s*(-?[\d.]+)([a-z]*)")
NUMBER = re.compile(r"-?[\d.]+[a-z]*")
MOST_STEPS = 8
"""How deep constants may be defined by other constants."""


def with_constants(css: str) -> str:
    """Return a style sheet with its constants replaced, and products of numbers computed.

    A constant is a custom property that is set on `:root` only; the last value counts.

    >>> with_constants(":root { --a: 2; --b: calc(var(--a) * 3em) } p { margin: var(--b) }")
    ':root { --a: 2; --b: 6em } p { margin: 6em }'
    """
    css = CSS_COMMENT.sub("", css)
    on_root = SETTING.findall(";".join(ROOT.findall(IN_RULE.sub("", css))))
    everywhere = Counter(name for name, _ in SETTING.findall(css))
    times = Counter(name for name, _ in on_root)
    constants = {name: text.strip() for name, text in on_root if times[name] == everywhere[name]}
    for _ in range(MOST_STEPS):
        before, css = css, USE.sub(lambda use: constants.get(use[1], use[0]), css)
        if css == before:
            break
    return CALC.sub(_computed, css)


def _computed(calc: re.Match[str]) -> str:
    text = PRODUCT.sub(lambda two: f"{float(two[1]) * float(two[2]):.9g}{two[3]}", calc[1]).strip()
    return text if NUMBER.fullmatch(text) else f"calc({text})"
