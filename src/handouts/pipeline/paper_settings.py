"""Say what `conf.py` lacks for sheets that are printed: an address, words of the language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from handouts.audit.translations import is_translated
from handouts.config.addresses import names_language
from handouts.config.settings import settings_of
from handouts.config.site import SITES
from handouts.config.translatable import missing_on_paper
from handouts.i18n import language_tag
from handouts.problems import Problem, place_in_conf

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def notes_on_addresses(app: Sphinx) -> list[str]:
    """Return notes on the addresses on the sheets."""
    base_url, language = settings_of(app.config).base_url, str(app.config.language)
    if not base_url:
        what = "the sheets carry no address, no links and no QR code"
        return [f"html_baseurl in conf.py is empty: {what}"]
    if is_translated(app) and not names_language(base_url, language):
        return [
            f"html_baseurl has no place for languages: the addresses on the sheets in "
            f"'{language}' may lead to the pages in another one; give each language its own, "
            f"such as {base_url}{language_tag(language)}/"
        ]
    return []


def problems_of_settings(app: Sphinx) -> Iterator[Problem]:
    """Yield what is wrong with sheets that were printed, for a reason of `conf.py`."""
    config = settings_of(app.config)
    if message := missing_on_paper(app.config):
        yield Problem("untranslated", message, place_in_conf(app, "language"), refuses=False)
    ours, site = app.builder.name, config.site_builder
    if config.base_url and ours in SITES and ours != site:
        message = (
            f"the sheets name addresses of a site made by '{site}', and '{ours}' makes this "
            f'one; if it is the public site, say handouts_site_builder = "{ours}"'
        )
        yield Problem("address", message, place_in_conf(app, "handouts_site_builder"))
