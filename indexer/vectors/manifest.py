"""The manifest: which parts there are, of which encoder, and how far in the store they reach."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from zlib import crc32

from indexer.durable import replace_file
from indexer.vectors.packed import DIMENSIONS, KINDS
from indexer.vectors.part import AGAIN, Part
from schemas.errors import EngineError

FILE = "manifest"
_FORMAT = 2


class OtherVersionError(EngineError):
    """The vectors were made by another version: they are whole, but cannot be read."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """``model``: the encoder's name. ``checkpoint``: the store's sequence up to which all is here.

    ``edition``: counts the changes; names of files begin with it.
    """

    model: str
    checkpoint: int = 0
    edition: int = 0
    parts: tuple[Part, ...] = ()

    @property
    def articles(self) -> int:
        """How many articles have vectors."""
        return sum(part.live for part in self.parts)

    @property
    def bytes(self) -> int:
        """Bytes of all parts."""
        return sum(part.bytes for part in self.parts)

    def write(self, folder: Path) -> None:
        """Replace the manifest in ``folder``. Raises OSError when the disk refuses."""
        shape = {"format": _FORMAT, "dimensions": DIMENSIONS, "kinds": KINDS, **asdict(self)}
        said = json.dumps(shape, separators=(",", ":")).encode()
        replace_file(folder / FILE, said, b"\n%08x\n" % crc32(said))


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of ``folder``; None where nothing was made yet.

    Raises OtherVersionError when another version made it, EngineError when it is damaged.
    """
    path = folder / FILE
    try:
        said, _, sum_ = path.read_bytes().partition(b"\n")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise EngineError(f"it cannot be read: {error}", place=str(path)) from error
    if sum_ != b"%08x\n" % crc32(said):
        raise EngineError("it does not match its checksum", place=str(path), hint=AGAIN)
    shape = json.loads(said)
    made = tuple(shape.pop(name, None) for name in ("format", "dimensions", "kinds"))
    if made != (_FORMAT, DIMENSIONS, KINDS):
        raise OtherVersionError("another version made these vectors", place=str(path), hint=AGAIN)
    parts = tuple(Part(**{**part, "dead": tuple(part["dead"])}) for part in shape.pop("parts"))
    return Manifest(**shape, parts=parts)
