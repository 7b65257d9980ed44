"""Processes that work for another one end when it ends, however it ends."""

from __future__ import annotations

import multiprocessing
import os
from threading import Thread


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
