"""A segment: articles, their forms and postings as flat arrays, immutable but for its live mask.

Documents lie newest first, ids ascending on ties, undated last: the number of a document is its
place in the order of ties, and a period is a range of numbers. Arrays (n documents, v forms,
p postings, t tokens); strings are UTF-8 (uint8) with their ends (uint32), and a number is uint32
where no other dtype is named:

=================== ======================================================================
ids, id_ends        n ids
id_hashes, id_docs  n hashes of ids (uint64) in order, and the document of each
published           n, int64: seconds as in Batch.published, descending; UNDATED last
lengths             n: weighted length, the sum of WEIGHTS times the lengths of the fields
signatures          n times SIGNATURE bytes (uint8), see index.contract
starts              n times 2: positions at which lede and body start
column_F            n, uint16 or uint32: for facet F the number of the combination of values
values_F, ends_F    the values of each combination, as numbers into the names
names_F, _ends      the values of the facet in code point order
forms, form_ends    v forms in code point order
folded              v: numbers of forms in order of their lower case
terms, term_ends    the distinct terms in code point order
form_terms, _ends   the terms of each form;  term_forms, _ends: the forms of each term
run_ends            v: where the runs of each form end
run_chunks          uint16: a run's documents are chunk * 65536 + low
run_postings        uint64: where the postings of each run end
lows                p, uint16: low 16 bits of the document
codes               p, uint8: the frequencies of the fields, a number into ``triples``, or RARE
rare_postings       uint64: those of which the code is RARE, ascending
rare_codes          and the number into ``triples`` of each
triples             (title, lede, body) frequencies that occur, three each, the commonest first
positions           t, uint16 or uint32: positions in order of form, document, position
blocks              uint64: the number of tokens before every BLOCK-th posting
=================== ======================================================================
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from operator import neg
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.index.contract import SIGNATURE, WEIGHTS
from indexer.index.signatures import Signatures
from indexer.index.whoosh.files.codes import Codes
from indexer.index.whoosh.files.container import Container
from indexer.index.whoosh.files.strings import Strings
from indexer.index.whoosh.kernels import reading
from indexer.index.whoosh.kernels.types import BLOCK, Counted, Docs, Forms
from schemas.document import PARAGRAPH, SENTENCE, UNDATED
from schemas.facets import FACETS, OPEN

CHUNK_BITS = 16
NARROW = 1 << 16
"""Positions below this take 16 bits; longer articles live in segments of their own."""
MARKERS = (SENTENCE, PARAGRAPH)
COUNTED = 1 << 22
"""Postings whose documents are looked at together when all forms are counted: bounds memory."""


def hash_ids(ids: Iterable[str]) -> NDArray[np.uint64]:
    """BLAKE2b of each id in 64 bits: shape (ids,), uint64, little-endian."""
    digests = b"".join(hashlib.blake2b(id.encode(), digest_size=8).digest() for id in ids)
    return np.frombuffer(digests, np.dtype("<u8"))


class SegmentFacet:
    """One facet's column and the values of its combinations."""

    def __init__(self, container: Container, name: str) -> None:
        self.names = Strings(
            container.array(f"names_{name}"), container.array(f"names_{name}_ends")
        )
        self.column = container.array(f"column_{name}")
        self.values = container.array(f"values_{name}")
        self.ends = container.array(f"ends_{name}")
        self.views = self.column.data, self.ends.data, self.values.data

    @cached_property
    def counted(self) -> Counted:
        """What is needed to count the values by name."""
        return Counted(*self.views, self.listed, None)

    def combinations(self, values: Iterable[str]) -> NDArray[np.bool_]:
        """Which combinations have one of ``values``: shape (combinations,), bool."""
        chosen = np.zeros(len(self.names) + 1, np.bool_)
        chosen[np.array([self.names.find(value.encode()) for value in values], np.intp)] = True
        chosen[-1] = False  # find gives -1 for a name that is not there
        out = np.zeros(len(self.ends), np.bool_)
        out[np.searchsorted(self.ends, np.flatnonzero(chosen[self.values]), "right")] = True
        return out

    @cached_property
    def listed(self) -> list[str]:
        """All names."""
        return list(self.names)


class Segment:
    """A segment on disk with the mask of its live documents (None when all are).

    ``size``: bytes that the file must have. ``live``: shape (documents,), bool. Raises
    ForeignIndexError or OutdatedIndexError as Container does.
    """

    def __init__(
        self, path: Path, size: int | None = None, live: NDArray[np.bool_] | None = None
    ) -> None:
        self.container = container = Container(path, size)
        array = container.array
        self.wide: bool = container.meta["wide"]
        self.ids = Strings(array("ids"), array("id_ends"))
        self.size = len(self.ids)
        self.live = live
        self.live_count = self.size if live is None else int(np.count_nonzero(live))
        self.id_hashes, self.id_docs = array("id_hashes"), array("id_docs")
        self.published: NDArray[np.int64] = array("published")
        self.lengths: NDArray[np.uint32] = array("lengths")
        self.starts = array("starts").reshape(self.size, 2)
        self.signatures: Signatures = array("signatures").reshape(self.size, SIGNATURE)
        self.forms = Strings(array("forms"), array("form_ends"))
        self.folded: NDArray[np.uint32] = array("folded")
        self.term_table = Strings(array("terms"), array("term_ends"))
        self.form_terms, self.form_terms_ends = array("form_terms"), array("form_terms_ends")
        self.term_forms, self.term_forms_ends = array("term_forms"), array("term_forms_ends")
        self.lows = array("lows")
        self.codes = Codes(container)
        self.run_ends, self.run_chunks = array("run_ends"), array("run_chunks")
        self.run_postings = array("run_postings")
        self.sums = self.codes.triples.sum(1, dtype=np.uint32)
        self.tables = self._tables()
        self.positions, self.blocks = array("positions"), array("blocks")
        # one that was written before there was a facet has no column of it
        self.facets = {
            facet.name: SegmentFacet(container, facet.name)
            for facet in FACETS
            if container.has(f"column_{facet.name}")
        }
        filled = [name for name, facet in self.facets.items() if len(facet.names)]
        self.open = tuple(name for name in filled if name in OPEN)
        self.closed = tuple(name for name in filled if name not in OPEN)
        self._totals: dict[str, NDArray[np.uint32]] = {}
        self.arrays = reading.arrays(
            [
                *(self.lows, self.codes.common, self.codes.rare_postings, self.codes.rare_codes),
                *(self.run_ends, self.run_chunks, self.run_postings, self.sums),
                *(self.blocks, self.positions, self.starts, self.lengths),
                self.tables,
                *(array("forms"), array("form_ends"), array("terms"), array("term_ends")),
                *(self.term_forms, self.term_forms_ends, array("ids"), array("id_ends")),
                *(self.signatures, live),
            ],
            self.size,
        )
        self.markers = tuple(self.forms.find(marker.encode()) for marker in MARKERS)

    def _tables(self) -> NDArray[np.uint32]:
        """The weighted frequency of every triple, in any field, then in each.

        Shape (1 + fields, triples), uint32.
        """
        weights = np.vstack([WEIGHTS, np.diag(WEIGHTS)]).astype(np.uint32)
        return np.ascontiguousarray(weights @ self.codes.triples.T)

    def docs_of(self, ids: Sequence[str], hashes: NDArray[np.uint64]) -> Iterator[int]:
        """The documents, dead ones too, of those ids that are here.

        ``hashes``: hash_ids(ids), shape (ids,), uint64.
        """
        low = np.searchsorted(self.id_hashes, hashes, "left")
        high = np.searchsorted(self.id_hashes, hashes, "right")
        for index in np.flatnonzero(low < high).tolist():
            raw = ids[index].encode()
            for at in range(low[index], high[index]):  # ids may share a hash
                if self.ids.raw(doc := int(self.id_docs[at])) == raw:
                    yield doc

    def live_docs_of(self, ids: Sequence[str]) -> Docs:
        """The live documents of some ids, ascending: all of them looked up at once."""
        docs = np.array(sorted(set(self.docs_of(ids, hash_ids(ids)))), np.uint32)
        return docs if self.live is None else docs[self.live[docs]]

    def doc_of(self, id: str) -> int | None:
        """The live document of an id."""
        found = self.docs_of([id], hash_ids([id]))
        return next((doc for doc in found if self.live is None or self.live[doc]), None)

    def forms_of(self, terms: Iterable[str], without: Iterable[str] = ()) -> Forms:
        """Numbers of the forms that have one of ``terms``, ascending."""
        # Without the markers: the EXACT term of one would find it.
        return reading.forms(self, tuple(terms), (*without, *MARKERS))

    def terms_of(self, form: int) -> tuple[str, ...]:
        """The terms of a form."""
        begin = int(self.form_terms_ends[form - 1]) if form else 0
        terms = self.form_terms[begin : int(self.form_terms_ends[form])].tolist()
        return tuple(self.term_table[term] for term in terms)

    def folded_range(self, prefix: str) -> tuple[int, int]:
        """[first, end) in ``folded`` of the forms whose lower case starts with ``prefix``."""
        size = len(prefix)

        def start(at: int) -> str:
            return self.forms[self.folded[at]].lower()[:size]

        every = range(len(self.folded))
        return bisect_left(every, prefix, key=start), bisect_right(every, prefix, key=start)

    def posting_range(self, form: int, last: int | None = None) -> tuple[int, int]:
        """[first, end) of the postings of ``form``, or of ``form`` up to before ``last``."""
        runs = self.run_ends
        first = int(runs[form - 1]) if form else 0
        end = int(runs[form if last is None else last - 1])
        begin = int(self.run_postings[first - 1]) if first else 0
        return begin, int(self.run_postings[end - 1]) if end else 0

    def docs(self, begin: int, end: int) -> NDArray[np.uint32]:
        """Documents of the postings [begin, end): shape (end - begin,), uint32."""
        out = self.lows[begin:end].astype(np.uint32)
        if begin == end:
            return out
        first = int(np.searchsorted(self.run_postings, begin, "right"))
        last = int(np.searchsorted(self.run_postings, end, "left")) + 1
        if self.size > NARROW:  # else all lie in chunk 0
            ends = np.minimum(self.run_postings[first:last].astype(np.int64), end) - begin
            out |= np.repeat(
                self.run_chunks[first:last].astype(np.uint32) << CHUNK_BITS,
                np.diff(ends, prepend=0),
            )
        return out

    def tokens_before(self, posting: int) -> int:
        """Number of tokens of all postings before ``posting``."""
        block = posting // BLOCK
        inside = self.codes.of(block * BLOCK, posting)
        return int(self.blocks[block]) + int(self.sums[inside].sum())

    def frequency(self, form: int) -> int:
        """Live documents that have a form."""
        begin, end = self.posting_range(form)
        if self.live is None:
            return end - begin
        return int(np.count_nonzero(self.live[self.docs(begin, end)]))

    def live_forms(self) -> Iterator[tuple[bytes, int]]:
        """UTF-8 of every form in order, markers left out, and its live documents."""
        for form, (raw, count) in enumerate(zip(self.forms.raws(), self._counts(), strict=True)):
            if form not in self.markers:
                yield raw, count

    def _counts(self) -> Iterator[int]:
        """``frequency`` of every form. Many at a time: one by one took minutes."""
        ends = self.run_postings[self.run_ends.astype(np.intp) - 1].astype(np.int64)
        first = 0
        while first < len(ends):
            begin = int(ends[first - 1]) if first else 0
            last = max(first + 1, int(np.searchsorted(ends, begin + COUNTED, "right")))
            sizes = np.diff(ends[first:last], prepend=begin)
            if self.live is not None:
                live = self.live[self.docs(begin, int(ends[last - 1]))]
                before = np.append(0, np.cumsum(live))
                places = np.append(0, np.cumsum(sizes))
                sizes = np.diff(before[places])
            yield from sizes.tolist()
            first = last

    @cached_property
    def everything(self) -> Docs:
        """All live documents."""
        if self.live is None:
            return np.arange(self.size, dtype=np.uint32)
        return np.flatnonzero(self.live).astype(np.uint32)

    def totals(self, facet: str) -> NDArray[np.uint32]:
        """Live documents of each value of a facet: shape (values,), uint32."""
        if facet not in self._totals:
            self._totals[facet] = reading.count(self.everything, self.facets[facet], self.size)
        return self._totals[facet]

    @cached_property
    def dated(self) -> int:
        """Number of documents with a date: they come first."""
        return self.first_before(UNDATED + 1)

    def first_before(self, moment: int) -> int:
        """The first document published before ``moment``, seconds as in ``published``."""
        # searchsorted wants ascending numbers: it would copy the column, reversed, at each call.
        return bisect_right(self.published.data, -moment, key=neg)

    @cached_property
    def months(self) -> tuple[list[int | None], NDArray[np.uint32]]:
        """The months in which documents were published, newest first, then None for undated ones.

        A month is 12 * year + month - 1. With them the first document of each, shape (months,),
        uint32: those of month i lie from the i-th of these to before the next.
        """
        if not self.dated:
            return [None], np.zeros(1, np.uint32)
        newest, oldest = self.published[[0, self.dated - 1]].astype("M8[s]").astype("M8[M]")
        starts = np.arange(oldest, newest + 1)[::-1]
        moments: list[int] = starts.astype("M8[s]").astype(np.int64).tolist()
        edges = np.array([0, *map(self.first_before, moments)], np.uint32)
        filled = np.flatnonzero(edges[1:] > edges[:-1])
        numbers = starts.astype(np.int64)[filled] + 1970 * 12  # numpy counts months from 1970
        return [*numbers.tolist(), None], edges[np.append(0, filled + 1)]
