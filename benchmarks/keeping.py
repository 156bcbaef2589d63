"""Processes that print, and keep what they printed for other programs to print again.

Of this commit they keep the very HTML and CSS that the layout engine was given last; of another
commit, only what its workers were given.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

LAID_OUT: dict[str, list[Any]] = {}
"""Each layout of an edition: its HTML, its own style sheet, and its space."""


@dataclass(frozen=True)
class LaidOut:
    """What the layout engine was given for one sheet, beside the theme."""

    edition: str
    html: str
    css: str
    space: float
    setting: Any = None
    kept: int = 0


class Keeper(ProcessPoolExecutor):
    """Writes each job, with what was laid out for it, into a folder."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Have a parcel printed and kept."""
        return super().submit(_keep, fn, *args, **kwargs)


def _keep(fn: Any, parcel: Any) -> Any:
    renders = _record()
    printed = fn(parcel)
    laid_out = [
        next(found for found in reversed(renders) if found.edition == one.edition)
        for one in printed
        if one.pdf and renders
    ]
    name = parcel.job.docname.replace("/", "-")
    (Path(os.environ["KEPT"]) / name).write_bytes(pickle.dumps((parcel.job, laid_out)))
    return printed


def _record() -> list[LaidOut]:
    """Return a list to which each layout that is chosen will be added, if this commit is used."""
    renders: list[LaidOut] = []
    try:
        from handouts.workers import remote, worker
    except ImportError:
        return renders
    remote._folder()  # Loads the engine.
    from handouts.typeset.layout import ParsedSheet, sheet_css

    inner = vars(worker).setdefault("_inner", worker._print_edition)

    def print_edition(sheet: Any, job: Any, plan: Any, *args: Any) -> Any:
        given: dict[str, LaidOut] = {}
        render = ParsedSheet.render

        def recorded(self: Any, css: str, space: float) -> Any:
            html = _written(self.html.etree_element)
            given[css] = LaidOut(plan.edition, html, css, space)
            return render(self, css, space)

        ParsedSheet.render = recorded  # type: ignore[method-assign]
        try:
            printed = inner(sheet, job, plan, *args)
        finally:
            ParsedSheet.render = render  # type: ignore[method-assign]
        if printed.pdf:
            furniture = sheet.engine.furniture
            fit = (printed.setting, printed.kept, sheet.optional, furniture)
            fewer = [sheet_css(one, *fit) for one in _fewer_pages(plan)]
            found = next(given[css] for css in fewer if css in given)
            renders.append(replace(found, setting=printed.setting, kept=printed.kept))
        return printed

    worker._print_edition = print_edition
    return renders


def _fewer_pages(plan: Any) -> list[Any]:
    """Return a plan for one page, which takes its place where one is enough, and the plan."""
    return [replace(plan, pages=1), plan]


def _written(root: Any) -> str:
    """Return a tree as HTML, in which pictures have no name space."""
    names = {element: element.tag for element in root.iter() if isinstance(element.tag, str)}
    for element, name in names.items():
        element.tag = name.rpartition("}")[2]
    text = ElementTree.tostring(root, encoding="unicode", method="html")
    for element, name in names.items():
        element.tag = name
    return f"<!doctype html>\n{text}"


def keeper(count: int) -> Executor:
    """Return the executor; the environment names its folder."""
    Path(os.environ["KEPT"]).mkdir(parents=True, exist_ok=True)
    return Keeper(count, mp_context=multiprocessing.get_context("spawn"))
