"""Batches of articles → the lines of bulk requests."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.index.contract import POPULATION, WEIGHTS
from indexer.index.opensearch.laid_out import UNFIT, line
from indexer.index.signatures import NONE, hashes
from schemas.document import FIELDS, PARAGRAPH, SENTENCE, UNDATED, Batch
from schemas.errors import EngineError

LONGEST_ID = 512
"""Bytes that an id of the cluster may have."""

MARKERS = frozenset({SENTENCE, PARAGRAPH})

Lines = tuple[bytes, ...]
"""An action and, unless it deletes, its document."""


def key_of(id: str) -> str:
    """The cluster's own id of an article."""
    if len(id.encode()) <= LONGEST_ID:
        return id
    return hashlib.blake2b(id.encode(), digest_size=32).hexdigest()


def population_of(values: Sequence[str]) -> str:
    """All values of the facet POPULATION as one."""
    return "\x1f".join(values)


def signature_words(signature: Iterable[int]) -> list[str]:
    """Each byte of a signature with its number, as a keyword."""
    return [f"{at}:{byte}" for at, byte in enumerate(signature)]


@dataclass(frozen=True)
class BatchLines:
    """What is sent for a batch.

    ``index``, ``words``: names of the indices of articles and of words. ``version``: replaces
    documents of a lower version, and not those of a higher one. ``attempt``: the number of the
    ``apply`` that it belongs to.
    """

    batch: Batch
    index: str
    words: str
    version: int
    attempt: int

    def of_words(self, known: set[str]) -> Iterator[Lines]:
        """Forms that are not ``known``; they are added to it.

        Raises EngineError for one that cannot be indexed.
        """
        for number, form in zip(self._numbers.tolist(), self._forms, strict=True):
            if form in known or form in MARKERS:
                continue
            if UNFIT.search(form):
                raise EngineError(f"{form!r} cannot be indexed as the form of a word")
            known.add(form)
            key = hashlib.blake2b(form.encode(), digest_size=12).hexdigest()
            told = {"form": form, "folded": form.lower(), "terms": list(self.batch.terms[number])}
            yield _line({"create": {"_index": self.words, "_id": key}}), _line(told)

    def of_articles(self) -> Iterator[Lines]:
        """Articles that are put, and ids that are deleted."""
        told = {"_index": self.index, "version": self.version, "version_type": "external_gte"}
        for id in self.batch.deleted:
            yield (_line({"delete": {**told, "_id": key_of(id)}}),)
        begin = 0
        for row, id in enumerate(self.batch.ids):
            end = int(self.batch.ends[row])
            document = {"id": id, **self._document(row, slice(begin, end))}
            yield _line({"index": {**told, "_id": key_of(id)}}), _line(document)
            begin = end

    @cached_property
    def _numbers(self) -> NDArray[np.uint32]:
        """The forms that occur, ascending."""
        return np.unique(self.batch.tokens)

    @cached_property
    def _forms(self) -> list[str]:
        """Those of ``_numbers``."""
        return [self.batch.forms[number] for number in self._numbers.tolist()]

    @cached_property
    def _hashes(self) -> NDArray[np.uint32]:
        return hashes(self._forms)

    def _document(self, row: int, tokens: slice) -> dict[str, Any]:
        batch = self.batch
        positions = batch.positions[tokens]
        rows = np.searchsorted(self._numbers, batch.tokens[tokens])
        forms = [self._forms[at] for at in rows.tolist()]
        starts = batch.starts[row]
        bounds = [*np.searchsorted(positions, starts).tolist(), len(forms)]
        told: dict[str, Any] = {
            "attempt": self.attempt,
            "length": int(np.dot(WEIGHTS, batch.lengths[row].astype(np.int64))),
        }
        for at, field in enumerate(FIELDS):
            some = slice(bounds[at], bounds[at + 1])
            if text := line(positions[some] - starts[at], forms[some]):
                told[field] = text
        if batch.published[row] != UNDATED:
            told["published"] = int(batch.published[row])
        for name, values in batch.facets.items():
            if values[row]:
                told[name] = list(values[row])
        told["population"] = population_of(
            batch.facets.get(POPULATION, ((),) * len(batch.ids))[row]
        )
        told["forms"] = sorted({*forms} - MARKERS)
        told["signature"] = signature_words(self._signature(rows))
        return told

    def _signature(self, rows: NDArray[np.intp]) -> list[int]:
        if not len(rows):
            return [NONE] * self._hashes.shape[1]
        signature: list[int] = (self._hashes[rows].min(axis=0) & 0xFF).tolist()
        return signature


def _line(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
