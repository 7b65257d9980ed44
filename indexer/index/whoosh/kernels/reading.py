"""The loops over postings and columns: compiled where the extension was built, else in numpy.

Both give the same answers; ``native`` is None without the extension, and tests set it so.
The compiled functions (native/*.c) give bytes, which become read-only arrays here.

Documents are below the segment's size, forms below the number of its forms, arrays are C-contiguous
and as long and wide as is said here and in types.py. A number in an array that leads out of another
array, as in a damaged file, ends a compiled function with an IndexError (check.h); in the checked
build (setup.py) it ends the process.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from types import ModuleType
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from indexer.index.contract import ALIKE, NEARNESS, SIGNATURE, SPAN, WEIGHTS
from indexer.index.formula import Formula
from indexer.index.whoosh.kernels import pure_reading as pure
from indexer.index.whoosh.kernels.types import (
    BLOCK,
    Array,
    Counted,
    Docs,
    FacetColumn,
    Forms,
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

    ``given``: in the order of native/kernels.h, of the lengths and dtypes that files/segment.py
    says; they are kept alive. ``size``: documents.
    """
    return None if native is None else native.segment(tuple(given), size, BLOCK)


def forms(segment: PostingArrays, terms: tuple[str, ...], without: tuple[str, ...]) -> Forms:
    """The forms that have one of ``terms`` and are none of ``without``: shape (n,), ascending.

    The term "=x" is that of the form x alone; ``without`` are forms. What is not there is none.
    """
    if native is None:
        return pure.forms(segment, terms, without)
    return u32(native.forms(segment.arrays, terms, without))


def common(segment: PostingArrays, terms: Places, among: Docs | None = None) -> Rows:
    """Live documents that have all of ``terms`` (at least one), and the frequencies of each.

    Shape (1 + terms, n), uint32: documents, then the weighted frequency of each term, which is
    never 0. ``terms``: the rarest first, which is quickest; their shifts are nothing here.
    ``among``: live documents to look at, None for all; what is far from them is not read.
    """
    if native is None:
        return pure.common(segment, terms, among)
    return u32(native.common(segment.arrays, terms, among)).reshape(len(terms) + 1, -1)


def frequency(segment: PostingArrays, term: Place) -> int:
    """Number of live documents that have any of a term's forms."""
    if native is None:
        return len(pure.common(segment, (term,), None)[0])
    return int(native.frequency(segment.arrays, (term,)))


def frequencies(
    segment: PostingArrays, term: Place, groups: NDArray[np.uint16], count: int
) -> NDArray[np.uint32]:
    """Number of live documents of each group that have any of a term's forms: shape (count,).

    ``groups``: of each document of the segment, below ``count``.
    """
    if native is None:
        docs = pure.common(segment, (term,), None)[0]
        return np.bincount(groups[docs], minlength=count).astype(np.uint32)
    return u32(native.frequencies(segment.arrays, (term,), groups, count))


def occurrences(segment: PostingArrays, places: Places, among: Docs) -> Keys:
    """Where ``places`` begin in the documents ``among``: shape (n,), uint64, see Keys.

    They begin where each of them has a form, in its field, its shift further on. None without
    ``places``.
    """
    if native is None:
        return pure.occurrences(segment, places, among)
    return u64(native.occurrences(segment.arrays, places, among))


def near(segment: PostingArrays, parts: Sequence[Places], among: Docs, distance: int) -> Docs:
    """Documents of ``among`` in which one occurrence of each of ``parts`` lies near the others.

    The first and the last of them at most ``distance`` positions apart. None without ``parts``.
    """
    if native is None:
        return pure.near(segment, parts, among, distance)
    return u32(native.near(segment.arrays, tuple(parts), among, distance))


def phrase(segment: PostingArrays, places: Places, among: Docs) -> Rows:
    """Occurrences as postings: each adds the weight of the field that it begins in.

    Shape (2, n), uint32: documents, all of them from ``among``, and weighted frequencies.
    """
    if native is None:
        return np.stack(pure.phrase(segment, places, among, _WEIGHTS))
    return u32(native.phrase(segment.arrays, places, among, _WEIGHTS)).reshape(2, -1)


def keep(docs: Docs, others: Docs) -> Docs:
    """Documents in both: shape (n,), in order."""
    if native is None:
        return docs[pure.member(docs, others)]
    return u32(native.member(docs, others, True))  # noqa: FBT003


def drop(docs: Docs, others: Docs) -> Docs:
    """Documents that are not in ``others``: shape (n,), in order."""
    if native is None:
        return docs[~pure.member(docs, others)]
    return u32(native.member(docs, others, False))  # noqa: FBT003


def intersect(sets: Sequence[Docs]) -> Docs:
    """Documents that are in all of ``sets`` (at least one): shape (n,), in order."""
    first, *others = sorted(sets, key=len)
    for other in others:
        first = keep(first, other)
    return first


def merge(sets: Sequence[Docs], size: int) -> Docs:
    """Documents of any of ``sets``: shape (n,), in order, each once. ``size``: of the segment."""
    if native is None:
        return pure.merge(sets)
    return u32(native.merge(tuple(sets), size))


def find(text: Any, ends: Any, key: bytes, *, exact: bool) -> int | None:
    """Index of the first of sorted strings that is >= ``key``; None without the extension.

    ``text``: uint8, UTF-8 of all strings end to end; ``ends``: shape (strings,), uint32.
    ``exact``: the index of the one that is equal, -1 when there is none.
    """
    return None if native is None else int(native.find(text, ends, key, exact))


def texts(text: Any, ends: Any, indices: NDArray[np.uint32]) -> list[str] | None:
    """The strings of ``indices``, in any order; None without the extension. See find."""
    if native is None:
        return None
    found: list[str] = native.texts(text, ends, indices)
    return found


def best(
    segment: PostingArrays, docs: Docs, leaves: Sequence[tuple[Postings, Formula]], k: int
) -> tuple[Docs, NDArray[np.float32]]:
    """The k of ``docs`` with the highest sums of the scores of ``leaves``, and those sums.

    Both of shape (min(k, len(docs)),): best first, ties in order of document. Scores are added in
    float64 in the order of ``leaves``, then rounded to float32, then compared.
    """
    if native is None:
        return pure.best(segment, docs, leaves, k)
    found, scores = native.best(segment.arrays, docs, tuple(leaves), k)
    return u32(found), f32(scores)


def gains(
    segment: PostingArrays, leaves: Sequence[tuple[Places, float]], docs: Docs
) -> NDArray[np.float64]:
    """What proximity adds to the scores of ``docs``: shape (docs,), float64; see index.contract.

    ``leaves``: where each stands, and its weight. ``docs``: distinct, few (they are sorted by
    insertion), in any order.
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

    Two lists of equal length. ``bounds``: how many, the first by score, are put in order by score
    and gain, and which are asked for then: from the second bound to before the third.
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

    Both of shape (n,); those nearly the same as one before come last, in the same order among
    themselves. ``gained``: (n,), float64; ``ties``: (n,), int64 or uint32, equal ones keep their
    order; ``signatures``: (n, SIGNATURE), uint8. n is a window: insertion sorts it.
    """
    if native is None:
        return pure.arrange(scores, gained, ties, signatures)
    order, sums = native.arrange(scores, gained, ties, signatures, SIGNATURE, ALIKE)
    return u32(order), f32(sums)


def failures(
    docs: Docs, filters: Sequence[tuple[Array, Array, int]], size: int
) -> NDArray[np.uint8]:
    """For each document the bits of the filters that it fails: shape (docs,), uint8.

    ``filters``: a column, shape (size,), uint16 or uint32; which combinations of values are
    allowed, shape (combinations,), bool; a bit below 256. ``size``: of the segment.
    """
    if native is None:
        return pure.failures(docs, filters)
    return np.frombuffer(native.failures(docs, tuple(filters), size), np.uint8)


def passing(docs: Docs, failed: NDArray[np.uint8], pardoned: int) -> Docs:
    """Documents that fail no filter but those whose bits are in ``pardoned``: shape (n,).

    ``failed``: of each document, see failures.
    """
    if native is None:
        return pure.passing(docs, failed, pardoned)
    return u32(native.passing(docs, failed, pardoned))


def between(docs: Docs, edges: Docs, names: list[_K]) -> dict[_K, int]:
    """How many ``docs`` lie from each edge to before the next, and last those from the last on.

    By the name of each edge, of which there are as many as ``names``; 0 is left out.
    """
    if native is None:
        return pure.between(docs, edges, names)
    found: dict[_K, int] = native.between(docs, edges, names)
    return found


def count(docs: Docs, facet: FacetColumn, size: int) -> NDArray[np.uint32]:
    """How many of ``docs`` have each value of a facet: shape (values,), uint32.

    ``size``: of the segment.
    """
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
    """The values that any of ``docs`` has, ascending, and how many have each; docs are few.

    Shape (2, n), uint32. ``size``: of the segment.
    """
    if native is None:
        return pure.occurring(docs, facet)
    return u32(native.occurring(docs, *facet.views, len(facet.names), size)).reshape(2, -1)
