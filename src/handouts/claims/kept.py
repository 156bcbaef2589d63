"""Keep what was read from the data files in the folder of doctrees, for the next build.

Reading them takes longer than the rest of a build with nothing to do, and the results depend on
their text and a few values only.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import pickle
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from handouts.files import digest_of, package_digest, write_atomically

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx

    Read = TypeVar("Read", bound=Callable[..., Any])


SUM = hashlib.sha256().digest_size
"""Bytes at the beginning of the file, which show another version or damage."""
PYBTEX = importlib.metadata.version("pybtex")
"""Its values are among those that are kept."""


class _Kept:
    """The results of one project, by digests of what they were made from."""

    def __init__(self) -> None:
        self.path: Path | None = None
        self.functions: list[Any] = []
        self.before: dict[str, Any] | None = None
        """The results of an earlier build; None until the first one is needed."""
        self.used: dict[str, Any] = {}

    def begin(self, path: Path | None) -> None:
        """Forget what was used, before the next build."""
        self.path, self.before, self.used = path, None, {}
        for function in self.functions:
            function.cache_clear()

    def get(self, key: str, make: Callable[[], Any]) -> Any:
        """Return a result that was kept, or else make it."""
        if self.before is None:
            self.before = _load(self.path)
        found = self.before.get(key)
        self.used[key] = make() if found is None else found
        return self.used[key]

    def save(self) -> None:
        """Write what this build has used, if an earlier one did not."""
        if self.path and not self.used.keys() <= (self.before or {}).keys():
            data = pickle.dumps(self.used)
            write_atomically(self.path, _sum_of(data) + data)


_KEPT = _Kept()


def kept(function: Read) -> Read:
    """Decorate a function of plain values, so that its results are kept for the next build."""

    @functools.lru_cache(maxsize=4)
    @functools.wraps(function)
    def from_kept(*given: Any) -> Any:
        key = digest_of(function.__module__, *given)
        return _KEPT.get(key, lambda: function(*given))

    _KEPT.functions.append(from_kept)
    return from_kept  # type: ignore[return-value]


def _load(path: Path | None) -> dict[str, Any]:
    """Return what this version of the package has kept; nothing of a file that is damaged."""
    if path is None or not path.is_file():
        return {}
    # A pickle, as Sphinx's environment beside it: both trust those who can write there.
    written = path.read_bytes()
    data = written[SUM:]
    return dict(pickle.loads(data)) if written[:SUM] == _sum_of(data) else {}


def _sum_of(data: bytes) -> bytes:
    return hashlib.sha256(f"{package_digest()} {PYBTEX} ".encode() + data).digest()


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Keep what was read in this build, and begin the next one of this process."""
    if exception is None:
        _KEPT.save()
    _KEPT.begin(_KEPT.path)


def setup_kept(app: Sphinx) -> None:
    """Keep the results of this project in its folder of doctrees."""
    _KEPT.begin(Path(app.doctreedir, "handouts", "data-files.pickle"))
    app.connect("build-finished", on_build_finished)
