"""Finds the browser that journeys drive, and installs one where there is none: `python -m tests.browser`."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def faults(page: "Page") -> list[str]:
    """What axe finds wrong with a page, a line for each place; what it finds right is not sent here to be read."""
    from axe_playwright_python.base import AXE_SCRIPT

    asked = json.dumps({"runOnly": STANDARDS, "resultTypes": ["violations"]})
    page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(
        f"""axe.run({asked}).then(({{ violations }}) => violations.flatMap(
            ({{ id, help, nodes }}) => nodes.map(({{ html }}) => `${{id}}: ${{help}}: ${{html.slice(0, 200)}}`)
        ))"""
    )
    return found


def find() -> str | None:
    """The path of the system's Chromium, or of the one that Playwright keeps, or None."""
    system = next((path for name in NAMES if (path := shutil.which(name))), None)
    return system or _kept_by_playwright()


def _kept_by_playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install() -> None:
    """Install Chromium: Debian's own as root, else the one that Playwright fetches."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        print("Installing Debian's chromium for the browser tests", flush=True)
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], check=True)
        return
    print("Fetching Chromium with Playwright for the browser tests", flush=True)
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)


if __name__ == "__main__":
    if find() is None:
        install()
    found = find()
    if found is None:
        raise SystemExit("No Chromium could be installed. Install chromium and run this again.")
    print(f"The browser tests use {found}")
