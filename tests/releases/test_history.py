"""What git says of the commit of a record."""

from __future__ import annotations

import subprocess

import pytest

from handouts.releases.history import RegisterHistory
from handouts.releases.register_file import read_register
from handouts.releases.repository import GitError, Repository
from reports import RELEASE


def test_a_signature_is_shown_with_the_name_of_who_signed(tmp_path) -> None:
    def run(*words: str) -> None:
        subprocess.run(words, cwd=tmp_path, check=True, capture_output=True, timeout=120)

    run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "key")
    public = (tmp_path / "key.pub").read_text("utf-8")
    (tmp_path / "signers").write_text(f"ann@example.org {public}", "utf-8")
    run("git", "init", "-q")
    settings = {
        "user.name": "Ann",
        "user.email": "ann@example.org",
        "gpg.format": "ssh",
        "user.signingkey": str(tmp_path / "key"),
        "gpg.ssh.allowedSignersFile": str(tmp_path / "signers"),
        # Then git writes that of each commit into its log, as well.
        "log.showSignature": "true",
    }
    for name, value in settings.items():
        run("git", "config", name, value)
    run("git", "commit", "-q", "--allow-empty", "-S", "-m", "Signed")

    said = Repository(tmp_path).signature("HEAD")
    assert said.startswith("a good signature of ann@example.org (key SHA256:")
    (tmp_path / "signers").write_text("", "utf-8")
    assert not Repository(tmp_path).signature("HEAD").startswith("a good signature of")
    run("git", "commit", "-q", "--allow-empty", "--no-gpg-sign", "-m", "Not signed")
    assert Repository(tmp_path).signature("HEAD") == ""


def test_a_new_file_is_found_where_git_is_set_to_hide_it(tmp_path) -> None:
    for words in (["init", "-q"], ["config", "status.showUntrackedFiles", "no"]):
        subprocess.run(["git", *words], cwd=tmp_path, check=True, timeout=120)
    (tmp_path / "new.md").write_text("# New\n", "utf-8")

    assert Repository(tmp_path).uncommitted() == ["new.md"]


def test_a_repository_that_git_refuses_to_read_is_no_folder_without_one(tmp_path) -> None:
    assert Repository.of(tmp_path) is None
    (tmp_path / ".git").write_text("gitdir: nowhere", "utf-8")

    with pytest.raises(GitError, match="nowhere"):
        Repository.of(tmp_path)


def entry(version: int, change: str = "New.") -> str:
    release = RELEASE.replace("version = 1", f"version = {version}")
    return release.replace("The first version.", change)


@pytest.mark.parametrize(
    ("commits", "now", "changed"),
    [
        ([entry(1), entry(1) + entry(2)], "", False),
        ([entry(1), entry(1, "Other.")], "", True),
        ([entry(1), entry(1, "Other."), entry(1)], "", False),
        ([entry(1), "", entry(1, "Other.")], "", True),
        ([entry(1), "\ufeff" + entry(1)], entry(1, "Other."), True),
        ([entry(1), "<<<<<<<\n" + entry(1), entry(1, "Other.")], "", True),
        ([entry(1)], entry(1).replace("\n", "\r\n"), False),
    ],
)
def test_no_entry_that_was_ever_committed_may_change(
    tmp_path, commits: list[str], now: str, changed: bool
) -> None:
    path = tmp_path / "releases.toml"
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True, timeout=120)
    for number, text in enumerate(commits):
        path.write_text(text, "utf-8")
        subprocess.run(["git", "add", "."], cwd=tmp_path, check=True, timeout=120)
        words = [*identity, "commit", "-q", "-m", str(number)]
        subprocess.run(["git", *words], cwd=tmp_path, check=True, timeout=120)
    path.write_bytes((now or commits[-1]).encode())

    history = RegisterHistory(Repository(tmp_path), path)
    found = list(history.rewritten(read_register(path, path.name)))
    assert [one.startswith("the release of SK1 of 2026-11-03 is gone") for one in found] == (
        [True] * changed
    )
