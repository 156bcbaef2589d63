"""The site on an address of this machine; knows the server, and nothing of sheets."""

from __future__ import annotations

import socket
import sys
import webbrowser
from contextlib import asynccontextmanager
from ipaddress import IPv4Address
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn
from sphinx_autobuild.filter import IgnoreFilter
from sphinx_autobuild.middleware import JavascriptInjectorMiddleware
from sphinx_autobuild.server import RebuildServer
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request
    from starlette.types import ASGIApp

    from handouts.cli.live.rebuild import Rebuild

HOST = str(IPv4Address(socket.INADDR_LOOPBACK))
"""This machine only: nobody else on the network can look."""
NOT_SOURCES = [r"(^|/)\.[^/]*$", r"/\.[^/]+/", r"~$", r"\.sw[a-z]$", r"/__pycache__/", r"/4913$"]
"""Files that editors and systems leave beside the sources."""
SCRIPT = (
    "const socket = new WebSocket(`ws://${location.host}/websocket-reload`);\n"
    "socket.onmessage = () => location.reload();\n"
)


class Reloading(JavascriptInjectorMiddleware):  # type: ignore[misc]
    """Adds our script to each page, as a file: a site may forbid scripts inside its pages."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(app, "")
        self.script = b'<script src="/handouts-live.js"></script>'


def listen(wanted: int) -> socket.socket:
    """Return a socket on the port if there is such a one and nobody uses it, else on a free one."""
    for port in (wanted, 0):
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        # A port that was closed a moment ago may be used again.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
            listener.listen()
        except (OSError, OverflowError):
            listener.close()
            continue
        return listener
    raise OSError("no free port")


def serve(rebuild: Rebuild, listener: socket.socket, *, open_browser: bool) -> None:
    """Show the site and build again at each save, until stopped."""
    Path(rebuild.output).mkdir(parents=True, exist_ok=True)
    ignore = IgnoreFilter([rebuild.output, rebuild.doctrees], NOT_SOURCES)
    watcher = RebuildServer([rebuild.source], ignore, change_callback=rebuild)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with watcher.lifespan(app):
            _invite(listener, open_browser)
            yield

    app = Starlette(
        routes=[
            WebSocketRoute("/websocket-reload", watcher),
            Route("/handouts-live.js", _script),
            Mount("/", app=StaticFiles(directory=rebuild.output, html=True)),
        ],
        middleware=[Middleware(Reloading)],
        lifespan=lifespan,
    )
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    server.run(sockets=[listener])


def _invite(listener: socket.socket, open_browser: bool) -> None:
    address = f"http://{HOST}:{listener.getsockname()[1]}"
    sys.stdout.write(f"\nThe site is at {address}\nWaiting for you to save a file; Ctrl-C ends.\n")
    sys.stdout.flush()
    if open_browser:
        webbrowser.open(address)


def _script(_: Request) -> Response:
    return Response(SCRIPT, media_type="text/javascript")
