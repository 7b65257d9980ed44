"""Batches → segments: runs of arrays, sorted in memory, interleaved and written once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.index.contract import WEIGHTS
from indexer.index.loops import sign
from indexer.index.whoosh.files.container import ContainerWriter
from indexer.index.whoosh.files.segment import NARROW
from indexer.index.whoosh.kernels.groups import grouped
from indexer.index.whoosh.write.form_numbers import Numbering
from indexer.index.whoosh.write.interleave import DEAD, united_triples, write_postings
from indexer.index.whoosh.write.runs import Run
from indexer.index.whoosh.write.segment_writer import (
    date_order,
    facet_column,
    write_documents,
    write_forms,
)
from schemas.document import Batch
from schemas.facets import FACETS

Array = NDArray[Any]
RUN_TOKENS = 2_000_000
"""Tokens gathered before they are sorted and put aside: this bounds the memory of the writer, some
60 bytes a token while they are sorted."""
MOST_RUNS, MOST_DOCUMENTS = 128, 500_000
"""Runs and documents with which a builder is full: it keeps some 400 bytes a document."""


class Builder:
    """Gathers batches until there is enough for a segment. A later article of an id wins."""

    def __init__(self, folder: Path) -> None:
        """``folder``: where runs are put aside, in files without names."""
        self.touched: set[str] = set()
        """Every id put or deleted: what older segments must forget."""
        self._folder = folder
        self._forms = Numbering()
        self._place: dict[str, int] = {}
        self._ids: list[str] = []
        self._facets: dict[str, list[tuple[str, ...]]] = {facet.name: [] for facet in FACETS}
        self._columns: dict[str, list[Array]] = {}
        self._gathered: list[dict[str, Array]] = []
        self._tokens = 0
        self._runs: dict[bool, list[tuple[Array, Run]]] = {False: [], True: []}
        self._begun = 0

    @property
    def full(self) -> bool:
        """Whether it should be written."""
        runs = max(map(len, self._runs.values()))
        return runs >= MOST_RUNS or len(self._ids) >= MOST_DOCUMENTS

    def add(self, batch: Batch) -> None:
        """Take a batch in."""
        for id in batch.deleted:
            self._place.pop(id, None)
        self.touched.update(batch.deleted, batch.ids)
        self._place.update(zip(batch.ids, range(len(self._ids), 2**62), strict=False))
        self._ids.extend(batch.ids)
        for name, facet in self._facets.items():
            facet.extend(batch.facets.get(name, ((),) * len(batch.ids)))
        tokens = self._forms.tokens(batch)
        last = np.zeros(len(batch.ids), np.uint32)
        counts = np.diff(batch.ends, prepend=0)
        filled = counts > 0
        last[filled] = batch.positions[batch.ends[filled] - 1]
        columns: dict[str, Array] = {
            "starts": batch.starts[:, 1:],  # the title starts at 0
            "lengths": (batch.lengths @ np.array(WEIGHTS, np.uint32)).astype(np.uint32),
            "published": batch.published,
            "signatures": sign(self._forms.hashes, tokens, batch.ends),
            "wide": last >= NARROW,
        }
        for name, column in columns.items():
            self._columns.setdefault(name, []).append(column)
        columns |= {"tokens": tokens, "positions": batch.positions, "counts": counts}
        self._gathered.append(columns)
        self._tokens += len(tokens)
        if self._tokens >= RUN_TOKENS:
            for run in self._sort():
                run.put_aside(self._folder)

    def write(self, path_of: Callable[[], Path]) -> list[tuple[Path, int]]:
        """Write what was gathered as at most two segments; gives their paths and sizes in bytes.

        Raises OSError when the disk refuses.
        """
        if not self._place:
            return []
        self._sort()
        columns = {name: np.concatenate(parts) for name, parts in self._columns.items()}
        alive = np.zeros(len(self._ids), np.bool_)
        alive[list(self._place.values())] = True
        # Long articles apart: one of them would double the positions of all others.
        return [
            self._write(
                path_of(), np.flatnonzero(alive & (columns["wide"] == wide)), columns, wide=wide
            )
            for wide in (False, True)
            if (alive & (columns["wide"] == wide)).any()
        ]

    def _sort(self) -> list[Run]:
        """Make a run of the batches gathered, and one of wide articles if there are any."""
        first, self._begun = self._begun, len(self._ids)
        gathered, self._gathered, self._tokens = self._gathered, [], 0
        if not gathered:
            return []
        columns = {name: np.concatenate([part[name] for part in gathered]) for name in gathered[0]}
        columns["ends"] = np.cumsum(columns["counts"])
        ids = self._ids[first:]
        places = map(self._place.get, ids)
        # Articles that were replaced later than this are DEAD when the segment is written.
        alive = np.array([place == at for at, place in enumerate(places, first)], np.bool_)
        order = np.array(self._forms.order(), np.uint32)
        made = []
        for wide, runs in self._runs.items():
            rows = np.flatnonzero(alive & (columns["wide"] == wide))
            if len(rows):
                rows = _in_order(rows, columns["published"], ids)
                made.append(Run(rows, columns, order, wide=wide))
                runs.append((rows + first, made[-1]))
        return made

    def _write(
        self, path: Path, rows: Array, columns: dict[str, Array], *, wide: bool
    ) -> tuple[Path, int]:
        rows = _in_order(rows, columns["published"], self._ids)
        places = np.full(len(self._ids), DEAD, np.uint64)
        places[rows] = np.arange(len(rows), dtype=np.uint64)
        runs = self._runs[wide]
        triples, codes = united_triples([(run.triples, run.triple_counts) for _, run in runs])
        order = self._forms.order()
        rank = np.empty(len(order), np.int64)
        rank[order] = np.arange(len(order))
        for (documents, run), code in zip(runs, codes, strict=True):
            run.renumber(rank, places[documents], code)
        out = ContainerWriter(path)
        kept = write_postings(out, [run for _, run in runs], len(order), triples, wide=wide)
        self._write_forms(out, [order[at] for at in kept.tolist()])
        write_documents(
            out,
            [self._ids[row].encode() for row in rows.tolist()],
            {
                name: columns[name][rows]
                for name in ("published", "lengths", "starts", "signatures")
            },
            {
                name: facet_column(map(values.__getitem__, rows.tolist()))
                for name, values in self._facets.items()
            },
        )
        return path, out.finish({"wide": wide})

    def _write_forms(self, out: ContainerWriter, kept: list[int]) -> None:
        lists = [self._forms.terms[at] for at in kept]
        terms = sorted({term for listed in lists for term in listed})
        number = {term: at for at, term in enumerate(terms)}
        groups = grouped([[number[term] for term in listed] for listed in lists])
        raws = [self._forms.forms[at].encode() for at in kept]
        write_forms(out, raws, [term.encode() for term in terms], groups)


def _in_order(rows: Array, published: Array, ids: Sequence[str]) -> Array:
    """``rows`` in the order of documents in a segment."""
    return np.asarray(rows[date_order(published[rows], lambda i: ids[rows[i]].encode())])
