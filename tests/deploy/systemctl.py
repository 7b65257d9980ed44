"""``python systemctl.py UNITS RUN start|stop|restart|reload|enable|daemon-reload [--now] NAME``.

What of systemd the documents need, where there is none: a unit's program with its environment,
ready when it says so by sd_notify(3). UNITS: the folder of the units. RUN: that of the numbers of
processes.
"""

from __future__ import annotations

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

PATIENCE = 120


def main() -> None:
    """Do what is asked."""
    units, run = Path(sys.argv[1]), Path(sys.argv[2])
    action, *names = [word for word in sys.argv[3:] if word != "--now"]
    if action == "daemon-reload":
        return
    (name,) = names
    if name == "nginx":
        subprocess.run(["nginx", "-s", "reload"], check=True)
        return
    unit = units / (name if name.endswith(".timer") else f"{name}.service")
    lines = unit.read_text(encoding="utf-8").splitlines()
    if unit.suffix == ".timer":  # its time does not come; what it calls must be there
        assert (units / f"{unit.stem}.service").exists()
        return
    if action in {"stop", "restart"}:
        _stop(run / f"{name}.pid")
    if action in {"start", "restart", "enable"}:
        _start(lines, run, name)


def _stop(kept: Path) -> None:
    if not kept.exists():
        return
    number = int(kept.read_text(encoding="ascii"))
    kept.unlink()
    os.kill(number, signal.SIGTERM)
    for _ in range(PATIENCE * 10):
        state = Path(f"/proc/{number}/stat")
        if not state.exists() or state.read_text(encoding="utf-8").split()[2] == "Z":
            return
        time.sleep(0.1)
    raise SystemExit(f"{kept.stem} does not stop")


def _start(lines: list[str], run: Path, name: str) -> None:
    environment = dict(os.environ)
    for setting in _all(lines, "Environment"):
        key, _, value = setting.partition("=")
        environment[key] = value
    for folder in _all(lines, "RuntimeDirectory"):
        (run / folder).mkdir(exist_ok=True)
    (kind,) = _all(lines, "Type") or ["simple"]
    (command,) = _all(lines, "ExecStart")
    if kind == "oneshot":
        for one in (command, *_all(lines, "ExecStartPost")):
            subprocess.run(_words(one), env=environment, check=True)
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ready:
        told = run / f"{name}.notify"
        told.unlink(missing_ok=True)
        ready.bind(str(told))
        ready.settimeout(PATIENCE)
        if kind == "notify":
            environment["NOTIFY_SOCKET"] = str(told)
        with (run / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                _words(command), env=environment, stdout=log, stderr=log, start_new_session=True
            )
        (run / f"{name}.pid").write_text(str(process.pid), encoding="ascii")
        while kind == "notify" and b"READY=1" not in ready.recv(4096):
            pass


def _all(lines: list[str], key: str) -> list[str]:
    return [line.partition("=")[2] for line in lines if line.startswith(f"{key}=")]


def _words(command: str) -> list[str]:
    """The words of a line of ExecStart: "%%" is a percent sign, "$$" a dollar."""
    return shlex.split(re.sub(r"(%%|\$\$)", lambda found: found[0][0], command))


if __name__ == "__main__":
    main()
