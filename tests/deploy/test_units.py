"""The units of deploy/: closed by systemd's own measure, and the program runs in them."""

from __future__ import annotations

import http.client
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.deploy.confined import NUMBERS
from tests.deploy.conftest import DEPLOY, Site, program

pytestmark = pytest.mark.slow

UNITS = sorted(path.name for path in DEPLOY.glob("*.service"))
MOST = 1.0
"""systemd's figure for exposure, 0 to 10; below 2 it calls a unit safe."""


def confined(name: str) -> list[str]:
    """The start of a command that runs as a unit confines it."""
    program("systemd-analyze")
    if not NUMBERS.exists():
        pytest.skip("the numbers of system calls are known for x86-64 only")
    return [sys.executable, "-m", "tests.deploy.confined", str(DEPLOY / name)]


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_leaves_nothing_open_that_it_does_not_need(name):
    command = [program("systemd-analyze"), "security", "--offline=true", str(DEPLOY / name)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"Overall exposure level for \S+: ([\d.]+)", said)
    assert found is not None
    assert float(found[1]) <= MOST, said


@pytest.mark.parametrize("name", UNITS)
def test_systemd_knows_every_line_of_a_unit(name):
    command = [program("systemd-analyze"), "verify", str(DEPLOY / name)]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    # the program itself is not installed where the tests run
    lines = (said.stdout + said.stderr).splitlines()
    assert [line for line in lines if line and "is not executable" not in line] == []


def test_the_site_serves_within_the_walls_of_its_unit(sample, tmp_path):
    site = Site(sample, tmp_path / "site.sock", before=confined("podshivka.service"))
    site.start()
    try:
        connection = http.client.HTTPConnection("site")
        connection.sock = socket.socket(socket.AF_UNIX)
        connection.sock.connect(str(site.socket))
        connection.request("GET", "/search?q=school")
        response = connection.getresponse()
        assert (response.status, b"<h1" in response.read()) == (200, True)
        connection.close()
    finally:
        site.stop()


def test_files_are_taken_in_within_the_walls_of_theirs(tmp_path):
    page = tmp_path / "page.txt"
    page.write_text("A bridge over the river\nIt was opened in Nalchik on Monday.", "utf-8")
    podshivka = str(Path(sys.executable).with_name("podshivka"))
    command = [*confined("podshivka-watch.service"), podshivka, "--home", str(tmp_path / "home")]
    for words in (("ingest", str(page)), ("reindex",), ("search", "bridges")):
        said = subprocess.run([*command, *words], capture_output=True, text=True, check=False)
        assert said.returncode == 0, said.stderr
    assert "A bridge over the river" in said.stdout
