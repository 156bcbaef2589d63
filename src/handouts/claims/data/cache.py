"""Cache what was read from the data files of a project, for later builds.

Reading them takes longer than the rest of a build with nothing to do, and the results depend on
their text and a few values only.
"""

from __future__ import annotations

import functools
import hashlib
import pickle
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from handouts.claims.data.files import read_text
from handouts.files import digest_of, installed_version, package_digest, write_atomically
from handouts.state import BuildKey

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

    Result = TypeVar("Result")

SUM = hashlib.sha256().digest_size
"""Bytes at the beginning of the file, which show another version or damage."""
READERS = ("babel", "docutils", "pybtex")
"""What the results depend on, or have values of."""
MOST_RESULTS = 16
"""Results that are found without a digest, because pages ask for the same few again and again."""


class DataCache:
    """The values read from the data files of one project, by the digests of their sources.

    :param path: file in which they are kept for the next build; without it, they are not
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.begin()

    def begin(self) -> None:
        """Forget what was used, before the next build."""
        self.before: dict[str, Any] | None = None
        """The results of an earlier build; None until the first one is needed."""
        self.used: dict[str, Any] = {}
        self.get = functools.lru_cache(MOST_RESULTS)(self._find_or_read)
        """Returns what a function returns for some plain values, from an earlier build if known."""
        self.text_of = functools.lru_cache(MOST_RESULTS)(read_text)
        """Returns the text of a data file, which is read once a build."""

    def read(
        self, path: Path | None, empty: Result, read: Callable[..., Result], *given: Any
    ) -> Result:
        """Return what a function makes of the text of a data file and of some plain values.

        :param empty: what is returned where there is no file
        """
        if path is None or not path.is_file():
            return empty
        found: Result = self.get(read, self.text_of(path), *given)
        return found

    def _find_or_read(self, read: Callable[..., Any], *given: Any) -> Any:
        if self.before is None:
            self.before = _load(self.path)
        key = digest_of(read.__module__, *given)
        found = self.before.get(key)
        self.used[key] = read(*given) if found is None else found
        return self.used[key]

    def save(self) -> None:
        """Write what this build has used, if an earlier one did not."""
        if self.path and not self.used.keys() <= (self.before or {}).keys():
            data = pickle.dumps(self.used)
            write_atomically(self.path, _sum_of(data) + data)


DATA_CACHE = BuildKey[DataCache]("cache of the data files")


def data_cache(config: Config) -> DataCache:
    """Return the cache of the project that is built."""
    return DATA_CACHE.get(config) or DataCache()


def _load(path: Path | None) -> dict[str, Any]:
    """Return what this version of the package has kept; nothing of a file that is damaged."""
    if path is None or not path.is_file():
        return {}
    # A pickle, as Sphinx's environment beside it: both trust those who can write there.
    written = path.read_bytes()
    data = written[SUM:]
    return dict(pickle.loads(data)) if written[:SUM] == _sum_of(data) else {}


def _sum_of(data: bytes) -> bytes:
    versions = [sys.version, *map(installed_version, READERS)]
    return hashlib.sha256(f"{package_digest()} {versions} ".encode() + data).digest()


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Keep what was read in this build, and begin the next one of this process."""
    cache = DATA_CACHE.need(app.config)
    if exception is None:
        cache.save()
    cache.begin()


def setup_cache(app: Sphinx) -> None:
    """Keep what is read of this project in its folder of doctrees."""
    DATA_CACHE.set(app.config, DataCache(Path(app.doctreedir, "handouts", "data-files.pickle")))
    app.connect("build-finished", on_build_finished)
