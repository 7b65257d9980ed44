"""Files of many files, zip, WACZ, tar: their members one by one. None is written to the disk.

A member whose name leads out of the container, and a link or device in place of a file, is named
and passed over. What a damaged file holds before the damage is given.
"""

from __future__ import annotations

import io
import re
import stat
import tarfile
import zipfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from tempfile import TemporaryFile
from types import MappingProxyType
from typing import IO, Any, BinaryIO, TypeAlias, cast

from indexer.ingest.packed.streams import (
    Budget,
    DamagedError,
    UntilDamage,
    damage,
    layer,
    reading,
)
from indexer.ingest.packed.wacz import is_crawl, is_wacz, is_wanted
from indexer.ingest.packed.zip_member import NAMES, opened_member
from indexer.ingest.packed.zip_salvage import Stored, salvaged
from indexer.ingest.records import Item, Rejection, Source, as_text
from schemas.errors import InputError

Members: TypeAlias = Iterator[Source | Item]

COPIED = 1024**3
"""Bytes of the largest zip file within another file; it has to be copied to be read."""

_SHOWN = 300
_OUTSIDE = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]|^[A-Za-z]:|\0")
"""A step up, a name from the root or a drive of Windows, a NUL: there some programs end a name."""
_FORKS = re.compile(r"(?:^|/)(?:__MACOSX/|\._)")
"""What a Mac packs beside each file: it is named like the file but holds only its metadata."""

_ENCRYPTED = 0x1
_PIECE = 64 * 1024
_HEADER = 30
"""Bytes before the name of a member in a zip file, at least."""

_NO_PARTS = (0, 0xFFFF)
"""Numbers of parts in a zip file in one part; the second stands for one that does not fit."""

_IN_PARTS = (
    "it is the last part of a zip file in several parts",
    "join the parts, as with: zip -s 0 PART.zip --out WHOLE.zip",
)
_SPANS = "span multiple disks"
"""What zipfile says of a part of a zip file with ZIP64 sizes."""

_UNENDED = (
    "it lacks the empty blocks that end a tar file: all that it has was read",
    "fetch it again if it may have been cut off; some programs leave them out",
)
_LEADS_OUT = ("its name points outside the archive", "rename it, or leave it out")


def _zip(source: Source, budget: Budget) -> Members:
    named = source.name.lower().endswith(".wacz")
    with seekable(source) as stream:
        try:
            archive = opened_zip(source.name, stream)
        except DamagedError as error:
            whole = replace(source, stream=stream)
            yield from _without_directory(whole, budget, error, is_wanted if named else _is_any)
            return
        infos = archive.infolist()
        if any(info.volume not in _NO_PARTS for info in infos):
            yield _refused(source.name, *_IN_PARTS, "damaged")
            return
        if named or is_wacz(info.filename for info in infos):
            parts = {info.filename: info for info in infos if is_wanted(info.filename)}
            infos = list(parts.values())
            if not any(map(is_crawl, parts)):
                yield _refused(source.name, "it holds no crawl in archive/", "fetch it again")
        overlapping = _overlapping(archive.infolist())
        for info in infos:
            place = _place(source, info.filename)
            if info.filename.endswith("/") or _is_fork(source, info.filename):
                continue
            if fault := zip_fault(info, overlapping):
                yield _refused(place, *fault)
                continue
            try:
                member = opened_member(archive, info, stream, place)
            except InputError as error:
                yield Rejection(error)
                continue
            except DamagedError as error:
                yield Rejection(damage(place, error))
                continue
            with member:
                yield _member(source, place, layer(member, place, budget))


def opened_zip(name: str, stream: BinaryIO) -> zipfile.ZipFile:
    """A zip file with its directory. Raises DamagedError of ``name``."""
    with reading(name):
        return zipfile.ZipFile(stream, metadata_encoding=NAMES)


def _without_directory(
    source: Source, budget: Budget, error: DamagedError, wanted: Callable[[str], bool]
) -> Members:
    """What can be read of a zip file that lost its end; of no zip file nothing."""
    if _SPANS in str(error):
        yield _refused(source.name, *_IN_PARTS, "damaged")
        return
    for name, member in salvaged(source.stream):
        if wanted(name) and not (name.endswith("/") or _is_fork(source, name)):
            place = _place(source, name)
            if _OUTSIDE.search(name):
                yield _refused(place, *_LEADS_OUT)
            else:
                yield _member(source, place, layer(member, source.name, budget))
        # What no reader took is counted too: the next member begins where this one ends.
        rest = layer(member, source.name, budget)
        while rest.read(_PIECE):
            pass
    raise error


def _tar(source: Source, budget: Budget) -> Members:
    stream = UntilDamage(source.stream)
    with _reading(source.name, stream):
        archive = tarfile.TarFile.open(fileobj=cast(BinaryIO, stream), mode="r|", tarinfo=_Header)
    while True:
        with _reading(source.name, stream):
            try:
                info = archive.next()
            except _NoEndError:
                if stream.fault:
                    raise
                yield _refused(source.name, *_UNENDED, "damaged")
                return
        if info is None:
            while stream.read(_PIECE):  # what it is packed in may be damaged behind its end
                pass
            if stream.fault:
                raise stream.fault
            return
        archive.members.clear()  # type: ignore[attr-defined] # else memory grows with them
        if info.isdir() or _is_fork(source, info.name):
            continue
        place = _place(source, info.name)
        if fault := _tar_fault(info):
            yield _refused(place, *fault)
        else:
            with _reading(source.name, stream):
                member = _content(archive, info)
            yield _member(source, place, layer(member, source.name, budget))


@contextmanager
def _reading(name: str, stream: UntilDamage) -> Iterator[None]:
    """As ``reading``, but if the stream is damaged, its own fault is raised."""
    try:
        with reading(name):
            yield
    except DamagedError as error:
        raise stream.fault or error from None


def _content(archive: tarfile.TarFile, info: tarfile.TarInfo) -> Any:
    """What a member of a tar file holds, up to where the file ends."""
    if info.issparse():
        return archive.extractfile(info)
    return Stored(cast(BinaryIO, archive.fileobj), info.size)


CONTAINERS: Mapping[str, Callable[[Source, Budget], Members]] = MappingProxyType(
    {".zip": _zip, ".wacz": _zip, ".tar": _tar}
)
"""What gives the members of a container, by its suffix, to be read one after the other.

Raises DamagedError of the container's own name.
"""


class _NoEndError(Exception):
    """A tar file ends behind a member, without the blocks of zeros that should end it."""


class _Header(tarfile.TarInfo):
    """A header that is damaged or missing is an error: tarfile would take it for the end."""

    @classmethod
    def fromtarfile(cls, tarfile_: tarfile.TarFile) -> _Header:
        try:
            return super().fromtarfile(tarfile_)
        except tarfile.EOFHeaderError:  # type: ignore[attr-defined] # public, but not in the stubs
            raise
        except tarfile.EmptyHeaderError as error:  # type: ignore[attr-defined] # as above
            raise (_NoEndError if tarfile_.offset else tarfile.ReadError)(str(error)) from None
        except tarfile.HeaderError as error:
            raise tarfile.ReadError(str(error)) from None


def _tar_fault(info: tarfile.TarInfo) -> tuple[str, str] | None:
    if _OUTSIDE.search(info.name):
        return _LEADS_OUT
    if not info.isfile():
        kind = "link" if info.issym() or info.islnk() else "device"
        return f"it is a {kind}, not a file", "ingest the file it points to, or ignore this"
    return None


def zip_fault(info: zipfile.ZipInfo, overlapping: Collection[str]) -> tuple[str, str] | None:
    """Why a member of a zip file is not read, and what to do; None when it can be read."""
    if not info.filename:
        return "it has no name", "give it one with the suffix of its format"
    if _OUTSIDE.search(info.orig_filename):  # filename has been cut at a NUL
        return _LEADS_OUT
    if info.flag_bits & _ENCRYPTED:
        return "it is encrypted", "unpack it with its password and ingest the contents"
    if info.filename in overlapping:
        return "it shares its data with other members", "fetch the file again; it may be an attack"
    if stat.S_ISLNK(info.external_attr >> 16):  # the mode of Unix is in the upper half
        return "it is a link, not a file", "ingest the file it points to, or ignore this"
    return None


def _overlapping(infos: Sequence[zipfile.ZipInfo]) -> set[str]:
    """Names of members that lie within each other: a bomb unpacks the same bytes many times."""
    ordered = sorted(infos, key=lambda info: info.header_offset)
    return {
        name
        for one, following in pairwise(ordered)
        if one.header_offset + _HEADER + one.compress_size > following.header_offset
        for name in (one.filename, following.filename)
    }


def _refused(place: str, message: str, hint: str, code: str = "unreadable") -> Rejection:
    return Rejection(InputError(message, place=place, hint=hint, code=code))


def _member(source: Source, place: str, stream: BinaryIO) -> Source:
    return replace(source, name=place, stream=stream, path=None)


def _is_any(_: str) -> bool:
    return True


def _place(source: Source, name: str) -> str:
    return f"{source.name}!{as_text(name[:_SHOWN])}"


def _is_fork(source: Source, name: str) -> bool:
    found = _FORKS.search(name) is not None
    source.journal.skipped += found
    return found


@contextmanager
def seekable(source: Source) -> Iterator[BinaryIO]:
    """The stream of a zip file, as a nameless copy when it is not a file by itself."""
    if source.stream.seekable():
        yield source.stream
        return
    with TemporaryFile() as copy:
        fault = _copy(source, copy)
        copy.seek(0)
        yield cast(BinaryIO, copy)
        if fault:  # only now: what came before the damage is read
            raise fault


def _copy(source: Source, copy: IO[bytes]) -> DamagedError | None:
    """Copy a stream; gives what ended it early, if anything did."""
    try:
        while data := cast(io.BufferedReader, source.stream).read1():
            copy.write(data)
            if copy.tell() > COPIED:
                return DamagedError(source.name, ValueError("it is larger than 1 GiB"))
    except DamagedError as error:
        return error
    return None
