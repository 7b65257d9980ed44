"""All pairs of nearly the same articles, by their signatures.

Not every two are compared. Articles are put into buckets by the bytes of some columns of their
signatures, many times with other columns (locality-sensitive hashing; Indyk and Motwani 1998,
"Approximate nearest neighbors"), and compared within a bucket. Of pairs that share 12 of 16
bytes 99 % meet, of those that share 10 two thirds; equal signatures always do. Memory: some 50
bytes an article and 8 a pair found.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.index.contract import RELATED, SIGNATURE
from indexer.index.signatures import NONE, Signatures

_COLUMNS, _TIMES = 6, 48
"""Columns of one bucketing, and how often that is done."""

_NEXT = 8
"""Articles of a bucket, in order of their signatures, that each is compared with."""

_CHUNK = 1 << 16

Pairs = NDArray[np.int64]
"""Numbers of articles, the lower first: shape (pairs, 2), int64."""


def pairs(signatures: Signatures) -> Pairs:
    """Pairs that share RELATED bytes or more, in order; see above for those that are missed."""
    filled = np.flatnonzero((signatures != NONE).any(1))
    kept = signatures[filled]
    random = np.random.default_rng(SIGNATURE)  # a fixed seed: the same pairs each time
    found = np.empty(0, np.uint64)
    for _ in range(_TIMES):
        order = random.permutation(SIGNATURE)
        met = [_related(kept, one, other) for one, other in _meetings(kept[:, order])]
        found = np.unique(np.concatenate([found, *met]))
    both = np.stack([found >> np.uint64(32), found & np.uint64(0xFFFFFFFF)], 1)
    return filled[both.astype(np.int64)]


def _meetings(signatures: Signatures) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Pairs within _NEXT of each other in the order of signatures, of the same bucket."""
    # Big-endian, so that numbers are in the order of the bytes.
    wide = np.ascontiguousarray(signatures).view(">u8")
    order = np.lexsort((wide[:, 1], wide[:, 0]))
    buckets = wide[order, 0] >> np.uint64(8 * (8 - _COLUMNS))
    for step in range(1, _NEXT + 1):
        same = np.flatnonzero(buckets[step:] == buckets[:-step])
        if not len(same):  # buckets lie together: none reaches farther either
            return
        yield order[same], order[same + step]


def _related(
    signatures: Signatures, one: NDArray[np.intp], other: NDArray[np.intp]
) -> NDArray[np.uint64]:
    """Those of the pairs that share enough, as lower << 32 | higher: shape (pairs,), uint64."""
    take = partial(_enough, signatures)
    close = [
        take(one[start : start + _CHUNK], other[start : start + _CHUNK])
        for start in range(0, len(one), _CHUNK)
    ]
    kept = np.concatenate(close) if close else np.zeros(0, np.bool_)
    low = np.minimum(one[kept], other[kept]).astype(np.uint64)
    high = np.maximum(one[kept], other[kept]).astype(np.uint64)
    return (low << np.uint64(32)) | high


def _enough(signatures: Signatures, one: NDArray[Any], other: NDArray[Any]) -> NDArray[np.bool_]:
    return np.asarray((signatures[one] == signatures[other]).sum(1) >= RELATED)
