"""Formulas as MathML, which browsers draw and read aloud without a script."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.utils.math import MathError, unichar2tex
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

from handouts.website.frame import THEME_NAME

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.writers.html5 import HTML5Translator

logger = logging.getLogger(__name__)

MATHJAX = "mathjax"
"""Renderer that Sphinx brings: a script from elsewhere, which the theme's policy forbids."""


def on_config_inited(app: Sphinx, config: Config) -> None:
    """Draw formulas as MathML where the theme is used and the project names no other way.

    Sphinx takes the only renderer beside its own, unless `html_math_renderer` names one.
    """
    if config.html_theme == THEME_NAME and set(app.registry.html_inline_math_renderers) <= {
        MATHJAX
    }:
        app.add_html_math_renderer("mathml", (visit_math, None), (visit_math, None))


def visit_math(self: HTML5Translator, node: nodes.math | nodes.math_block) -> None:
    """Write a formula, with its number if it has one."""
    is_block = isinstance(node, nodes.math_block)
    tag = "div" if is_block else "span"
    self.body.append(self.starttag(node, tag, "", CLASS="math notranslate nohighlight"))
    if isinstance(node, nodes.math_block) and node.get("number"):
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})</span>')
    self.body.append(f"{_mathml(node, is_block=is_block)}</{tag}>")
    raise nodes.SkipNode


def _mathml(node: nodes.Node, *, is_block: bool) -> str:
    """Return a formula as MathML, or as it was written if docutils cannot read it."""
    code = node.astext()
    try:
        return str(tex2mathml(code.translate(unichar2tex.uni2tex_table), as_block=is_block))
    except MathError as error:
        logger.warning(
            "this formula is shown as it was written: %s",
            error,
            location=node,
            type="handouts",
            subtype="theme",
        )
        return f"<code>{escape(code)}</code>"
