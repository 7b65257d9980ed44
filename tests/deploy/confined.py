"""``python -m tests.deploy.confined UNIT COMMAND …``: run a command as systemd would confine it.

The system calls are those that the unit allows, by systemd's own lists, and memory is never both
written and run: what of a unit can break a program, and can be tried without systemd.
"""

from __future__ import annotations

import ctypes
import os
import re
import struct
import subprocess
import sys
from pathlib import Path

NUMBERS = Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h")
_LOAD, _JUMP_UNLESS_EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _EPERM = 0x7FFF_0000, 0x0005_0001
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER, _NO_WRITE_AND_EXECUTE = 38, 22, 2, 65


def calls(unit: Path) -> set[str]:
    """The names of the system calls that a unit allows."""
    allowed: set[str] = set()
    for line in re.findall(
        r"^SystemCallFilter=(.*)$", unit.read_text(encoding="utf-8"), re.MULTILINE
    ):
        named = set().union(*map(_members, line.lstrip("~").split()))
        allowed = allowed - named if line.startswith("~") else allowed | named
    return allowed


def _members(name: str) -> set[str]:
    """The system calls of a group, as systemd lists it."""
    if not name.startswith("@"):
        return {name}
    listed = subprocess.run(
        ["systemd-analyze", "syscall-filter", name], capture_output=True, text=True, check=True
    )
    lines = [line.strip() for line in listed.stdout.splitlines()[1:]]
    return set().union(*(_members(line) for line in lines if line and not line.startswith("#")))


def confine(unit: Path) -> None:
    """Give up, for good, all that ``unit`` does not leave to its program."""
    known = dict(re.findall(r"#define __NR_(\w+) (\d+)", NUMBERS.read_text(encoding="ascii")))
    program = struct.pack("<HBBI", _LOAD, 0, 0, 0)
    for number in sorted(int(known[name]) for name in calls(unit) if name in known):
        program += struct.pack("<HBBI", _JUMP_UNLESS_EQUAL, 0, 1, number)
        program += struct.pack("<HBBI", _RETURN, 0, 0, _ALLOW)
    program += struct.pack("<HBBI", _RETURN, 0, 0, _EPERM)
    code = ctypes.create_string_buffer(program, len(program))
    head = struct.pack("@HP", len(program) // 8, ctypes.addressof(code))
    system = ctypes.CDLL(None, use_errno=True)
    for call in (
        (_NO_NEW_PRIVILEGES, 1, 0, 0, 0),
        (_NO_WRITE_AND_EXECUTE, 1, 0, 0, 0),
        (_SECCOMP, _FILTER, head, 0, 0),
    ):
        if system.prctl(*call) and call[0] != _NO_WRITE_AND_EXECUTE:  # older kernels lack that one
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


if __name__ == "__main__":
    confine(Path(sys.argv[1]))
    os.execvp(sys.argv[2], sys.argv[2:])  # noqa: S606 - as it came, no shell
