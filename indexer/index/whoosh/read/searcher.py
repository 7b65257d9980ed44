"""A generation opened for reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import wraps
from heapq import merge
from operator import itemgetter
from typing import Concatenate, ParamSpec, TypeVar

import numpy as np

from indexer.index.contract import Generation
from indexer.index.whoosh.files.container import UNFIT
from indexer.index.whoosh.files.segment import Segment
from indexer.index.whoosh.files.segment_files import check_open, was_checked
from indexer.index.whoosh.kernels import reading
from indexer.index.whoosh.kernels.pure_reading import named as by_name
from indexer.index.whoosh.kernels.types import Rows
from indexer.index.whoosh.read import by_date as ranking
from indexer.index.whoosh.read import proximity, ranks
from indexer.index.whoosh.read.cache import Cache
from indexer.index.whoosh.read.evaluate import Evaluation
from indexer.index.whoosh.read.facets import Selection, add_up, select, sum_counts
from indexer.index.whoosh.read.forms import form_counts
from indexer.index.whoosh.read.lookup import Lookup, Meaning
from indexer.index.whoosh.read.near_duplicate_pairs import near_duplicate_pairs
from indexer.index.whoosh.read.near_duplicates import NearDuplicates
from indexer.index.whoosh.read.score import Formulas
from indexer.index.whoosh.read.statistics import Populations
from indexer.index.whoosh.read.wildcards import Expansion
from schemas.deadline import NEVER, Deadline
from schemas.errors import CutShortError, EngineError, ForeignIndexError, OutdatedIndexError
from schemas.expression import Node, scoring
from schemas.facets import FACETS
from schemas.query import Request
from schemas.results import FormCount, Match, Matches

MEANINGS = 100_000
"""Forms of words that are kept with their document frequencies. These decide in which order words
are read and are a statistic, so they are no part of the cache of postings."""

_P = ParamSpec("_P")
_R = TypeVar("_R")


def _blaming(
    method: Callable[Concatenate[WhooshSearcher, _P], _R],
) -> Callable[Concatenate[WhooshSearcher, _P], _R]:
    @wraps(method)
    def call(searcher: WhooshSearcher, /, *args: _P.args, **given: _P.kwargs) -> _R:
        try:
            return method(searcher, *args, **given)
        except UNFIT:
            searcher.verify()
            raise

    return call


class WhooshSearcher:
    """Immutable and safe to share between threads; see index.contract.Searcher.

    After ``close`` every method but ``verify`` and ``close`` raises EngineError. One that fails on
    arrays that do not fit each other raises ForeignIndexError if bytes of a segment have changed.
    ``postings``: the cache of postings of words, phrases and words that stand together, with its
    hits and misses.
    """

    def __init__(
        self, generation: Generation, segments: Sequence[Segment], cache_bytes: int
    ) -> None:
        self.generation = generation
        self.postings: Cache[Rows] = Cache(cache_bytes, lambda found: found.nbytes)
        self._meanings: Cache[Meaning] = Cache(MEANINGS, lambda found: 1 + found.forms)
        # 36: bytes of a number in a list and of its place there.
        self._expansions: Cache[Expansion] = Cache(
            cache_bytes // 8, lambda found: 36 * sum(map(len, found[0]))
        )
        self._open: list[Segment] | None = list(segments)
        self._damage: ForeignIndexError | None = None
        self._populations = Populations(segments)
        self._formulas = Formulas(self._populations, MEANINGS)
        self._near_duplicates = NearDuplicates(segments)

    @property
    def segments(self) -> list[Segment]:
        """The segments. Raises EngineError after ``close``, ForeignIndexError when damaged."""
        if (known := self._damage) is not None:  # a new one: each keeps the frames it passed
            raise ForeignIndexError(known.message, place=known.place, hint=known.hint)
        if self._open is None:
            raise EngineError("the searcher has been closed")
        return self._open

    @contextmanager
    def blame(self) -> Iterator[None]:
        """Read every byte when arrays do not fit each other: name the file if it is damaged.

        Raises ForeignIndexError then; an error of another cause goes on. For generators, whose
        body runs after a decorated call has returned.
        """
        try:
            yield
        except UNFIT:
            self.verify()
            raise

    def verify(self) -> None:
        """Read every byte of the segments.

        Raises ForeignIndexError when one has changed; so does every later call then.
        """
        try:
            for segment in self._open or ():
                check_open(segment)
        except ForeignIndexError as error:
            self._damage = error
            raise

    @property
    def verified(self) -> bool:
        """Whether this process, or the one it was forked from, has read every byte."""
        return all(map(was_checked, self._open or ()))

    @_blaming
    def search(self, request: Request) -> Matches:
        """The asked page, the total and the counts, as far as the time allows."""
        lookup = self._lookup(request.deadline)
        try:
            return self._search(request, lookup, self._evaluate(lookup, partial=True))
        except CutShortError:  # before it was known what the words stand for
            nothing: dict[str, dict[str, int]] = (
                {facet.name: {} for facet in FACETS} if request.facets else {}
            )
            return Matches(0, (), nothing, cut=lookup.cut(), complete=False)

    def _search(self, request: Request, lookup: Lookup, evaluations: list[Evaluation]) -> Matches:
        expression = request.expression
        selections = _select(evaluations, request)
        docs = [selection.docs for selection in selections]
        last = request.offset + request.limit
        if request.sort == "relevance" and scoring(expression):
            scorers = self._formulas.scorers(evaluations, lookup)
            page = proximity.by_relevance(scorers, expression, docs, request.offset, last)
        else:
            asked = last, request.sort, request.future
            orders = (ranking.by_date(each.segment, each.docs, *asked) for each in selections)
            page = tuple(Match(id, 0.0) for _, id in list(merge(*orders))[request.offset : last])
        total = sum(map(len, docs))
        complete = all(evaluation.whole() for evaluation in evaluations)
        if not request.facets:
            return Matches(total, page, cut=lookup.cut(), complete=complete)
        counts = [selection.counts() for selection in selections]
        added = add_up(self.segments, counts, request.filters)
        return Matches(total, page, *added, lookup.cut(), complete)

    @_blaming
    def ranks(self, request: Request, ids: Sequence[str]) -> Mapping[int, Match]:
        """Those of ``ids`` that match ``request``, by their rank among all matches, from 0."""
        expression = request.expression
        lookup = self._lookup(request.deadline)
        evaluations = self._evaluate(lookup)
        docs = [selection.docs for selection in _select(evaluations, request)]
        if request.sort == "relevance" and scoring(expression):
            scorers = self._formulas.scorers(evaluations, lookup)
            found = ranks.by_relevance(scorers, expression, docs, ids)
        else:
            order = request.sort, request.future
            found = ranks.by_date(self.segments, docs, ids, *order)
        return dict(sorted(found, key=itemgetter(0)))

    @_blaming
    def counts(self, facet: str, request: Request) -> Mapping[str, int]:
        """Every value of one facet over the matches of ``request``, zeros left out."""
        evaluations = self._evaluate(self._lookup(request.deadline))
        selections = _select(evaluations, request)
        return sum_counts([selection.values(facet) for selection in selections])

    @_blaming
    def days(self, request: Request, first: date, last: date) -> tuple[int, ...]:
        """How many matches each day has, from ``first`` to ``last``."""
        total = np.zeros(max(0, (last - first).days + 1), np.int64)
        if len(total):
            evaluations = self._evaluate(self._lookup(request.deadline))
            for selection in _select(evaluations, request):
                total += selection.days(first, last)
        return tuple(total.tolist())

    @_blaming
    def forms(self, expression: Node, request: Request) -> tuple[FormCount, ...]:
        """Forms of ``expression``'s words in the matches of ``request``, most frequent first."""
        evaluations = self._evaluate(self._lookup(request.deadline))
        return form_counts(evaluations, expression, request)

    def vocabulary(self) -> Iterator[FormCount]:
        """Every form with its document frequency, in code point order, markers left out."""
        last, total = b"", 0
        with self.blame():
            for raw, count in merge(*(segment.live_forms() for segment in self.segments)):
                if raw != last:
                    if total:
                        yield FormCount(last.decode(), total)
                    last, total = raw, 0
                total += count
            if total:
                yield FormCount(last.decode(), total)

    @_blaming
    def terms(self, form: str) -> tuple[str, ...]:
        """The terms of a form as indexed, () when no article has it."""
        for segment in reversed(self.segments):
            at = segment.forms.find(form.encode())
            if at >= 0 and segment.frequency(at):
                return segment.terms_of(at)
        return ()

    @_blaming
    def frequency(self, expression: Node, deadline: Deadline = NEVER) -> int:
        """Documents that match, no filters."""
        return sum(len(each.match(expression)) for each in self._evaluate(self._lookup(deadline)))

    @_blaming
    def score(self, expression: Node, id: str, deadline: Deadline = NEVER) -> float | None:
        """The score of one article for ``expression``, None when it does not match."""
        lookup = self._lookup(deadline)
        evaluations = self._evaluate(lookup)
        scorers = self._formulas.scorers(evaluations, lookup)
        for evaluation, scorer in zip(evaluations, scorers, strict=True):
            doc = evaluation.segment.doc_of(id)
            if doc is not None:
                docs = reading.keep(np.array([doc], np.uint32), evaluation.match(expression))
                if not len(docs):
                    return None
                score = scorer.best(expression, docs, 1)[1]
                gain = proximity.gains(scorer, scoring(expression), docs)
                return float((score + gain).astype(np.float32)[0])
        return None

    @_blaming
    def values(self, facet: str) -> Mapping[str, int]:
        """Every value of a facet with the number of its articles."""
        found: Counter[str] = Counter()
        for segment in self.segments:
            column = segment.facets.get(facet)
            if column is None:
                raise OutdatedIndexError(
                    f"the index was built before it held the {facet} of articles",
                    place=self.generation.name,
                    hint="podshivka reindex builds it anew",
                )
            found.update(by_name(segment.totals(facet), column.listed))
        return found

    def ids(self) -> Iterator[str]:
        """The ids of all live documents."""
        with self.blame():
            for segment in self.segments:
                for doc in segment.everything.tolist():
                    yield segment.ids[doc]

    @_blaming
    def near_duplicates(self, ids: Sequence[str], limit: int) -> tuple[tuple[str, ...], ...]:
        """For each of ``ids`` the others whose signatures share RELATED bytes, the closest first.

        The first call takes the time of sorting all signatures eight times.
        """
        return self._near_duplicates.of(ids, limit)

    @_blaming
    def repeats(self, ids: Sequence[str]) -> tuple[bool, ...]:
        """Whether each of ``ids`` is nearly the same as one before it."""
        return self._near_duplicates.repeats(ids)

    def near_duplicate_pairs(self) -> Iterator[tuple[str, str]]:
        """Pairs of articles whose signatures share RELATED bytes or more."""
        with self.blame():
            yield from near_duplicate_pairs(self.segments)

    def close(self) -> None:
        """Let go of the segments; their memory goes when the last search has ended."""
        self._open = None

    def _evaluate(self, lookup: Lookup, *, partial: bool = False) -> list[Evaluation]:
        return [
            Evaluation(segment, index, lookup, self.postings, lookup.deadline, partial)
            for index, segment in enumerate(self.segments)
        ]

    def _lookup(self, deadline: Deadline) -> Lookup:
        known = self._meanings, self._expansions, self._populations
        return Lookup(self.segments, *known, deadline)


def _select(evaluations: list[Evaluation], request: Request) -> list[Selection]:
    selections: list[Selection] = []
    left = sum(evaluation.segment.size for evaluation in evaluations)
    for evaluation in evaluations:
        segment = evaluation.segment
        docs = evaluation.found(request.expression, segment.size / max(1, left))
        left -= segment.size
        selections.append(select(segment, docs, request))
    return selections
