"""The command `live`: show the site in a browser, and build it again at each save."""

from __future__ import annotations

import contextlib
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import forkserver
from pathlib import Path
from typing import TYPE_CHECKING

from handouts.cli.arguments import CommandError, add_doctrees, add_source, require_project
from handouts.cli.live.rebuild import Rebuild, is_installed, modules_to_load

if TYPE_CHECKING:
    import argparse

    from handouts.cli.arguments import Parsers


def add_live(commands: Parsers) -> None:
    """Describe the command and its options."""
    parser = commands.add_parser(
        "live",
        help="show the site, and build it again at each save",
        description="Build the site with its sheets, show it in a browser, and build it again "
        "whenever a file is saved; the browser then shows the new page by itself. Needs "
        "sphinx-autobuild. Stop it with Ctrl-C.",
        epilog="Exit status: 0 when it was stopped; 2 if the command cannot be carried out.",
    )
    add_source(parser)
    parser.add_argument(
        "output", nargs="?", default="build/live", help="folder for the site (build/live)"
    )
    add_doctrees(parser)
    parser.add_argument(
        "--port", type=int, default=8000, help="port of the address (8000); 0 takes a free one"
    )
    parser.add_argument("--open", action="store_true", help="open the browser")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Build once, then serve and watch until somebody stops it."""
    source = Path(options.source)
    require_project(source)
    try:
        from handouts.cli.live.server import listen, serve
    except ModuleNotFoundError as error:
        message = f"{error.name} is missing; type: python -m pip install sphinx-autobuild"
        raise CommandError(message) from error
    rebuild = Rebuild(options.source, options.output, options.doctrees)
    listener = listen(options.port)
    with contextlib.suppress(KeyboardInterrupt):
        _build_first(rebuild)
        serve(rebuild, listener, open_browser=options.open)
    return 0


def _build_first(rebuild: Rebuild) -> None:
    """Build, and have every later build copied from a process that has loaded the same.

    Loading is most of what a small build does.
    """
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        pool.submit(rebuild, changed_paths=()).result()
        loaded = pool.submit(modules_to_load).result()
    multiprocessing.set_start_method("forkserver", force=True)
    multiprocessing.set_forkserver_preload(list(filter(is_installed, loaded)))
    forkserver.ensure_running()  # It loads while nobody waits.
