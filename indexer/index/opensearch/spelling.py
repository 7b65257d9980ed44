"""The forms of batches as JSON, each made once: pieces of one text, in flat arrays."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from json.encoder import encode_basestring

import numpy as np
from numpy.typing import NDArray

from indexer.analysis.string_table import Column
from indexer.index.contract import SIGNATURE
from indexer.index.loops import Numbers
from indexer.index.opensearch.laid_out import MARKS, UNFIT
from indexer.index.opensearch.mapping import EMPTY, OTHER
from indexer.index.signatures import hashes
from schemas.document import FIELDS, Batch
from schemas.errors import EngineError

Rows = NDArray[np.int64]

_BETWEEN = "\ue002"
"""Between forms that are made into JSON together: it is UNFIT, so no form has it."""

LONGEST_ID = 512
"""The most bytes that an id of the cluster may have."""

_AS_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def as_json(content: object) -> bytes:
    """Content as JSON, in UTF-8."""
    return _AS_JSON(content).encode()


def quoted(text: str) -> bytes:
    """A text as JSON, in a third of the time of ``as_json``."""
    return encode_basestring(text).encode()


def key_of(id: str) -> str:
    """The cluster's own id of an article or a form."""
    if len(id.encode()) <= LONGEST_ID:
        return id
    return hashlib.blake2b(id.encode(), digest_size=32).hexdigest()


def signature_words(signature: Sequence[int]) -> list[str]:
    """Each byte of a signature with its place in it, as a keyword."""
    return [f"{at}:{byte}" for at, byte in enumerate(signature)]


# the last member of an article
_SIGNED = [
    (',"signature":[' if at == 0 else ",")
    + f'"{at}:{byte}"'
    + ("]}" if at == SIGNATURE - 1 else "")
    for at in range(SIGNATURE)
    for byte in range(256)
]

_FIXED = (
    *MARKS,
    *(mark for marks in MARKS.values() for mark in marks),
    *(EMPTY, OTHER, " ", '"', ',"forms":["', '","', '"]'),
    *(f',"{name}":"' for name in FIELDS),
    *_SIGNED,
)

PIECES: Mapping[str, int] = {piece: number for number, piece in enumerate(_FIXED)}
"""Numbers of the markers, of the marks that stand for them, and of what stands between forms."""

SIGNED = PIECES[_SIGNED[0]] + 256 * np.arange(SIGNATURE)
"""For each byte of a signature the number of its piece if the byte is 0; its value is added."""


class Spelling:
    """The rows of forms: a form gets one when it first occurs.

    The row of a form is the number of a piece of text; forms come after PIECES.
    """

    def __init__(self) -> None:
        self._begin(())

    def _begin(self, shared: Sequence[str]) -> None:
        self._shared = shared
        self._rows: Rows = np.zeros(0, np.int64)
        self._text, self._ends = Column.of(np.uint8), Column.of(np.int64)
        self._hashes = Column.of(np.uint32)
        self._add(piece.encode() for piece in _FIXED)
        self._hashes.extend(np.full(len(_FIXED) * SIGNATURE, 2**32 - 1, np.uint32))

    def arrays(self) -> tuple[NDArray[np.uint8], Numbers, NDArray[np.uint32]]:
        """The text of all pieces, where each ends in it, and SIGNATURE hashes of each row.

        Of the text only what lies before the last end counts. The hashes have the shape (rows,
        SIGNATURE); those of PIECES are never the least.
        """
        hashes = self._hashes.since(0).reshape(-1, SIGNATURE)
        return self._text.data, self._ends.since(0), hashes

    def rows(self, batch: Batch) -> tuple[Rows, dict[str, bytes]]:
        """The row of each token, and of each new form the lines of a bulk request that add it.

        Batches may share one growing sequence of forms; with another sequence all forms are new.
        Raises EngineError for a form that cannot be indexed.
        """
        if batch.forms is not self._shared:
            self._begin(batch.forms)
        added = np.full(len(batch.forms) - len(self._rows), -1, np.int64)
        self._rows = np.concatenate([self._rows, added])
        found = self._rows[batch.tokens]
        unknown = found < 0
        words: dict[str, bytes] = {}
        if unknown.any():
            words = self._learn(batch, np.unique(batch.tokens[unknown]))
            found = self._rows[batch.tokens]
        return found, words

    def _learn(self, batch: Batch, numbers: NDArray[np.uint32]) -> dict[str, bytes]:
        new, forms = [], []
        for number in numbers.tolist():
            form = batch.forms[number]
            if form in MARKS:
                self._rows[number] = PIECES[form]
            else:
                new.append(number)
                forms.append(form)
        if not new:
            return {}
        if UNFIT.search("".join(forms)):
            form = next(filter(UNFIT.search, forms))
            raise EngineError(f"{form!r} cannot be indexed as the form of a word")
        self._rows[new] = np.arange(len(new)) + self._ends.size
        together = encode_basestring(_BETWEEN.join(forms))[1:-1]
        spelt = together.split(_BETWEEN)
        self._add(each.encode() for each in spelt)
        self._hashes.extend(hashes(forms).ravel())
        folded = encode_basestring(_BETWEEN.join(forms).lower())[1:-1].split(_BETWEEN)
        terms = (",".join(map(encode_basestring, batch.terms[number])) for number in new)
        return {
            form: _word(form, *parts)
            for form, *parts in zip(forms, spelt, folded, terms, strict=True)
        }

    def _add(self, pieces: Iterable[bytes]) -> None:
        """Add pieces of text behind those that are there."""
        every = list(pieces)
        begin = self._text.size
        self._text.extend(np.frombuffer(b"".join(every), np.uint8))
        self._ends.extend(begin + np.cumsum(list(map(len, every))))


def _word(form: str, spelt: str, folded: str, terms: str) -> bytes:
    """The lines that add a form to the index of words. All but ``form`` are JSON already."""
    # a character has four bytes at most
    key = f'"{spelt}"' if len(spelt) <= LONGEST_ID // 4 else encode_basestring(key_of(form))
    document = f'{{"form":"{spelt}","folded":"{folded}","terms":[{terms}]}}'
    return f'{{"create":{{"_id":{key}}}}}\n{document}\n'.encode()
