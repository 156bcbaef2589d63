"""Downloads: the sheets of a handout, those that use a page, and the gallery of all, as nodes.

They are made from the report, so that a page never offers a sheet that was refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import quote

from docutils import nodes
from sphinx.util.osutil import relative_uri

from handouts import dates
from handouts.config.papers import PAPERS
from handouts.config.settings import HandoutsConfig, settings_of
from handouts.i18n import _, plural
from handouts.nodes import link_to
from handouts.website.frame import builder_of

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from handouts.config.audiences import Edition
    from handouts.pipeline.report import Report, SheetResult

NOT_ON_PAPER = ("web-only", "no-search")
"""Classes of what is no part of a page's own words."""


def downloads_nodes(
    report: Report, docname: str, page: str, config: HandoutsConfig
) -> nodes.container | None:
    """Return the downloads of a handout's page, a picture and its sheets; None without a sheet.

    :param page: address of the page on the site
    """
    sheets = report.sheets_of(docname)
    if not sheets:
        return None
    printed = next((one for one in sheets if one.offered or one.last_good), None)
    until = usable_until(report, docname) if printed else []
    downloads = nodes.container(classes=["handouts-downloads", *until, *NOT_ON_PAPER])
    if printed is not None:
        downloads += picture(printed, page, config)
    downloads += nodes.paragraph("", "", nodes.strong("", _("Print this page")))
    links = nodes.bullet_list(classes=["handouts-editions"])
    links += [nodes.list_item("", offer(sheet, page, config)) for sheet in sheets]
    downloads += links
    downloads += expired(until)
    return downloads


def usable_until(report: Report, docname: str) -> list[str]:
    """Return the class by which a script knows the last day of a handout."""
    day = report.handouts[docname].get("check-by")
    return [f"handouts-until-{day}"] if day else []


def expired(until: list[str]) -> list[nodes.Node]:
    """Return what a script shows when that day has passed."""
    words = _("Out of date: not offered until its facts are checked again.")
    return [nodes.paragraph("", words, classes=["handouts-expired"])] if until else []


def file_uri(page: str, file: str) -> str:
    """Return the address of a file relative to that of a page; a name may hold signs such as #."""
    return relative_uri(page, quote(file))


def picture(sheet: SheetResult, page: str, config: HandoutsConfig, title: str = "") -> nodes.image:
    """Return the preview of a sheet."""
    edition = config.editions[sheet.edition]
    width, height = edition.paper
    address = file_uri(page, sheet.preview)
    words = alternative_text(edition)
    return nodes.image(
        uri=address,
        candidates={"*": address},
        alt=f"{title}. {words}" if title else words,
        classes=["handouts-preview", "no-scaled-link"],
        # A browser reserves room by these attributes; the style sheet decides the size.
        width="300",
        height=str(round(300 * height / width)),
        loading="lazy",
    )


def alternative_text(edition: Edition) -> str:
    """Return the alternative text of a preview; the words of the sheet are those of its page."""
    return _("The sheet as it prints: {edition}", edition=edition.label)


def offer(sheet: SheetResult, page: str, config: HandoutsConfig) -> nodes.paragraph:
    """Return the links to open and to print one sheet, or why there are none."""
    edition = config.editions[sheet.edition]
    if not sheet.offered and not sheet.last_good:
        words = _(
            "{edition}: not published, because it did not pass its checks.", edition=edition.label
        )
        if sheet.withdrawn:
            day = dates.in_words(date.fromisoformat(sheet.withdrawn), config.language)
            words = _("{edition}: withdrawn on {date}.", edition=edition.label, date=day)
        elif sheet.draft:
            words = _("{edition}: a draft, which is not published yet.", edition=edition.label)
        return nodes.paragraph("", words, classes=["handouts-refused"])
    address = file_uri(page, sheet.file)
    opened = nodes.reference(
        "", f"{edition.label} ({measures(sheet, edition, config)})", refuri=address, internal=True
    )
    # For screen readers, which list links without the text around them.
    about = _("the sheet: {edition}", edition=edition.label)
    more = nodes.inline("", f" {about}", classes=["handouts-hidden"])
    printing = nodes.reference(
        "", _("Print"), more, refuri=address, internal=True, classes=["handouts-print"]
    )
    return nodes.paragraph("", "", opened, nodes.Text(" "), printing)


def measures(sheet: SheetResult, edition: Edition, config: HandoutsConfig) -> str:
    """Return format, size and pages of a sheet: “PDF, 48 KB, one A4 page”."""
    if sheet.last_good:
        day = dates.in_words(date.fromisoformat(sheet.last_good), config.language)
        return _("PDF of {day}; a newer one has not passed its checks yet", day=day)
    count, paper = sheet.pages, edition.paper_name
    if paper in PAPERS:
        pages = plural("one {paper} page", "{count} {paper} pages", count, paper=paper)
    else:
        pages = plural("one page of {paper}", "{count} pages of {paper}", count, paper=paper)
    kilobytes = max(1, round(sheet.bytes / 1000))
    return _("PDF, {kilobytes} KB, {pages}", kilobytes=kilobytes, pages=pages)


def used_nodes(
    handouts: Iterable[tuple[str, str]],
    report: Report,
    docname: str,
    page: str,
    config: HandoutsConfig,
) -> nodes.container | None:
    """Return links to the sheets that embed from a page; None if there are none.

    :param handouts: names and titles of the handouts that embed from it
    :param page: address of the page on the site
    """
    items = []
    for name, title in handouts:
        sheets = [one for one in report.sheets_of(name) if one.offered]
        if sheets:
            line = nodes.paragraph("", "", page_link(docname, name, title))
            line += nodes.Text(f" ({config.audiences[sheets[0].audience].label}): ")
            for number, sheet in enumerate(sheets):
                words = config.editions[sheet.edition].label
                address = file_uri(page, sheet.file)
                line += [nodes.Text(", ")] if number else []
                line += nodes.reference("", words, refuri=address, internal=True)
            items.append(nodes.list_item("", line, classes=usable_until(report, name)))
    if not items:
        return None
    used = nodes.container(classes=["handouts-used", *NOT_ON_PAPER])
    used += nodes.paragraph("", "", nodes.strong("", _("Sheets that use this page")))
    used += nodes.bullet_list("", *items)
    return used


def page_link(docname: str, target: str, title: str) -> nodes.Element:
    """Return a link from a page to another."""
    words = nodes.inline("", title, classes=["std", "std-doc"])
    return link_to("doc", f"/{target}", words, refdoc=docname)


def gallery_nodes(env: BuildEnvironment, report: Report) -> Iterator[nodes.Node]:
    """Yield a section for each handout: its title, whom it is for, and its sheets."""
    config = settings_of(env.config)
    docname = env.current_document.docname
    page = builder_of(env).get_target_uri(docname)
    for name, facts in report.handouts.items():
        audience = config.audiences.get(facts["audience"])
        if audience is None:
            continue
        title, until = env.titles[name].astext(), usable_until(report, name)
        items = [_item(sheet, page, config, title) for sheet in report.sheets_of(name)]
        yield nodes.section(
            "",
            nodes.title("", "", page_link(docname, name, title)),
            nodes.paragraph("", audience.label, classes=["handouts-audience"]),
            *expired(until),
            nodes.bullet_list("", *items, classes=["handouts-sheets", *NOT_ON_PAPER]),
            ids=[nodes.make_id(f"sheets-{name}")],
            classes=["handouts-gallery", *until],
        )


def _item(sheet: SheetResult, page: str, config: HandoutsConfig, title: str) -> nodes.list_item:
    item = nodes.list_item()
    if sheet.offered:
        item += picture(sheet, page, config, title)
    item += offer(sheet, page, config)
    return item
