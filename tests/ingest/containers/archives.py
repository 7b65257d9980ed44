"""Archives made for tests, well-formed and hostile."""

from __future__ import annotations

import io
import json
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Mapping


def line(id: str, title: str = "A roof", body: str = "It rained.") -> bytes:
    return json.dumps({"id": id, "language": "en", "title": title, "body": body}).encode() + b"\n"


def zipped(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def streamed_zip(members: Mapping[str, bytes]) -> bytes:
    """Written to a pipe: sizes follow the data."""

    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.data = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data: bytes) -> int:
            self.data += data
            return len(data)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return bytes(pipe.data)


def encrypted_zip(name: str) -> bytes:
    """A zip file whose one member says that it is encrypted."""
    packed = bytearray(zipped({name: b"secret"}))
    for signature, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        packed[packed.index(signature) + flags] |= 1
    return bytes(packed)


def nameless_zip(content: bytes) -> bytes:
    """A zip file whose one member has a name of no characters."""
    sizes = (zlib.crc32(content), len(content), len(content))
    local = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 0, 0, 33, *sizes, 0, 0) + content
    directory = struct.pack(
        "<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 0, 0, 33, *sizes, 0, 0, 0, 0, 0, 0, 0
    )
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, len(directory), len(local), 0)
    return local + directory + end


def sparse_tar(name: str) -> bytes:
    """A tar file whose member says that it has holes, but not where."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive:
        info = tarfile.TarInfo(name)
        info.pax_headers = {
            "GNU.sparse.major": "1",
            "GNU.sparse.minor": "0",
            "GNU.sparse.name": name,
            "GNU.sparse.realsize": "10",
        }
        info.size = 512
        archive.addfile(info, io.BytesIO(b"no number\n".ljust(512, b"\0")))
    return packed.getvalue()


def overlapping_zip(count: int, size: int) -> bytes:
    """``count`` entries of the directory that all point to the same ``size`` bytes."""
    inflate = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    content = b"x" * size
    data = inflate.compress(content) + inflate.flush()
    sizes = (zlib.crc32(content), len(data), size)
    local = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 8, 0, 33, *sizes, 5, 0) + b"0.txt" + data
    directory = b"".join(
        struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 8, 0, 33, *sizes, 5, 0, 0, 0, 0, 0, 0)
        + f"{number}.txt".encode()
        for number in range(count)
    )
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(directory), len(local), 0)
    return local + directory + end


def tarred(members: Mapping[str, bytes], kinds: Mapping[str, bytes] | None = None) -> bytes:
    """``kinds``: names of links and devices, and their type in tar."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, kind in (kinds or {}).items():
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return packed.getvalue()


def last_part(members: Mapping[str, bytes]) -> bytes:
    """The last part of a zip file in three: a directory of members that lie in the others."""
    whole = bytearray(zipped(members))
    at = whole.find(b"PK\1\2")
    start = at
    for number in range(len(members)):
        struct.pack_into("<H", whole, at + 34, number % 3)
        name, extra, comment = struct.unpack_from("<3H", whole, at + 28)
        at += 46 + name + extra + comment
    struct.pack_into("<2H", whole, at + 4, 2, 2)
    return bytes(whole[start:])


def otherwise_named_zip(name: str, within: bytes, content: bytes) -> bytes:
    """A zip file whose member calls itself ``within``, as long as ``name``, not in UTF-8."""
    packed = bytearray(zipped({name: content}))
    struct.pack_into("<H", packed, packed.index(b"PK\3\4") + 6, 0)
    packed[30 : 30 + len(within)] = within
    return bytes(packed)


def strangely_packed_zip(members: Mapping[str, bytes], name: str, method: int) -> bytes:
    """A zip file one member of which says that it is packed by ``method``."""
    packed = bytearray(zipped(members))
    struct.pack_into("<H", packed, packed.index(name.encode()) - 22, method)
    struct.pack_into("<H", packed, packed.rindex(name.encode()) - 36, method)
    return bytes(packed)


def last_part_of_zip64(members: Mapping[str, bytes]) -> bytes:
    """The last part of a zip file in three with sizes of ZIP64, which says so in its locator."""
    whole = zipped(members)
    end = whole.rindex(b"PK\5\6")
    return whole[:end] + struct.pack("<4sLQL", b"PK\6\7", 2, 0, 3) + whole[end:]
