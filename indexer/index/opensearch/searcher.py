"""A generation opened for reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice

from indexer.index.contract import Generation
from indexer.index.opensearch import facets
from indexer.index.opensearch.alike import Alike
from indexer.index.opensearch.asking import AT_ONCE, PointInTime
from indexer.index.opensearch.documents import MARKERS
from indexer.index.opensearch.found import Asked
from indexer.index.opensearch.mapping import Query
from indexer.index.opensearch.matching import EVERYTHING, any_of, fields_of, with_ids
from indexer.index.opensearch.ranks import Ranks
from indexer.index.opensearch.reading import REMEMBERED, Reading, Understood
from indexer.index.opensearch.remembered import Remembered
from indexer.index.opensearch.words import RecentForms, Words
from schemas.deadline import NEVER, Deadline
from schemas.errors import CutShortError, EngineError, OutdatedIndexError
from schemas.expression import Node, parts
from schemas.facets import FACETS
from schemas.query import Request
from schemas.results import FormCount, Match, Matches

EPOCH = date(1970, 1, 1)
DAY = 86_400


class OpenSearchSearcher:
    """Safe to share between threads; see index.contract.Searcher.

    ``without``: ids that are left out. ``known``: the facets that there were when the generation
    was built. ``check``: raises ForeignIndexError when the index does not hold what it should.
    """

    verified = True
    """The cluster compares its bytes with their checksums itself."""

    def __init__(  # noqa: PLR0913, PLR0917 - the parts of a searcher
        self,
        generation: Generation,
        point: PointInTime,
        words: Words,
        without: Sequence[str],
        known: frozenset[str],
        check: Callable[[], None],
    ) -> None:
        self._among: list[Query] = [{"bool": {"must_not": [with_ids(without)]}}] if without else []
        self._everything: Query = {"bool": {"filter": self._among}} if without else EVERYTHING
        self._point = point
        self._words = words
        self._reading = Reading(point, words, self._everything)
        self._alike = Alike(point, self._everything)
        self._known = known
        self._check = check
        self._terms: Remembered[tuple[str, ...]] = Remembered(REMEMBERED)
        self._frequencies: Remembered[int] = Remembered(REMEMBERED)
        self._recent = RecentForms(words, frozenset())
        self._closed = False
        self.generation = replace(generation, documents=self._reading.documents)

    def search(self, request: Request) -> Matches:
        """The asked page, the total and the counts, or nothing of them when the time is over."""
        try:
            return self._found(request)
        except CutShortError:
            nothing: dict[str, dict[str, int]] = (
                {facet.name: {} for facet in FACETS} if request.facets else {}
            )
            return Matches(0, (), nothing, complete=False)

    def _found(self, request: Request) -> Matches:
        asked = self._asked(request)
        told, page = asked.answer()
        total, cut = told["hits"]["total"]["value"], asked.understood.cut
        if not request.facets:
            return Matches(total, page, cut=cut)
        counts, months = facets.counted(told["aggregations"])
        for name in facets.inexact(told["aggregations"]):
            counts[name] = facets.most(self.counts(name, request), request.filters.get(name, ()))
        return Matches(total, page, counts, months, cut)

    def ranks(self, request: Request, ids: Sequence[str]) -> Mapping[int, Match]:
        """Those of ``ids`` that match ``request``, by their rank among all matches, from 0."""
        asked = self._asked(request)
        return dict(sorted(Ranks(self._point, asked, request).of(ids))) if ids else {}

    def counts(self, facet: str, request: Request) -> Mapping[str, int]:
        """Every value of one facet over the matches of ``request``, zeros left out."""
        asked = self._asked(replace(request, sort="newest", future=None))
        if facet not in self._known:
            return {}
        filters = [asked.found, *facets.others(asked.chosen, facet)]
        query = {"bool": {"filter": filters}}
        return dict(self._point.values(facet, query, request.deadline))

    def days(self, request: Request, first: date, last: date) -> tuple[int, ...]:
        """How many matches each day has, from ``first`` to ``last``."""
        size = max(0, (last - first).days + 1)
        if not size:
            return ()
        asked = self._asked(replace(request, sort="newest", future=None))
        begin = (first - EPOCH).days
        bounds = {"gte": begin * DAY, "lt": (begin + size) * DAY}
        filters = [
            asked.found,
            {"range": {"published": bounds}},
            *facets.others(asked.chosen, facets.DATE),
        ]
        histogram = {"field": "published", "fixed_interval": "1d", "min_doc_count": 1}
        body = {
            "size": 0,
            "query": {"bool": {"filter": filters}},
            "aggs": {"days": {"date_histogram": histogram}},
        }
        counts = [0] * size
        for bucket in self._point.ask(body, request.deadline)["aggregations"]["days"]["buckets"]:
            counts[bucket["key"] // (DAY * 1000) - begin] = bucket["doc_count"]
        return tuple(counts)

    def forms(self, expression: Node, request: Request) -> tuple[FormCount, ...]:
        """Forms of ``expression``'s words in the matches of ``request``, most frequent first."""
        asked = self._asked(replace(request, sort="newest", future=None))
        understood = self._reading.understood(expression, request.deadline)
        anywhere, bound = _by_field(expression, understood)
        query = asked.matching
        counts = Counter(self._reading.counts(sorted(anywhere), query, request.deadline))
        if bound:
            filters = {
                form: any_of([{"term": {field: form}} for field in sorted(fields)])
                for form, fields in bound.items()
            }
            body = {"size": 0, "query": query, "aggs": {"forms": {"filters": {"filters": filters}}}}
            told = self._point.ask(body, request.deadline)["aggregations"]["forms"]["buckets"]
            counts.update({form: each["doc_count"] for form, each in told.items()})
        ordered = sorted((+counts).items(), key=lambda item: (-item[1], item[0]))
        return tuple(FormCount(form, count) for form, count in ordered)

    def vocabulary(self) -> Iterator[FormCount]:
        """Every form with its document frequency, in code point order, markers left out."""
        self._open()
        found = self._point.values("forms", self._everything)
        while some := list(islice(found, AT_ONCE)):
            # a caller that reads all forms may want the terms of each: they are fetched together
            self._recent = RecentForms(self._words, frozenset(form for form, _ in some))
            for form, count in some:
                yield FormCount(form, count)

    def terms(self, form: str) -> tuple[str, ...]:
        """The terms of a form as indexed, () when no article has it."""
        self._open()
        recent = self._recent
        if form in recent.forms:
            return recent.terms.get(form, ())
        return self._terms.get(form, lambda: self._terms_of(form))

    def _terms_of(self, form: str) -> tuple[str, ...]:
        if form in MARKERS or not self._reading.counts([form], self._everything, NEVER):
            return ()
        return self._words.terms([form]).get(form, ())

    def frequency(self, expression: Node, deadline: Deadline = NEVER) -> int:
        """Documents that match, no filters."""
        self._open()
        return self._frequencies.get(expression, lambda: self._frequency(expression, deadline))

    def _frequency(self, expression: Node, deadline: Deadline) -> int:
        asked = self._asked(Request(expression, sort="newest", deadline=deadline))
        body = {"size": 0, "query": asked.found, "track_total_hits": True}
        count: int = self._point.ask(body, deadline)["hits"]["total"]["value"]
        return count

    def score(self, expression: Node, id: str, deadline: Deadline = NEVER) -> float | None:
        """Score + proximity of one article, None when it does not match."""
        return self._asked(Request(expression, deadline=deadline)).full_score(with_ids([id]))

    def values(self, facet: str) -> Mapping[str, int]:
        """Every value of a facet with the number of its articles."""
        self._open()
        if facet not in self._known:
            raise OutdatedIndexError(
                f"the index was built before it held the {facet} of articles",
                place=self.generation.name,
                hint="podshivka reindex builds it anew",
            )
        return dict(self._point.values(facet, self._everything))

    def ids(self) -> Iterator[str]:
        """The ids of all live documents."""
        self._open()
        for hit in self._point.scan(self._everything, ["id"]):
            yield hit["fields"]["id"][0]

    def near_duplicates(self, ids: Sequence[str], limit: int) -> tuple[tuple[str, ...], ...]:
        """For each of ``ids`` the others that share RELATED bytes of signatures, closest first."""
        self._open()
        return self._alike.near_duplicates(ids, limit)

    def repeats(self, ids: Sequence[str]) -> tuple[bool, ...]:
        """Whether each of ``ids`` is nearly the same as one before it."""
        self._open()
        return self._alike.repeats(ids)

    def near_duplicate_pairs(self) -> Iterator[tuple[str, str]]:
        """Pairs of articles whose signatures share RELATED bytes or more."""
        self._open()
        return self._alike.pairs()

    def verify(self) -> None:
        """Check that the index holds what was written. Raises ForeignIndexError if it does not."""
        self._check()

    def close(self) -> None:
        """Close the point in time."""
        self._closed = True
        self._point.close()

    def _asked(self, request: Request) -> Asked:
        self._open()
        return Asked(self._point, self._reading, self._among, request)

    def _open(self) -> None:
        if self._closed:
            raise EngineError("the searcher has been closed")


def _by_field(expression: Node, understood: Understood) -> tuple[set[str], Mapping[str, set[str]]]:
    """Forms that count wherever they are, and those that count in some fields only."""
    anywhere: set[str] = set()
    bound: dict[str, set[str]] = {}
    for part in parts(expression):
        for form in understood.forms[part]:
            if part.field is None:
                anywhere.add(form)
            else:
                bound.setdefault(form, set()).update(fields_of(part))
    return anywhere, {form: fields for form, fields in bound.items() if form not in anywhere}
