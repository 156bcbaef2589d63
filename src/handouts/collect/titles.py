"""Let references to a title such as “10⁵ cells” say so, where Sphinx would say “105 cells”."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.nodes import clean_astext

from handouts.nodes import nodes_in, plain_text

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def correct_titles(env: BuildEnvironment, docname: str, document: nodes.document) -> None:
    """Write raised and lowered digits of a page's titles as characters, for references to them.

    Sphinx and MyST remember the text of a title without its markup.
    """
    titles = [*nodes_in(document, nodes.title), *nodes_in(document, nodes.caption)]
    texts = {clean_astext(one): plain_text(one) for one in titles}
    plain = {flat: text for flat, text in texts.items() if flat != text}
    if not plain:
        return
    labels = env.domains.standard_domain.labels
    of_page = {name: row for name, row in labels.items() if row[0] == docname and row[2] in plain}
    labels.update({name: (page, at, plain[text]) for name, (page, at, text) in of_page.items()})
    slugs = env.metadata[docname].get("myst_slugs", {})
    slugs.update({name: (*row[:2], plain.get(row[2], row[2])) for name, row in slugs.items()})
    references = [one for one in nodes_in(document, nodes.reference) if "refid" in one]
    for node in [*references, env.titles[docname], env.longtitles[docname]]:
        if (text := plain.get(node.astext())) is not None:
            node.children = []
            node.append(nodes.Text(text))
