"""Commands that take long leave the processor to the site, and to whatever else wants it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from typing import Any, TypeVar

import click

from indexer.cli.session import Session
from indexer.settings import load_settings

LEAST = 19
"""The niceness of processes that take only what nobody else wants."""

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

    Processes that are started meanwhile do as this one does (indexer.index.children). Reading and
    writing come later, too: Linux derives their priority from niceness. A process that was nicer
    before stays so; one without privileges stays as nice as it has become.
    """
    before = os.getpriority(os.PRIO_PROCESS, 0)
    if nice <= before:
        yield
        return
    os.setpriority(os.PRIO_PROCESS, 0, nice)
    try:
        yield
    finally:
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, 0, before)
