"""The text of a project, line by line: of pages from their doctrees, of data from its files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from handouts.audit.handouts import Audit, audit_of
from handouts.claims.pictures.icon_array import DrawIconArrays, row_in_words
from handouts.claims.services.by_country import say_as_in
from handouts.claims.services.reader import home_country, services_of
from handouts.cli.application import Folders, application
from handouts.cli.explain import Warnings
from handouts.cli.where.finder import LineRun, TextLine
from handouts.collect.pages import pages_of
from handouts.config.settings import settings_of
from handouts.nodes import icon_row, upwards
from handouts.problems import place_on_page

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

DATA = {".toml", ".bib", ".svg", ".py"}
"""Files whose words can be on a sheet as well: sources, figures, the publisher in `conf.py`."""


def read_project(source: Path, doctrees: Path) -> list[LineRun]:
    """Read the pages that have changed, and return the text of all pages, then that of data."""
    folders = Folders(source, doctrees / "handouts" / "where", doctrees)
    # Only `check` shows what is wrong with the pages.
    with application("dummy", folders, Warnings(Path.cwd())) as app:
        app.build()
        pages = list(_pages(app.env, audit_of(app.config)))
    return [*pages, *_data(source, doctrees)]


def _pages(env: BuildEnvironment, audit: Audit) -> Iterator[LineRun]:
    printed, services = _printed_by(env, audit), services_of(env)
    editions = settings_of(env.config).editions.values()
    countries = {one.country for one in editions} - {"", home_country(env)}
    for docname in sorted(env.found_docs):
        page = pages_of(env).get(docname)
        labels = {node_id: name for name, (node_id, _) in page.labels.items()} if page else {}
        document = env.get_doctree(docname)
        DrawIconArrays(document).run()
        yield LineRun(tuple(_lines(document, Path(env.srcdir), labels, printed)))
        for country in sorted(countries):
            if say_as_in(country, document, services):
                yield LineRun(tuple(_lines(document, Path(env.srcdir), labels, printed)))


def _lines(
    document: nodes.document,
    folder: Path,
    labels: Mapping[str, str],
    printed: Mapping[str, tuple[str, ...]],
) -> Iterator[TextLine]:
    """Yield the lines of each element that holds text, such as a paragraph or a title."""
    for node in document.findall(nodes.TextElement):
        if isinstance(node.parent, nodes.TextElement) or isinstance(node, nodes.Invisible):
            continue
        # Docutils names an included file as seen from the folder where the command is typed.
        path = Path.cwd() / (node.source or document["source"])
        name = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)
        around = (labels.get(node_id) for one in upwards(node) for node_id in one["ids"])
        label = next((one for one in around if one in printed), None) or ""
        words = node.astext()
        if isinstance(node, icon_row):
            words += f": {row_in_words(node)}"
        for number, text in enumerate(words.split("\n"), node.line or 1):
            yield TextLine(name, number, text, label, printed.get(label, ()))


def _printed_by(env: BuildEnvironment, audit: Audit) -> dict[str, tuple[str, ...]]:
    """Return the files of the handouts that embed each label, directly or in another block."""
    printed: dict[str, tuple[str, ...]] = {}
    for docname in sorted(audit.handouts):
        path = place_on_page(env, docname, None).path
        for label in audit.labels.reached(docname):
            printed[label] = (*printed.get(label, ()), path)
    return printed


def _data(folder: Path, doctrees: Path) -> Iterator[LineRun]:
    """Yield the text of each file of data, as it is written there."""
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        hidden = any(part.startswith((".", "_")) for part in inside.parts)
        if path.suffix in DATA and path.is_file() and not hidden:
            if path.resolve().is_relative_to(doctrees.resolve()):
                continue
            lines = path.read_text("utf-8", "replace").splitlines()
            numbered = enumerate(lines, 1)
            yield LineRun(tuple(TextLine(inside.as_posix(), *one) for one in numbered))
