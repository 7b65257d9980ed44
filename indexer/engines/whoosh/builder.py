"""Batches → one segment: arrays sorted once and written at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.engine import WEIGHTS
from indexer.engines.whoosh import kernels
from indexer.engines.whoosh.container import ContainerWriter
from indexer.engines.whoosh.groups import grouped
from indexer.engines.whoosh.layout import (
    PostingsWriter,
    date_order,
    facet_column,
    write_documents,
    write_forms,
)
from indexer.engines.whoosh.segment import NARROW
from indexer.engines.whoosh.signatures import signatures
from schemas.document import Batch
from schemas.facets import FACETS

Array = NDArray[Any]
FREQUENCY = np.uint64((1 << 21) - 1)
"""Mask of one field's frequency in a packed triple."""


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
        for name, facet in self._facets.items():
            facet.extend(batch.facets.get(name, ((),) * len(batch.ids)))
        columns = {
            "tokens": self._numbers(batch)[batch.tokens],
            "positions": batch.positions,
            "counts": np.diff(batch.ends, prepend=0),
            "starts": batch.starts[:, 1:],
            "lengths": batch.lengths @ np.array(WEIGHTS, np.uint32),
            "published": batch.published,
        }
        for name, column in columns.items():
            self._parts.setdefault(name, []).append(column)
        self.tokens += len(batch.tokens)

    def _numbers(self, batch: Batch) -> Array:
        """The builder's number of each form of the batch; a form's terms are always the same."""
        known = self._forms
        found = list(map(known.get, batch.forms))
        for at in [at for at, number in enumerate(found) if number is None]:
            found[at] = known[batch.forms[at]] = len(known)
            self._terms.append(batch.terms[at])
        return np.array(found, np.uint32)

    def write(self, path_of: Callable[[], Path]) -> list[tuple[Path, int]]:
        """Write what was gathered as at most two segments; gives their paths and sizes."""
        if not self._place:
            return []
        columns = {name: np.concatenate(parts) for name, parts in self._parts.items()}
        columns["ends"] = ends = np.cumsum(columns["counts"])
        columns["signatures"] = signatures(self._forms, columns["tokens"], ends)
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
        forms = list(self._forms)
        order = sorted(range(len(forms)), key=forms.__getitem__)
        rank = np.empty(len(forms), np.uint32)
        rank[order] = np.arange(len(forms), dtype=np.uint32)
        docs, positions, tokens = kernels.invert(rows, columns, rank)
        postings = kernels.collapse(docs, positions, tokens, starts)
        kept = [order[at] for at in np.flatnonzero(tokens).tolist()]
        write_postings(out, postings, positions, wide=wide)
        self._write_forms(out, kept, forms)
        write_documents(
            out,
            [self._ids[row].encode() for row in rows.tolist()],
            {
                "published": columns["published"][rows],
                "lengths": columns["lengths"][rows].astype(np.uint32),
                "starts": starts,
                "signatures": columns["signatures"][rows],
            },
            {
                name: facet_column(map(values.__getitem__, rows.tolist()))
                for name, values in self._facets.items()
            },
        )
        return path, out.finish({"wide": wide})

    def _write_forms(self, out: ContainerWriter, kept: list[int], forms: list[str]) -> None:
        lists = [self._terms[at] for at in kept]
        terms = sorted({term for listed in lists for term in listed})
        number = {term: at for at, term in enumerate(terms)}
        groups = grouped([[number[term] for term in listed] for listed in lists])
        raws = [forms[at].encode() for at in kept]
        write_forms(out, raws, [term.encode() for term in terms], groups)


def write_postings(
    out: ContainerWriter, postings: kernels.Collapsed, positions: Array, *, wide: bool
) -> None:
    """Postings of all forms at once."""
    frequencies = postings.frequencies
    triples = np.stack([frequencies >> np.uint64(shift) & FREQUENCY for shift in (42, 21, 0)], 1)
    counts = postings.counts.astype(np.int64)
    forms = np.repeat(np.arange(len(counts)), counts)
    tokens = triples.sum(1, dtype=np.int64)[postings.codes]
    writer = PostingsWriter(out, wide=wide, codes=len(triples))
    writer.write(forms, postings.docs, postings.codes, tokens, positions)
    writer.finish(out)
    out.add("triples", triples.astype(np.uint32).reshape(-1))
