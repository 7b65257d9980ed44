"""What a generation consists of: one small file, replaced atomically, that is the commit."""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path

from indexer.durable import replace_file
from indexer.index.whoosh.files.container import (
    READABLE,
    VERSION,
    damaged_file,
    outdated_file,
    unread_file,
)
from schemas.errors import NotFoundError

NAME = "generation.json"


@dataclass(frozen=True, slots=True)
class SegmentEntry:
    """A segment of a generation. ``live``: file of its live mask, "" when all live.

    ``bytes``: size of its file. ``documents``: dead ones too. ``wide``: positions take 32 bits.
    """

    file: str
    bytes: int
    documents: int
    deleted: int
    wide: bool
    live: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The state of a generation. ``serial`` grows with each commit."""

    fingerprint: str
    checkpoint: int = 0
    serial: int = 0
    segments: tuple[SegmentEntry, ...] = ()

    def write(self, folder: Path) -> None:
        """Make this the state of the generation in ``folder``, durably.

        Raises OSError when the disk refuses.
        """
        # JSON in a string: the checksum is of its very characters, which no reader writes anew.
        body = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)
        text = json.dumps({"version": VERSION, "crc": zlib.crc32(body.encode()), "body": body})
        replace_file(folder / NAME, text.encode())

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """The state of the generation in ``folder``.

        Raises NotFoundError, and as Container does.
        """
        path = folder / NAME
        try:
            outer = json.loads(path.read_bytes())
            version, crc, body = outer["version"], outer["crc"], outer["body"]
        except FileNotFoundError:
            raise NotFoundError("there is no such generation", place=str(folder)) from None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise unread_file(path, error) from error
        if version not in READABLE:
            raise outdated_file(path, version)
        if zlib.crc32(body.encode()) != crc:
            raise damaged_file(path, "does not match its checksum")
        fields = json.loads(body)
        segments = tuple(SegmentEntry(**entry) for entry in fields.pop("segments"))
        return cls(**fields, segments=segments)
