"""A real browser before a real server that serves the sample archive."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

import indexer

ROOT = Path(indexer.__file__).parents[1]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
EXPECTED = (
    "Failed to load resource: the server responded with a status of 400",
    "Failed to load resource: the server responded with a status of 404",
    "net::ERR_ABORTED",
)
"""A page of an error is an answer; a page that is left does not finish loading."""


def pytest_collection_modifyitems(items):
    """Everything here needs a browser."""
    for item in items:
        if Path(item.fspath).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def site(sample):
    """The address of the site under gunicorn."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "-c", "python:searchapp.gunicorn_conf"]
    command += ["--bind", f"127.0.0.1:{port}", "--workers", "1", "wsgi:app"]
    environment = os.environ | {"PODSHIVKA_HOME": str(sample)}
    with subprocess.Popen(command, cwd=ROOT, env=environment) as server:
        address = f"http://127.0.0.1:{port}"
        try:
            _await(f"{address}/health", server)
            yield address
        finally:
            server.terminate()


def _await(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert server.poll() is None, "the server ended"
        with suppress(OSError), urllib.request.urlopen(address) as answer:  # noqa: S310
            assert answer.status == 200
            return
        time.sleep(0.1)
    pytest.fail("the server did not answer for 30 seconds")


@pytest.fixture(scope="session")
def chromium():
    """Debian's browser."""
    if CHROMIUM is None:
        pytest.fail("no chromium: apt-get install chromium fonts-dejavu-core")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, site):
    """Open a path in a fresh window; what the browser complains of fails the test.

    Complaints are anything in the console (a violated policy among them), a request that fails,
    and a request to any other site.
    """
    contexts, complaints = [], []

    def opened(path: str, **options):
        options = {"viewport": {"width": 1280, "height": 900}, "locale": "en-GB"} | options
        context = chromium.new_context(base_url=site, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("requestfailed", lambda request: complaints.append(request.failure))
        page.on(
            "request",
            lambda request: request.url.startswith(site) or complaints.append(request.url),
        )
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not [text for text in complaints if not text.startswith(EXPECTED)]


@pytest.fixture
def article(open_page):
    """The path of an article with a long address."""
    return open_page("/search?q=Дагестан").locator(".hits h2 a").first.get_attribute("href")
