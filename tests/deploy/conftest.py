"""The site as an operator runs it: behind nginx, with the files of deploy/."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import pytest

import indexer

ROOT = Path(indexer.__file__).parents[1]
DEPLOY = ROOT / "deploy"
PATIENCE = 60
"""Seconds that a server may take to start."""


def program(name: str) -> str:
    """The path of a program; without it the test is skipped, in CI it fails."""
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    if found is None:
        message = f"{name} is not installed"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    return found


def wait_until(holds: Callable[[], bool], what: str) -> None:
    """Wait until something holds; fail when it never does."""
    for _ in range(PATIENCE * 10):
        with suppress(OSError):
            if holds():
                return
        time.sleep(0.1)
    pytest.fail(f"{what} did not happen in {PATIENCE} seconds")


def listens(path: Path) -> bool:
    """Whether something listens at a socket in the file system."""
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(path)) == 0


class Site:
    """``podshivka serve`` at a socket in the file system, started by the command ``before``."""

    def __init__(
        self, home: Path, socket: Path, before: Sequence[str] = (), **settings: str
    ) -> None:
        self.socket = socket
        podshivka = str(Path(sys.executable).with_name("podshivka"))
        self._command = [*before, podshivka, "--home", str(home), "serve"]
        self._command += ["--bind", f"unix:{socket}"]
        self._environment = os.environ | settings
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Serve, when the socket is there."""
        with self.socket.with_suffix(".log").open("ab") as log:
            self._process = subprocess.Popen(
                self._command, env=self._environment, stdout=log, stderr=log
            )
        wait_until(lambda: listens(self.socket), "the start of the site")

    def stop(self, number: int = signal.SIGTERM) -> None:
        """End it."""
        if self._process is not None:
            self._process.send_signal(number)
            self._process.wait(PATIENCE)
            self._process = None


@pytest.fixture
def site(sample, tmp_path) -> Iterator[Site]:
    """The site, not started."""
    settings = {"public_url": "https://archive.example", "trusted_proxy": '["unix"]'}
    settings = {f"PODSHIVKA_{name.upper()}": value for name, value in settings.items()}
    site = Site(sample, tmp_path / "site.sock", **settings)
    yield site
    site.stop()
