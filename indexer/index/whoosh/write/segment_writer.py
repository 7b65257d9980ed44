"""How a segment is written, by the builder and by merging alike; segment.py says what it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.index.whoosh.files.container import ContainerWriter
from indexer.index.whoosh.files.segment import CHUNK_BITS, NARROW, hash_ids
from indexer.index.whoosh.files.strings import pack
from indexer.index.whoosh.kernels.groups import Groups, grouped
from indexer.index.whoosh.kernels.types import BLOCK, RARE

Array = NDArray[Any]
FacetColumn = tuple[NDArray[np.uint32], Sequence[tuple[str, ...]]]
"""For each document the number of its combination of values, shape (documents,), uint32; the
combinations."""
COMMON = RARE
"""How many triples have a code that fits in a byte: the commonest."""


def narrowest(numbers: int) -> type[np.unsignedinteger[Any]]:
    """uint16 if ``numbers`` values fit, else uint32: the two widths that the kernels read."""
    return np.uint16 if numbers <= 1 << 16 else np.uint32


def date_order(published: NDArray[np.int64], id_of: Callable[[int], bytes]) -> NDArray[np.int64]:
    """The order of documents in a segment, newest first, then by id: shape (documents,), int64.

    ``published``: shape (documents,), int64, seconds as in Batch.published.
    """
    order = np.argsort(-published, kind="stable")
    dates = published[order]
    bounds = np.flatnonzero(np.diff(dates)) + 1
    begins = np.concatenate([[0], bounds])
    ends = np.concatenate([bounds, [len(order)]])
    for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
        if end - begin > 1:
            order[begin:end] = sorted(order[begin:end].tolist(), key=id_of)
    return order


class PostingsWriter:
    """Writes postings that come in order of form, then document, in any number of pieces."""

    def __init__(self, out: ContainerWriter, *, wide: bool) -> None:
        self._lows = out.stream("lows", np.uint16)
        self._codes = out.stream("codes", np.uint8)
        self._rare_postings = out.stream("rare_postings", np.uint64)
        self._rare_codes = out.stream("rare_codes", np.uint32)
        self._positions = out.stream("positions", np.uint32 if wide else np.uint16)
        self._blocks = out.stream("blocks", np.uint64)
        self._run_chunks = out.stream("run_chunks", np.uint16)
        self._run_postings = out.stream("run_postings", np.uint64)
        self._run_ends: list[Array] = []
        self._tokens = 0
        self._runs = 0

    def write(
        self, forms: Array, docs: Array, codes: Array, counts: Array, positions: Array
    ) -> NDArray[np.int64]:
        """Append n postings; gives the distinct forms written, shape (forms,), int64.

        ``forms``: shape (n,), int64, numbers in order. ``docs``, ``codes``, ``counts`` (of
        tokens): shape (n,). ``positions``: shape (tokens,).
        """
        chunks = docs >> CHUNK_BITS
        new_form = np.flatnonzero(np.diff(forms, prepend=-1))
        changes = np.diff(forms, prepend=-1) != 0
        changes[1:] |= chunks[1:] != chunks[:-1]
        runs = np.flatnonzero(changes)
        ends = np.append(runs[1:], len(forms))
        self._run_chunks.append(chunks[runs])
        self._run_postings.append(ends + self._lows.length)
        run_ends = np.append(np.searchsorted(runs, new_form)[1:], len(runs)) + self._runs
        self._run_ends.append(run_ends)
        self._runs += len(runs)
        before = np.cumsum(counts) - counts + self._tokens
        # Blocks count the postings of all pieces, of which one may end within a block.
        first = -self._lows.length % BLOCK
        self._blocks.append(before[first::BLOCK])
        rare = np.flatnonzero(codes >= COMMON)
        self._rare_postings.append(rare + self._lows.length)
        self._rare_codes.append(codes[rare])
        self._codes.append(np.where(codes < COMMON, codes, RARE))
        self._lows.append(docs & (NARROW - 1))
        self._positions.append(positions)
        self._tokens += int(counts.sum())
        return forms[new_form]

    def finish(self, out: ContainerWriter) -> None:
        """Write what is known only at the end."""
        # The place after the last posting is in a block too: without postings in the only one.
        if self._lows.length % BLOCK == 0:
            self._blocks.append(np.array([self._tokens]))
        out.add("run_ends", np.concatenate([np.empty(0), *self._run_ends]).astype(np.uint32))


def write_forms(
    out: ContainerWriter, forms: Sequence[bytes], terms: Sequence[bytes], groups: Groups
) -> None:
    """The vocabulary: ``forms`` and ``terms`` in order, and the numbers of each form's terms."""
    values, ends = groups
    add_strings(out, "forms", "form_ends", forms)
    lowered = [form.decode().lower() for form in forms]
    out.add("folded", np.array(sorted(range(len(forms)), key=lowered.__getitem__), np.uint32))
    add_strings(out, "terms", "term_ends", terms)
    out.add("form_terms", values)
    out.add("form_terms_ends", ends)
    order = np.argsort(values, kind="stable")
    owners = np.repeat(np.arange(len(forms), dtype=np.uint32), np.diff(ends, prepend=0))
    out.add("term_forms", owners[order])
    counts = np.bincount(values, minlength=len(terms))
    out.add("term_forms_ends", np.cumsum(counts).astype(np.uint32))


def add_strings(out: ContainerWriter, name: str, ends_name: str, raws: Sequence[bytes]) -> None:
    """Add strings, UTF-8 each, as two arrays: see files.strings.Strings."""
    text, ends = pack(raws)
    out.add(name, text)
    out.add(ends_name, ends)


def write_documents(
    out: ContainerWriter,
    ids: Sequence[bytes],
    columns: Mapping[str, Array],
    facets: Mapping[str, FacetColumn],
) -> None:
    """Ids (UTF-8), plain columns and facets of documents, in the order that they have there."""
    add_strings(out, "ids", "id_ends", ids)
    hashes = hash_ids(id.decode() for id in ids)
    order = np.argsort(hashes, kind="stable").astype(np.uint32)
    out.add("id_hashes", hashes[order])
    out.add("id_docs", order)
    for name, column in columns.items():
        out.add(name, column.reshape(-1))
    for name, (column, combinations) in facets.items():
        names = sorted({value.encode() for combination in combinations for value in combination})
        number = {raw.decode(): at for at, raw in enumerate(names)}
        out.add(f"column_{name}", column.astype(narrowest(len(combinations))))
        values, ends = grouped([[number[value] for value in each] for each in combinations])
        out.add(f"values_{name}", values)
        out.add(f"ends_{name}", ends)
        add_strings(out, f"names_{name}", f"names_{name}_ends", names)


def facet_column(listed: Iterable[tuple[str, ...]]) -> FacetColumn:
    """The values of each document as a column: combinations are numbered as they come.

    So where nearly every document has a combination of its own, the column is nearly in order.
    """
    number: dict[tuple[str, ...], int] = {}
    column = [number.setdefault(values, len(number)) for values in listed]
    return np.array(column, np.uint32), list(number)
