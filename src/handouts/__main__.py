"""The command line, for those who do not know Sphinx: `python -m handouts build`."""

from __future__ import annotations

import argparse
import importlib
import os
import select
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TextIO

from handouts import __version__
from handouts.cli.arguments import write_missing_signs_as_numbers
from handouts.files import OF_DISKS, what_failed
from handouts.problems import HandoutsError
from handouts.workers.interrupts import ctrl_c_is_not_lost, was_stopped
from handouts.workers.memory import leave_at_once, loading, with_room_for_frames

COMMANDS = {
    "build": ("build", "print the sheets"),
    "check": ("check", "run all checks, and publish nothing"),
    "report": ("report", "show what became of the sheets"),
    "claims": ("claims", "list the claims of a project, or write them as JSON"),
    "where": ("where.command", "find the line of words seen on a sheet"),
    "diff": ("diff", "show what a change does to paper"),
    "release": ("releases.release", "record a version of a handout"),
    "withdraw": ("releases.withdraw", "say that nobody may use a released handout any more"),
    "approve": ("releases.approve", "record who takes responsibility for the words of a handout"),
    "dossier": ("dossier.command", "write all that is on record about a handout"),
    "list": ("list", "list every handout and every version"),
    "live": ("live.command", "show the site, and build it again at each save"),
    "new": ("new.command", "lay out a project for a topic of your own"),
}
"""Module of each command, and its help; in the order in which `--help` shows them."""
UNREAD = 141
"""Exit status if nobody reads what is written, as of a program that the system ends for it."""


class Parser(argparse.ArgumentParser):
    """A parser, of commands too, that takes no option in short.

    An approval is confirmed by an option that has to be typed whole.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings, allow_abbrev=False)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        """Refuse what a command does not know, and show its own options: argparse shows none."""
        found, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return found, unknown


@ctrl_c_is_not_lost()
@with_room_for_frames
def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, and return its exit status."""
    leave_at_once()
    _replace_closed()
    try:
        status = _run(sys.argv[1:] if arguments is None else arguments)
        sys.stdout.flush()
        return status
    except (Exception, KeyboardInterrupt, SystemExit) as error:
        cause = error.__cause__ if isinstance(error, SystemExit) else error
        is_pipe = isinstance(cause, BrokenPipeError)
        unread = [one for one in (sys.stdout, sys.stderr) if is_pipe and _is_unread(one)]
        message = _in_a_line(cause) if cause and not unread else ""
        if not (message or unread):
            raise
    try:
        sys.stdout.flush()
    except OSError:
        unread.append(sys.stdout)
    for one in unread:  # Python would show the error again as it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), one.fileno())
    sys.stderr.write(message)
    sys.exit(2 if message else UNREAD)


def _replace_closed() -> None:
    """Discard what is written to a stream that was closed by whoever called.

    The next file that is opened would take its place.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.set_inheritable(nowhere, True)  # The process that builds for `live` writes as well.
            setattr(sys, name, os.fdopen(nowhere, "w"))


def _is_unread(stream: TextIO) -> bool:
    """Return whether nobody reads what is written to a pipe."""
    found = select.poll()
    found.register(stream, select.POLLOUT)
    # On Linux a pipe has the first, on macOS the second.
    return any(events & (select.POLLERR | select.POLLHUP) for _, events in found.poll(0))


def _in_a_line(error: BaseException) -> str:
    """Return what to say of an error; nothing for a fault of the program, which needs a traceback.

    What is no such fault names a file of the user, or is about the output.
    """
    if isinstance(error, HandoutsError):
        return f"handouts: {error}\n"
    if isinstance(error, OSError) and (error.filename or error.errno in OF_DISKS):
        return f"handouts: {what_failed(error)}\n"
    if isinstance(error, UnicodeEncodeError) and error.encoding != "utf-8":
        sign = error.object[error.start : error.end]
        return f"handouts: {error.encoding} has no '{sign}'; set PYTHONUTF8=1, and try again\n"
    # The second is Ctrl-D at a question.
    return "\nhandouts: stopped\n" if was_stopped(error) or isinstance(error, EOFError) else ""


def _run(given: Sequence[str]) -> int:
    with loading():
        parser = make_parser(*(name for name in given[:1] if name in COMMANDS))
    if not given:  # Whoever does not know the commands is shown them.
        parser.print_help()
        return 2
    options = parser.parse_args(given)
    # Programs get all signs that there are, or an error.
    if not any(getattr(options, name, False) for name in ("csv", "json")):
        write_missing_signs_as_numbers()
    status: int = options.run(options)
    return status


def make_parser(*only: str) -> argparse.ArgumentParser:
    """Return the parser of all commands, or of one: each loads what it alone needs."""
    parser = Parser(
        prog="handouts" if Path(sys.argv[0]).name == "handouts" else "python -m handouts",
        description="Print one page for each audience from the pages of a Sphinx project.",
    )
    parser.add_argument("--version", action="version", version=f"handouts {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name in only or COMMANDS:
        home, help_text = COMMANDS[name]
        module = importlib.import_module(f"handouts.cli.{home}")
        command = commands.add_parser(
            name,
            help=help_text,
            description=module.DESCRIPTION,
            epilog=f"Exit status: {module.EXIT_STATUS}",
        )
        for argument, settings in module.ARGUMENTS.items():
            command.add_argument(argument, **settings)
        command.set_defaults(run=module.run)
    return parser


if __name__ == "__main__":
    sys.exit(main())
