"""The loops over postings and columns: compiled where the extension was built, else in numpy.

Both give the same answers; ``native`` is None without the extension, and tests set it so.
The compiled functions (native/*.c) give bytes, which become read-only arrays here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from types import ModuleType
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from indexer.index.contract import ALIKE, NEARNESS, SIGNATURE, SPAN, WEIGHTS
from indexer.index.whoosh.kernels import pure_reading as pure
from indexer.index.whoosh.kernels.types import (
    BLOCK,
    Array,
    Counted,
    Docs,
    FacetColumn,
    Forms,
    Formula,
    Keys,
    Place,
    Places,
    PostingArrays,
    Postings,
    Rows,
)

native: ModuleType | None
try:
    from indexer.index.whoosh.kernels import _kernels as native  # type: ignore[attr-defined,no-redef]
except ImportError:  # installed without a compiler
    native = None

_K = TypeVar("_K")
_WEIGHTS = np.array(WEIGHTS, np.uint32)
u32 = cast("Callable[[bytes], NDArray[np.uint32]]", partial(np.frombuffer, dtype=np.uint32))
u64 = cast("Callable[[bytes], NDArray[np.uint64]]", partial(np.frombuffer, dtype=np.uint64))
f32 = cast("Callable[[bytes], NDArray[np.float32]]", partial(np.frombuffer, dtype=np.float32))
f64: Callable[[bytes], NDArray[np.float64]] = partial(np.frombuffer, dtype=np.float64)


def loops() -> str:
    """Which loops run, over postings and columns: "compiled" or "numpy"."""
    return "numpy" if native is None else "compiled"


def arrays(given: Sequence[Array | None], size: int) -> Any:
    """What the compiled functions take for a segment; None without the extension.

    ``given``: in the order of native/kernels.h.
    """
    return None if native is None else native.segment(tuple(given), size, BLOCK)


def forms(segment: PostingArrays, terms: tuple[str, ...], without: tuple[str, ...]) -> Forms:
    """The forms that have one of ``terms`` and are none of ``without``: ascending, distinct."""
    if native is None:
        return pure.forms(segment, terms, without)
    return u32(native.forms(segment.arrays, terms, without))


def common(segment: PostingArrays, terms: Places, among: Docs | None = None) -> Rows:
    """Live documents that have all of ``terms`` (at least one), and the frequencies of each.

    Rows of equal length, documents first. ``terms``: the rarest first; their shifts are nothing
    here. ``among``: live documents to look at, None for all; what is far from them is not read.
    """
    if native is None:
        return pure.common(segment, terms, among)
    return u32(native.common(segment.arrays, terms, among)).reshape(len(terms) + 1, -1)


def frequency(segment: PostingArrays, term: Place) -> int:
    """Number of live documents that have any of a term's forms."""
    if native is None:
        return len(pure.common(segment, (term,), None)[0])
    return int(native.frequency(segment.arrays, (term,)))


def occurrences(segment: PostingArrays, places: Places, among: Docs) -> Keys:
    """Keys of where ``places`` begin in the documents ``among``: distinct, ascending."""
    if native is None:
        return pure.occurrences(segment, places, among)
    return u64(native.occurrences(segment.arrays, places, among))


def phrase(segment: PostingArrays, places: Places, among: Docs) -> Rows:
    """Occurrences as postings: each adds the weight of the field that it begins in."""
    if native is None:
        return np.stack(pure.phrase(segment, places, among, _WEIGHTS))
    return u32(native.phrase(segment.arrays, places, among, _WEIGHTS)).reshape(2, -1)


def keep(docs: Docs, others: Docs) -> Docs:
    """Documents in both."""
    if native is None:
        return docs[pure.member(docs, others)]
    return u32(native.member(docs, others, True))  # noqa: FBT003


def drop(docs: Docs, others: Docs) -> Docs:
    """Documents that are not in ``others``."""
    if native is None:
        return docs[~pure.member(docs, others)]
    return u32(native.member(docs, others, False))  # noqa: FBT003


def intersect(sets: Sequence[Docs]) -> Docs:
    """Documents that are in all of ``sets`` (at least one)."""
    first, *others = sorted(sets, key=len)
    for other in others:
        first = keep(first, other)
    return first


def merge(sets: Sequence[Docs], size: int) -> Docs:
    """Documents of any of ``sets``; ``size``: of the segment."""
    if native is None:
        return pure.merge(sets)
    return u32(native.merge(tuple(sets), size))


def find(text: Any, ends: Any, key: bytes, *, exact: bool) -> int | None:
    """Index of the first of sorted strings that is >= ``key``; None without the extension.

    ``exact``: of the one that is equal, -1 when there is none.
    """
    return None if native is None else int(native.find(text, ends, key, exact))


def texts(text: Any, ends: Any, indices: NDArray[np.uint32]) -> list[str] | None:
    """Some of a table's strings; None without the extension."""
    if native is None:
        return None
    found: list[str] = native.texts(text, ends, indices)
    return found


def best(
    segment: PostingArrays, docs: Docs, leaves: Sequence[tuple[Postings, Formula]], k: int
) -> tuple[Docs, NDArray[np.float32]]:
    """The k of ``docs`` with the highest sums of the scores of ``leaves``, and those sums.

    Best first, ties in order of document; sums are rounded to float32 before they are compared.
    """
    if native is None:
        return pure.best(segment, docs, leaves, k)
    found, scores = native.best(segment.arrays, docs, tuple(leaves), k)
    return u32(found), f32(scores)


def gains(
    segment: PostingArrays, leaves: Sequence[tuple[Places, float]], docs: Docs
) -> NDArray[np.float64]:
    """What proximity adds to the scores of ``docs``, few and in any order; see index.contract.

    ``leaves``: where each stands, and its weight.
    """
    if native is None:
        return pure.gains(segment, leaves, docs)
    return f64(native.gains(segment.arrays, tuple(leaves), SPAN, NEARNESS, docs))


def page(
    segment: PostingArrays,
    docs: Docs,
    leaves: Sequence[tuple[Postings, Formula]],
    places: Sequence[tuple[Places, float]],
    bounds: tuple[int, int, int],
) -> tuple[list[str], list[float]]:
    """Ids and scores of some of ``docs``, which are all in one segment; see best, gains, arrange.

    ``bounds``: how many, the first by score, are put in order by score and gain, and which are
    asked for then: from the second bound to before the third.
    """
    if native is None:
        return pure.page(segment, docs, leaves, places, bounds)
    given = segment.arrays, docs, tuple(leaves), tuple(places)
    found: tuple[list[str], list[float]] = native.page(
        *given, SPAN, NEARNESS, SIGNATURE, ALIKE, *bounds
    )
    return found


def arrange(
    scores: NDArray[np.float32], gained: Array, ties: Array, signatures: NDArray[np.uint8]
) -> tuple[NDArray[np.uint32], NDArray[np.float32]]:
    """The order of articles by score and gain, then tie, and the sums of both in that order.

    Those nearly the same as one before come last. ``ties``: int64 or uint32.
    """
    if native is None:
        return pure.arrange(scores, gained, ties, signatures)
    order, sums = native.arrange(scores, gained, ties, signatures, SIGNATURE, ALIKE)
    return u32(order), f32(sums)


def failures(
    docs: Docs, filters: Sequence[tuple[Array, Array, int]], size: int
) -> NDArray[np.uint8]:
    """For each document the bits of the filters that it fails.

    ``filters``: (column, allowed combinations, bit); ``size``: of the segment.
    """
    if native is None:
        return pure.failures(docs, filters)
    return np.frombuffer(native.failures(docs, tuple(filters), size), np.uint8)


def passing(docs: Docs, failed: NDArray[np.uint8], pardoned: int) -> Docs:
    """Documents that fail no filter but those whose bits are in ``pardoned``."""
    if native is None:
        return pure.passing(docs, failed, pardoned)
    return u32(native.passing(docs, failed, pardoned))


def between(docs: Docs, edges: Docs, names: list[_K]) -> dict[_K, int]:
    """How many ``docs`` lie from each edge to before the next, and last those from the last on.

    By the name of each edge; 0 is left out.
    """
    if native is None:
        return pure.between(docs, edges, names)
    found: dict[_K, int] = native.between(docs, edges, names)
    return found


def count(docs: Docs, facet: FacetColumn, size: int) -> NDArray[np.uint32]:
    """How many of ``docs`` have each value of a facet."""
    if native is None:
        return pure.count(docs, *facet.views, len(facet.names))
    return u32(native.count(docs, *facet.views, len(facet.names), size))


def tally(docs: Docs, columns: Sequence[Counted], size: int) -> list[dict[str, int]]:
    """For each facet how many of ``docs`` have each value, by name; 0 is left out.

    With totals: of all documents that have a total but ``docs``. ``size``: of the segment.
    """
    if native is None:
        return pure.tally(docs, columns)
    found: list[dict[str, int]] = native.tally(docs, columns, size)
    return found


def occurring(docs: Docs, facet: FacetColumn, size: int) -> Rows:
    """The values that any of ``docs`` has, ascending, and how many have each; docs are few."""
    if native is None:
        return pure.occurring(docs, facet)
    return u32(native.occurring(docs, *facet.views, len(facet.names), size)).reshape(2, -1)
