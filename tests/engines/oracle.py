"""A slow, obvious engine in memory, written from the docstrings of the contract alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from datetime import date
from itertools import combinations, count

import numpy as np
from oracle_matching import Document, State
from oracle_scores import OracleScorer, alike, common, scoring

from indexer.index.contract import RELATED, WINDOW, Generation
from schemas.deadline import NEVER, Deadline
from schemas.document import FIELDS, PARAGRAPH, SENTENCE, UNDATED, Batch
from schemas.errors import NotFoundError, UsageError
from schemas.expression import (
    And,
    Ids,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Together,
    Wildcard,
    Word,
)
from schemas.facets import FACETS, MOST
from schemas.query import Request
from schemas.results import FormCount, Match, Matches

DAY, EPOCH = 86_400, date(1970, 1, 1)


class OracleEngine:
    """Generations in a dict."""

    def __init__(self) -> None:
        self._states: dict[str, State] = {}
        self._generations: dict[str, Generation] = {}
        self._numbers = count(1)
        self._published: str | None = None

    def create(self, fingerprint: str) -> Generation:
        name = f"o{next(self._numbers):06d}"
        self._states[name] = State()
        self._generations[name] = Generation(
            name, 0, fingerprint, 0, published=False, building=True
        )
        return self._generations[name]

    def apply(
        self, name: str, batches: Iterable[Batch], checkpoint: int, *, more: bool = False
    ) -> Generation:
        old = self._state(name)
        state = State(dict(old.documents), dict(old.terms))
        for batch in batches:
            state.apply(batch)
        self._states[name] = state
        self._generations[name] = replace(
            self._generations[name], checkpoint=checkpoint, documents=len(state.documents)
        )
        return self._described(name)

    def verify(self, name: str) -> None:
        self._state(name)

    def publish(self, name: str) -> None:
        self._state(name)
        self._published = name
        self._generations[name] = replace(self._generations[name], building=False)

    def clean(self) -> None:
        pass

    def generations(self) -> tuple[Generation, ...]:
        return tuple(self._described(name) for name in self._generations)

    def drop(self, name: str) -> None:
        self._state(name)
        if name == self._published:
            raise UsageError("published")
        del self._states[name], self._generations[name]

    def open(self, name: str | None = None, without: Sequence[str] = ()) -> OracleSearcher:
        wanted = name or self._published
        if wanted is None:
            raise NotFoundError("nothing is published")
        state = self._state(wanted)
        left = {id: each for id, each in state.documents.items() if id not in without}
        generation = replace(self._described(wanted), documents=len(left))
        return OracleSearcher(State(left, state.terms), generation)

    def published(self, *, recent: bool = False) -> str | None:
        return self._published

    def status(self, name: str) -> Mapping[str, int]:
        return {"documents": len(self._state(name).documents)}

    def _state(self, name: str) -> State:
        if name not in self._states:
            raise NotFoundError(name)
        return self._states[name]

    def _described(self, name: str) -> Generation:
        return replace(self._generations[name], published=name == self._published)


class OracleSearcher(OracleScorer):
    """Looks at every document for every question."""

    # -- deadlines

    def _within(self, deadline: Deadline) -> OracleSearcher:
        """Of those documents alone that there is time for."""
        within = copy(self)
        within._documents, within._wildcards = [], {}
        for document in self._documents:
            if deadline.passed:
                break
            within._documents.append(document)
        return within

    def _in_time(self, deadline: Deadline) -> None:
        for _ in self._documents:
            deadline.check()

    # -- filters

    def _failed(self, request: Request, document: Document) -> set[str]:
        """Names of the filters that the document does not pass; all of them behind the bounds."""
        bounds = request.bounds
        if bounds and self._failed(Request(filters=bounds.filters, period=bounds.period), document):
            return {"bounds"}
        for name, values in bounds.without.items():
            if set(values) & set(document.facets.get(name, ())):
                return {"bounds"}
        failed = {
            name
            for name, values in request.filters.items()
            if values and not set(values) & set(document.facets.get(name, ()))
        }
        start, end = request.period.seconds()
        if request.period and (
            (document.published == UNDATED) != request.period.undated
            or (start is not None and document.published < start)
            or (end is not None and document.published >= end)
        ):
            failed.add("date")
        return failed

    def _selected(self, request: Request) -> list[Document]:
        return [
            document
            for document in self._documents
            if self._matches(request.expression, document) and not self._failed(request, document)
        ]

    # -- the protocol

    def values(self, facet: str) -> Mapping[str, int]:
        return Counter(v for d in self._documents for v in d.facets.get(facet, ()))

    def counts(self, facet: str, request: Request) -> Mapping[str, int]:
        self._in_time(request.deadline)
        return Counter(
            value
            for document in self._documents
            if self._matches(request.expression, document)
            and self._failed(request, document) <= {facet}
            for value in document.facets.get(facet, ())
        )

    def days(self, request: Request, first: date, last: date) -> tuple[int, ...]:
        self._in_time(request.deadline)
        found = Counter(
            document.published // DAY
            for document in self._documents
            if self._matches(request.expression, document)
            and self._failed(request, document) <= {"date"}
        )
        numbers = range((first - EPOCH).days, (last - EPOCH).days + 1)
        return tuple(found[day] for day in numbers)

    def ranks(self, request: Request, ids: Sequence[str]) -> Mapping[int, Match]:
        self._in_time(request.deadline)
        whole = replace(request, offset=0, limit=len(self._documents), deadline=NEVER)
        everything = self.search(whole)
        return {rank: one for rank, one in enumerate(everything.matches) if one.id in ids}

    def search(self, request: Request) -> Matches:
        within = self._within(request.deadline)
        complete = len(within._documents) == len(self._documents)
        return replace(within._search(request), complete=complete)

    def _search(self, request: Request) -> Matches:
        facets: dict[str, Counter[str]] = {facet.name: Counter() for facet in FACETS}
        months: Counter[int | None] = Counter()
        for document in self._documents:
            if self._matches(request.expression, document):
                failed = self._failed(request, document)
                for name, counter in facets.items():
                    if failed <= {name}:
                        counter.update(document.facets.get(name, ()))
                if failed <= {"date"}:
                    months[document.month()] += 1
        found = self._selected(request)
        scores = {d.id: 0.0 for d in found}
        if request.sort == "relevance":
            scores = {d.id: float(np.float32(self._score(request.expression, d))) for d in found}
            found.sort(key=lambda d: -scores[d.id])
            if scoring(request.expression):
                window = self._reordered(request.expression, found[:WINDOW], scores)
                found = window + found[WINDOW:]
        elif request.sort == "oldest":
            found.sort(key=lambda d: (d.published == UNDATED, d.published, d.id))
        unscored = request.sort == "newest" or not scoring(request.expression)
        if request.sort != "oldest" and unscored and request.future is not None:
            begun = request.future
            found.sort(key=lambda d: (d.published == UNDATED, d.published >= begun))
        page = found[request.offset : request.offset + request.limit]
        return Matches(
            total=len(found),
            matches=tuple(Match(d.id, scores[d.id]) for d in page),
            facets=_cut(facets, request) if request.facets else {},
            months=months if request.facets else {},
            cut=tuple(sorted(p for p in _patterns(request.expression) if self._expansion(p)[1])),
        )

    def forms(self, expression: Node, request: Request) -> tuple[FormCount, ...]:
        self._in_time(request.deadline)
        counts: Counter[str] = Counter()
        for document in self._selected(request):
            counts.update(
                {
                    form
                    for leaf in _words(expression)
                    for form, position in document.tokens
                    if self._fits(leaf, form)
                    and leaf.field in (None, FIELDS[document.field(position)])
                }
            )
        return tuple(
            FormCount(form, n) for form, n in sorted(counts.items(), key=lambda i: (-i[1], i[0]))
        )

    def vocabulary(self) -> Iterator[FormCount]:
        counts: Counter[str] = Counter()
        for document in self._documents:
            counts.update({form for form, _ in document.tokens} - {SENTENCE, PARAGRAPH})
        return (FormCount(form, counts[form]) for form in sorted(counts))

    def vocabulary_by_count(self) -> list[FormCount]:
        return sorted(self.vocabulary(), key=lambda f: (-f.count, f.form))

    def terms(self, form: str) -> tuple[str, ...]:
        if any(form == token for d in self._documents for token, _ in d.tokens):
            return self._terms[form]
        return ()

    def frequency(self, expression: Node, deadline: Deadline = NEVER) -> int:
        self._in_time(deadline)
        return sum(self._matches(expression, document) for document in self._documents)

    def score(self, expression: Node, id: str, deadline: Deadline = NEVER) -> float | None:
        self._in_time(deadline)
        for document in self._documents:
            if document.id == id and self._matches(expression, document):
                return self._full(expression, document)
        return None

    def near_duplicates(self, ids: Sequence[str], limit: int) -> tuple[tuple[str, ...], ...]:
        markers = {SENTENCE, PARAGRAPH}
        by_id = {d.id: d for d in self._documents if {form for form, _ in d.tokens} - markers}
        found = []
        for id in ids:
            shares = {
                other: common(by_id[id], document)
                for other, document in by_id.items()
                if id in by_id and other != id
            }
            near = [other for other, share in shares.items() if share >= RELATED]
            found.append(tuple(sorted(near, key=lambda o: (-shares[o], o))[:limit]))
        return tuple(found)

    def repeats(self, ids: Sequence[str]) -> tuple[bool, ...]:
        by_id = {document.id: document for document in self._documents}
        return tuple(
            id in by_id
            and any(alike(by_id[id], by_id[other]) for other in ids[:at] if other in by_id)
            for at, id in enumerate(ids)
        )

    def near_duplicate_pairs(self) -> Iterator[tuple[str, str]]:
        for one, other in combinations(self._documents, 2):
            if common(one, other) >= RELATED:
                yield one.id, other.id

    def ids(self) -> Iterator[str]:
        return (document.id for document in self._documents)

    def verify(self) -> None:
        """There are no bytes to read."""

    @property
    def verified(self) -> bool:
        return True

    def close(self) -> None:
        """Nothing to give back."""


def _cut(facets: dict[str, Counter[str]], request: Request) -> dict[str, dict[str, int]]:
    """Of open facets what is asked for."""
    found: dict[str, dict[str, int]] = {}
    for facet in FACETS:
        counts = facets[facet.name]
        ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        chosen = request.filters.get(facet.name, ())
        found[facet.name] = {
            value: count
            for rank, (value, count) in enumerate(ordered)
            if rank < MOST or not facet.open or value in chosen
        }
    return found


def _words(node: Node) -> list[Word | Wildcard]:
    match node:
        case And(children) | Or(children):
            return [word for child in children for word in _words(child)]
        case Ids():
            return []
        case Not(child):
            return _words(child)
        case Near(parts) | Together(parts) | Phrase(parts):
            return [word for part in parts for word in _words(part)]
        case _:
            return [node]


def _patterns(node: Node) -> set[str]:
    return {word.pattern for word in _words(node) if isinstance(word, Wildcard)}
