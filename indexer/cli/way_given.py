"""Commands that take long leave the processor to the site, and to whatever else wants it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from indexer.cli.session import Session
from indexer.settings import load_settings

LEAST = 19
"""The niceness of processes that take only what nobody else wants."""

AUTOGROUP = Path("/proc/self/autogroup")
"""Linux may share the processor among sessions first, and among the processes of each then."""

_Result = TypeVar("_Result")


def gives_way(command: Callable[..., _Result]) -> Callable[..., _Result]:
    """Give a command, whose first argument is the session, the option --nice; run it so."""
    help = "Niceness: how far searches and other programs come first."

    @click.option("--nice", type=click.IntRange(0, LEAST), metavar="N", help=help)
    @wraps(command)
    def run(session: Session, *, nice: int | None, **given: Any) -> _Result:
        asked = load_settings(session.home).nice if nice is None else nice
        with way_given(asked):
            return command(session, **given)

    return run


@contextmanager
def way_given(nice: int) -> Iterator[None]:
    """Let other processes come first, as far as ``nice`` says, 0 to LEAST.

    Processes that are started meanwhile do as this one does. Reading and writing come later, too:
    Linux derives their priority from niceness. A process that was nicer before stays so; one
    without privileges stays as nice as it has become.
    """
    before, session = os.getpriority(os.PRIO_PROCESS, 0), _of_session()
    if nice > before:
        os.setpriority(os.PRIO_PROCESS, 0, nice)
    if session is not None and nice > session:
        _set_session(nice)
    try:
        yield
    finally:
        if nice > before:
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, 0, before)
        if session is not None and nice > session:
            _set_session(session)


def _of_session() -> int | None:
    """The niceness of this session; None where sessions have none."""
    try:
        return int(AUTOGROUP.read_text(encoding="ascii").rpartition(" ")[2])
    except (OSError, ValueError):
        return None


def _set_session(nice: int) -> None:
    for _ in range(10):
        try:
            AUTOGROUP.write_text(str(nice), encoding="ascii")
        except BlockingIOError:  # the kernel lets users do so ten times a second
            time.sleep(0.1)
        except OSError:  # not ours to change
            return
        else:
            return
