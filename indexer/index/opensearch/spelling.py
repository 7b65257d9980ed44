"""The forms of batches as JSON has them, each made once: rows of a table, in arrays."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from json.encoder import encode_basestring

import numpy as np
from numpy.typing import NDArray

from indexer.index.contract import SIGNATURE
from indexer.index.opensearch.laid_out import MARKS, UNFIT
from indexer.index.signatures import hashes
from schemas.document import Batch
from schemas.errors import EngineError

Rows = NDArray[np.int64]

_BEGINNING = (*MARKS, *(mark for marks in MARKS.values() for mark in marks))
ROWS = {form: row for row, form in enumerate(_BEGINNING)}
"""Rows of the markers, and of the marks that stand for them: those of forms follow."""

_LEAST = 1024
_AS_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def as_json(content: object) -> bytes:
    """Content as JSON, in UTF-8."""
    return _AS_JSON(content).encode()


WordDocuments = dict[str, bytes]
"""Documents of the index of words, by their ids there. They are no objects of a class, because the
garbage collector would then have to search hundreds of thousands of these."""


class Spelling:
    """The rows of forms: a form gets one when it first occurs.

    ``spelt``: of each row, as it stands between the quotes of JSON. ``hashes``: of each row, for
    signatures; those of markers and marks are never the least.
    """

    def __init__(self) -> None:
        self._begin(())

    def _begin(self, shared: Sequence[str]) -> None:
        self._shared = shared
        self._rows: Rows = np.zeros(0, np.int64)
        self.spelt = np.empty(_LEAST, object)
        self.hashes = np.full((_LEAST, SIGNATURE), 2**32 - 1, np.uint32)
        self._size = len(_BEGINNING)
        self.spelt[: self._size] = [form.encode() for form in _BEGINNING]

    def rows(self, batch: Batch) -> tuple[Rows, WordDocuments]:
        """The row of each token, and what the index of words is to hold of the new forms.

        Batches may share one growing sequence of forms; with another sequence all forms are new.
        Raises EngineError for a form that cannot be indexed.
        """
        if batch.forms is not self._shared:
            self._begin(batch.forms)
        added = np.full(len(batch.forms) - len(self._rows), -1, np.int64)
        self._rows = np.concatenate([self._rows, added])
        found = self._rows[batch.tokens]
        unknown = found < 0
        words: WordDocuments = {}
        if unknown.any():
            words = self._learn(batch, np.unique(batch.tokens[unknown]))
            found = self._rows[batch.tokens]
        return found, words

    def _learn(self, batch: Batch, numbers: NDArray[np.uint32]) -> WordDocuments:
        words: WordDocuments = {}
        spelt, forms, new = [], [], []
        for number in numbers.tolist():
            form = batch.forms[number]
            if form in MARKS:
                self._rows[number] = ROWS[form]
                continue
            if UNFIT.search(form):
                raise EngineError(f"{form!r} cannot be indexed as the form of a word")
            quoted = encode_basestring(form)
            key = hashlib.blake2b(form.encode(), digest_size=12).hexdigest()
            words[key] = _word(form, quoted, batch.terms[number])
            spelt.append(quoted[1:-1].encode())
            forms.append(form)
            new.append(number)
        begin, end = self._size, self._size + len(new)
        self._grow(end)
        self._rows[new] = np.arange(begin, end)
        self.spelt[begin:end] = spelt
        self.hashes[begin:end] = hashes(forms)
        self._size = end
        return words

    def _grow(self, size: int) -> None:
        """Make room for so many rows."""
        room = len(self.spelt)
        if size > room:
            more = max(size, 2 * room) - room
            self.spelt = np.concatenate([self.spelt, np.empty(more, object)])
            self.hashes = np.concatenate([self.hashes, np.zeros((more, SIGNATURE), np.uint32)])


def _word(form: str, quoted: str, terms: Sequence[str]) -> bytes:
    folded = encode_basestring(form.lower())
    listed = ",".join(map(encode_basestring, terms))
    return f'{{"form":{quoted},"folded":{folded},"terms":[{listed}]}}'.encode()
