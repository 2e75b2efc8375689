"""The pages of the site, and this checkout served to a browser: for bin/screenshots and others."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PAGES = (
    "/", "/years/", "/years/2022/", "/years/2023/?country=KAZ", "/vectors/",
    "/vectors/?kind=organization&direction=received", "/trends/", "/compare/",
    "/compare/?with_country=UZB", "/countries/KAZ/", "/countries/KAZ/UZB/", "/organizations/OTS/",
    "/chairmanships/timeline/", "/people/P1/", "/upcoming/", "/visits/", "/visits/?year=2022",
    "/summits/", "/documents/", "/chairmanships/", "/initiatives/", "/journeys/", "/countries/",
    "/organizations/", "/people/", "/visits/V1/", "/summits/S1/", "/documents/D1/", "/journeys/J1/",
    "/chairmanships/C1/", "/initiatives/I1/", "/search/?q=tokayev", "/search/", "/rules/",
    "/coverage/", "/releases/", "/keyboard/", "/api/", "/visits/?year=1950",
    "/years/1950/", "/nowhere/", "/years/2022/#counterparts-map", "/vectors/#diversity-table",
    "/organizations/UN/", "/years/2022/?lang=ru", "/years/2022/?lang=kk",
    "/chairmanships/timeline/?lang=ru", "/countries/KAZ/?lang=kk", "/vectors/?lang=ru",
)  # fmt: skip
VIEWPORTS = {"wide": {"width": 1440, "height": 900}, "narrow": {"width": 390, "height": 844}}
CHROMIUM_NAMES = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chosen(words: list[str]) -> list[str]:
    """The pages whose address contains one of the words; all without words."""
    return [page for page in PAGES if not words or any(word in page for word in words)]


@contextmanager
def chromium() -> Iterator[Browser]:
    path = next((path for name in CHROMIUM_NAMES if name and (path := shutil.which(name))), None)
    if path is None:
        sys.exit("no Chromium found: apt install chromium, or set CHROMIUM to its path")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_ARGUMENTS))
        yield browser
        browser.close()


@contextmanager
def served() -> Iterator[str]:
    """The address of this checkout's site, prepared with the demo and served as `make run` does."""
    environment = os.environ | {"SECRET_KEY": os.environ.get("SECRET_KEY", "only for this run" * 4)}
    subprocess.run(
        [sys.executable, "manage.py", "prepare", "--demo"],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", "1", "--blocking-threads", "1"]
    command += ["--log-level", "warning", "diplotrack.wsgi:application"]
    server = subprocess.Popen(command, cwd=ROOT, env=environment)  # noqa: S603, our own command
    base = f"http://127.0.0.1:{port}"
    try:
        _wait_for(base)
        yield base
    finally:
        server.terminate()
        server.wait()


def _wait_for(base: str) -> None:
    for _attempt in range(150):
        try:
            urllib.request.urlopen(f"{base}/healthz/", timeout=5)  # noqa: S310, our own server
            return
        except OSError:
            time.sleep(0.2)
    sys.exit("the server does not answer")


def wait_for_charts(page: Page) -> None:
    """Until every chart of the page, below the fold too, is drawn."""
    page.wait_for_function(
        "() => [...document.querySelectorAll('.panel[data-spec]:not([hidden])')]"
        ".every(panel => panel.querySelector('[data-live]'))"
    )
