"""What git says of the commit of a record."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from handouts.releases.history import Repository

if TYPE_CHECKING:
    from pathlib import Path


def test_a_signature_is_shown_with_the_name_of_who_signed(tmp_path: Path) -> None:
    def run(*words: str) -> None:
        subprocess.run(words, cwd=tmp_path, check=True, capture_output=True, timeout=30)

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


def test_a_new_file_is_found_where_git_is_set_to_hide_it(tmp_path: Path) -> None:
    for words in (["init", "-q"], ["config", "status.showUntrackedFiles", "no"]):
        subprocess.run(["git", *words], cwd=tmp_path, check=True, timeout=30)
    (tmp_path / "new.md").write_text("# New\n", "utf-8")

    assert Repository(tmp_path).uncommitted() == ["new.md"]
