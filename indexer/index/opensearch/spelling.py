"""The forms of batches as JSON, each made once: pieces of one text, in flat arrays."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import starmap
from json.encoder import encode_basestring

import numpy as np
from numpy.typing import NDArray

from indexer.analysis.string_table import Column
from indexer.index.contract import SIGNATURE
from indexer.index.opensearch.laid_out import MARKS, UNFIT
from indexer.index.opensearch.mapping import EMPTY, OTHER
from indexer.index.signatures import hashes
from schemas.document import FIELDS, Batch
from schemas.errors import EngineError

Rows = NDArray[np.uint32]
"""Numbers of forms, or of pieces of text."""

_BETWEEN = "\ue002"
"""Between forms that are made into JSON together: it is UNFIT, so no form has it."""

LONGEST_ID = 512
"""The most bytes that an id of the cluster may have."""


def key_of(id: str) -> str:
    """The cluster's own id of an article or a form."""
    if len(id.encode()) <= LONGEST_ID:
        return id
    return hashlib.blake2b(id.encode(), digest_size=32).hexdigest()


def key_as_json(id: str, told: str) -> str:
    """``key_of`` as JSON. ``told``: the id as JSON."""
    # a character has four bytes at most
    return told if len(told) <= LONGEST_ID // 4 else encode_basestring(key_of(id))


def signature_words(signature: Sequence[int]) -> list[str]:
    """Each byte of a signature with its place in it, as a keyword."""
    return [f"{at}:{byte}" for at, byte in enumerate(signature)]


_SIGNED = [
    (',"signature":[' if at == 0 else ",") + f'"{at}:{byte}"' + "]" * (at == SIGNATURE - 1)
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


_UNKNOWN = np.uint32(2**32 - 1)
"""The row of a form that did not occur yet."""


class Spelling:
    """The rows of forms: a form gets one when it first occurs.

    The row of a form is the number of a piece of text; forms come after PIECES.
    """

    def __init__(self) -> None:
        self._begin(())

    def _begin(self, shared: Sequence[str]) -> None:
        self._shared = shared
        self._rows = Column.of(np.uint32)
        self._text, self._ends = Column.of(np.uint8), Column.of(np.uint32)
        self._hashes = Column.of(np.uint32)
        self._add(_FIXED)
        self._hashes.extend(np.full(len(_FIXED) * SIGNATURE, 2**32 - 1, np.uint32))

    def arrays(self) -> tuple[NDArray[np.uint8], Rows, NDArray[np.uint32]]:
        """The text of all pieces, where each ends in it, and SIGNATURE hashes of each row.

        Of the text only what lies before the last end counts. The hashes have the shape (rows,
        SIGNATURE); those of PIECES are never the least.
        """
        hashes = self._hashes.since(0).reshape(-1, SIGNATURE)
        return self._text.data, self._ends.since(0), hashes

    def rows(self, batch: Batch) -> tuple[Rows, Rows]:
        """The row of each token, and the numbers of the forms that are new.

        Batches may share one growing sequence of forms; with another sequence all forms are new.
        Raises EngineError for a form that cannot be indexed.
        """
        if batch.forms is not self._shared:
            self._begin(batch.forms)
        self._rows.extend(np.full(len(batch.forms) - self._rows.size, _UNKNOWN))
        found = self._rows.data.take(batch.tokens)
        unknown = np.flatnonzero(found == _UNKNOWN)
        if not len(unknown):
            return found, batch.tokens[:0]
        tokens = batch.tokens[unknown]
        new = self._learn(batch, np.unique(tokens))
        found[unknown] = self._rows.data[tokens]
        return found, new

    def _learn(self, batch: Batch, numbers: Rows) -> Rows:
        new, forms = [], []
        for number in numbers.tolist():
            form = batch.forms[number]
            if form in MARKS:
                self._rows.data[number] = PIECES[form]
            else:
                new.append(number)
                forms.append(form)
        if UNFIT.search("".join(forms)):
            form = next(filter(UNFIT.search, forms))
            raise EngineError(f"{form!r} cannot be indexed as the form of a word")
        if new:
            self._rows.data[new] = np.arange(len(new)) + self._ends.size
            self._add(_spelt(_BETWEEN.join(forms)))
            self._hashes.extend(hashes(forms).ravel())
        return np.array(new, np.uint32)

    def _add(self, pieces: Iterable[str]) -> None:
        """Add pieces of text behind those that are there."""
        every = [piece.encode() for piece in pieces]
        begin = self._text.size
        self._text.extend(np.frombuffer(b"".join(every), np.uint8))
        self._ends.extend(begin + np.cumsum(list(map(len, every))))


def words(forms: Sequence[str], terms: Iterable[tuple[str, ...]]) -> Iterator[bytes]:
    """Of each form the lines of a bulk request that add it, with its terms, to the words."""
    together = _BETWEEN.join(forms)
    each = zip(forms, _spelt(together), _spelt(together.lower()), terms, strict=True)
    return starmap(_word, each) if forms else iter(())


def _spelt(together: str) -> list[str]:
    """What is joined by _BETWEEN, as JSON without the quotes."""
    return encode_basestring(together)[1:-1].split(_BETWEEN)


def _word(form: str, spelt: str, folded: str, terms: tuple[str, ...]) -> bytes:
    key = key_as_json(form, f'"{spelt}"')
    quoted = ",".join(map(encode_basestring, terms))
    document = f'{{"form":"{spelt}","folded":"{folded}","terms":[{quoted}]}}'
    return f'{{"create":{{"_id":{key}}}}}\n{document}\n'.encode()
