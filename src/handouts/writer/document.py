"""Write an adapted, resolved doctree as one HTML document that is ready for PDF/UA-1."""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import jinja2
from docutils import nodes
from jinja2.sandbox import SandboxedEnvironment

from handouts.config.addresses import in_ascii, short_address, with_capitals
from handouts.files import TEMPLATE, THEME
from handouts.i18n import _
from handouts.jobs import QR_CODE, Picture
from handouts.nodes import nodes_in, plain_text
from handouts.problems import Fault
from handouts.writer.balance import fault_of_balance
from handouts.writer.blocks import BlockMixin
from handouts.writer.inline import InlineMixin
from handouts.writer.lists import ListMixin
from handouts.writer.tables import TableMixin

if TYPE_CHECKING:
    from sphinx.builders import Builder


SHORT = 150
"""Letters of a paragraph of up to three lines of a column, which stay together."""


@dataclass
class Rendered:
    """The words of a sheet as HTML, and what could not be printed."""

    main: str
    imprint: str
    title: str
    faults: list[Fault] = field(default_factory=list)
    pictures: dict[str, Picture] = field(default_factory=dict)
    """The pictures by the addresses that the HTML names."""


@dataclass(frozen=True)
class Frame:
    """The surroundings of a handout's words, for the template."""

    audience: str
    columns: int
    language: str
    """As in HTML, such as `en-GB`."""
    publisher: str
    address: str
    link_addresses: bool = False
    """Whether the address of each link is printed after its words."""
    code: str = ""
    """Address for the QR code, if it is not that of the page."""
    version: str = ""
    """What the sheet says of its version."""
    draft: bool = False
    """Whether the sheet says that it is a draft."""
    templates: tuple[Path, ...] = ()
    """Folders with a template of the project."""
    logo: Picture | None = None
    logo_alt: str = ""
    """Alternative text of the logo."""


class SheetTranslator(InlineMixin, BlockMixin, ListMixin, TableMixin):
    """Writes the body of a sheet: the visitors of all constructs."""


def render_words(document: nodes.document, frame: Frame, builder: Builder, root: Path) -> Rendered:
    """Return the words of a sheet as HTML.

    :param document: an adapted, resolved doctree; it is changed
    :param frame: what surrounds the words, with the number of columns
    :param builder: whose environment has the visitors of extensions
    :param root: folder from which pictures are read
    """
    imprint = _take_imprint(document)
    if frame.columns > 1:
        _gather_columns(document)
    title_node = next(document.findall(nodes.title), None)
    title = plain_text(title_node) if title_node is not None else ""
    sheet = SheetTranslator(document, builder, root)
    sheet.link_addresses = frame.link_addresses
    document.walkabout(sheet)
    end, sheet.link_addresses = len(sheet.body), False
    if imprint is not None:
        for child in imprint.children:
            child.walkabout(sheet)
    if not title:
        sheet.faults.append(Fault("title", "the page has no title; begin it with '# …'", None, 1))
    words, foot = "".join(sheet.body[:end]), "".join(sheet.body[end:])
    return Rendered(words, foot, title, sheet.faults, sheet.pictures)


def sheet_html(words: Rendered, frame: Frame) -> str:
    """Return the words of a sheet as one HTML document.

    :raises TemplateError: for a template of the project that cannot be used
    """
    values = {
        "title": words.title,
        "frame": frame,
        "draft": _("Draft. Not to be given to readers.") if frame.draft else "",
        "main": words.main,
        "imprint": words.imprint,
        "qr": _qr_code(frame),
    }
    try:
        html = _environment(frame.templates).get_template(TEMPLATE).render(values)
    except jinja2.TemplateError as error:
        line = getattr(error, "lineno", None)
        at = f"{getattr(error, 'name', None) or TEMPLATE}{f', line {line}' if line else ''}"
        raise TemplateError(f"{at}: {error}") from error
    if frame.templates and (fault := fault_of_balance(html)):
        raise TemplateError(f"{TEMPLATE}: {fault}")
    return html


@functools.cache
def _environment(folders: tuple[Path, ...]) -> jinja2.Environment:
    """Return the environment that finds the template in the project's folders or in the theme."""
    theme = jinja2.FileSystemLoader(THEME)
    own = jinja2.FileSystemLoader(folders)
    # Sandboxed: a change of the template may not be reviewed yet.
    return SandboxedEnvironment(
        loader=jinja2.ChoiceLoader([own, theme, jinja2.PrefixLoader({"handouts": theme})]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


class TemplateError(Exception):
    """A template that cannot be used; the message names it, and the line."""


def _take_imprint(document: nodes.document) -> nodes.container | None:
    for node in nodes_in(document, nodes.container):
        if node.get("handouts_imprint"):
            node.parent.remove(node)
            return node
    return None


def _qr_code(frame: Frame) -> dict[str, str]:
    """Return the source and the alternative text of the QR code, which the worker draws."""
    address = frame.code or frame.address
    if not address:
        return {}
    alt = _("QR code for {address}", address=short_address(address))
    coded = in_ascii(address)
    coded = with_capitals(coded) if frame.code else coded
    return {"source": QR_CODE + quote(coded, safe=""), "alt": alt}


def _gather_columns(document: nodes.document) -> None:
    """Wrap each run of sections that are not wide in one box with columns, if it fills both."""
    for top in [node for node in document.children if isinstance(node, nodes.section)]:
        children: list[nodes.Node] = []
        for is_narrow, group in itertools.groupby(top.children, _is_narrow):
            run = list(group)
            if is_narrow and (len(run) > 1 or not _fills_one_column(run[0])):
                run = [nodes.container("", *run, handouts_classes=["ho-columns"])]
            children += run
        top.children = []
        top.extend(children)


def _is_narrow(node: nodes.Node) -> bool:
    """Return whether a node is a section that can stand in a column."""
    return isinstance(node, nodes.section) and not _is_wide(node)


def _fills_one_column(holder: nodes.Node) -> bool:
    """Return whether a section has a single block that no column can end in."""
    blocks = [one for one in holder.children if not isinstance(one, nodes.title)]
    if len(blocks) != 1:
        return False
    (block,) = blocks
    if isinstance(block, nodes.paragraph):
        return len(block.astext()) < SHORT
    is_box = "ho-box" in getattr(block, "attributes", {}).get("handouts_classes", ())
    if isinstance(block, nodes.section | nodes.container) and not is_box:
        return _fills_one_column(block)
    return not isinstance(block, nodes.Sequential)


def _is_wide(section: nodes.section) -> bool:
    """Return whether a section takes the whole width, as with a grid or a table; mark it so."""
    if "wide" in section["classes"]:
        return True
    is_wide = any(
        isinstance(node, nodes.table) or "ho-grid" in node.get("handouts_classes", ())
        for node in nodes_in(section, nodes.Element)
    )
    section["classes"] += ["wide"] if is_wide else []
    return is_wide
