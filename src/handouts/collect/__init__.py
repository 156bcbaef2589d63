"""Collect what each page says that concerns handouts, while Sphinx reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Register the collector and what restricts the pages, and correct MyST's lines."""
    from handouts.collect import old_translations, page_encoding, sandbox, toctrees
    from handouts.collect.build_day import Date, MarkBuildDay
    from handouts.collect.collector import PageCollector
    from handouts.collect.colon_fences import count_lines_as_editors_do
    from handouts.collect.docutils_options import describe_options_once
    from handouts.collect.glossary_lines import LocatedGlossary
    from handouts.collect.log_capture import drop_unseen_records
    from handouts.collect.quick_search import search_quickly
    from handouts.collect.quick_trees import build_quickly
    from handouts.nodes import WORDS_ONLY, build_day, pass_by

    drop_unseen_records()
    sandbox.setup(app)
    count_lines_as_editors_do()
    describe_options_once()
    search_quickly()
    build_quickly()
    app.add_node(build_day, html=(pass_by, pass_by), **WORDS_ONLY)
    app.add_transform(MarkBuildDay)
    app.add_directive("date", Date, override=True)
    app.add_directive_to_domain("std", "glossary", LocatedGlossary, override=True)
    app.connect("env-before-read-docs", page_encoding.refuse_other_encodings)
    app.connect("env-before-read-docs", old_translations.forget_translations)
    app.connect("env-check-consistency", toctrees.refuse_circles)
    app.add_env_collector(PageCollector)
