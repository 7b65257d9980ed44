"""What is in a file: which reader reads it, whatever it is packed in."""

from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO, TypeAlias, cast

from indexer.ingest.formats import jsonl
from indexer.ingest.html import plain_text as page
from indexer.ingest.packed.containers import CONTAINERS
from indexer.ingest.packed.gzip_members import GzipMembers
from indexer.ingest.packed.streams import (
    RATIO,
    Budget,
    DamagedError,
    TooMuchError,
    damage,
    is_zip,
    packing,
    peeled,
    unpacked,
)
from indexer.ingest.records import (
    Items,
    Journal,
    Reader,
    Record,
    Rejection,
    Source,
    as_text,
    unreadable,
)
from indexer.ingest.text.utf8_chunks import CHUNK
from schemas.errors import InputError, PodshivkaError

Report: TypeAlias = Callable[[int], None]
"""Called with the number of bytes read since the last call, as they lie on the disk."""


def _html(source: Source) -> Items:
    from indexer.ingest.html import file  # noqa: PLC0415 - lxml is slow to load, and often not needed

    return file.read(source)


def _warc(source: Source) -> Items:
    from indexer.ingest.formats import warc  # noqa: PLC0415 - as above

    return warc.read(source)


def _xml(source: Source) -> Items:
    from indexer.ingest.xml import file  # noqa: PLC0415 - as above

    return file.read(source, jsonl.read)


def _table(source: Source) -> Items:
    from indexer.ingest.formats import table  # noqa: PLC0415 - as above

    return table.read(source)


def _epub(source: Source, budget: Budget) -> Items:
    from indexer.ingest.formats import epub  # noqa: PLC0415 - as above

    return epub.read(source, budget)


_XML = (".xml", ".rss", ".atom", ".rdf", ".wxr", ".newsml", ".nitf", ".opml")

READERS: Mapping[str, Reader] = MappingProxyType(
    {
        ".jsonl": jsonl.read,
        ".ndjson": jsonl.read,
        ".json": jsonl.read,
        ".txt": page.read,
        ".html": _html,
        ".htm": _html,
        ".xhtml": _html,
        ".warc": _warc,
        ".arc": _warc,
        **dict.fromkeys(_XML, _xml),
        ".csv": _table,
        ".tsv": _table,
    }
)
"""The reader of each suffix; what is packed, or in a container, is unpacked on the way."""

CONTAINED = MappingProxyType({**CONTAINERS, ".epub": _epub})
"""What gives the members of a container, or what they hold, by its suffix."""

_PACKED_BY_RECORD = frozenset((".warc", ".arc"))
"""Suffixes of files in which each record is a gzip member."""

_OTHERWISE = "not packed as its name says: read as its first bytes say"

DEEPEST = 2
"""Containers within each other that are opened."""

STANDARD_INPUT = Path("-")
"""JSON lines from a pipe."""


def read_file(path: Path, encoding: str, report: Report, journal: Journal | None = None) -> Items:
    """What is in one file. If the rest of it cannot be read, the last item is a Rejection.

    Raises PodshivkaError where a package that a reader needs is missing.
    """
    name = place = "standard input" if path == STANDARD_INPUT else as_text(path)
    try:
        with _opened(path, report) as stream:
            source = Source(name, stream, encoding, journal or Journal(), path)
            budget = Budget(0 if path == STANDARD_INPUT else os.fstat(stream.fileno()).st_size)
            items = jsonl.read(source) if path == STANDARD_INPUT else _unpacked(source, budget)
            for item in items:
                place = item.place if isinstance(item, Record) else item.error.place
                yield item
    except TooMuchError:
        message = f"it unpacks to more than {RATIO} times its size"
        hint = "it may be an attack; if it is not, unpack it yourself"
        yield Rejection(InputError(message, place=place, hint=hint, code="too-much"))
    except OSError as error:
        yield Rejection(unreadable(place, error))
    except ImportError as error:
        raise _incomplete(place, error) from error
    except Exception as error:  # noqa: BLE001 - no file may keep others from being read
        yield Rejection(_failure(place, error))


def _unpacked(source: Source, budget: Budget, depth: int = 0) -> Items:
    """What is in a file, whatever it is wrapped in. What is damaged ends with a Rejection."""
    place = source.name
    try:
        name, named = peeled(source.name)
        packed = packing(source.stream, named)
        if packed != named:
            source.journal.remark(source.name, _OTHERWISE)
        if packed == ".gz" and _suffix(name) in _PACKED_BY_RECORD:
            members = GzipMembers(source.stream, source.name, budget)
            source = replace(source, stream=cast(BinaryIO, members))
        elif packed:
            source = replace(source, stream=unpacked(source.stream, packed, place, budget))
        for item in _contents(source, _suffix(name), budget, depth):
            place = item.place if isinstance(item, Record) else item.error.place
            yield item
    except (DamagedError, TooMuchError, OSError) as error:
        if not isinstance(error, DamagedError) or error.layer != source.name:
            raise  # what holds this file is damaged: nothing more comes out of it
        yield Rejection(damage(place, error))
    except ImportError:
        raise
    except Exception as error:  # noqa: BLE001 - no member may keep others from being read
        yield Rejection(_failure(place, error))


def _incomplete(place: str, error: ImportError) -> PodshivkaError:
    """A reader lacks a package: the file is not at fault, and the next one would fail, too."""
    return PodshivkaError(
        f"the installation is incomplete: {error}",
        place=place,
        hint="podshivka doctor names what is missing; install it, then ingest the files again",
    )


def _failure(place: str, error: Exception) -> InputError:
    """The error of a reader that fails, whatever it raises."""
    message = f"reading it failed: {type(error).__name__}: {error}"
    hint = "please report this with the file; everything before this place was read"
    return InputError(message, place=place, hint=hint, code="damaged")


def _contents(source: Source, kind: str, budget: Budget, depth: int) -> Items:
    if kind in READERS and is_zip(source.stream):
        hint = "give it the suffix .zip, .epub or .wacz, and ingest it again"
        yield Rejection(
            InputError("it is a zip file with another suffix", place=source.name, hint=hint)
        )
    elif kind in READERS:
        yield from READERS[kind](source)
    elif kind not in CONTAINED:
        source.journal.skipped += 1
    elif depth == DEEPEST:
        message = "archives nested three deep are not read"
        hint = "unpack the outermost archive and ingest its contents"
        yield Rejection(InputError(message, place=source.name, hint=hint, code="too-much"))
    else:
        for member in CONTAINED[kind](source, budget):
            if isinstance(member, Source):
                yield from _unpacked(member, budget, depth + 1)
            else:
                yield member


def _suffix(name: str) -> str:
    """The suffix of a name. pathlib interns names: memory would grow with those of members."""
    return os.path.splitext(name)[1]  # noqa: PTH122


def is_known(name: str) -> bool:
    """Whether a file of this name can be read."""
    kind = _suffix(peeled(name)[0])
    return kind in READERS or kind in CONTAINED


@contextmanager
def _opened(path: Path, report: Report) -> Iterator[BinaryIO]:
    if path == STANDARD_INPUT:
        yield sys.stdin.buffer
        return
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(None, "not a regular file")  # a pipe would wait for ever
    # a look at the first bytes must not make the first piece shorter
    with _Counted(path, report) as file, io.BufferedReader(file, CHUNK) as raw:
        yield raw


class _Counted(io.FileIO):
    """A file that reports how much was read of it."""

    def __init__(self, path: Path, report: Report) -> None:
        super().__init__(path)
        self._report = report

    def readinto(self, buffer: Any, /) -> int:
        count = super().readinto(buffer)
        self._report(count)
        return count
