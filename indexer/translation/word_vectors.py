"""Vectors of words, kept so that a word is encoded once, and read without the encoder."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from indexer import array_folder
from indexer.translation.table import Strings

DRAFT = ".part-"
"""Prefix of the folders in which a part is written before it takes its place."""

PART = 4096
"""Words encoded before they are kept: what an interruption costs."""

LARGEST = 127
"""Of the whole numbers that a vector is kept as."""

Vectors = NDArray[np.float32]
Rows = Mapping[str, NDArray[np.int8]]
"""The vector of each word, in whole numbers."""
Progress = Callable[[int], None]
"""Called with the number of words encoded since the last call."""


class WordEncoder(Protocol):
    """Makes vectors of texts. ``name``: the same one makes the same of the same texts."""

    @property
    def name(self) -> str:
        """The model and its version."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """A vector of length 1 for each text."""
        ...


class WordVectors:
    """Those in ``folder``, in parts, all of one encoder; what is damaged counts for nothing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def encoder(self) -> str:
        """The name of the encoder that made them, "" when there are none."""
        found = (_opened(path) for path in self._parts())
        return next((made_by for made_by, _, _ in filter(None, found)), "")

    def read(self, name: str) -> Rows:
        """Those that the encoder ``name`` made."""
        rows: dict[str, NDArray[np.int8]] = {}
        for path in self._parts():
            found = _opened(path)
            if found is not None and found[0] == name:
                words = map(found[1].__getitem__, range(len(found[1])))
                rows |= zip(words, found[2], strict=True)
        return rows

    def missing(self, words: Sequence[str], name: str) -> list[str]:
        """Those of ``words`` that the encoder ``name`` would have to encode."""
        known = self.read(name)
        return [word for word in words if word not in known]

    def bring_up(
        self, words: Sequence[str], encoder: WordEncoder, progress: Progress | None = None
    ) -> None:
        """Encode those of ``words`` that are missing, and forget all others.

        What is encoded stays when this is interrupted. Raises OSError when the disk refuses.
        """
        known = dict(self.read(encoder.name))
        new = [word for word in words if word not in known]
        for start in range(0, len(new), PART):
            some = new[start : start + PART]
            rows = _whole(encoder.encode(some))
            self._save(some, rows, encoder.name)
            known |= zip(some, rows, strict=True)
            if progress:
                progress(len(some))
        before = self._parts()
        if words and (len(before) > 1 or len(known) > len(words)):
            self._save(words, np.stack([known[word] for word in words]), encoder.name)
            for path in before:
                shutil.rmtree(path)

    def keep(self, is_kept: Callable[[str], bool]) -> None:
        """Forget all other words, and what is damaged. Raises OSError when the disk refuses."""
        for path in self._parts():
            found = _opened(path)
            if found is not None:
                made_by, names, rows = found
                kept = [n for n in range(len(names)) if is_kept(names[n])]
                if len(kept) == len(names):
                    continue
                self._save([names[n] for n in kept], rows[kept], made_by)
            shutil.rmtree(path)

    def _save(self, words: Sequence[str], rows: NDArray[np.int8], name: str) -> None:
        for draft in self.folder.glob(f"{DRAFT}*"):
            with suppress(OSError):
                shutil.rmtree(draft)
        names = Strings.of(words)
        made_by = np.frombuffer(name.encode(), np.uint8)
        arrays: dict[str, NDArray[Any]] = {
            "text": names.text, "ends": names.ends, "vectors": rows, "made_by": made_by
        }  # fmt: skip
        last = max((int(path.name) for path in self._parts()), default=0)
        array_folder.save(self.folder / f"{last + 1:06}", arrays, DRAFT)

    def _parts(self) -> list[Path]:
        return sorted(self.folder.glob("[0-9]*"))


def unit(rows: Sequence[NDArray[np.int8]]) -> Vectors:
    """Vectors of length 1 each; one of nothing stays nothing, and is near no other."""
    vectors = np.array(rows, np.float32).reshape(len(rows), -1 if len(rows) else 0)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    found: Vectors = (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)
    return found


def _opened(path: Path) -> tuple[str, Strings, NDArray[np.int8]] | None:
    try:
        sums = array_folder.checksums(path)
        arrays = {name: array_folder.mapped(path, name, sums) for name in sums}
        made_by = bytes(arrays["made_by"]).decode()
        return made_by, Strings(arrays["text"], arrays["ends"]), arrays["vectors"]
    except array_folder.UNREADABLE:
        return None


def _whole(vectors: Vectors) -> NDArray[np.int8]:
    """As whole numbers, of which the largest of each vector is LARGEST."""
    sound = np.nan_to_num(vectors, posinf=0.0, neginf=0.0)
    largest = np.abs(sound).max(axis=1, keepdims=True)
    scale = LARGEST / np.where(largest > 0, largest, LARGEST)
    whole: NDArray[np.int8] = np.rint(sound * scale).astype(np.int8)
    return whole
