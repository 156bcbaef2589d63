"""The command `live`: show the site in a browser, and build it again at each save."""

from __future__ import annotations

import argparse
import contextlib
import signal
import sys
import webbrowser

from handouts.cli.application import Folders
from handouts.cli.arguments import Arguments, flag, path_argument, require_project, shared
from handouts.cli.live.build import Request
from handouts.cli.live.process import BuildProcess
from handouts.cli.live.server import serving
from handouts.cli.live.watch import changes


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text) < 1 << 16:
        return int(text)
    raise argparse.ArgumentTypeError(f"'{text}' is no port; give a number from 0 to 65535")


DESCRIPTION = (
    "Build the site with its sheets, show it in a browser, and build it again whenever a file "
    "is saved; the page or the sheet in the browser is then renewed. Stop it with Ctrl-C."
)
EXIT_STATUS = "0 when it was stopped; 2 if the command cannot be carried out."
ARGUMENTS: Arguments = {
    **shared("source"),
    "output": path_argument("build/live", "folder for the site", nargs="?"),
    # Of its own: a build meanwhile may neither read nor write what is only half written.
    "--doctrees": path_argument(
        "build/live-doctrees", "folder for what the next start uses again", metavar="FOLDER"
    ),
    "--port": {
        "type": _port,
        "metavar": "N",
        "help": "port, 0 for a free one (8000, or a free one if that is taken)",
    },
    "--open": flag("open the browser"),
}


def run(options: argparse.Namespace) -> int:
    """Build once, then serve, watch and build until somebody stops it."""
    folders = Folders(options.source, options.output, options.doctrees)
    require_project(folders.source)
    folders.output.mkdir(parents=True, exist_ok=True)
    # As Ctrl-C: an editor that ends its terminal leaves no process behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with (
        contextlib.suppress(KeyboardInterrupt),
        contextlib.closing(BuildProcess(folders)) as process,
        serving(folders.output, options.port) as server,
    ):
        watched = changes(process.watched, [folders.output, folders.doctrees])
        process.build(Request(), server.look_again)
        _invite(server.address, open_browser=options.open)
        for changed in watched:
            process.build(Request(changed, server.opened()), server.look_again)
            server.announce()
    return 0


def _invite(address: str, *, open_browser: bool) -> None:
    sys.stdout.write(f"\nThe site is at {address}\nWaiting for you to save a file; Ctrl-C ends.\n")
    sys.stdout.flush()
    if open_browser:
        webbrowser.open(address)
