"""What commands print: results on standard output, everything else on standard error."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, TypeAlias

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from schemas.article import MOSCOW
from schemas.errors import PodshivkaError

_STEERING = frozenset({"Cc", "Zl", "Zp"})
"""Categories of characters that steer a terminal or break a line."""
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

Advance: TypeAlias = Callable[[int], None]
"""Called with the amount of work done since the last call."""


def use_utf8() -> None:
    """Print UTF-8 whatever the locale says; what cannot be encoded is escaped, never an error."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]


def print_json(value: Any) -> None:
    """One object on one line."""
    click.echo(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def print_error(error: PodshivkaError, *, as_json: bool) -> None:
    """One line on standard error; as JSON the members of the error and its exit code."""
    line = f"podshivka: {printable(str(error))}"
    if as_json:
        shape = {
            "type": type(error).__name__,
            "message": error.message,
            "place": error.place,
            "hint": error.hint,
            "mend": error.hint,
            "exit_code": error.exit_code,
        }
        line = json.dumps({"error": shape}, ensure_ascii=False)
    click.echo(line, err=True)


def printable(text: str) -> str:
    """``text`` on one line, without what could steer a terminal or turn the words around it."""
    return "".join(
        " " if unicodedata.category(c) in _STEERING else c for c in text if c not in _BIDI
    )


def counted(count: int, thing: str) -> str:
    """1 article, 2,000 articles."""
    return f"{count:,} {thing}{'s' * (count != 1)}"


def day(published: datetime | date | None) -> str:
    """A day, with its Moscow time when it has one; "undated" when it is not known."""
    if isinstance(published, datetime):
        return published.astimezone(MOSCOW).strftime("%Y-%m-%d %H:%M")
    return "undated" if published is None else published.isoformat()


@contextmanager
def progress(task: str, total: int, *, quiet: bool, unit: str = "") -> Iterator[Advance]:
    """A progress bar on standard error, on a terminal only. ``unit`` "bytes": of a download."""
    console = Console(stderr=True)
    amount = DownloadColumn(binary_units=True) if unit == "bytes" else MofNCompleteColumn()
    columns = (TextColumn("{task.description}"), BarColumn(), amount)
    times = (TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn())
    hidden = quiet or not console.is_terminal
    with Progress(*columns, *times, console=console, transient=True, disable=hidden) as bar:
        row = bar.add_task(task, total=total)
        yield lambda amount: bar.advance(row, amount)
