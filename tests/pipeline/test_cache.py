"""The store of finished sheets: whole or not at all, whoever else is building."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from handouts.files import digest_of, write_atomically
from handouts.pipeline.cache import KEEP_SECONDS, KnownFiles, Record, SheetCache

NOTE = {"sheets": ["a4"]}
FILES = {"a4.pdf": b"%PDF a4", "letter.pdf": b"%PDF letter"}


@pytest.fixture
def store(tmp_path) -> SheetCache:
    return SheetCache(tmp_path / "sheets")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# Digests.


def test_a_digest_is_of_values_and_not_of_their_order() -> None:
    assert digest_of({"a": 1, "b": 2}) == digest_of({"b": 2, "a": 1})


@pytest.mark.parametrize("other", [("ab", ""), ("b", "a"), ("a", "b", ""), (["a", "b"],)])
def test_other_values_have_another_digest(other: tuple[object, ...]) -> None:
    assert digest_of(*other) != digest_of("a", "b")


def test_text_that_is_no_utf_8_has_a_digest() -> None:
    assert digest_of("\udce9") != digest_of("é")


# Files.


def test_a_file_is_written_with_its_folders(tmp_path) -> None:
    write_atomically(tmp_path / "a" / "b.pdf", b"new")

    assert (tmp_path / "a" / "b.pdf").read_bytes() == b"new"


@pytest.fixture
def umask() -> Iterator[Callable[[int], int]]:
    before = os.umask(0o022)
    yield os.umask
    os.umask(before)


@pytest.mark.parametrize(("mask", "rights"), [(0o022, 0o644), (0o002, 0o664), (0o077, 0o600)])
def test_a_written_file_has_the_rights_that_the_umask_leaves(
    tmp_path, umask: Callable[[int], int], mask: int, rights: int
) -> None:
    umask(mask)
    write_atomically(tmp_path / "b.pdf", b"new")

    assert (tmp_path / "b.pdf").stat().st_mode & 0o777 == rights


def test_a_group_can_share_a_cache(store: SheetCache, umask: Callable[[int], int]) -> None:
    umask(0o002)
    store.put("one", NOTE, FILES)

    assert (store.folder / "one").stat().st_mode & 0o777 == 0o775
    assert {path.stat().st_mode & 0o777 for path in (store.folder / "one").iterdir()} == {0o664}


def test_a_file_that_says_the_same_is_left_alone(tmp_path) -> None:
    path = tmp_path / "b.pdf"
    path.write_bytes(b"same")
    os.utime(path, (1, 1))
    write_atomically(path, b"same")

    assert path.stat().st_mtime == 1


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path) -> None:
    path = tmp_path / "b.pdf"
    path.write_bytes(b"old")
    full = mock.patch("os.fsync", side_effect=OSError("disk full"))
    with full, pytest.raises(OSError, match="disk full"):
        write_atomically(path, b"new")

    assert (names(tmp_path), path.read_bytes()) == (["b.pdf"], b"old")


# Entries.


def test_what_was_put_is_got(store: SheetCache) -> None:
    store.put("d1", NOTE, FILES)

    note = store.get("d1")
    assert note is not None
    assert (note["sheets"], store.read("d1", "a4.pdf")) == (["a4"], b"%PDF a4")


def test_what_was_not_put_is_not_got(store: SheetCache) -> None:
    assert store.get("d1") is None


def test_an_entry_appears_whole(store: SheetCache) -> None:
    cut = mock.patch("pathlib.Path.rename", side_effect=OSError("power cut"))
    with cut, pytest.raises(OSError, match="power cut"):
        store.put("d1", NOTE, FILES)

    assert store.get("d1") is None


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a4.pdf", b"%PDF"),
        ("a4.pdf", None),
        ("note.json", b"{"),
        ("note.json", b"[]"),
        ("note.json", b'{"format": 0}'),
        ("note.json", None),
    ],
)
def test_a_damaged_entry_is_not_got(store: SheetCache, name: str, content: bytes | None) -> None:
    store.put("d1", NOTE, FILES)
    path = store.folder / "d1" / name
    path.unlink() if content is None else path.write_bytes(content)

    assert store.get("d1") is None


def test_a_damaged_entry_is_made_again(store: SheetCache) -> None:
    store.put("d1", NOTE, FILES)
    (store.folder / "d1" / "a4.pdf").write_bytes(b"%PDF")
    store.put("d1", NOTE, FILES)

    assert (store.get("d1") is not None, store.read("d1", "a4.pdf")) == (True, b"%PDF a4")


def test_a_good_entry_is_not_replaced(store: SheetCache) -> None:
    store.put("d1", NOTE, FILES)
    before = (store.folder / "d1").stat().st_ino
    store.put("d1", NOTE, FILES)

    assert ((store.folder / "d1").stat().st_ino, names(store.folder)) == (before, ["d1"])


def test_two_builds_may_put_the_same_entry_at_once(store: SheetCache) -> None:
    rename = type(store.folder).rename

    def other_build_is_faster(path: Path, target: Path) -> Path:
        if path.name.startswith(".d1") and not target.exists():
            target.mkdir()
            for name in names(path):
                (target / name).write_bytes((path / name).read_bytes())
        return rename(path, target)

    with mock.patch("pathlib.Path.rename", other_build_is_faster):
        store.put("d1", NOTE, FILES)

    assert (store.get("d1") is not None, names(store.folder)) == (True, ["d1"])


@contextlib.contextmanager
def removed_by_another_build(entry: Path, name: str, at_call: int = 1) -> Iterator[None]:
    """Remove an entry just as a method of its path is called for so many times."""
    given, calls = getattr(Path, name), itertools.count(1)

    def too_late(path: Path, *more: Any, **options: Any) -> Any:
        if path == entry and next(calls) == at_call:
            shutil.rmtree(entry)
        return given(path, *more, **options)

    with mock.patch.object(Path, name, too_late):
        yield


def test_an_entry_that_another_build_removes_meanwhile_is_not_got(store: SheetCache) -> None:
    store.put("d1", NOTE, FILES)
    given = os.listdir

    def too_soon(folder: str) -> list[str]:
        found = given(folder)
        shutil.rmtree(folder)
        return found

    with mock.patch.object(os, "listdir", too_soon):
        assert store.get("d1") is None


def test_a_damaged_entry_that_another_build_takes_away_is_made_again(store: SheetCache) -> None:
    store.put("d1", NOTE, FILES)
    (store.folder / "d1" / "a4.pdf").write_bytes(b"%PDF")

    with removed_by_another_build(store.folder / "d1", "rename"):
        store.put("d1", NOTE, FILES)

    assert store.get("d1") is not None


# Pruning.


@pytest.mark.parametrize("at_call", [1, 2])
def test_pruning_passes_over_what_another_build_removes(store: SheetCache, at_call: int) -> None:
    store.put("unwanted", NOTE, FILES)

    with removed_by_another_build(store.folder / "unwanted", "stat", at_call):
        store.prune([], now=10**12)

    assert names(store.folder) == []


def test_pruning_removes_what_nothing_refers_to(store: SheetCache) -> None:
    store.put("wanted", NOTE, FILES)
    store.put("unwanted", NOTE, FILES)
    store.prune(["wanted"], now=10**12)

    assert names(store.folder) == ["wanted"]


def test_pruning_leaves_what_another_build_may_be_about_to_use(store: SheetCache) -> None:
    store.put("new", NOTE, FILES)
    made = (store.folder / "new").stat().st_mtime
    store.prune([], now=made + KEEP_SECONDS - 1)

    assert names(store.folder) == ["new"]


def test_pruning_removes_what_a_power_cut_left(store: SheetCache) -> None:
    (store.folder / ".d1-x").mkdir(parents=True)
    store.prune([], now=10**12)

    assert names(store.folder) == []


def test_pruning_needs_no_store(store: SheetCache) -> None:
    store.prune([])

    assert not store.folder.exists()


# The record.


def test_a_record_remembers(tmp_path) -> None:
    record = Record(tmp_path / "record.json")
    record.rows["page"] = {"key": "k"}
    record.save()

    assert Record(tmp_path / "record.json").rows == {"page": {"key": "k"}}


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"format": 0, "rows": {"a": 1}}'])
def test_a_damaged_record_is_an_empty_one(tmp_path, content: bytes) -> None:
    (tmp_path / "record.json").write_bytes(content)

    assert Record(tmp_path / "record.json").rows == {}


@pytest.mark.parametrize("data", [b"[]", b"{}", b'{"format": 0}'])
def test_a_sum_alone_makes_no_record(tmp_path, data: bytes) -> None:
    sealed = b'{"sum": "%b", "data": %b}' % (hashlib.sha256(data).hexdigest().encode(), data)
    (tmp_path / "record.json").write_bytes(sealed)

    assert Record(tmp_path / "record.json").rows == {}


# Entries of others.


@pytest.mark.parametrize("mode", [0o666, 0o662])
def test_what_anybody_can_write_is_not_trusted(store: SheetCache, mode: int) -> None:
    store.put("one", NOTE, FILES)
    (store.folder / "one" / "a4.pdf").chmod(mode)

    assert store.get("one") is None


def test_what_another_user_has_written_is_not_trusted(store: SheetCache, monkeypatch) -> None:
    store.put("one", NOTE, FILES)
    monkeypatch.setattr(os, "geteuid", lambda: 12345)

    assert store.get("one") is None
    store.put("one", NOTE, FILES)  # Another build may have made it: no error.


def test_with_a_key_it_does_not_matter_who_has_written_but_who_has_the_key(
    store: SheetCache, monkeypatch
) -> None:
    monkeypatch.setenv("HANDOUTS_CACHE_KEY", "secret")
    store.put("one", NOTE, FILES)
    (store.folder / "one").chmod(0o777)
    assert store.get("one") is not None

    monkeypatch.setenv("HANDOUTS_CACHE_KEY", "another")
    assert store.get("one") is None


def test_an_entry_under_the_name_of_another_is_none(store: SheetCache) -> None:
    store.put("one", NOTE, FILES)
    (store.folder / "one").rename(store.folder / "two")

    assert store.get("two") is None


def test_a_record_that_anybody_can_write_is_an_empty_one(tmp_path) -> None:
    record = Record(tmp_path / "record.json")
    record.rows["sheet"] = {"key": "a"}
    record.save()
    record.path.chmod(0o666)

    assert Record(record.path).rows == {}


# Files that look as before.


def test_a_file_is_read_again_only_when_it_looks_changed(tmp_path, monkeypatch) -> None:
    path, record = tmp_path / "a.pdf", tmp_path / "files.json"
    path.write_bytes(b"%PDF one")
    known = KnownFiles(Record(record))
    before = known.digest(path)
    known.save()

    next_build = KnownFiles(Record(record))
    read = type(path).read_bytes
    with monkeypatch.context() as patch:
        patch.setattr(
            type(path),
            "read_bytes",
            lambda one: read(one) if one == record else pytest.fail("read again"),
        )
        assert known.digest(path) == next_build.digest(path) == before
    status = path.stat()
    path.write_bytes(b"%PDF two")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    assert KnownFiles(Record(record)).digest(path) not in {before, ""}
    path.unlink()
    assert known.digest(path) == ""
