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
from handouts.config.settings import settings_of
from handouts.i18n import _, plural
from handouts.nodes import link_to
from handouts.website.frame import builder_of

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from handouts.config.audiences import Edition
    from handouts.pipeline.report import Report, SheetResult

NOT_ON_PAPER = ("web-only", "no-search")
"""Classes of what is no part of a page's own words."""


class Downloads:
    """What the current page of the site offers of the sheets of a report."""

    def __init__(self, env: BuildEnvironment, report: Report) -> None:
        self.env, self.report, self.config = env, report, settings_of(env.config)
        self.docname = env.current_document.docname
        self.address = builder_of(env).get_target_uri(self.docname)

    def of_handout(self) -> nodes.container | None:
        """Return a picture and the sheets of the handout that the page is; None without a sheet."""
        sheets = self.report.sheets_of(self.docname)
        if not sheets:
            return None
        printed = next((one for one in sheets if one.offered or one.last_good), None)
        until = self._until(self.docname) if printed else []
        downloads = nodes.container(classes=["handouts-downloads", *until, *NOT_ON_PAPER])
        if printed is not None:
            downloads += self._picture(printed)
        downloads += nodes.paragraph("", "", nodes.strong("", _("Print this page")))
        links = nodes.bullet_list(classes=["handouts-editions"])
        links += [nodes.list_item("", self._offer(sheet)) for sheet in sheets]
        downloads += links
        downloads += _expired(until)
        return downloads

    def of_users(self, handouts: Iterable[str]) -> nodes.container | None:
        """Return links to the sheets that embed from the page; None if there are none.

        :param handouts: names of the handouts that embed from it
        """
        items = list(self._links_of(handouts))
        return _box(_("Sheets that use this page"), items) if items else None

    def links(self) -> Iterator[nodes.container]:
        """Yield a box with a link to each sheet of the project, if there are any."""
        if items := list(self._links_of(self.report.handouts)):
            yield _box(_("Sheets to print"), items)

    def _links_of(self, handouts: Iterable[str]) -> Iterator[nodes.list_item]:
        for name in handouts:
            if sheets := [one for one in self.report.sheets_of(name) if one.offered]:
                line = nodes.paragraph("", "", self._page_link(name))
                line += nodes.Text(f" ({self.config.audiences[sheets[0].audience].label}): ")
                for number, sheet in enumerate(sheets):
                    words = self.config.editions[sheet.edition].label
                    line += [nodes.Text(", ")] if number else []
                    line += self._link(sheet, words)
                yield nodes.list_item("", line, classes=self._until(name))

    def gallery(self) -> Iterator[nodes.section]:
        """Yield a section for each handout: its title, whom it is for, and its sheets."""
        for name, facts in self.report.handouts.items():
            audience = self.config.audiences.get(facts["audience"])
            if audience is None:
                continue
            until, title = self._until(name), self.env.titles[name].astext()
            items = [self._item(sheet, title) for sheet in self.report.sheets_of(name)]
            yield nodes.section(
                "",
                nodes.title("", "", self._page_link(name)),
                nodes.paragraph("", audience.label, classes=["handouts-audience"]),
                *_expired(until),
                nodes.bullet_list("", *items, classes=["handouts-sheets", *NOT_ON_PAPER]),
                ids=[nodes.make_id(f"sheets-{name}")],
                classes=["handouts-gallery", *until],
            )

    def _item(self, sheet: SheetResult, title: str) -> nodes.list_item:
        item = nodes.list_item()
        if sheet.offered:
            item += self._picture(sheet, title)
        item += self._offer(sheet)
        return item

    def _until(self, docname: str) -> list[str]:
        """Return the class by which a script knows the last day of a handout."""
        day = self.report.handouts[docname].get("check-by")
        return [f"handouts-until-{day}"] if day else []

    def _picture(self, sheet: SheetResult, title: str = "") -> nodes.image:
        """Return the preview of a sheet."""
        edition = self.config.editions[sheet.edition]
        width, height = edition.paper
        address = self._relative(sheet.preview)
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

    def _offer(self, sheet: SheetResult) -> nodes.paragraph:
        """Return the links to open and to print one sheet, or why there are none."""
        edition = self.config.editions[sheet.edition]
        if not sheet.offered and not sheet.last_good:
            words = _(
                "{edition}: not published, because it did not pass its checks.",
                edition=edition.label,
            )
            if sheet.withdrawn:
                day = self._in_words(sheet.withdrawn)
                words = _("{edition}: withdrawn on {date}.", edition=edition.label, date=day)
            elif sheet.draft:
                words = _("{edition}: a draft, which is not published yet.", edition=edition.label)
            return nodes.paragraph("", words, classes=["handouts-refused"])
        opened = self._link(sheet, f"{edition.label} ({self._measures(sheet, edition)})")
        # For screen readers, which list links without the text around them.
        about = _("the sheet: {edition}", edition=edition.label)
        printing = self._link(sheet, _("Print"))
        printing += nodes.inline("", f" {about}", classes=["handouts-hidden"])
        printing["classes"].append("handouts-print")
        return nodes.paragraph("", "", opened, nodes.Text(" "), printing)

    def _measures(self, sheet: SheetResult, edition: Edition) -> str:
        """Return format, size and pages of a sheet: “PDF, 48 KB, one A4 page”."""
        if sheet.last_good:
            day = self._in_words(sheet.last_good)
            return _("PDF of {day}; a newer one has not passed its checks yet", day=day)
        count, paper = sheet.pages, edition.paper_name
        if paper in PAPERS:
            pages = plural("one {paper} page", "{count} {paper} pages", count, paper=paper)
        else:
            pages = plural("one page of {paper}", "{count} pages of {paper}", count, paper=paper)
        kilobytes = max(1, round(sheet.bytes / 1000))
        return _("PDF, {kilobytes} KB, {pages}", kilobytes=kilobytes, pages=pages)

    def _link(self, sheet: SheetResult, words: str) -> nodes.reference:
        return nodes.reference("", words, refuri=self._relative(sheet.file), internal=True)

    def _page_link(self, docname: str) -> nodes.Element:
        title = self.env.titles[docname].astext()
        words = nodes.inline("", title, classes=["std", "std-doc"])
        return link_to("doc", f"/{docname}", words, refdoc=self.docname)

    def _relative(self, file: str) -> str:
        """Return the address of a file relative to that of the page."""
        return relative_uri(self.address, quote(file))  # A name may hold signs such as #.

    def _in_words(self, day: str) -> str:
        return dates.in_words(date.fromisoformat(day), self.config.language)


def _box(title: str, items: list[nodes.list_item]) -> nodes.container:
    box = nodes.container(classes=["handouts-used", *NOT_ON_PAPER])
    box += nodes.paragraph("", "", nodes.strong("", title))
    box += nodes.bullet_list("", *items)
    return box


def alternative_text(edition: Edition) -> str:
    """Return the alternative text of a preview; the words of the sheet are those of its page."""
    return _("The sheet as it prints: {edition}", edition=edition.label)


def _expired(until: list[str]) -> list[nodes.Node]:
    """Return what a script shows when the last day of a handout has passed."""
    words = _("Out of date: not offered until its facts are checked again.")
    return [nodes.paragraph("", words, classes=["handouts-expired"])] if until else []


def gallery_nodes(env: BuildEnvironment, report: Report) -> Iterator[nodes.Node]:
    """Yield a section for each handout: its title, whom it is for, and its sheets."""
    yield from Downloads(env, report).gallery()


def links_nodes(env: BuildEnvironment, report: Report) -> Iterator[nodes.Node]:
    """Yield a box with a link to each sheet."""
    yield from Downloads(env, report).links()
