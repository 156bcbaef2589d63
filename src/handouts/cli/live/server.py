"""Serve a folder on an address of this machine, and renew what a browser shows.

Knows nothing of sheets. A page gets a script that waits for an event from the server and loads the
page again; a PDF that somebody opens is shown inside such a page.
"""

from __future__ import annotations

import contextlib
import functools
import html
import socket
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

HOST = str(IPv4Address(socket.INADDR_LOOPBACK))
"""This machine only: nobody else on the network can look."""
EVENTS, SCRIPT = "/handouts-live", "/handouts-live.js"
TAG = f'<script src="{SCRIPT}"></script>'
"""As a file, because a site may forbid scripts inside its pages."""
CODE = f'new EventSource("{EVENTS}").onmessage = () => location.reload();\n'
PDF_PAGE = (
    '<!DOCTYPE html><html lang="en"><title>{name}</title>'
    "<style>body,embed{{margin:0;width:100vw;height:100vh}}</style>"
    '<embed type="application/pdf" src="{name}?file">' + TAG
)
HEARTBEAT = 2.0
"""Seconds after which a waiting connection looks whether the browser or the server is gone."""


class LiveServer(ThreadingHTTPServer):
    """Serves a folder, and announces its renewal to every browser that shows it."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, folder: Path, port: int) -> None:
        handler = functools.partial(LiveHandler, directory=str(folder))
        try:
            super().__init__((HOST, port), handler)
        except (OSError, OverflowError):  # Somebody else uses it, or there is no such port.
            super().__init__((HOST, 0), handler)
        self.renewed = threading.Condition()
        self.builds = 0

    @property
    def address(self) -> str:
        """Where a browser finds the site."""
        return f"http://{HOST}:{self.server_address[1]}"

    def announce(self) -> None:
        """Have every browser load again what it shows."""
        with self.renewed:
            self.builds += 1
            self.renewed.notify_all()


@contextlib.contextmanager
def serving(folder: Path, port: int) -> Iterator[LiveServer]:
    """Yield a server that serves in a thread of its own until the context ends."""
    with LiveServer(folder, port) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()


class LiveHandler(SimpleHTTPRequestHandler):
    """Serves files, the script, and the events for which the script waits."""

    server: LiveServer
    # A page that is not there yet, as when the first build failed, comes by itself too.
    error_message_format = SimpleHTTPRequestHandler.error_message_format.replace(
        "</body>", f"{TAG}</body>"
    )

    def do_GET(self) -> None:
        """Answer one request."""
        path = urlsplit(self.path)
        if path.path == EVENTS:
            self._send_events()
        elif path.path == SCRIPT:
            self._send(CODE, "text/javascript")
        elif path.path.endswith(".pdf") and not path.query and self._is_opened():
            name = html.escape(path.path.rpartition("/")[2])
            self._send(PDF_PAGE.format(name=name), "text/html")
        else:
            self._send_file(path.path)

    def _is_opened(self) -> bool:
        """Return whether somebody opens a file, rather than a page showing or saving it."""
        return self.headers.get("Sec-Fetch-Dest") == "document"

    def _send_file(self, path: str) -> None:
        file = self.translate_path(f"{path}index.html" if path.endswith("/") else path)
        if not file.endswith(".html"):
            super().do_GET()
            return
        try:
            with open(file, encoding="utf-8") as page:  # noqa: PTH123
                self._send(page.read().replace("</body>", f"{TAG}</body>", 1), "text/html")
        except OSError:
            self.send_error(404)

    def _send(self, text: str, kind: str) -> None:
        data = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def end_headers(self) -> None:
        """Keep the browser from showing an older file than there is."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def _send_events(self) -> None:
        """Send an event after each build, until the browser is gone."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        seen = self.server.builds
        try:
            while True:
                with self.server.renewed:
                    self.server.renewed.wait(HEARTBEAT)
                    new, seen = self.server.builds != seen, self.server.builds
                self.wfile.write(b"data: built\n\n" if new else b":\n\n")
                self.wfile.flush()
        except OSError:
            return

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing: authors wait for words about their pages."""
