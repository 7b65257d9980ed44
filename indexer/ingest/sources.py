"""Which files there are to read, and which reader reads them."""

from __future__ import annotations

import gzip
import io
import stat
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO, TypeAlias, cast

from indexer.ingest import jsonl, page
from indexer.ingest.records import Items, Record, Rejection, Source
from schemas.errors import InputError, UsageError

Reader: TypeAlias = Callable[[Source], Items]
Report: TypeAlias = Callable[[int], None]
"""Called with the number of bytes read since the last call, as they lie on the disk."""


def _html(source: Source) -> Items:
    from indexer.ingest import html  # noqa: PLC0415 - lxml is slow to load, and not always needed

    return html.read(source)


READERS: Mapping[str, Reader] = MappingProxyType(
    {
        ".jsonl": jsonl.read,
        ".ndjson": jsonl.read,
        ".json": jsonl.read,
        ".txt": page.read,
        ".html": _html,
        ".htm": _html,
        ".xhtml": _html,
    }
)
"""The reader of each suffix; a further ".gz" is unpacked on the way."""

STANDARD_INPUT = Path("-")
"""JSON lines from a pipe."""

_Found: TypeAlias = Path | Rejection
_Inode: TypeAlias = tuple[int, int]


def check(paths: Iterable[Path]) -> None:
    """Raise UsageError for the first path that is missing or holds nothing that can be read."""
    for path in paths:
        if path != STANDARD_INPUT and not path.exists():
            raise UsageError("there is no such file or folder", place=str(path), mend="correct it")
        if next(find([path]), None) is None:
            what = "no file in this folder" if path.is_dir() else "the name of this file does not"
            raise UsageError(
                f"{what} end{'s' * path.is_dir()} in {', '.join(READERS)}, with or without .gz",
                place=str(path),
                mend="name other files, or give them the suffix of their format",
            )


def find(paths: Iterable[Path]) -> Iterator[_Found]:
    """The files to read, folders walked in order of name, links followed, each folder once."""
    visited: set[_Inode] = set()
    for path in paths:
        if path == STANDARD_INPUT:
            yield path
        else:
            yield from _walk(path, visited)


def size(paths: Iterable[Path]) -> int:
    """Bytes on the disk of all files to read."""
    files = (path for path in find(paths) if isinstance(path, Path) and path.is_file())
    return sum(path.stat().st_size for path in files)


def read(path: Path, encoding: str, report: Report) -> Items:
    """What is in one file. If the rest of it cannot be read, the last item is a Rejection."""
    name = place = "standard input" if path == STANDARD_INPUT else str(path)
    reader = _reader(path) or jsonl.read
    try:
        with _opened(path, report) as stream:
            for item in reader(Source(name, stream, encoding)):
                place = item.place if isinstance(item, Record) else item.error.place
                yield item
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        message = f"the compressed file is damaged after this place: {error}"
        mend = "fetch the file again; what came before it was read"
        yield Rejection(InputError(message, place=place, mend=mend))
    except OSError as error:
        yield _unreadable(place, error)


def _reader(path: Path) -> Reader | None:
    return READERS.get(Path(path.name.lower().removesuffix(".gz")).suffix)


def _walk(top: Path, visited: set[_Inode]) -> Iterator[_Found]:
    waiting: list[tuple[Path, tuple[_Inode, ...]]] = [(top, ())]
    while waiting:
        path, above = waiting.pop()
        try:
            if not path.is_dir():
                yield from [path] if _reader(path) else []
                continue
            status = path.stat()
            inode = (status.st_dev, status.st_ino)
            inside = sorted(path.iterdir(), key=lambda child: child.name, reverse=True)
        except OSError as error:
            yield _unreadable(str(path), error)
            continue
        if inode in above:
            message = "this link leads back to a folder that it lies in"
            mend = "remove it; everything else was read"
            yield Rejection(InputError(message, place=str(path), mend=mend))
        if inode not in visited:
            visited.add(inode)
            waiting += [(child, (*above, inode)) for child in inside]


def _unreadable(place: str, error: OSError) -> Rejection:
    message = f"it cannot be read: {error.strerror or error}"
    return Rejection(InputError(message, place=place, mend="see that it is there and readable"))


@contextmanager
def _opened(path: Path, report: Report) -> Iterator[BinaryIO]:
    if path == STANDARD_INPUT:
        yield sys.stdin.buffer
        return
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(None, "it is no regular file")  # a pipe would wait for ever
    with _Counted(path, report) as file, io.BufferedReader(file, io.DEFAULT_BUFFER_SIZE) as raw:
        if path.suffix.lower() != ".gz":
            yield raw
            return
        with gzip.GzipFile(fileobj=raw) as unpacked:
            yield cast(BinaryIO, unpacked)


class _Counted(io.FileIO):
    """A file that reports how much was read of it."""

    def __init__(self, path: Path, report: Report) -> None:
        super().__init__(path)
        self._report = report

    def readinto(self, buffer: Any, /) -> int:
        count = super().readinto(buffer)
        self._report(count)
        return count
