"""An extension whose node derives from one of docutils, and is hidden on the web."""

from docutils import nodes
from sphinx.util.docutils import SphinxDirective


class secret(nodes.Admonition, nodes.Element):  # noqa: N801
    pass


class SecretDirective(SphinxDirective):
    has_content = True

    def run(self):
        node = secret("", *self.parse_content_to_nodes())
        self.set_source_info(node)
        return [node]


def setup(app):
    app.add_node(secret)
    app.add_directive("secret", SecretDirective)
