"""Runs of eight words: which a text has, and which of them the notes on the evidence have too.

The pages are written from such notes and in words of their own. The notes need not be published
for that: `runs.bin` holds each of their runs as a hash of five bytes, sorted.
`python tests/support/word_runs.py NOTES.md ...` writes it anew.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

FILE = Path(__file__).with_name("word_runs.bin")
RUN = 8
SIZE = 5
"""Bytes of a hash: enough for one false find in a thousand readings of all pages."""
WORD = re.compile(r"[^\W\d_]+")
MARKUP = re.compile(r"\{[\w-]+\}(?=`)|(?: <[^<>]*>)?`|\]\([^)]*\)|\]\{[^}]*\}|[*\"“”’'()\[]")
"""What is no word of a sentence: roles, ids of claims, addresses of links."""
BREAK = re.compile(r"^\s*(?:$|[*+-] |\d+\. |[|:`(#{%]|---)")
"""A line that begins a block of its own: items and cells are no sentences with their neighbours."""


def runs(text: str) -> Iterator[tuple[int, str]]:
    """Return the line on which each run of a text begins, and its words in small letters."""
    words: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        for index, part in enumerate(line.split("|")):
            if index or BREAK.match(line):
                words.clear()
            for word in WORD.findall(MARKUP.sub("", part).casefold()):
                words.append((number, word))
                if len(words) >= RUN:
                    run = words[-RUN:]
                    yield run[0][0], " ".join(one for _, one in run)


def digest(run: str) -> bytes:
    return blake2b(run.encode(), digest_size=SIZE).digest()


def known_runs() -> set[bytes]:
    """Return the hashes of the runs of the notes."""
    data = FILE.read_bytes()
    return {data[at : at + SIZE] for at in range(0, len(data), SIZE)}


if __name__ == "__main__":
    found = {digest(run) for name in sys.argv[1:] for _, run in runs(Path(name).read_text("utf-8"))}
    FILE.write_bytes(b"".join(sorted(found)))
