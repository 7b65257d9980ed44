"""Processes that work for another one: they end when it ends, and are as nice as it is."""

from __future__ import annotations

import multiprocessing
import os
from contextlib import suppress
from pathlib import Path
from threading import Thread

AUTOGROUP = Path("/proc/self/autogroup")
"""How nice a session is: Linux may share the processor among sessions, and processes then."""


def end_with_parent() -> None:
    """End this process as soon as the one that started it is gone, even if that was killed.

    A killed process tells nobody, and those that wait for its next order would wait for ever. Does
    nothing in a process that ``multiprocessing`` did not start.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    # at once: what it was working on has nobody to go to
    os._exit(1)


def be_nice_alone() -> None:
    """If this process is nice, give it a session of its own, which is as nice.

    What it inherited would not count against processes of other sessions, such as a site. The
    session of the process that started this one is left alone: it would stay so after a kill.
    """
    if nice := os.nice(0):
        with suppress(OSError):
            os.setsid()
            AUTOGROUP.write_text(str(nice), encoding="ascii")
