"""The process that builds: started, asked, and started anew where it must not go on."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from typing import TYPE_CHECKING

from handouts.cli.live.build import Answer, Request, build_when_asked
from handouts.workers.interrupts import ctrl_c_later
from handouts.workers.start import deaf_to_ctrl_c

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess
    from pathlib import Path

    from handouts.cli.application import Folders

LOADED_ONCE = {".py", ".html", ".css", ".po", ".conf"}
"""Endings of files that are read only when a process starts: modules, templates, style sheets,
catalogues."""
END_SECONDS = 5.0
"""Time that a process gets to end by itself."""


class BuildProcess:
    """Builds in another process, until it is closed."""

    def __init__(self, folders: Folders) -> None:
        self.folders = folders
        self.watched = [folders.source]
        """The folders that a build reads: those of translations may lie beside the source."""
        self.read_once: tuple[Path, ...] = ()
        """Files that the process that builds reads only when it starts."""
        self._process: SpawnProcess | None = None
        self.connection: Connection | None = None

    def build(self, request: Request, show: Callable[[], None]) -> bool:
        """Build, and return whether it went well; the process that builds reports the rest.

        :param request: what to build for
        :param show: is called whenever a sheet is new, while others are still being printed
        """
        known = self.read_once
        if any(one.suffix in LOADED_ONCE or one.resolve() in known for one in request.changed):
            self.close()
        connection = self.connection or self.start()
        try:
            connection.send(request)
            while not isinstance(answer := connection.recv(), Answer):
                show()
        except (EOFError, OSError):  # It died, and has said why.
            answer = Answer(good=False)
        self.read_once = answer.read_once
        self.watched += [path for path in answer.folders if path not in self.watched]
        if not answer.good:
            self.close()
        return answer.good

    def start(self) -> Connection:
        """Start the process, and return the connection to it."""
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self._process = context.Process(target=build_when_asked, args=(theirs, self.folders))
        with ctrl_c_later(), deaf_to_ctrl_c():
            self._process.start()
        theirs.close()  # Otherwise its end would not be noticed here.
        return self.connection

    def close(self) -> None:
        """End the process, if there is one."""
        if self.connection is not None and self._process is not None:
            self.connection.close()
            self._process.terminate()
            self._process.join(END_SECONDS)
            self._process.kill()
            self._process.join()
        self.connection = self._process = None
