"""Batches of articles → documents of the cluster, laid out where the articles are analysed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from indexer.index.contract import POPULATION, SIGNATURE, WEIGHTS
from indexer.index.opensearch.lines import lines
from indexer.index.opensearch.spelling import ROWS, Rows, Spelling, WordDocuments, as_json
from indexer.index.signatures import NONE
from schemas.document import FIELDS, PARAGRAPH, SENTENCE, UNDATED, Batch

LONGEST_ID = 512
"""Bytes that an id of the cluster may have."""

MARKERS = frozenset({SENTENCE, PARAGRAPH})

ATTEMPT = 1 << 24
"""Version numbers that one ``apply`` may use: more than it has batches."""


def key_of(id: str) -> str:
    """The cluster's own id of an article."""
    if len(id.encode()) <= LONGEST_ID:
        return id
    return hashlib.blake2b(id.encode(), digest_size=32).hexdigest()


def population_of(values: Sequence[str]) -> str:
    """All values of the facet POPULATION as one."""
    return "\x1f".join(values)


def signature_words(signature: Sequence[int]) -> list[str]:
    """Each byte of a signature with its number, as a keyword."""
    return [f"{at}:{byte}" for at, byte in enumerate(signature)]


_ROW = 32
"""Bits that a row may take: above them is the number of the article."""

_SIGNED = np.array(
    [[b'"%d:%d"' % (at, byte) for byte in range(256)] for at in range(SIGNATURE)], object
)
"""The same as JSON: shape (SIGNATURE, 256)."""


@dataclass(frozen=True, slots=True)
class Documents:
    """What the cluster is to hold of a batch.

    ``words``: of forms that no earlier batch had. ``articles``: in the order of the batch's ids,
    each without the brace that begins it.
    """

    words: WordDocuments
    articles: list[bytes]


class Line(NamedTuple):
    """What one document adds to a bulk request. ``into``: the name of its index."""

    into: str
    content: bytes


class Target(NamedTuple):
    """The indices that documents go to. ``attempt``: the number of the ``apply``."""

    articles: str
    words: str
    attempt: int


def bulk(batch: Batch, target: Target, number: int, known: set[str]) -> Iterator[Line]:
    """The lines of a batch that was laid out; ``number``: its place in the ``apply``.

    Words whose keys are ``known`` are left out; the keys of the others are added to it. An article
    replaces one of a lower version, but not one of a higher version.
    """
    made = batch.prepared
    if not isinstance(made, Documents):
        raise TypeError("the batch was not laid out")
    for word, document in made.words.items():
        if word not in known:
            known.add(word)
            action = b'{"create":{"_id":"%s"}}\n' % word.encode()
            yield Line(target.words, action + document + b"\n")
    version = target.attempt * ATTEMPT + number
    end = b',"version":%d,"version_type":"external_gte"}}\n' % version
    for id in batch.deleted:
        yield Line(target.articles, b'{"delete":{"_id":' + as_json(key_of(id)) + end)
    begin = end + b'{"attempt":%d,' % target.attempt
    for id, article in zip(batch.ids, made.articles, strict=True):
        key = as_json(key_of(id))
        yield Line(target.articles, b"".join((b'{"index":{"_id":', key, begin, article, b"\n")))


class Laying:
    """Lays out batches, one after the other: each word is laid out with the first that has it."""

    def __init__(self) -> None:
        self._spelling = Spelling()

    def __call__(self, batch: Batch) -> Batch:
        """The batch with Documents instead of words at positions.

        Raises EngineError for a form that cannot be indexed.
        """
        rows, words = self._spelling.rows(batch)
        made = Documents(words, self._articles(batch, rows))
        tokens, positions = batch.tokens[:0], batch.positions[:0]
        bare = replace(batch, forms=(), terms=(), tokens=tokens, positions=positions, facets={})
        return replace(bare, prepared=made)

    def _articles(self, batch: Batch, rows: Rows) -> list[bytes]:
        of_fields = lines(batch, rows, self._spelling.spelt)
        columns = [_quoted(f',"{field}":"', of_fields[at::3]) for at, field in enumerate(FIELDS)]
        columns += [_facet(name, every) for name, every in batch.facets.items()]
        columns += [_populations(batch), _numbers(batch), *self._of_forms(batch, rows)]
        ids = [b'"id":' + as_json(id) for id in batch.ids]
        return [b"".join(parts) + b"}" for parts in zip(ids, *columns, strict=True)]

    def _of_forms(self, batch: Batch, rows: Rows) -> tuple[list[bytes], list[bytes]]:
        """The distinct forms of each article, and its signature."""
        owners = np.repeat(np.arange(len(batch.ids)), np.diff(batch.ends, prepend=0))
        owned = np.sort((owners << _ROW | rows)[rows >= len(ROWS)])
        owned = owned[np.diff(owned, prepend=-1) > 0]
        owners, forms = owned >> _ROW, owned & ((1 << _ROW) - 1)
        bounds = np.searchsorted(owners, np.arange(len(batch.ids) + 1))
        told = self._spelling.spelt[forms].tolist()
        ends = bounds.tolist()
        some = [b'","'.join(told[begin:end]) for begin, end in pairwise(ends)]
        least = np.full((len(batch.ids), SIGNATURE), NONE)
        filled = np.diff(bounds) > 0
        if filled.any():
            hashes = self._spelling.hashes[forms]
            least[filled] = np.minimum.reduceat(hashes, bounds[:-1][filled]) & 0xFF
        signed = _SIGNED[np.arange(SIGNATURE), least].tolist()
        return _quoted(',"forms":["', some, '"]'), [
            b',"signature":[' + b",".join(each) + b"]" for each in signed
        ]


def _quoted(name: str, values: Sequence[bytes], end: str = '"') -> list[bytes]:
    """Fields of one name; nothing for an article without a value."""
    begin, after = name.encode(), end.encode()
    return [begin + value + after if value else b"" for value in values]


def _facet(name: str, every: Sequence[tuple[str, ...]]) -> list[bytes]:
    begin = f',"{name}":'.encode()
    made = {values: begin + as_json(values) if values else b"" for values in {*every}}
    return [made[values] for values in every]


def _populations(batch: Batch) -> list[bytes]:
    every = batch.facets.get(POPULATION, ((),) * len(batch.ids))
    return [b',"population":' + as_json(population_of(values)) for values in every]


def _numbers(batch: Batch) -> list[bytes]:
    """Weighted length, and when each was published."""
    lengths = (batch.lengths.astype(np.int64) @ np.array(WEIGHTS)).tolist()
    return [
        b',"length":%d' % length + (b"" if moment == UNDATED else b',"published":%d' % moment)
        for length, moment in zip(lengths, batch.published.tolist(), strict=True)
    ]
