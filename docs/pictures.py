"""Make the pictures of the documents from the sample archive: ``make pictures``."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).parent / "images"
DESK = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DARK = {"color_scheme": "dark"}
PICTURES = {
    "search": (DESK, "/search", {"q": "Яндиев", "forms": "1", "ui": "en"}),
    "front-ru": (DESK, "/", {"ui": "ru"}),
    "results-ru": (DESK, "/search", {"q": "Дагестан", "sort": "newest", "ui": "ru"}),
    "results-dark-en": (DESK | DARK, "/search", {"q": "Dagestan", "ui": "en"}),
    "dossier-en": (DESK, "/regions/ingushetia", {"ui": "en"}),
    "compare-en": (DESK, "/compare", {"q": ["Дагестан", "Ингушетия"], "ui": "en"}),
    "phone-ru": (PHONE, "/search", {"q": "Дагестан", "ui": "ru"}),
    "phone-dark-en": (PHONE | DARK, "/search", {"q": "Dagestan", "sort": "newest", "ui": "en"}),
    "wrong-date-ru": (PHONE, "/search", {"q": "Дагестан", "from": "31.02.2017", "ui": "ru"}),
}
"""Each with the window that it is seen in, its path and its parameters."""
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def demo() -> Iterator[str]:
    """The address of the sample archive's site, served from a home of its own."""
    with tempfile.TemporaryDirectory() as home:
        podshivka = Path(sys.executable).with_name("podshivka")
        command = [podshivka, "--home", home, "demo", "--bind", "127.0.0.1:0"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:  # noqa: S603
            try:
                for line in server.stderr or ():
                    if "http://" in line:
                        yield "http://" + line.split("http://")[1].split()[0]
                        return
                sys.exit("the site did not start")
            finally:
                server.terminate()


def main() -> None:
    """Write every picture."""
    browser_path = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser_path is None:
        sys.exit("no chromium: apt-get install chromium fonts-dejavu-core")
    IMAGES.mkdir(exist_ok=True)
    with demo() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=FLAGS)
        for name, (look, path, query) in PICTURES.items():
            page = browser.new_page(**look, locale="en-GB")
            page.goto(f"{site}{path}?{urlencode(query, doseq=True)}", wait_until="networkidle")
            page.screenshot(path=IMAGES / f"{name}.png")
            page.close()
            print(IMAGES / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
