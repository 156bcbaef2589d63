"""The browser of this machine, for the tests that need one."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from ipaddress import ip_address
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Playwright

BROWSERS = ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
LOOPBACK = str(ip_address(socket.INADDR_LOOPBACK))
SWITCHES = [
    # Names of hosts lead nowhere: a request to elsewhere fails here, and is noted.
    f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {LOOPBACK}",
    "--font-render-hinting=none",
]


class NoBrowserError(Exception):
    """There is no browser on this machine."""


def launch(playwright: Playwright) -> Browser:
    """Start the browser of this machine."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not program:
        raise NoBrowserError(f"none of {', '.join(BROWSERS)} is installed")
    return playwright.chromium.launch(executable_path=program, args=SWITCHES, env=environment())


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
        timeout=60,
        env=environment(),
    )
    return done.stdout
