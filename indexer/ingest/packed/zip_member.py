"""A member of a zip file, opened even if its header and the directory name it differently."""

from __future__ import annotations

import struct
import zipfile
from typing import IO, BinaryIO

from indexer.ingest.packed.streams import reading
from schemas.errors import InputError

NAMES = "cp866"
"""The encoding of names in a zip file that does not say UTF-8: what Windows writes in Russian."""

UTF8 = 0x800
"""The flag of a member whose name is in UTF-8."""

_HEADER = struct.Struct("<6xH18xH2x")
"""The flags, and the length of the name, in the header before the name of a member."""


def opened_member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, stream: BinaryIO, place: str
) -> IO[bytes]:
    """What a member holds; ``stream``: that of the archive.

    Raises DamagedError of ``place``, and InputError if the member is compressed by a method that
    cannot be read.
    """
    try:
        with reading(place, NotImplementedError):
            try:
                return archive.open(info)
            except zipfile.BadZipFile:
                _take_name(info, stream)
                return archive.open(info)
    except NotImplementedError:
        method = zipfile.compressor_names.get(info.compress_type, str(info.compress_type))  # type: ignore[attr-defined] # public, but not in the stubs
        raise InputError(
            f"it is compressed by a method that cannot be read ({method})",
            place=place,
            hint="unpack it with another program, such as 7-Zip, and ingest what it holds",
        ) from None


def _take_name(info: zipfile.ZipInfo, stream: BinaryIO) -> None:
    """Take the name in a member's own header: some programs write it in another encoding there."""
    stream.seek(info.header_offset)
    head = stream.read(_HEADER.size)
    if len(head) < _HEADER.size:
        return
    flags, length = _HEADER.unpack(head)
    info.orig_filename = stream.read(length).decode("utf-8" if flags & UTF8 else NAMES)
