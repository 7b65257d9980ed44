"""Batches of articles → documents of the cluster, laid out where the articles are analysed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from indexer.index.contract import POPULATION, WEIGHTS
from indexer.index.opensearch.lines import articles
from indexer.index.opensearch.spelling import Rows, Spelling, as_json, key_of, quoted
from schemas.document import PARAGRAPH, SENTENCE, UNDATED, Batch

MARKERS = frozenset({SENTENCE, PARAGRAPH})

ATTEMPT = 1 << 24
"""Version numbers that one ``apply`` may use: more than it has batches."""


def population_of(values: Sequence[str]) -> str:
    """All values of the facet POPULATION as one."""
    return "\x1f".join(values)


@dataclass(frozen=True, slots=True)
class Documents:
    """What the cluster is to hold of a batch.

    ``words``: of each form that no earlier batch had, the lines of a bulk request that add it. They
    are no objects of a class, because the garbage collector would then have to search hundreds of
    thousands of these. ``articles``: in the order of the batch's ids, each without the brace that
    begins it.
    """

    words: dict[str, bytes]
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

    Forms that are ``known`` are left out; the others become known. An article replaces one of a
    lower version, but not one of a higher version.
    """
    made = batch.prepared
    if not isinstance(made, Documents):
        raise TypeError("the batch was not laid out")
    for form, lines in made.words.items():
        if form not in known:
            known.add(form)
            yield Line(target.words, lines)
    version = target.attempt * ATTEMPT + number
    end = b',"version":%d,"version_type":"external_gte"}}\n' % version
    for id in batch.deleted:
        yield Line(target.articles, b'{"delete":{"_id":' + quoted(key_of(id)) + end)
    begin = end + b'{"attempt":%d,' % target.attempt
    for id, article in zip(batch.ids, made.articles, strict=True):
        key = quoted(key_of(id))
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
        columns = [_facet(name, every) for name, every in batch.facets.items() if any(every)]
        columns += [_populations(batch), _numbers(batch)]
        ids = [b'"id":' + quoted(id) for id in batch.ids]
        heads = [b"".join(parts) for parts in zip(ids, *columns, strict=True)]
        return articles(heads, batch, rows, self._spelling)


def _facet(name: str, every: Sequence[tuple[str, ...]]) -> list[bytes]:
    begin = f',"{name}":'.encode()
    made = {values: begin + as_json(values) if values else b"" for values in {*every}}
    return [made[values] for values in every]


def _populations(batch: Batch) -> list[bytes]:
    every = batch.facets.get(POPULATION, ((),) * len(batch.ids))
    begin = b',"population":'
    made = {values: begin + quoted(population_of(values)) for values in {*every}}
    return [made[values] for values in every]


def _numbers(batch: Batch) -> list[bytes]:
    """Weighted length, and when each was published."""
    lengths = (batch.lengths.astype(np.int64) @ np.array(WEIGHTS)).tolist()
    return [
        b',"length":%d' % length + (b"" if moment == UNDATED else b',"published":%d' % moment)
        for length, moment in zip(lengths, batch.published.tolist(), strict=True)
    ]
