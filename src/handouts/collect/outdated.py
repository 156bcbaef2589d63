"""Find the pages that must be read again although their files look no newer.

Sphinx compares times of files, which a backup, an archive or a wrong clock can set back.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Set
from pathlib import Path
from typing import TYPE_CHECKING

from handouts.claims.data.files import LEDGER, data_file
from handouts.claims.ledger.reader import ledger_of
from handouts.collect.pages import names_on, pages_by_name, pages_of
from handouts.nodes import path_in_project

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

FILE_TIMES = 8_000_000
"""Nanoseconds by which the time of a file may lag behind the clock: two ticks of most kernels."""


def outdated_pages(
    env: BuildEnvironment, added: Set[str], changed: Set[str], removed: Set[str]
) -> set[str]:
    """Return the pages that have changed although their files look no newer.

    :param added: pages that Sphinx knows to be new; likewise the other two
    """
    pages = pages_of(env)
    known = (env.found_docs & pages.keys()) - added - changed
    claims = _changed_claims(env)
    others = {name.lower() for name in added | removed}
    files: dict[str, bytes] = {}
    outdated = {
        name
        for name in known
        # What a page was withheld for may be gone.
        if pages[name].reading == "withheld"
        # A file that could not be read may be there; and each build reports it.
        or pages[name].unread
        or any((env.srcdir / file).is_file() for file in pages[name].awaited)
        or any(use.claim in claims for use in pages[name].uses)
        or not others.isdisjoint(pages[name].references)
        # Sphinx leaves the entries of pages that are gone.
        or not removed.isdisjoint(env.toctree_includes.get(name, ()))
        or _digest(env, name, files) != pages[name].digest
    }
    return outdated | _sharing(env, known, changed | removed | outdated)


def _sharing(env: BuildEnvironment, known: Set[str], read: Set[str]) -> set[str]:
    """Return the pages that share a label or a term with one that is gone or read again.

    Sphinx knows one page for each name, and forgets the name when it reads that page.
    """
    forgotten = {name for name, docname in pages_by_name(env).items() if docname in read}
    pages = pages_of(env)
    return {one for one in known if forgotten and not forgotten.isdisjoint(names_on(pages[one]))}


def _changed_claims(env: BuildEnvironment) -> set[str]:
    """Return the claims whose ledger entries have changed since the last build."""
    path = data_file(env, LEDGER)
    whole = _hash(path.read_bytes()) if path else b""
    before: tuple[bytes, dict[str, str]] = getattr(env, "handouts_claims", (b"", {}))
    if whole == before[0]:
        return set()
    claims = ledger_of(env).claims
    now = {name: claim.digest for name, claim in claims.items()}
    env.handouts_claims = whole, now  # type: ignore[attr-defined]
    return {name for name in now | before[1] if now.get(name) != before[1].get(name)}


def digest_when_read(
    env: BuildEnvironment, docname: str, began: int, files: dict[str, bytes]
) -> bytes:
    """Return the digest of the files of a page that was read; nothing if one was saved meanwhile.

    What was saved may have been read before: the next build reads the page again. A picture may be
    drawn while its page is read, each time.

    :param began: when reading began, in nanoseconds
    :param files: digests that are known already, to which this adds
    """
    files_of_words = (
        path
        for path in _files_of(env, docname)
        if path_in_project(path, Path(env.srcdir)) not in env.images
    )
    if any(_saved_since(began - FILE_TIMES, path) for path in files_of_words):
        return b""
    return _digest(env, docname, files)


def _digest(env: BuildEnvironment, docname: str, files: dict[str, bytes]) -> bytes:
    paths = _files_of(env, docname)
    for path in paths:
        if path not in files:
            files[path] = b""
            with contextlib.suppress(OSError):
                if os.path.isfile(path):  # noqa: PTH113  # A device such as `/dev/zero` has no end.
                    with open(path, "rb") as file:  # noqa: PTH123
                        files[path] = _hash(file.read())
    return _hash(b"".join(files[path] for path in paths))


def _files_of(env: BuildEnvironment, docname: str) -> list[str]:
    """Return a page's file and those that it includes.

    Asked of all pages at every start: with strings in place of paths it takes half the time.
    """
    included = sorted(map(str, env.dependencies.get(docname, ())))
    files = (os.path.join(env.srcdir, name) for name in included)  # noqa: PTH118
    return [str(env.doc2path(docname)), *files]


def _saved_since(moment: int, path: str) -> bool:
    try:
        status = Path(path).stat()
    except OSError:
        return False
    # An editor may write another file, which keeps its time when it takes the name of the first.
    return max(status.st_mtime_ns, status.st_ctime_ns) >= moment


def _hash(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()[:16]
