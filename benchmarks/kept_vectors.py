"""Vectors of articles that are kept from one run of a benchmark to the next.

To encode 24,000 articles takes more than ten minutes. Kept are only numbers, by digests of texts
and the name of what made them, in ``benchmarks/cache/``.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from pathlib import Path

import numpy as np

from benchmarks.corpus import CACHE
from indexer.vectors import encoder as room
from indexer.vectors.encoder import Encoder
from indexer.vectors.packed import Packed
from indexer.vectors.pieces import digest


@dataclass(frozen=True)
class KeptEncoder(Encoder):
    """An encoder that makes the vectors of no article twice."""

    known: dict[int, Packed] = field(default_factory=dict)

    def of_pieces(self, encoded: Sequence[str]) -> Packed | None:
        """See Encoder."""
        key = digest(encoded)
        if key not in self.known:
            found = super().of_pieces(encoded)
            if found is None:
                return None
            self.known[key] = found
        return self.known[key]


@contextmanager
def kept_vectors(folder: Path = CACHE) -> Iterator[None]:
    """Have the encoder of this process make only vectors that are not kept, and keep those."""
    own = room.encoder()
    if own is None:
        yield
        return
    path = folder / f"vectors-{zlib.crc32(own.name.encode()):08x}.npz"
    known: dict[int, Packed] = {}
    if path.exists():
        with np.load(path) as file:
            known = dict(zip(file["keys"].tolist(), file["vectors"], strict=True))
    before = len(known)
    parts = {each.name: getattr(own, each.name) for each in fields(own)}
    room._loaded[:] = [KeptEncoder(**parts, known=known)]  # noqa: SLF001 - as if it was loaded
    try:
        yield
    finally:
        room._loaded[:] = [own]  # noqa: SLF001
        if len(known) > before:
            folder.mkdir(parents=True, exist_ok=True)
            keys = np.fromiter(known, np.uint64, len(known))
            np.savez(path, keys=keys, vectors=np.stack(list(known.values())))
