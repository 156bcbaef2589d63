"""Keep entries in the search index that Sphinx drops: those of pages that it does not write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class CompleteIndex:
    """The format of a search index that after other builds is what a clean build would write."""

    def __init__(self, form: Any, env: BuildEnvironment) -> None:
        self.form, self.env = form, env

    def load(self, stream: Any) -> Any:
        """Return what an earlier build has written, and note its entries in the environment.

        A process that builds again would have those of a page that is gone, and stop at them.
        """
        index = self.form.load(stream)
        if not isinstance(index, dict) or index.get("envversion") != self.env.version:
            return index  # Sphinx writes a new one.
        entries: dict[str, list[tuple[str, str, str]]] = self.env._search_index_index_entries
        entries.clear()
        for entry, places in index["indexentries"].items():
            for page, target, is_main in places:
                if (name := index["docnames"][page]) in self.env.all_docs:
                    entries.setdefault(name, []).append((entry, target, "main" if is_main else ""))
        return index

    def dump(self, index: dict[str, Any], stream: Any) -> None:
        """Write an index, without the words that are on no page any more."""
        for kind in ("terms", "titleterms"):
            index[kind] = {word: pages for word, pages in index[kind].items() if pages != []}
        entries = {entry: sorted(places) for entry, places in index["indexentries"].items()}
        self.form.dump({**index, "indexentries": entries}, stream)


def on_builder_inited(app: Sphinx) -> None:
    """Let a builder that writes a search index keep what is in it of pages that stay."""
    builder: Any = app.builder
    known = hasattr(app.env, "_search_index_index_entries")  # Else it is a Sphinx to come.
    if known and hasattr(builder, "indexer_format"):
        builder.indexer_format = CompleteIndex(builder.indexer_format, app.env)
