"""The browser of this machine, for the tests that need one."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserType

WITH_WINDOWS = ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser")
BROWSERS = ("chromium-headless-shell", *WITH_WINDOWS)
"""The first has no windows, and takes half the time of the others; it cannot show a PDF."""
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
LOOPBACK = str(ip_address(socket.INADDR_LOOPBACK))
SWITCHES = [
    # Names of hosts lead nowhere: a request to elsewhere fails here, and is noted.
    f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {LOOPBACK}",
    "--font-render-hinting=none",
]
PATIENCE = 120_000
"""Milliseconds after which nothing in a browser is waited for, on a machine however busy."""


class NoBrowserError(Exception):
    """There is no browser on this machine."""


def launch(kind: BrowserType, names: tuple[str, ...] = BROWSERS) -> Browser:
    """Start the first of these browsers that this machine has."""
    program = next(filter(None, map(shutil.which, names)), None)
    if not program:
        raise NoBrowserError(f"none of {', '.join(names)} is installed")
    options: dict[str, Any] = {"args": SWITCHES, "env": environment(), "timeout": PATIENCE}
    return kind.launch(executable_path=program, **options)


def environment() -> dict[str, str]:
    """Return this process's environment, but with the machine's fonts: a browser needs some.

    A test that has loaded the layout engine has taken them away.
    """
    return {name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"}


def is_required() -> bool:
    """Tell whether the tests in a browser must run, and not be skipped without one."""
    return os.environ.get("HANDOUTS_BROWSER") == "required"


def dumped(page: Path, profile: Path, query: str = "") -> str:
    """Return a page as a browser has it once its scripts have run."""
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--dump-dom"]
    quiet = ["--disable-background-networking", f"--user-data-dir={profile}"]
    command = [str(CHROMIUM), *options, *quiet, page.as_uri() + query]
    done = subprocess.run(
        command,
        check=True,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE / 1000,
        env=environment(),
    )
    return done.stdout
