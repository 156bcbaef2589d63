"""Entries are added to the file of the register, all or none."""

from __future__ import annotations

import datetime
import threading

import pytest

from handouts.releases.append import RegisterError, add_entries, entry_text
from handouts.releases.register import Register, Release, Withdrawal
from handouts.releases.register_file import read_register

DIGEST = f"sha256:{'0' * 64}"
FIRST = Release(
    id="SC1",
    version=1,
    language="en",
    title="Knees",
    page="knees",
    date=datetime.date(2026, 11, 29),
    change="First release.",
    words=DIGEST,
    editions={"a4": DIGEST},
)
GONE = Withdrawal(
    id="SC1", language="en", versions=(1,), date=datetime.date(2026, 12, 1), reason="Wrong."
)


def test_what_stands_in_the_file_keeps_each_byte_and_what_comes_has_its_line_ends(tmp_path) -> None:
    path = tmp_path / "releases.toml"
    before = f"\ufeff# Ours\n{entry_text(FIRST)}".replace("\n", "\r\n").encode()
    path.write_bytes(before)

    add_entries(path, [GONE], read_register(path, path.name))

    added = path.read_bytes()
    assert added.startswith(before)
    assert added.count(b"\n") == added.count(b"\r\n") == 19
    assert read_register(path, path.name).entries == (FIRST, GONE)


def test_a_register_that_is_a_link_is_written_where_it_leads(tmp_path) -> None:
    (link := tmp_path / "link.toml").symlink_to(path := tmp_path / "releases.toml")

    add_entries(link, [FIRST], Register())

    assert link.is_symlink()
    assert read_register(path, path.name).entries == (FIRST,)


def test_of_two_commands_at_once_one_adds_and_the_other_says_that_it_did_not(tmp_path) -> None:
    path = tmp_path / "releases.toml"
    path.write_text(entry_text(FIRST), "utf-8")
    before = read_register(path, path.name)
    refused = []

    def add() -> None:
        try:
            add_entries(path, [GONE], before)
        except RegisterError as error:
            refused.append(str(error))

    threads = [threading.Thread(target=add) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)

    assert len(refused) == 7
    assert "has changed meanwhile; nothing was added to it, so try again" in refused[0]
    assert read_register(path, path.name).entries == (FIRST, GONE)


def test_an_entry_that_cannot_be_read_again_is_not_added(tmp_path) -> None:
    path = tmp_path / "releases.toml"
    with pytest.raises(RegisterError, match=r"version 1 of .* was never released"):
        add_entries(path, [GONE], read_register(path, path.name))
    assert not path.exists()
