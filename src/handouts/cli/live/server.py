"""Serve a folder on an address of this machine, and renew what a browser shows.

Knows nothing of sheets. A page gets a script that waits for an event from the server and loads the
page again; a PDF that somebody opens is shown inside such a page. A page is renewed after each
build, a PDF as soon as its file is another one.
"""

from __future__ import annotations

import contextlib
import functools
import html
import socket
import sys
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from handouts.problems import HandoutsError

HOST = str(IPv4Address(socket.INADDR_LOOPBACK))
"""This machine only: nobody else on the network can look."""
PORT = 8000
"""Taken if it is free, where none is asked for."""
NO_PORT = "port {}: {}; give --port another number above 1023, or 0 for one that is free"
EVENTS, SCRIPT = "/handouts-live", "/handouts-live.js"
TAG = f'<script src="{SCRIPT}?{{}}"></script>'
"""As a file, because a site may forbid scripts inside its pages; with the state that is shown."""
CODE = f"""\
const state = new URL(document.currentScript.src).search;
const page = encodeURIComponent(location.pathname);
let events;
function listen() {{
  events?.close();
  events = new EventSource(`{EVENTS}${{state}}&page=${{page}}`);
  events.onmessage = () => location.reload();
}}
listen();
// Whoever comes back to a tab wants its sheet first.
document.addEventListener("visibilitychange", () => document.hidden || listen());
"""
PDF_PAGE = (
    '<!DOCTYPE html><html lang="en"><title>{name}</title>'
    "<style>body,embed{{margin:0;width:100vw;height:100vh}}</style>"
    '<embed type="application/pdf" src="{name}?file">{tag}'
)
HEARTBEAT = 2.0
"""Seconds after which a waiting connection looks whether the browser or the server is gone."""


class LiveServer(ThreadingHTTPServer):
    """Serves a folder, and announces its renewal to every browser that shows it."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, folder: Path, port: int | None) -> None:
        handler = functools.partial(LiveHandler, directory=str(folder))
        try:
            super().__init__((HOST, PORT if port is None else port), handler)
        except OSError as error:
            if port is not None:
                raise HandoutsError(NO_PORT.format(port, error.strerror)) from error
            super().__init__((HOST, 0), handler)
        self.folder = folder
        self.renewed = threading.Condition()
        self.builds = 0
        self._listening: list[LiveHandler] = []

    @property
    def address(self) -> str:
        """Where a browser finds the site."""
        return f"http://{HOST}:{self.server_address[1]}"

    def announce(self) -> None:
        """Have every browser load its page again, or its PDF if that is another one."""
        with self.renewed:
            self.builds += 1
            self.renewed.notify_all()

    def look_again(self) -> None:
        """Have every browser that shows a PDF load it again if it is another one."""
        with self.renewed:
            self.renewed.notify_all()

    def opened(self) -> list[str]:
        """Return what browsers show, by paths in the folder, the latest first."""
        paths = (one.shown for one in reversed(self._listening.copy()))
        return list(dict.fromkeys(path for path in paths if path))

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that breaks off, as it does to load a page or a sheet again."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)

    @contextlib.contextmanager
    def listening(self, handler: LiveHandler) -> Iterator[None]:
        """Count a handler among those that wait for events, as long as the context lasts."""
        self._listening.append(handler)
        try:
            yield
        finally:
            self._listening.remove(handler)


@contextlib.contextmanager
def serving(folder: Path, port: int | None) -> Iterator[LiveServer]:
    """Yield a server that serves in a thread of its own until the context ends.

    :param port: 0 for a free one, None for `PORT` or else a free one
    :raises HandoutsError: if that port cannot be had
    """
    with LiveServer(folder, port) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()


class LiveHandler(SimpleHTTPRequestHandler):
    """Serves files, the script, and the events for which the script waits."""

    server: LiveServer
    shown = ""
    """What the browser shows that waits for an event, by its path in the folder."""

    @property
    def error_message_format(self) -> str:  # type: ignore[override]
        """The page of an error, which is renewed too: its page may come with the next build."""
        # A request that cannot be read has no path: a browser may have tried HTTPS.
        path = getattr(self, "path", "")
        return _with_tag(SimpleHTTPRequestHandler.error_message_format, self._tag(path))

    def do_GET(self) -> None:
        """Answer one request."""
        path = urlsplit(self.path)
        # By somebody, rather than shown in a page or saved from one.
        opened = self.headers.get("Sec-Fetch-Dest") == "document"
        if path.path == EVENTS:
            query = dict(parse_qsl(path.query, keep_blank_values=True))
            self._send_events(query.get("page", ""), query.get("state"))
        elif path.path == SCRIPT:
            self._send(CODE, "text/javascript")
        elif path.path.endswith(".pdf") and not path.query and opened:
            name = html.escape(path.path.rpartition("/")[2])
            self._send(PDF_PAGE.format(name=name, tag=self._tag(path.path)), "text/html")
        else:
            self._send_file(path.path)

    def _tag(self, path: str) -> str:
        return TAG.format(f"state={self._state(path)}")

    def _state(self, path: str) -> str:
        """Return a text that is another one when the browser should load a path again."""
        if not path.endswith(".pdf"):
            return str(self.server.builds)
        try:
            return str(Path(self.translate_path(path)).stat().st_mtime_ns)
        except OSError:
            return ""

    def _send_file(self, path: str) -> None:
        file = self.translate_path(_with_name(path))
        if not file.endswith(".html"):
            super().do_GET()
            return
        tag = self._tag(path)  # Asked for first: a page that is written meanwhile is another one.
        try:
            # A build may have written a part of it.
            text = Path(file).read_text("utf-8", errors="replace")
        except OSError:
            self.send_error(404)
        else:
            self._send(_with_tag(text, tag), "text/html")

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

    def _send_events(self, page: str, seen: str | None) -> None:
        """Send an event whenever a page is in another state than was seen, until nobody waits."""
        self.shown = unquote(_with_name(page)).removeprefix("/")
        seen = self._state(page) if seen is None else seen
        with self.server.listening(self), contextlib.suppress(OSError):
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            while True:
                with self.server.renewed:
                    state = self._state(page)
                    if state == seen:
                        self.server.renewed.wait(HEARTBEAT)
                        state = self._state(page)
                self.wfile.write(b":\n\n" if state == seen else b"data: new\n\n")
                self.wfile.flush()
                seen = state

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing: authors wait for words about their pages."""


def _with_name(path: str) -> str:
    """Return the path of a page with its name: that of a folder leaves it out."""
    return f"{path}index.html" if path.endswith("/") else path


def _with_tag(page: str, tag: str) -> str:
    """Return a page with a tag at the end of its body, or of the part of it that there is."""
    before, end, after = page.partition("</body>")
    return f"{before}{tag}{end}{after}"
