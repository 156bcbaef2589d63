"""The built site as a host on the web serves it: compressed, in a folder, with its own 404 page."""

from __future__ import annotations

import contextlib
import gzip
import mimetypes
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from browsers import LOOPBACK
from material import PUBLIC

FOLDER = urlsplit(PUBLIC).path
"""Where on its host the site is served."""
COMPRESSED = {".html", ".css", ".js", ".json", ".svg", ".xml", ".txt"}


class Handler(BaseHTTPRequestHandler):
    """Answers with files of the site."""

    protocol_version = "HTTP/1.1"
    site: Path

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        file = self.site / path.removeprefix(f"{FOLDER}/")
        if path.endswith("/"):
            file /= "index.html"
        found = path.startswith(f"{FOLDER}/") and file.is_file()
        self.answer(200 if found else 404, file if found else self.site / "404.html")

    def answer(self, status: int, file: Path) -> None:
        data = file.read_bytes() if file.is_file() else b"Not found"
        self.send_response(status)
        if file.suffix in COMPRESSED and "gzip" in self.headers.get("Accept-Encoding", ""):
            data = gzip.compress(data, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        self.send_header("Content-Type", kind)
        self.send_header("Cache-Control", "max-age=600")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Say nothing: what a page asked for is noted by the browser."""


@contextlib.contextmanager
def serving(site: Path) -> Iterator[str]:
    """Serve a site to this machine alone, and give the address of its first folder."""
    handler = type("SiteHandler", (Handler,), {"site": site})
    server = ThreadingHTTPServer((LOOPBACK, 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://{LOOPBACK}:{server.server_port}{FOLDER}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
