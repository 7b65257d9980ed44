"""docs/operations.md, run as it stands: every block in turn, in one shell.

Only the machine is not real: its folders lie in one of the test, the user is whoever runs the test,
and a small program starts what systemd would (systemctl.py). The releases, the site, nginx and all
commands of the document are.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from importlib.resources import files
from pathlib import Path

import pytest

from tests.deploy.conftest import ROOT, program
from tests.deploy.nginx import MAIN, at_ports, free_port

pytestmark = pytest.mark.installed
DOCUMENT = ROOT / "docs" / "operations.md"
FOLDERS = (
    "/usr/local/src/podshivka",
    "/usr/local/bin",
    "/opt/podshivka",
    "/var/lib/podshivka",
    "/var/backups/podshivka",
    "/srv/podshivka",
    "/etc/systemd/system",
    "/etc/nginx",
    "/etc/ssl/podshivka",
    "/run",
)
TREE = ("indexer", "schemas", "searchapp", "requirements", "deploy")
FILES = ("pyproject.toml", "setup.py", "MANIFEST.in", "README.md", "CHANGELOG.md", "LICENSE")


class Machine:
    """An empty machine below ``root``."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.plain, self.port = free_port(), free_port()
        for folder in (*FOLDERS, "/etc/nginx/conf.d", "/var/log/nginx", "/srv/podshivka/incoming"):
            (root / folder[1:]).mkdir(parents=True, exist_ok=True)
        self.tools = root / "tools"
        self.tools.mkdir()
        self._tool("apt-get", "exit 0")
        self._tool("useradd", "exit 0")
        self._tool("id", "echo podshivka")
        real = shutil.which("install")
        self._tool(
            "install",
            f'set -- $(printf "%s " "$@" | sed "s/-[og] podshivka//g"); exec {real} "$@"',
        )
        systemctl = f"{sys.executable} {Path(__file__).with_name('systemctl.py')}"
        self._tool("systemctl", f'exec {systemctl} {root}/etc/systemd/system {root}/run "$@"')
        main = root / "etc/nginx/nginx.conf"
        nginx = program("nginx")
        self._tool("nginx", f'exec {nginx} -c {main} -p {root} "$@"')
        curl = program("curl")
        there = f"--connect-to archive.example:443:127.0.0.1:{self.port}"
        self._tool("curl", f'exec {curl} {there} "$@"')
        included = MAIN.replace("daemon off;", "").replace(
            "{folder}/podshivka.conf", f"{root}/etc/nginx/conf.d/*.conf"
        )
        folder = root / "var/log/nginx"
        main.write_text(included.format(folder=folder, user="user root;"), encoding="utf-8")

    def _tool(self, name: str, does: str) -> None:
        path = self.tools / name
        path.write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
        path.chmod(0o755)

    def moved(self, text: str) -> str:
        """``text`` with the paths and ports of this machine."""
        for folder in FOLDERS:
            whole = rf"(?<![\w.]){re.escape(folder)}(?![\w.-])"
            text = re.sub(whole, str(self.root) + folder, text)
        text = text.replace("/var/log/nginx", f"{self.root}/var/log/nginx")
        assert not re.search(r"(?<![\w.])/(opt|srv|var|run|etc|usr/local)/podshivka", text), text
        return at_ports(text, self.plain, self.port)

    def unpack(self) -> None:
        """Put the source tree where the document wants it."""
        source = self.root / "usr/local/src/podshivka"
        unwanted = shutil.ignore_patterns("__pycache__", "*.so")
        for name in TREE:
            shutil.copytree(ROOT / name, source / name, ignore=unwanted)
        for name in (*FILES, "wsgi.py"):
            shutil.copy(ROOT / name, source / name)
        for path in (source / "deploy").iterdir():
            path.write_text(self.moved(path.read_text(encoding="utf-8")), encoding="utf-8")

    def run(self, script: str) -> str:
        """What a script of the shell says; it fails with its first command that does."""
        # python3 is the one that runs the tests: the machine may have an older one, too
        python = Path(sys.base_prefix) / "bin"
        path = f"{self.tools}:{self.root}/usr/local/bin:{python}:/usr/bin:/bin"
        environment = os.environ | {"PATH": path, "LANG": "C.UTF-8"}
        done = subprocess.run(
            ["bash", "-euxo", "pipefail", "-c", script],
            env=environment,
            cwd=self.root,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
        return done.stdout

    def stop(self) -> None:
        """End all that was started here."""
        for path in (*self.root.glob("run/*.pid"), *self.root.glob("var/log/nginx/nginx.pid")):
            with suppress(OSError, ValueError):
                os.kill(int(path.read_text(encoding="ascii")), signal.SIGTERM)


@pytest.fixture
def root() -> Iterator[Path]:
    """A folder with a short name: that of a socket has at most 107 bytes."""
    with tempfile.TemporaryDirectory(prefix="machine", dir="/tmp") as folder:
        yield Path(folder)


def test_the_document_leads_from_an_empty_machine_through_an_upgrade_and_back(root):
    machine = Machine(root)
    machine.unpack()
    sample = files("indexer") / "sample" / "articles.jsonl"
    shutil.copy(str(sample), root / "srv/podshivka/incoming")
    text = DOCUMENT.read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert len(blocks) >= 7
    show = "echo releases; ls -d /opt/podshivka/*-*; readlink /opt/podshivka/current\n"
    try:
        said = machine.run(machine.moved("nginx\n" + "".join(blocks) + show))
    finally:
        machine.stop()
    first, second, current = said.partition("releases\n")[2].split()
    assert first != second
    assert current == first
