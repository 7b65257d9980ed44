"""Batches → one segment: arrays sorted once and written at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.engine import WEIGHTS
from indexer.engines.whoosh import kernels
from indexer.engines.whoosh.container import ContainerWriter
from indexer.engines.whoosh.groups import grouped
from indexer.engines.whoosh.kernels import BLOCK
from indexer.engines.whoosh.segment import CHUNK_BITS, NARROW, hash_id
from indexer.engines.whoosh.strings import pack
from schemas.document import Batch
from schemas.facets import FACETS

Array = NDArray[Any]
FREQUENCY = np.uint64((1 << 21) - 1)
"""Mask of one field's frequency in a packed triple."""


def narrowest(numbers: int) -> type[np.unsignedinteger[Any]]:
    """uint16 if ``numbers`` values fit, else uint32: the two widths that the kernels read."""
    return np.uint16 if numbers <= 1 << 16 else np.uint32


def date_order(published: NDArray[np.int64], id_of: Callable[[int], bytes]) -> NDArray[np.int64]:
    """The order of documents in a segment: newest first, then by id."""
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
    """Writes postings that come in order of form, document; in as many pieces as one likes."""

    def __init__(self, out: ContainerWriter, *, wide: bool, codes: int) -> None:
        """``codes``: number of different triples."""
        self._lows = out.stream("lows", np.uint16)
        self._codes = out.stream("codes", narrowest(codes))
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
        """Append postings; ``forms`` are numbers in order. Gives the distinct forms written."""
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
        first = -self._lows.length % BLOCK
        self._blocks.append(before[first::BLOCK])
        self._lows.append(docs & (NARROW - 1))
        self._codes.append(codes)
        self._positions.append(positions)
        self._tokens += int(counts.sum())
        return forms[new_form]

    def finish(self, out: ContainerWriter) -> None:
        """Write what is known only at the end."""
        if self._lows.length % BLOCK == 0:
            self._blocks.append(np.array([self._tokens]))
        out.add("run_ends", np.concatenate([np.empty(0), *self._run_ends]).astype(np.uint32))


def write_forms(
    out: ContainerWriter, forms: Sequence[bytes], terms_of: Callable[[int], Iterable[bytes]]
) -> None:
    """The vocabulary: ``forms`` in order, and the terms of each."""
    add_strings(out, "forms", "form_ends", forms)
    lowered = [form.decode().lower() for form in forms]
    out.add("folded", np.array(sorted(range(len(forms)), key=lowered.__getitem__), np.uint32))
    lists = [tuple(terms_of(form)) for form in range(len(forms))]
    terms = sorted({term for listed in lists for term in listed})
    number = {term: i for i, term in enumerate(terms)}
    add_strings(out, "terms", "term_ends", terms)
    values, ends = grouped([number[term] for term in listed] for listed in lists)
    out.add("form_terms", values)
    out.add("form_terms_ends", ends)
    order = np.argsort(values, kind="stable")
    owners = np.repeat(np.arange(len(forms), dtype=np.uint32), np.diff(ends, prepend=0))
    out.add("term_forms", owners[order])
    counts = np.bincount(values, minlength=len(terms))
    out.add("term_forms_ends", np.cumsum(counts).astype(np.uint32))


def add_strings(out: ContainerWriter, name: str, ends_name: str, raws: Sequence[bytes]) -> None:
    """Two arrays of strings."""
    text, ends = pack(raws)
    out.add(name, text)
    out.add(ends_name, ends)


def write_documents(
    out: ContainerWriter,
    ids: Sequence[bytes],
    columns: Mapping[str, Array],
    facets: Mapping[str, Sequence[tuple[str, ...]]],
) -> dict[str, list[str]]:
    """Ids, plain columns and facets of documents in order; gives the values of each facet."""
    add_strings(out, "ids", "id_ends", ids)
    hashes = np.array([hash_id(id.decode()) for id in ids], np.uint64)
    order = np.argsort(hashes, kind="stable").astype(np.uint32)
    out.add("id_hashes", hashes[order])
    out.add("id_docs", order)
    for name, column in columns.items():
        out.add(name, column.reshape(-1))
    names: dict[str, list[str]] = {}
    for name, combinations in facets.items():
        distinct = sorted(set(combinations))
        number = {combination: i for i, combination in enumerate(distinct)}
        names[name] = sorted({value for combination in distinct for value in combination})
        value_number = {value: i for i, value in enumerate(names[name])}
        column = np.array([number[combination] for combination in combinations], np.uint32)
        out.add(f"column_{name}", column.astype(narrowest(len(distinct))))
        values, ends = grouped([value_number[value] for value in each] for each in distinct)
        out.add(f"values_{name}", values)
        out.add(f"ends_{name}", ends)
    return names


@dataclass(slots=True)
class Builder:
    """Gathers batches until there is enough for a segment. A later article of an id wins."""

    tokens: int = 0
    """Tokens gathered."""
    touched: set[str] = field(default_factory=set)
    """Every id put or deleted: what older segments must forget."""
    _place: dict[str, int] = field(default_factory=dict)
    _ids: list[str] = field(default_factory=list)
    _forms: dict[str, int] = field(default_factory=dict)
    _terms: list[tuple[str, ...]] = field(default_factory=list)
    _parts: dict[str, list[Array]] = field(default_factory=dict)
    _facets: dict[str, list[tuple[str, ...]]] = field(
        default_factory=lambda: {facet.name: [] for facet in FACETS}
    )

    def add(self, batch: Batch) -> None:
        """Take a batch in."""
        for id in batch.deleted:
            self._place.pop(id, None)
        self.touched.update(batch.deleted, batch.ids)
        self._place.update(zip(batch.ids, range(len(self._ids), 2**62), strict=False))
        self._ids.extend(batch.ids)
        number = np.array(
            [self._form(*pair) for pair in zip(batch.forms, batch.terms, strict=True)]
        )
        for name, facet in self._facets.items():
            facet.extend(batch.facets.get(name, ((),) * len(batch.ids)))
        columns = {
            "tokens": number.astype(np.uint32)[batch.tokens] if len(number) else batch.tokens,
            "positions": batch.positions,
            "counts": np.diff(batch.ends, prepend=0),
            "starts": batch.starts[:, 1:],
            "lengths": batch.lengths @ np.array(WEIGHTS, np.uint32),
            "published": batch.published,
        }
        for name, column in columns.items():
            self._parts.setdefault(name, []).append(column)
        self.tokens += len(batch.tokens)

    def _form(self, form: str, terms: tuple[str, ...]) -> int:
        number = self._forms.setdefault(form, len(self._forms))
        if number == len(self._terms):
            self._terms.append(terms)
        else:
            self._terms[number] = terms
        return number

    def write(self, path_of: Callable[[], Path]) -> list[tuple[Path, int]]:
        """Write what was gathered as at most two segments; gives their paths and sizes."""
        if not self._place:
            return []
        columns = {name: np.concatenate(parts) for name, parts in self._parts.items()}
        columns["ends"] = ends = np.cumsum(columns["counts"])
        alive = np.zeros(len(self._ids), np.bool_)
        alive[list(self._place.values())] = True
        last = np.zeros(len(alive), np.int64)
        filled = columns["counts"] > 0
        last[filled] = columns["positions"][ends[filled] - 1]
        wide = last >= NARROW
        return [
            self._write(path_of(), np.flatnonzero(chosen), columns, wide=is_wide)
            for is_wide, chosen in ((False, alive & ~wide), (True, alive & wide))
            if chosen.any()
        ]

    def _write(
        self, path: Path, rows: Array, columns: dict[str, Array], *, wide: bool
    ) -> tuple[Path, int]:
        published = columns["published"][rows]
        rows = rows[date_order(published, lambda i: self._ids[rows[i]].encode())]
        out = ContainerWriter(path)
        starts = columns["starts"][rows]
        raws = sorted((form.encode(), number) for form, number in self._forms.items())
        rank = np.empty(len(raws), np.uint32)
        rank[[number for _, number in raws]] = np.arange(len(raws))
        docs, positions, tokens = kernels.invert(rows, columns, rank)
        postings = kernels.collapse(docs, positions, tokens, starts)
        written = _write_postings(out, *postings, positions)
        kept = [raws[form] for form in written.tolist()]
        write_forms(
            out,
            [raw for raw, _ in kept],
            lambda i: [term.encode() for term in self._terms[kept[i][1]]],
        )
        names = write_documents(
            out,
            [self._ids[row].encode() for row in rows.tolist()],
            {
                "published": columns["published"][rows],
                "lengths": columns["lengths"][rows].astype(np.uint32),
                "starts": starts,
            },
            {name: [values[row] for row in rows.tolist()] for name, values in self._facets.items()},
        )
        return path, out.finish({"wide": wide, "facets": names})


def _write_postings(
    out: ContainerWriter, docs: Array, frequencies: Array, counts: Array, positions: Array
) -> NDArray[np.int64]:
    forms = np.repeat(np.arange(len(counts)), counts.astype(np.int64))
    distinct, codes = np.unique(frequencies, return_inverse=True)
    triples = np.stack([distinct >> np.uint64(shift) & FREQUENCY for shift in (42, 21, 0)], 1)
    tokens = triples.sum(1, dtype=np.int64)[codes]
    writer = PostingsWriter(out, wide=int(positions.max(initial=0)) >= NARROW, codes=len(distinct))
    written = writer.write(forms, docs, codes, tokens, positions)
    writer.finish(out)
    out.add("triples", triples.astype(np.uint32).reshape(-1))
    return written
