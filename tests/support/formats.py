"""A picture in each format that Pillow can read, and the programs that are started meanwhile."""

from __future__ import annotations

import contextlib
import io
import itertools
import struct
import sys
from collections.abc import Iterator
from typing import Any

from PIL import Image

EPS = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EndComments\n(x) print\n%%EOF\n"
ONLY_READ = {
    "BLP": b"BLP2" + struct.pack("<IBBBBII", 1, 1, 8, 0, 0, 9, 9) + bytes(1200),
    "BUFR": b"BUFR" + bytes(9),
    "CUR": b"\0\0\2\0\1\0" + struct.pack("<BBBBHHII", 9, 9, 0, 0, 1, 1, 40, 22),
    "DCX": struct.pack("<III", 0x3ADE68B1, 12, 0),
    "EPS": EPS,
    "FITS": f"{'SIMPLE  =                    T':80}{'BITPIX  =                    8':80}".encode(),
    "FLI": struct.pack("<IHHHHHHI", 128, 0xAF11, 1, 9, 9, 8, 3, 0),
    "FTEX": b"FTEX" + struct.pack("<IIIII", 1, 9, 9, 1, 1),
    "GBR": struct.pack(">IIIII", 28, 2, 9, 9, 1) + b"GIMP" + struct.pack(">I", 1),
    "GRIB": b"GRIB\0\0\0\1",
    "HDF5": b"\x89HDF\r\n\x1a\n",
    "IM": b"Image type: L image\r\nImage size (x*y): 9*9\r\n\x1a",
    "IMT": b"*\nwidth 9\nheight 9\n\x0c",
    "IPTC": b"\x1c\3\x3c\0\2\1\0",
    "MCIDAS": b"\0\0\0\0\0\0\0\4",
    "MPEG": b"\0\0\1\xb3\0\x90\x09",
    "PCD": bytes(2048) + b"PCD_",
    "PIXAR": b"\200\350\0\0",
    "PSD": b"8BPS" + struct.pack(">H6xHIIHH", 1, 1, 9, 9, 8, 1),
    "SUN": struct.pack(">IIIIIIII", 0x59A66A95, 9, 9, 8, 81, 1, 0, 0),
    "WMF": b"\xd7\xcd\xc6\x9a\0\0" + bytes(40),
    "XPM": b'/* XPM */\nstatic char *a[] = {\n"9 9 1 1",\n',
    "XVTHUMB": b"P7 332\n#END_OF_COMMENTS\n9 9 255\n",
}
"""What begins a file of each format that Pillow can read but not write."""
STARTS = ("subprocess.", "os.exec", "os.posix_spawn", "os.fork", "os.spawn", "os.system")
"""How the names of what starts a program begin, as Python reports it to its audit hooks."""


def pictures_of_all_formats() -> dict[str, bytes]:
    """Return a picture in each format by its name."""
    Image.init()
    found = dict(ONLY_READ)
    for name, mode in itertools.product(sorted(Image.SAVE), ("L", "1", "RGB")):
        file = io.BytesIO()
        # Not each format takes each kind of colours, and this Pillow may lack a library.
        with contextlib.suppress(Exception):
            Image.new(mode, (9, 9)).save(file, name)
            found.setdefault(name, file.getvalue())
    return found


class _Watch:
    """A hook that Python can never remove; it notes nothing but while somebody watches."""

    def __init__(self) -> None:
        self.seen: list[str] | None = None
        sys.addaudithook(self.note)

    def note(self, event: str, _: tuple[Any, ...]) -> None:
        if self.seen is not None and event.startswith(STARTS):
            self.seen.append(event)


_WATCH: list[_Watch] = []


@contextlib.contextmanager
def programs_started() -> Iterator[list[str]]:
    """Return a list that fills with what this process does to start programs."""
    if not _WATCH:
        _WATCH.append(_Watch())
    _WATCH[0].seen = seen = []
    try:
        yield seen
    finally:
        _WATCH[0].seen = None
