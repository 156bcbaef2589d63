"""What the words of pages and sheets are checked against."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from handouts.claims.data.cache import data_cache
from handouts.claims.data.files import LEDGER, SERVICES, data_file
from handouts.claims.ledger.reader import read_ledger
from handouts.claims.services.reader import read_services
from handouts.claims.sources.bibliography import bibliography_of
from handouts.i18n import is_english

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from handouts.claims.ledger.entries import Ledger
    from handouts.config.settings import HandoutsConfig


class Evidence:
    """The ledger, bibliography, services and glossary of a project, and its settings."""

    def __init__(self, env: BuildEnvironment, config: HandoutsConfig) -> None:
        self.env, self.config = env, config
        self.srcdir = Path(env.srcdir)
        self.bibliography = bibliography_of(env)
        self.ledger_path = str(env.config.handouts_ledger)
        self.ledger = self._ledger(config.today)
        keys = self.bibliography.sources if self.ledger is not None else None
        path, cache = data_file(env, SERVICES), data_cache(env.config)
        self.services = read_services(path, keys, config.today, cache)
        self.verbs = env.config.handouts_certainty_verbs
        self.language = str(env.config.language)
        self.in_english = is_english(self.language)
        """Whether the rules of language, which are for English, apply."""

    def _ledger(self, today: date | None) -> Ledger | None:
        if (path := data_file(self.env, LEDGER)) is None:
            return None
        return read_ledger(path, self.bibliography.facts, today, data_cache(self.env.config))

    @cached_property
    def undated_ledger(self) -> Ledger | None:
        """The ledger read without the day, for what is kept until the words change."""
        return self._ledger(None)

    @cached_property
    def taught(self) -> tuple[str, ...]:
        """The terms that the project's glossary explains."""
        standard = self.env.domains.standard_domain
        return tuple(sorted(name for kind, name in standard.objects if kind == "term"))
