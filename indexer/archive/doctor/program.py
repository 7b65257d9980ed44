"""The program itself: its version, its compiled parts, what it needs of others."""

from __future__ import annotations

import platform
import re
import sqlite3
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version

from indexer.analysis import default_analyzer
from indexer.analysis.string_table import native
from indexer.archive.doctor.finding import Finding
from indexer.index import loops as shared
from indexer.index.whoosh import loops
from indexer.vectors import nearest

AREA = "installation"
_NAME = re.compile(r"[A-Za-z0-9][\w.-]*")
REINSTALL = "install podshivka again; a C compiler and Python's headers are needed to build it"


def installation() -> Iterator[Finding]:
    """Versions, compiled parts, packages, dictionaries."""
    own = version("podshivka")
    python, sqlite = platform.python_version(), sqlite3.sqlite_version
    yield Finding(AREA, "ok", f"podshivka {own}, Python {python}, SQLite {sqlite}")
    slow = [
        what
        for what, built in (
            ("the index", loops() == "compiled" and shared.native is not None),
            ("analysis", native is not None),
            ("vectors", nearest.native is not None),
        )
        if not built
    ]
    if slow:
        text = f"the compiled part of {' and '.join(slow)} is missing: all works, but slowly"
        yield Finding(AREA, "warning", text, REINSTALL)
    else:
        yield Finding(AREA, "ok", "the compiled parts are in use")
    missing = [name for name in _needed() if not _is_there(name)]
    if missing:
        hint = f"python -m pip install {' '.join(missing)}"
        yield Finding(AREA, "error", f"packages are missing: {', '.join(missing)}", hint)
    lemmas = default_analyzer().terms("протестами")
    if "протест" in lemmas:
        yield Finding(AREA, "ok", "the dictionaries can be read")
    else:
        yield Finding(AREA, "error", "the Russian dictionary does not know its words", REINSTALL)


def _needed() -> list[str]:
    wanted = (one for one in requires("podshivka") or () if "extra ==" not in one)
    return [found[0] for one in wanted if (found := _NAME.match(one))]


def _is_there(name: str) -> bool:
    try:
        version(name)
    except PackageNotFoundError:
        return False
    return True
