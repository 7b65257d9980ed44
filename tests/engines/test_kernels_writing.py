"""Every compiled loop of writing gives what numpy gives."""

from __future__ import annotations

import numpy as np
import pytest
from synthetic import synthetic
from ways import agreed, alike

from indexer.index.whoosh.kernels import reading, writing
from indexer.index.whoosh.kernels.writing import Piece

pytestmark = pytest.mark.skipif(reading.native is None, reason="the extension was not built")


@pytest.fixture(scope="module", params=[1, 12, 3_000, 20_000])
def given(request):
    """Articles as columns, and their rows in another order, some of them left out."""
    whole = synthetic(request.param, seed=request.param)
    columns = {name: getattr(whole, name) for name in ("tokens", "positions", "ends", "starts")}
    columns["counts"] = np.diff(whole.ends, prepend=0)
    rows = np.random.default_rng(1).permutation(request.param)[: 1 + request.param * 9 // 10]
    return rows.astype(np.int64), columns, len(whole.forms)


def inverted(given) -> tuple[np.ndarray, ...]:
    rows, columns, forms = given
    rank = np.random.default_rng(2).permutation(forms).astype(np.uint32)
    return agreed(writing.invert, rows, columns, rank)


def test_tokens_come_in_order_of_form_document_and_position(given):
    docs, positions, totals = inverted(given)
    rows, columns, _ = given
    assert len(docs) == len(positions) == totals.sum() == columns["counts"][rows].sum()


def collapsed(docs, positions, tokens, starts) -> tuple[writing.Collapsed, np.ndarray]:
    """Postings and their frequencies in both ways. Which code a frequency has is left open."""
    compiled = writing.collapse(docs, positions, tokens, starts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "native", None)
        plain = writing.collapse(docs, positions, tokens, starts)
    assert alike((compiled.docs, compiled.counts), (plain.docs, plain.counts))
    assert sorted(compiled.frequencies.tolist()) == plain.frequencies.tolist()
    assert alike(compiled.frequencies[compiled.codes], plain.frequencies[plain.codes])
    return compiled, compiled.frequencies[compiled.codes]


def test_tokens_become_postings(given):
    rows, columns, _ = given
    starts = np.ascontiguousarray(columns["starts"][rows, 1:])
    found, _ = collapsed(*inverted(given), starts)
    assert found.counts.sum() == len(found.docs)


def test_so_many_frequencies_that_their_table_grows():
    """10,000 documents: words stand n % 100 times in the title of n, n // 100 in its lede."""
    numbers = np.arange(10_000)
    title, lede = numbers % 100, numbers // 100
    counts = title + lede + 1
    docs = np.repeat(numbers, counts)
    positions = np.arange(len(docs)) - np.repeat(np.cumsum(counts) - counts, counts)
    starts = np.stack([title, title + lede], 1).astype(np.uint32)
    tokens = np.array([0, len(docs), len(docs), 0], np.uint64)  # the second word as the first
    given = np.tile(docs, 2).astype(np.uint32), np.tile(positions, 2).astype(np.uint32)
    found, frequencies = collapsed(*given, tokens, starts)
    assert len(found.frequencies) == len(numbers)
    assert np.array_equal(frequencies >> np.uint64(52), np.tile(title, 2))


@pytest.mark.parametrize("kind", [np.uint16, np.uint32])
@pytest.mark.parametrize("seed", range(20))
def test_pieces_are_interleaved(kind, seed):
    chance = np.random.default_rng(seed)
    pieces, size = int(chance.integers(1, 6)), int(chance.choice([0, 1, 30, 5_000]))
    spread = 1 << 40 if seed % 2 else 1 + size * 3 // 2  # so many are each other's neighbours
    keys = np.sort(chance.choice(spread, size, replace=False)).astype(np.uint64)
    # neighbours often come from the same piece
    owners = np.repeat(chance.integers(0, pieces, size), chance.integers(1, 9, size))[:size]
    made = []
    for piece in range(pieces):
        mine = keys[owners == piece]
        counts = chance.integers(1, 4, len(mine)).astype(np.uint32)
        codes = chance.integers(0, 99, len(mine)).astype(np.uint32)
        positions = chance.integers(0, 60_000, counts.sum()).astype(kind)
        made.append(Piece(mine, codes, counts, positions))
    assert np.array_equal(agreed(writing.interleave, made).keys, keys)
