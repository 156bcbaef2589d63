"""Plan what a worker prints: the handout's HTML, its style, and each edition's settings."""

from __future__ import annotations

import functools
import re
import string
from typing import TYPE_CHECKING, Any

from handouts.config.brand import sheet_style
from handouts.files import THEME
from handouts.i18n import _
from handouts.jobs import Job, SheetPlan

if TYPE_CHECKING:
    from handouts.audit.handouts import Handout
    from handouts.compose.composer import Composed
    from handouts.config.audiences import Audience, Edition
    from handouts.config.settings import HandoutsConfig


def plan_job(handout: Handout, composed: Composed, config: HandoutsConfig) -> Job:
    """Return what a worker needs to print a handout in all its editions."""
    audience = config.audiences[handout.audience]
    draft = [theme_css("draft.css")] if composed.draft else []
    return Job(
        docname=handout.docname,
        html=composed.html,
        plans=tuple(_plan(one, audience, composed) for one in config.editions.values()),
        css="\n".join([theme_css("sheet.css"), *draft, sheet_style(config.brand), config.css]),
        fonts=config.fonts,
        title=composed.title,
        language=composed.language,
        furniture=page_furniture(draft=composed.draft),
        pictures=composed.pictures,
        scan=composed.scan,
    )


def data_of_job(job: Job) -> list[Any]:
    """Return as plain data what of a job can change a sheet's bytes, without its fonts."""
    plans = list(map(repr, job.plans))
    return [job.html, job.scan, job.css, job.title, job.language, job.furniture, plans]


@functools.cache
def theme_css(name: str) -> str:
    """Return a style sheet of the theme."""
    return (THEME / name).read_text(encoding="utf-8")


def page_furniture(*, draft: bool) -> dict[str, str]:
    """Return what is in the margins of sheets of several pages, as CSS and as words."""
    page, goes_on = _("Page {page} of {pages}"), _("Continues")
    if draft:
        page = f"{_('Draft')}. {page}"
    numbers = _content(page, page="counter(page)", pages="counter(pages)")
    css = theme_css("pages.css").replace("__PAGE_OF__", numbers)
    words = page.format(page=" ", pages=" ")
    return {"css": css.replace("__CONTINUED__", _content(goes_on)), "words": f"{words} {goes_on}"}


def _content(text: str, **counters: str) -> str:
    """Return a text with counters in braces as a value of CSS `content`."""
    parts = []
    for words, name, _spec, _conversion in string.Formatter().parse(text):
        parts += [css_string(words)] if words else []
        parts += [counters[name]] if name else []
    return " ".join(parts)


def css_string(text: str) -> str:
    """Return a text as CSS writes it."""
    return '"' + re.sub(r'["\\\n]', lambda found: f"\\{ord(found[0]):x} ", text) + '"'


def _plan(edition: Edition, audience: Audience, composed: Composed) -> SheetPlan:
    return SheetPlan(
        edition=edition.name,
        paper=edition.paper,
        pages=edition.pages(audience),
        settings=edition.settings(audience),
        large_print=edition.large_print,
        marks=tuple(composed.by_country[edition.country].items()),
        free=edition.free(audience),
    )
