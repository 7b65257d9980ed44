"""Debian's nginx with the file of deploy/, all paths and ports moved into a folder of the test."""

from __future__ import annotations

import os
import re
import socket
import subprocess
from pathlib import Path

from tests.deploy.conftest import DEPLOY, program, wait_until

MAIN = """
daemon off;
{user}
pid {folder}/nginx.pid;
error_log {folder}/main.log emerg;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/podshivka.conf;
}}
"""


class Nginx:
    """nginx in front of a socket. ``plain`` and ``port``: where it listens without and with TLS.

    ``cache``: with the lines that keep pages.
    """

    def __init__(self, folder: Path, site: Path, *, cache: bool = False) -> None:
        self.folder = folder
        self.plain, self.port = free_port(), free_port()
        self.certificate = folder / "fullchain.pem"
        _certify(folder)
        written = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
        moved = {
            "/run/podshivka/site.sock": str(site),
            "/run/podshivka-cache": str(folder / "cache"),
            "/var/log/nginx": str(folder),
            "/etc/ssl/podshivka": str(folder),
        }
        written = at_ports(written, self.plain, self.port)
        for what, place in moved.items():
            assert what in written
            written = written.replace(what, place)
        written = written.replace("#cache ", "" if cache else "#")
        (folder / "podshivka.conf").write_text(written, encoding="utf-8")
        # as root it would become another user, to whom the test's folder is closed
        user = "user root;" if os.geteuid() == 0 else ""
        main = MAIN.format(user=user, folder=folder)
        (folder / "nginx.conf").write_text(main, encoding="utf-8")
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Listen."""
        command = [program("nginx"), "-c", str(self.folder / "nginx.conf"), "-p", str(self.folder)]
        with (self.folder / "terminal.log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        wait_until(lambda: _answers(self.port), "the start of nginx")

    def stop(self) -> None:
        """End it."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(30)


def at_ports(text: str, plain: int, port: int) -> str:
    """A file for nginx that listens on this machine alone, at ports that are free."""
    text = re.sub(r"^.*listen \[::\].*\n", "", text, flags=re.MULTILINE)
    text = text.replace("listen 80;", f"listen 127.0.0.1:{plain};")
    return text.replace("listen 443 ", f"listen 127.0.0.1:{port} ")


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


def _answers(port: int) -> bool:
    with socket.create_connection(("127.0.0.1", port), timeout=5):
        return True


def _certify(folder: Path) -> None:
    """A certificate that signs itself, as good as any for a test."""
    command = [program("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    command += ["-subj", "/CN=archive.example", "-addext", "subjectAltName=DNS:archive.example"]
    command += ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
    subprocess.run(command, check=True, capture_output=True)
