"""Digest all that a sheet is made from: cheap keys for each build, and exact digests of jobs."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handouts.claims.data.files import LEDGER, SETTINGS, data_file
from handouts.claims.ledger.reader import ledger_of
from handouts.collect.pages import pages_of
from handouts.config.brand import sheet_style
from handouts.config.catalogues import catalogue_digest
from handouts.files import digest_of, installed_version, package_digest
from handouts.pipeline.page_links import PageLinks, destinations
from handouts.pipeline.plan import data_of_job
from handouts.releases.setting import releases_of
from handouts.workers.engines import engines

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from handouts.audit.handouts import Handout
    from handouts.claims.ledger.entries import Ledger
    from handouts.config.settings import HandoutsConfig
    from handouts.jobs import Font, Job
    from handouts.pipeline.cache import KnownFiles

NOT_PRINTED = {
    *("handouts_edit_url", "handouts_executor", "handouts_keep_last", "handouts_lay_words"),
    *("handouts_printing", "handouts_releases", "handouts_structured_data", "handouts_today"),
    *("handouts_only", "handouts_time_limit", "handouts_memory_limit", "overrides"),
}
"""Settings that change no sheet."""
COMPOSING = ("babel", "docutils", "jinja2", "pybtex", "pygments", "sphinx", "syllapy")
"""Packages on which the HTML of a sheet depends, and what is found to be wrong with pages."""
SHOWN = (
    *("handouts_brand", "handouts_audiences", "handouts_edit_url", "handouts_editions"),
    *("handouts_printing", "handouts_publisher", "handouts_structured_data"),
)
"""Settings that change every page of the site, though Sphinx does not know it."""


class Fingerprints:
    """Digests of all that handouts and pages of one build are made from."""

    def __init__(self, app: Sphinx, config: HandoutsConfig, known: KnownFiles) -> None:
        self.env = app.env
        self.digest_of_file = known.digest
        self.destinations = destinations(app.env)
        self.links = PageLinks(app.env, self.destinations)
        self.common = self._common_to_handouts(app, config)
        ledger = data_file(app.env, LEDGER)
        self.ledger = self.digest_of_file(ledger) if ledger else ""
        self.site = self._common_to_site(app)
        self.images: dict[str, list[str]] = {}
        for name, (docnames, _) in app.env.images.items():
            for docname in docnames:
                self.images.setdefault(docname, []).append(str(Path(app.srcdir, name)))

    def _common_to_handouts(self, app: Sphinx, config: HandoutsConfig) -> str:
        """Return the digest of what all handouts have in common, without the ledger."""
        return digest_of(
            package_digest(),
            catalogue_digest(app.env),
            engines(),
            [*map(installed_version, COMPOSING)],
            sorted(app.tags),
            [(one.name, as_data(one.value)) for one in app.config if one.name not in NOT_PRINTED],
            sorted(self.destinations.items()),
            self.digests_of_fonts(config.fonts),
            sheet_style(config.brand),
            config.css,
            [self.digest_of_file(path) for path in _files(app.env, config)],
        )

    def _common_to_site(self, app: Sphinx) -> str:
        """Return the digest of what all pages of the site have in common."""
        shown = [as_data(app.config[name]) for name in SHOWN]
        folders = (Path(app.confdir, name) for name in app.config.templates_path)
        templates = (path for folder in folders for path in _files_in(folder))
        files = [(str(path), self.digest_of_file(path)) for path in templates]
        catalogue = catalogue_digest(app.env)
        return digest_of(package_digest(), catalogue, shown, files, self.links.front_page)

    def key_of(self, handout: Handout) -> str:
        """Return the key of a handout; with the same key and claims, its sheets are the same."""
        key = self._key_of_pages(handout.docname, handout.embedded_pages)
        register = releases_of(self.env.config)
        entries = [one for one in register.entries if one.id == handout.id]
        return digest_of(key, handout.id and register.exists, *map(repr, entries))

    def key_of_page(self, docname: str, embedded_pages: Sequence[str]) -> str:
        """Return the key of a page of the site that embeds, with the claims that it shows."""
        pages = [pages_of(self.env)[name] for name in (docname, *embedded_pages)]
        if any(page.lists_all_sources for page in pages):
            claims = self.ledger
        else:
            stated = {use.claim for page in pages for use in page.uses}
            claims = digest_of_claims(ledger_of(self.env), stated)
        return digest_of(self._key_of_pages(docname, embedded_pages), claims)

    def _key_of_pages(self, docname: str, embedded_pages: Sequence[str]) -> str:
        pages = [docname, *embedded_pages]
        metadata = [sorted(self.env.metadata[name].items(), key=repr) for name in pages]
        files = [f"{self.env.doctreedir}{os.sep}{name}.doctree" for name in pages]
        files += [path for name in pages for path in sorted(self.images.get(name, []))]
        return digest_of(self.common, metadata, list(map(self.digest_of_file, files)))

    def digest_of_job(self, job: Job) -> str:
        """Return the digest of all that can change a sheet's bytes."""
        fonts = self.digests_of_fonts(job.fonts)
        return digest_of(data_of_job(job), fonts, engines(), package_digest())

    def digests_of_fonts(self, fonts: Iterable[Font]) -> list[tuple[str, str, int]]:
        """Return the digest of each font, with how style sheets name it."""
        return [(self.digest_of_file(one.path), one.family, one.weight) for one in fonts]


def digest_of_claims(ledger: Ledger | None, claims: Iterable[str]) -> str:
    """Return a digest of what a ledger says of some claims, and of what is wrong with them.

    Where a claim stands in the file changes no sheet, so its line is no part of the digest.
    """
    if ledger is None:
        return digest_of(None)
    names = sorted(claims)
    found = [(name, ledger.claims.get(name)) for name in names]
    entries = [(name, claim and claim.digest) for name, claim in found]
    return digest_of(ledger.readable, entries, [repr(one) for one in ledger.faults_of(names)])


def as_data(value: object) -> Any:
    """Return a setting as plain data; sets in an order, which they have not."""
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, dict):
        return sorted(([repr(key), as_data(item)] for key, item in value.items()), key=repr)
    if isinstance(value, list | tuple):
        return [as_data(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted(map(repr, value))
    return getattr(value, "__qualname__", type(value).__qualname__)


def _files_in(folder: Path, pattern: str = "*") -> list[Path]:
    """Return the files of a folder, and of those in it."""
    return sorted(path for path in folder.rglob(pattern) if path.is_file())


def _files(env: BuildEnvironment, config: HandoutsConfig) -> Iterator[Path]:
    """Yield templates, logo, bibliography and services of the project, as far as it has any."""
    # A template may include any other file of its folder.
    for folder in config.templates:
        yield from _files_in(folder, "*.html")
    data = (data_file(env, setting) for setting in SETTINGS if setting != "handouts_ledger")
    yield from filter(None, (config.brand.logo_path, *data))
