"""Plan what a worker prints: the handout's HTML, the theme, and each edition's settings."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handouts.jobs import Job, SheetPlan

if TYPE_CHECKING:
    from handouts.audit import Handout
    from handouts.compose import Composed
    from handouts.config import Audience, Edition, HandoutsConfig

THEME = Path(__file__).parent / "theme"


def plan_job(handout: Handout, composed: Composed, config: HandoutsConfig) -> Job:
    """Return what a worker needs to print a handout in all its editions."""
    audience = config.audiences[handout.audience]
    return Job(
        docname=handout.docname,
        html=composed.html,
        plans=tuple(_plan(edition, audience) for edition in config.editions.values()),
        css=theme_css(),
        fonts=config.fonts,
        title=composed.title,
        language=composed.language,
        furniture=page_furniture(),
    )


def data_of_job(job: Job) -> list[Any]:
    """Return all of a job that can change a sheet's bytes, but for its fonts, as plain data."""
    plans = [_plan_data(plan) for plan in job.plans]
    return [job.html, job.css, job.title, job.language, job.furniture, plans]


@functools.cache
def theme_css() -> str:
    """Return the theme's style sheet."""
    return (THEME / "sheet.css").read_text(encoding="utf-8")


def page_furniture() -> dict[str, str]:
    """Return what sheets of several pages say on each page."""
    page, of, overleaf = "Page", "of", "Continued overleaf"
    css = (THEME / "pages.css").read_text(encoding="utf-8")
    css = css.replace("__PAGE_OF__", f'"{page} " counter(page) " {of} " counter(pages)')
    return {"css": css.replace("__OVERLEAF__", f'"{overleaf}"'), "words": f"{page} {of} {overleaf}"}


def _plan(edition: Edition, audience: Audience) -> SheetPlan:
    return SheetPlan(
        edition=edition.name,
        paper=edition.paper,
        pages=edition.pages(audience),
        settings=edition.settings(audience),
        large_print=edition.large_print,
    )


def _plan_data(plan: SheetPlan) -> list[Any]:
    settings = [[one.size, one.leading, one.space] for one in plan.settings]
    return [plan.edition, plan.paper, plan.pages, settings, plan.large_print]
