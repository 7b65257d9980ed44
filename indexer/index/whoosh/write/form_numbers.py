"""Forms of batches by number, as they come: what a builder knows of the vocabulary."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.index.contract import SIGNATURE
from indexer.index.signatures import hashes
from schemas.document import Batch

_UNKNOWN = np.uint32(2**32 - 1)


class Numbering:
    """A form and its terms are taken in once, whatever number a batch has for it."""

    def __init__(self) -> None:
        self.forms: list[str] = []
        self.terms: list[tuple[str, ...]] = []
        self._known: dict[str, int] = {}
        self._hashes = np.zeros((1024, SIGNATURE), np.uint32)
        self._order: list[int] = []
        self._shared: Sequence[str] = ()
        self._numbers = np.zeros(0, np.uint32)

    @property
    def hashes(self) -> NDArray[np.uint32]:
        """SIGNATURE hashes of each form: shape (forms, SIGNATURE), uint32."""
        return self._hashes[: len(self.forms)]

    def tokens(self, batch: Batch) -> NDArray[np.uint32]:
        """The numbers of the batch's tokens: shape (tokens,), uint32.

        Batches may share a sequence of forms that grows.
        """
        if batch.forms is not self._shared:
            self._shared, self._numbers = batch.forms, np.zeros(0, np.uint32)
        added = np.full(len(batch.forms) - len(self._numbers), _UNKNOWN)
        self._numbers = np.concatenate([self._numbers, added])
        found = self._numbers[batch.tokens]
        new = found == _UNKNOWN
        if new.any():
            self._learn(batch, np.unique(batch.tokens[new]).tolist())
            found = self._numbers[batch.tokens]
        return found

    def _learn(self, batch: Batch, numbers: list[int]) -> None:
        before = len(self.forms)
        for number in numbers:
            form = batch.forms[number]
            mine = self._known.setdefault(form, len(self.forms))
            self._numbers[number] = mine
            if mine == len(self.forms):
                self.forms.append(form)
                self.terms.append(batch.terms[number])
        size = len(self._hashes)
        if len(self.forms) > size:
            room = np.zeros((max(len(self.forms), 2 * size), SIGNATURE), np.uint32)
            room[:before] = self._hashes[:before]
            self._hashes = room
        self._hashes[before : len(self.forms)] = hashes(self.forms[before:])

    def order(self) -> list[int]:
        """The numbers of all forms in code point order."""
        self._order.extend(range(len(self._order), len(self.forms)))
        self._order.sort(key=self.forms.__getitem__)  # quick: most are in order already
        return self._order
