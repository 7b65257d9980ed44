"""Where the site listens: an address in gunicorn's notation, bound before gunicorn starts.

So a port that is taken is one clear error, and an address is announced only once it is bound.
"""

from __future__ import annotations

import errno
import os
import socket
import stat
from contextlib import suppress
from pathlib import Path

from gunicorn.util import is_ipv6, parse_address

from schemas.errors import UsageError

BACKLOG = 2048
"""Connections that wait until a worker takes them; gunicorn's own number."""

_FORMS = "write HOST:PORT, [IPV6]:PORT or unix:PATH"
_HINTS = {
    errno.EADDRINUSE: "stop the program that listens there, or choose another --bind",
    errno.EADDRNOTAVAIL: "choose an address of this machine, for example 127.0.0.1:8000",
    errno.EACCES: "choose port 1024 or higher, or a folder that you can write to",
}


def listen(bind: str) -> socket.socket:
    """A socket that listens at ``bind``, and which the program that replaces ours inherits.

    Raises UsageError, saying why it cannot listen there.
    """
    try:
        address = parse_address(bind)
        if isinstance(address, int):
            raise UsageError(f"{bind!r} is not an address", place="--bind", hint=_FORMS)
        listener = _unix(address) if isinstance(address, str) else _tcp(address)
        listener.listen(BACKLOG)
    except (RuntimeError, ValueError, OverflowError, TypeError, socket.gaierror) as error:
        what = f"{bind[:80]!r} is not an address: {error}"
        raise UsageError(what, place="--bind", hint=_FORMS) from None
    except OSError as error:
        what = f"{bind}: {error.strerror or error}"
        raise UsageError(what, place="--bind", hint=_HINTS.get(error.errno or 0, _FORMS)) from None
    listener.set_inheritable(True)
    return listener


def shown(listener: socket.socket) -> str:
    """The address of a listening socket, as one types it into a browser."""
    name = listener.getsockname()
    if isinstance(name, str):
        return f"unix:{name}"
    host, port = name[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _tcp(address: tuple[str, int]) -> socket.socket:
    family = socket.AF_INET6 if is_ipv6(address[0]) else socket.AF_INET
    return _bound(socket.socket(family, socket.SOCK_STREAM), address)


def _unix(path: str) -> socket.socket:
    """A socket in the file system that any user may connect to, as gunicorn makes it."""
    with suppress(FileNotFoundError):
        if not stat.S_ISSOCK(Path(path).stat().st_mode):
            raise ValueError("a file with this name exists and is not a socket")
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            # A site that died leaves its socket behind; only one that lives can be reached.
            if probe.connect_ex(path) == 0:
                raise OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE))
        Path(path).unlink()
    before = os.umask(0)
    try:
        return _bound(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM), path)
    finally:
        os.umask(before)


def _bound(listener: socket.socket, address: tuple[str, int] | str) -> socket.socket:
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except (OSError, OverflowError, ValueError, TypeError):
        listener.close()
        raise
    return listener
