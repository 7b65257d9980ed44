"""The server of a site that is told what to do."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest
from told_site import CONFIG, SITE, Site, until

import searchapp


@contextmanager
def running(folder: Path, *times: str, limits: str = "", workers: int = 1):
    """The site with these limits and times."""
    (folder / "told.py").write_text(SITE.format(limits=limits))
    (folder / "config.py").write_text(CONFIG.format(times="\n".join(times)))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "-c", "config.py", "told:app"]
    command += ["--workers", str(workers), "--bind", f"127.0.0.1:{port}"]
    root = str(Path(searchapp.__file__).parents[1])
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(folder), root))}
    with (
        (folder / "log").open("wb") as log,
        subprocess.Popen(
            command, env=environment, cwd=folder, stdout=log, stderr=log, process_group=0
        ) as process,
    ):
        site = Site(folder, process, port)
        try:
            until(lambda: site.ask("/health")[0] == 200, site)
            until(lambda: len(site.workers()) == workers, site)
            yield site
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


@pytest.fixture
def serve(tmp_path):
    """Start a site of one's own."""
    with ExitStack() as stack:
        yield lambda *times, **known: stack.enter_context(running(tmp_path, *times, **known))


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """The site with limits as they are, for all tests of a module."""
    with running(tmp_path_factory.mktemp("shared")) as site:
        yield site


@pytest.fixture
def site(shared):
    """The same; what answers left behind is removed."""
    for name in ("go", "begun", "closed"):
        (shared.folder / name).unlink(missing_ok=True)
    yield shared
    assert shared.log() == ""


@pytest.fixture(scope="module")
def hasty(tmp_path_factory):
    """The site with hardly any time for its clients."""
    short = "connection.ARRIVAL = connection.IDLE = connection.LINGER = connection.STALLED = 0.5"
    with running(tmp_path_factory.mktemp("hasty"), short) as site:
        yield site
