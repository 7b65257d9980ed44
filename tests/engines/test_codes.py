"""The codes of postings: a byte for the commonest, a list of the others, and those of format 4."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from synthetic import synthetic

from indexer.index.contract import WEIGHTS
from indexer.index.whoosh import WhooshEngine
from indexer.index.whoosh.files import codes
from indexer.index.whoosh.files.codes import Codes
from indexer.index.whoosh.files.container import Container, ContainerWriter
from indexer.index.whoosh.files.segment import Segment
from indexer.index.whoosh.kernels import reading
from indexer.index.whoosh.kernels.types import RARE, Place


@pytest.fixture(autouse=True)
def by_pieces(monkeypatch):
    monkeypatch.setattr(codes, "COUNTED", 700)


def written(folder: Path, **arrays) -> Codes:
    out = ContainerWriter(folder / "x.arrays")
    for name, values in arrays.items():
        out.add(name, values)
    out.finish({})
    return Codes(Container(folder / "x.arrays"))


def triples(size: int) -> np.ndarray:
    return np.arange(3 * size, dtype=np.uint32).reshape(-1, 3)


@pytest.mark.parametrize("kind", [np.uint16, np.uint32])
@pytest.mark.parametrize("size", [1, 200, 255, 256, 900])
def test_codes_of_format_4_are_read(tmp_path, kind, size):
    chance = np.random.default_rng(size)
    given = (size * chance.random(5_000) ** 3).astype(kind)
    made = written(tmp_path, triples=triples(size).reshape(-1), codes=given)
    for begin, end in ((0, 5_000), (130, 3_000), (7, 7)):
        found = made.triples[made.of(begin, end)]
        assert np.array_equal(found, triples(size)[given[begin:end]])
    assert made.common.dtype == np.uint8
    assert (len(made.rare_codes) > 0) == (size > RARE)
    counts = made.counts()
    assert np.array_equal(counts, np.bincount(made.of(0, 5_000), minlength=size))
    assert np.array_equal(counts, np.sort(counts)[::-1])


def test_a_code_without_a_triple_is_an_error(tmp_path):
    given = np.array([0, 3, 2], np.uint16)
    with pytest.raises(IndexError):
        written(tmp_path, triples=triples(3).reshape(-1), codes=given)


@pytest.mark.parametrize("listed", [[1], [1, 3, 4], [1, 2], []])
def test_a_rare_code_that_is_not_listed_is_an_error(tmp_path, listed):
    """Nor may a listed code be passed over."""
    made = written(
        tmp_path,
        triples=triples(300).reshape(-1),
        codes=np.array([0, RARE, 3, RARE, 4], np.uint8),
        rare_postings=np.array(listed, np.uint64),
        rare_codes=np.full(len(listed), 299, np.uint32),
    )
    with pytest.raises(IndexError):
        made.of(0, 5)
    assert made.of(2, 3).tolist() == [3]


@pytest.fixture(scope="module")
def merged(tmp_path_factory) -> tuple[Segment, Segment]:
    """Articles with words that occur up to 300 times, written at once and merged from two parts."""
    made = []
    for cuts in ((3_000,), (1_000, 3_000)):
        engine = WhooshEngine(tmp_path_factory.mktemp("merged"))
        name = engine.create("f").name
        begin = 0
        for checkpoint, end in enumerate(cuts, 1):
            engine.apply(name, [part(synthetic(3_000, 1, most=300), begin, end)], checkpoint)
            begin = end
        (segment,) = engine.open(name).segments
        made.append(segment)
    return made[0], made[1]


def part(whole, begin: int, end: int):
    """Some articles of a batch."""
    first, last = (int(whole.ends[at - 1]) if at else 0 for at in (begin, end))
    rows = slice(begin, end)
    return whole.__class__(
        ids=whole.ids[rows],
        forms=whole.forms,
        terms=whole.terms,
        tokens=whole.tokens[first:last],
        positions=whole.positions[first:last],
        ends=whole.ends[rows] - first,
        starts=whole.starts[rows],
        lengths=whole.lengths[rows],
        published=whole.published[rows],
        facets={name: values[rows] for name, values in whole.facets.items()},
    )


def test_the_commonest_take_a_byte_however_a_segment_is_written(merged):
    for segment in merged:
        counts = segment.codes.counts()
        assert len(counts) > 2 * RARE
        assert counts[:RARE].min() >= counts[RARE:].max() > 0
        assert counts.sum() == len(segment.lows)
        assert len(segment.codes.rare_codes) == counts[RARE:].sum()
    at_once, after = (segment.codes.triples[segment.codes.of(0, 1 << 40)] for segment in merged)
    assert np.array_equal(at_once, after)


def test_frequencies_of_rare_codes_are_exact(merged):
    whole = synthetic(3_000, 1, most=300)
    owners = np.repeat(np.arange(3_000), np.diff(whole.ends, prepend=0))
    places = (whole.positions[:, None] >= whole.starts[owners]).sum(1) - 1
    for segment in merged:
        for form in range(0, len(whole.forms), 5):
            number = segment.forms.find(whole.forms[form].encode())
            for field in range(3):
                mine = owners[(whole.tokens == form) & (places == field)]
                term = Place(np.array([number], np.uint32), field)
                docs, counts = reading.common(segment, (term,))
                expected, often = np.unique(mine, return_counts=True)
                assert np.array_equal(docs, expected)
                assert np.array_equal(counts, often * WEIGHTS[field])
