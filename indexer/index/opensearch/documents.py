"""Batches of articles → documents of the cluster, laid out where the articles are analysed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from json.encoder import encode_basestring
from typing import NamedTuple

import numpy as np

from indexer.analysis.string_table import Column
from indexer.index.contract import POPULATION, WEIGHTS
from indexer.index.loops import Numbers
from indexer.index.opensearch.lines import Lines
from indexer.index.opensearch.spelling import Spelling, key_as_json, key_of, words
from schemas.document import PARAGRAPH, SENTENCE, UNDATED, Batch

MARKERS = frozenset({SENTENCE, PARAGRAPH})

ATTEMPT = 1 << 24
"""Version numbers that one ``apply`` may use: more than it has batches."""

BLANKS = 16
"""Room for a version, and for the number of an ``apply``: JSON allows spaces before a number."""

TOGETHER = 200
"""Documents that are handed on at a time."""

_BEGIN = '{"index":{"version":'
_END = "}\n"
_TAIL = f',"attempt":{" " * BLANKS}{_END}'.encode()
"""How the lines of each article begin and end: so it is known where the blanks lie."""


def population_of(values: Sequence[str]) -> str:
    """All values of the facet POPULATION as one."""
    return "\x1f".join(values)


@dataclass(frozen=True, slots=True)
class Documents:
    """What the cluster is to hold of a batch, in the order of its ids.

    ``text``: the lines of a bulk request that put the articles, with blanks for the version and
    the attempt, which only the process that sends them knows. ``ends``: int64, where those of each
    article end.
    """

    text: bytes
    ends: Numbers


class Line(NamedTuple):
    """What some documents add to a bulk request. ``into``: the name of their index."""

    into: str
    content: bytes | memoryview


class Target(NamedTuple):
    """The indices that documents go to. ``attempt``: the number of the ``apply``."""

    articles: str
    words: str
    attempt: int


class Known:
    """Forms that the index of words has."""

    def __init__(self, forms: Iterable[str] = ()) -> None:
        self.forms = set(forms)
        self._shared: Sequence[str] = ()
        self._numbers = Column.of(np.bool_)

    def new(self, batch: Batch) -> dict[str, int]:
        """Those of the batch's tokens that are not known, with their numbers; now they are."""
        if batch.forms is not self._shared:
            self._shared, self._numbers = batch.forms, Column.of(np.bool_)
        self._numbers.extend(np.zeros(len(batch.forms) - self._numbers.size, np.bool_))
        # most come from several processes: numbers are compared more quickly than forms
        seen = self._numbers.data[batch.tokens]
        self._numbers.data[batch.tokens] = True
        every = ((batch.forms[number], number) for number in batch.tokens[~seen].tolist())
        found = {form: number for form, number in every if form not in self.forms}
        self.forms.update(found)
        return found


def bulk(batch: Batch, target: Target, number: int, known: Known) -> Iterator[Line]:
    """The lines of a batch that was laid out; ``number``: its place in the ``apply``.

    Forms that are ``known`` are left out; the others become known. An article replaces one of a
    lower version, but not one of a higher version.
    """
    made = batch.prepared
    if not isinstance(made, Documents):
        raise TypeError("the batch was not laid out")
    new = known.new(batch)
    lines = words(list(new), map(batch.terms.__getitem__, new.values()))
    while some := b"".join(islice(lines, TOGETHER)):
        yield Line(target.words, some)
    version = target.attempt * ATTEMPT + number
    end = f',"version":{version},"version_type":"external_gte"}}}}\n'
    for id in batch.deleted:
        action = f'{{"delete":{{"_id":{encode_basestring(key_of(id))}{end}'
        yield Line(target.articles, action.encode())
    yield from (Line(target.articles, some) for some in _stamped(made, version, target.attempt))


def _stamped(made: Documents, version: int, attempt: int) -> Iterator[memoryview]:
    """The lines of the articles with version and attempt, TOGETHER at a time."""
    text = np.frombuffer(made.text, np.uint8)
    versions, attempts = (
        np.frombuffer(b"%*d" % (BLANKS, value), np.uint8) for value in (version, attempt)
    )
    blanks = np.arange(BLANKS)
    for first in range(0, len(made.ends), TOGETHER):
        bounds = made.ends[max(first - 1, 0) : first + TOGETHER]
        bounds = bounds if first else np.concatenate([[0], bounds])
        places = (bounds - bounds[0])[:, None] + blanks
        some = text[bounds[0] : bounds[-1]].copy()
        some[places[:-1] + len(_BEGIN)] = versions
        some[places[1:] - len(_END) - BLANKS] = attempts
        yield some.data


class Laying:
    """Lays out batches, one after the other."""

    def __init__(self) -> None:
        self._spelling = Spelling()
        self._lines = Lines()

    def __call__(self, batch: Batch) -> Batch:
        """The batch with Documents instead of positions and facets.

        Of the tokens one is left for each form that no earlier batch had. Raises EngineError for a
        form that cannot be indexed.
        """
        rows, new = self._spelling.rows(batch)
        made = Documents(*self._lines(_heads(batch), _TAIL, batch, rows, self._spelling))
        return replace(batch, tokens=new, positions=batch.positions[:0], facets={}, prepared=made)


def _heads(batch: Batch) -> list[str]:
    """What stands before the words of each article."""
    columns = [_facet(name, every) for name, every in batch.facets.items() if any(every)]
    columns += [_populations(batch), _numbers(batch)]
    begin = f'{_BEGIN}{" " * BLANKS},"version_type":"external_gte","_id":'
    ids = list(map(encode_basestring, batch.ids))
    keys = (key_as_json(id, told) for id, told in zip(batch.ids, ids, strict=True))
    rest = map("".join, zip(*columns, strict=True))
    every = zip(keys, ids, rest, strict=True)
    return [f'{begin}{key}}}}}\n{{"id":{id}{told}' for key, id, told in every]


def _facet(name: str, every: Sequence[tuple[str, ...]]) -> list[str]:
    made = {
        values: f',"{name}":[{",".join(map(encode_basestring, values))}]' if values else ""
        for values in {*every}
    }
    return [made[values] for values in every]


def _populations(batch: Batch) -> list[str]:
    every = batch.facets.get(POPULATION, ((),) * len(batch.ids))
    made = {
        values: f',"population":{encode_basestring(population_of(values))}' for values in {*every}
    }
    return [made[values] for values in every]


def _numbers(batch: Batch) -> list[str]:
    """Weighted length, and when each was published."""
    lengths = (batch.lengths.astype(np.int64) @ np.array(WEIGHTS)).tolist()
    return [
        f',"length":{length}' if moment == UNDATED else f',"length":{length},"published":{moment}'
        for length, moment in zip(lengths, batch.published.tolist(), strict=True)
    ]
