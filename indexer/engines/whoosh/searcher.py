"""A generation opened for reading."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.engine import Generation
from indexer.engines.whoosh.arrays import Docs, member
from indexer.engines.whoosh.evaluate import Evaluation, Leaf, field_of, leaves, wildcard_forms
from indexer.engines.whoosh.facets import Counts, select
from indexer.engines.whoosh.score import Scorer, Statistics
from indexer.engines.whoosh.segment import Segment
from schemas.document import UNDATED
from schemas.errors import EngineError
from schemas.expression import EXPANSION, Node, Wildcard
from schemas.query import Request
from schemas.results import FormCount, Match, Matches

Ranked = tuple[float, int, str]
"""Sort key of a match: minus the score, minus the date or the date, the id."""


class WhooshSearcher:
    """Immutable and safe to share between threads; see indexer.engine.Searcher."""

    def __init__(self, generation: Generation, segments: Sequence[Segment]) -> None:
        self.generation = generation
        self._open: tuple[Segment, ...] | None = tuple(segments)
        documents = sum(segment.live_count for segment in segments)
        tokens = sum(_live_length(segment) for segment in segments)
        self._statistics = Statistics(documents, tokens / documents if documents else 0.0)

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The segments. Raises EngineError after ``close``."""
        if self._open is None:
            raise EngineError("the searcher has been closed")
        return self._open

    def search(self, request: Request) -> Matches:
        """The asked page, the total and the counts."""
        evaluations, cut = self._evaluate(request.expression)
        counts = Counts() if request.facets else None
        selected = [
            select(evaluation.segment, evaluation.match(request.expression), request, counts)
            for evaluation in evaluations
        ]
        last = request.offset + request.limit
        ranked: list[list[Ranked]] = []
        for evaluation, docs in zip(evaluations, selected, strict=True):
            if request.sort == "relevance":
                scores = self._scorer(evaluation, evaluations).score(request.expression, docs)
                ranked.append(_best(evaluation.segment, docs, scores, last))
            else:
                ranked.append(_dated(evaluation.segment, docs, last, request.sort == "oldest"))
        page = list(heapq.merge(*ranked))[request.offset : last]
        return Matches(
            total=sum(map(len, selected)),
            matches=tuple(Match(id, -score) for score, _, id in page),
            facets=dict(counts.facets) if counts else {},
            months=counts.months if counts else {},
            cut=cut,
        )

    def forms(self, expression: Node, request: Request) -> tuple[FormCount, ...]:
        """Forms of ``expression``'s words in the matches of ``request``, most frequent first."""
        asked, _ = self._evaluate(request.expression)
        words, _ = self._evaluate(expression)
        counts: Counter[str] = Counter()
        for matching, evaluation in zip(asked, words, strict=True):
            docs = select(matching.segment, matching.match(request.expression), request, None)
            for form, count in _form_counts(evaluation, expression, docs):
                counts[evaluation.segment.forms[form]] += count
        ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        return tuple(FormCount(form, count) for form, count in ordered)

    def vocabulary(self) -> Iterator[FormCount]:
        """Every form with its document frequency, in code point order, markers left out."""
        last, total = b"", 0
        for raw, count in heapq.merge(*(_live_forms(segment) for segment in self.segments)):
            if raw != last:
                if total:
                    yield FormCount(last.decode(), total)
                last, total = raw, 0
            total += count
        if total:
            yield FormCount(last.decode(), total)

    def terms(self, form: str) -> tuple[str, ...]:
        """The terms of a form as indexed, () when no article has it."""
        for segment in reversed(self.segments):
            at = segment.forms.find(form.encode())
            if at >= 0 and _live_frequency(segment, at):
                return segment.terms_of(at)
        return ()

    def frequency(self, expression: Node) -> int:
        """Documents that match, no filters."""
        evaluations, _ = self._evaluate(expression)
        return sum(len(evaluation.match(expression)) for evaluation in evaluations)

    def score(self, expression: Node, id: str) -> float | None:
        """The score of one article for ``expression``, None when it does not match."""
        evaluations, _ = self._evaluate(expression)
        for evaluation in evaluations:
            doc = evaluation.segment.doc_of(id)
            if doc is not None:
                docs = np.array([doc], np.uint32)
                if not member(docs, evaluation.match(expression))[0]:
                    return None
                scorer = self._scorer(evaluation, evaluations)
                return float(scorer.score(expression, docs)[0])
        return None

    def ids(self) -> Iterator[str]:
        """The ids of all live documents."""
        for segment in self.segments:
            for doc, id in enumerate(segment.ids):
                if segment.live is None or segment.live[doc]:
                    yield id

    def close(self) -> None:
        """Let go of the segments; their memory goes when the last search has ended."""
        self._open = None

    def _evaluate(self, expression: Node) -> tuple[list[Evaluation], tuple[str, ...]]:
        patterns = {leaf.pattern for leaf in leaves(expression) if isinstance(leaf, Wildcard)}
        expansions: list[dict[str, list[int]]] = [{} for _ in self.segments]
        cut = []
        for pattern in sorted(patterns):
            found, complete = self._expand(pattern)
            if not complete:
                cut.append(pattern)
            for expansion, forms in zip(expansions, found, strict=True):
                expansion[pattern] = forms
        pairs = zip(self.segments, expansions, strict=True)
        return [Evaluation(segment, forms) for segment, forms in pairs], tuple(cut)

    def _expand(self, pattern: str) -> tuple[list[list[int]], bool]:
        found = [wildcard_forms(segment, pattern) for segment in self.segments]
        if sum(map(len, found)) <= EXPANSION:
            return found, True
        frequencies: Counter[bytes] = Counter()
        for segment, forms in zip(self.segments, found, strict=True):
            for form in forms:
                frequencies[segment.forms.raw(form)] += _live_frequency(segment, form)
        frequencies = +frequencies
        if len(frequencies) <= EXPANSION:
            return found, True
        ordered = sorted(frequencies, key=lambda raw: (-frequencies[raw], raw))
        kept = set(ordered[:EXPANSION])
        pairs = zip(self.segments, found, strict=True)
        return [
            [form for form in forms if segment.forms.raw(form) in kept] for segment, forms in pairs
        ], False

    def _scorer(self, evaluation: Evaluation, every: Sequence[Evaluation]) -> Scorer:
        def idf(leaf: Leaf) -> float:
            return self._statistics.idf(sum(len(each.postings(leaf).docs) for each in every))

        return Scorer(evaluation, self._statistics, idf)


def _live_length(segment: Segment) -> int:
    lengths = segment.lengths if segment.live is None else segment.lengths[segment.live]
    return int(lengths.sum(dtype=np.int64))


def _live_frequency(segment: Segment, form: int) -> int:
    begin, end = segment.posting_range(form)
    if segment.live is None:
        return end - begin
    return int(np.count_nonzero(segment.live[segment.docs(begin, end)]))


def _live_forms(segment: Segment) -> Iterator[tuple[bytes, int]]:
    for form, raw in enumerate(segment.forms.raws()):
        if form not in segment.markers:
            yield raw, _live_frequency(segment, form)


def _form_counts(evaluation: Evaluation, expression: Node, docs: Docs) -> Iterator[tuple[int, int]]:
    segment = evaluation.segment
    found: dict[int, list[Docs]] = {}
    for leaf in set(leaves(expression)):
        table = segment.table(field_of(leaf))
        for form in evaluation.forms(leaf):
            begin, end = segment.posting_range(form)
            occurring = segment.docs(begin, end)[table[segment.codes[begin:end]] > 0]
            found.setdefault(form, []).append(occurring[member(occurring, docs)])
    for form, sets in found.items():
        count = len(np.unique(np.concatenate(sets)))
        if count:
            yield form, count


def _best(segment: Segment, docs: Docs, scores: NDArray[np.float32], limit: int) -> list[Ranked]:
    order = np.argsort(-scores, kind="stable")[:limit]
    return [
        (-float(scores[at]), -int(segment.published[docs[at]]), segment.ids[int(docs[at])])
        for at in order.tolist()
    ]


def _dated(segment: Segment, docs: Docs, limit: int, oldest: bool) -> list[Ranked]:  # noqa: FBT001
    dates = segment.published[docs]
    if oldest:
        dates = np.where(dates == UNDATED, -UNDATED, dates)
        docs = docs[np.argsort(dates, kind="stable")]
    return [
        (-0.0, _age(int(segment.published[doc]), oldest), segment.ids[doc])
        for doc in docs[:limit].tolist()
    ]


def _age(published: int, oldest: bool) -> int:  # noqa: FBT001
    return published if oldest and published != UNDATED else -published
