"""A slow, obvious engine in memory, written from the docstrings of the contract alone."""

from __future__ import annotations

import fnmatch
import hashlib
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count

import numpy as np

from indexer.engine import (
    ALIKE,
    K1,
    LEAVES,
    NEARNESS,
    POWER,
    SIGNATURE,
    SPAN,
    WEIGHTS,
    WINDOW,
    B,
    Generation,
)
from schemas.document import FIELDS, PARAGRAPH, SENTENCE, UNDATED, Batch
from schemas.errors import NotFoundError, UsageError
from schemas.expression import (
    EXPANSION,
    And,
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

Leaf = Word | Wildcard | Phrase


@dataclass
class Document:
    """One article: (form, position) tokens and columns."""

    id: str
    tokens: list[tuple[str, int]]
    starts: tuple[int, ...]
    lengths: tuple[int, ...]
    published: int
    facets: dict[str, tuple[str, ...]]

    def field(self, position: int) -> int:
        return max(i for i, start in enumerate(self.starts) if position >= start)

    def length(self) -> int:
        return sum(w * n for w, n in zip(WEIGHTS, self.lengths, strict=True))

    def month(self) -> int | None:
        if self.published == UNDATED:
            return None
        day = datetime(1970, 1, 1) + timedelta(seconds=self.published)  # noqa: DTZ001
        return day.year * 12 + day.month - 1


@dataclass
class State:
    """Articles by id, and the terms of each form."""

    documents: dict[str, Document] = field(default_factory=dict)
    terms: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def apply(self, batch: Batch) -> None:
        self.terms.update(zip(batch.forms, batch.terms, strict=True))
        for id in batch.deleted:
            self.documents.pop(id, None)
        begin = 0
        for row, id in enumerate(batch.ids):
            end = int(batch.ends[row])
            self.documents[id] = Document(
                id=id,
                tokens=[
                    (batch.forms[batch.tokens[at]], int(batch.positions[at]))
                    for at in range(begin, end)
                ],
                starts=tuple(batch.starts[row].tolist()),
                lengths=tuple(batch.lengths[row].tolist()),
                published=int(batch.published[row]),
                facets={
                    f.name: batch.facets[f.name][row] for f in FACETS if f.name in batch.facets
                },
            )
            begin = end


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
        self._generations[name] = Generation(name, 0, fingerprint, 0, published=False)
        return self._generations[name]

    def apply(self, name: str, batches: Iterable[Batch], checkpoint: int) -> Generation:
        old = self._state(name)
        state = State(dict(old.documents), dict(old.terms))
        for batch in batches:
            state.apply(batch)
        self._states[name] = state
        self._generations[name] = replace(
            self._generations[name], checkpoint=checkpoint, documents=len(state.documents)
        )
        return self._described(name)

    def publish(self, name: str) -> None:
        self._state(name)
        self._published = name

    def generations(self) -> tuple[Generation, ...]:
        return tuple(self._described(name) for name in self._generations)

    def drop(self, name: str) -> None:
        self._state(name)
        if name == self._published:
            raise UsageError("published")
        del self._states[name], self._generations[name]

    def open(self, name: str | None = None) -> OracleSearcher:
        wanted = name or self._published
        if wanted is None:
            raise NotFoundError("nothing is published")
        return OracleSearcher(self._state(wanted), self._described(wanted))

    def published(self) -> str | None:
        return self._published

    def status(self, name: str) -> Mapping[str, int]:
        return {"documents": len(self._state(name).documents)}

    def _state(self, name: str) -> State:
        if name not in self._states:
            raise NotFoundError(name)
        return self._states[name]

    def _described(self, name: str) -> Generation:
        return replace(self._generations[name], published=name == self._published)


class OracleSearcher:
    """Looks at every document for every question."""

    def __init__(self, state: State, generation: Generation) -> None:
        self.generation = generation
        self._documents = sorted(state.documents.values(), key=lambda d: (-d.published, d.id))
        self._terms = state.terms
        lengths = [document.length() for document in self._documents]
        self._average = sum(lengths) / len(lengths) if lengths else 0.0
        self._wildcards: dict[str, tuple[set[str], bool]] = {}

    # -- occurrences and matches

    def _fits(self, leaf: Word | Wildcard, form: str) -> bool:
        if form in (SENTENCE, PARAGRAPH):
            return False
        if isinstance(leaf, Wildcard):
            return form in self._expansion(leaf.pattern)[0]
        if form in leaf.without:
            return False
        return f"={form}" in leaf.terms or bool(set(self._terms[form]) & set(leaf.terms))

    def _expansion(self, pattern: str) -> tuple[set[str], bool]:
        if pattern not in self._wildcards:
            escaped = re.sub(r"\[", "[[]", pattern)
            fits = re.compile(fnmatch.translate(escaped)).fullmatch
            found = [f.form for f in self.vocabulary_by_count() if fits(f.form.lower())]
            self._wildcards[pattern] = set(found[:EXPANSION]), len(found) > EXPANSION
        return self._wildcards[pattern]

    def _occurrences(self, leaf: Word | Wildcard | Phrase, document: Document) -> list[int]:
        """Positions, one for each occurrence, ascending."""
        if isinstance(leaf, Phrase):
            parts = [set(self._occurrences(part, document)) for part in leaf.parts]
            return [
                start
                for start in sorted(parts[0] if parts else ())
                if all(start + shift in part for shift, part in enumerate(parts))
            ]
        return [
            position
            for form, position in document.tokens
            if self._fits(leaf, form) and leaf.field in (None, FIELDS[document.field(position)])
        ]

    def _near(self, node: Near, document: Document) -> bool:
        parts = [self._occurrences(part, document) for part in node.parts]
        return any(
            all(any(first <= at <= first + node.distance for at in part) for part in parts)
            for first in {at for part in parts for at in part}
        )

    def _together(self, node: Together, document: Document) -> bool:
        marker = SENTENCE if node.scope == "sentence" else PARAGRAPH
        marks = [position for form, position in document.tokens if form == marker]
        places = [
            {sum(mark <= at for mark in marks) for at in self._occurrences(part, document)}
            for part in node.parts
        ]
        return bool(places) and bool(set.intersection(*places))

    def _matches(self, node: Node, document: Document) -> bool:
        match node:
            case And(children):
                return all(self._matches(child, document) for child in children)
            case Or(children):
                return any(self._matches(child, document) for child in children)
            case Not(child):
                return not self._matches(child, document)
            case Near():
                return self._near(node, document)
            case Together():
                return self._together(node, document)
            case _:
                return bool(self._occurrences(node, document))

    # -- scores

    def _leaf_score(self, leaf: Word | Wildcard | Phrase, document: Document) -> float:
        tf = sum(WEIGHTS[document.field(at)] for at in self._occurrences(leaf, document))
        if not tf:
            return 0.0
        ratio = document.length() / self._average if self._average else 0.0
        return self._weight(leaf) * tf * (K1 + 1) / (tf + K1 * (1 - B + B * ratio))

    def _weight(self, leaf: Leaf) -> float:
        n = len(self._documents)
        df = sum(bool(self._occurrences(leaf, other)) for other in self._documents)
        return math.log(1 + (n - df + 0.5) / (df + 0.5)) ** POWER

    def _score(self, node: Node, document: Document) -> float:
        if not self._matches(node, document):
            return 0.0
        match node:
            case And(children) | Or(children):
                return sum(self._score(child, document) for child in children)
            case Not():
                return 0.0
            case Near(parts) | Together(parts):
                return sum(self._leaf_score(part, document) for part in parts)
            case _:
                return self._leaf_score(node, document)

    def _proximity(self, node: Node, document: Document) -> float:
        leaves = _scoring(node)
        if len(leaves) < 2:
            return 0.0
        heaviest = sorted(leaves, key=self._weight, reverse=True)[:LEAVES]
        leaves = [leaf for leaf in leaves if leaf in heaviest]
        places = [self._occurrences(leaf, document) for leaf in leaves]
        weights = [self._weight(leaf) for leaf in leaves]
        best = 0.0
        for x in sorted({at for found in places for at in found}):
            near = [min((abs(x - at) for at in found), default=SPAN) for found in places]
            place = sum(w * max(0.0, 1 - d / SPAN) for w, d in zip(weights, near, strict=True))
            best = max(best, place)
        return NEARNESS * best

    def _full(self, node: Node, document: Document) -> float:
        score = float(np.float32(self._score(node, document)))
        return float(np.float32(score + self._proximity(node, document)))

    def _reordered(
        self, node: Node, window: list[Document], scores: dict[str, float]
    ) -> list[Document]:
        for document in window:
            scores[document.id] = self._full(node, document)
        window = sorted(window, key=lambda d: (-scores[d.id], -d.published, d.id))
        firsts, repeats = [], []
        for at, document in enumerate(window):
            alike = any(_alike(document, other) for other in window[:at])
            (repeats if alike else firsts).append(document)
        return firsts + repeats

    # -- filters

    def _failed(self, request: Request, document: Document) -> set[str]:
        """Names of the filters that the document does not pass."""
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

    def search(self, request: Request) -> Matches:
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
            if _scoring(request.expression):
                window = self._reordered(request.expression, found[:WINDOW], scores)
                found = window + found[WINDOW:]
        elif request.sort == "oldest":
            found.sort(key=lambda d: (d.published == UNDATED, d.published, d.id))
        page = found[request.offset : request.offset + request.limit]
        return Matches(
            total=len(found),
            matches=tuple(Match(d.id, scores[d.id]) for d in page),
            facets=_cut(facets, request) if request.facets else {},
            months=months if request.facets else {},
            cut=tuple(sorted(p for p in _patterns(request.expression) if self._expansion(p)[1])),
        )

    def forms(self, expression: Node, request: Request) -> tuple[FormCount, ...]:
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

    def frequency(self, expression: Node) -> int:
        return sum(self._matches(expression, document) for document in self._documents)

    def score(self, expression: Node, id: str) -> float | None:
        for document in self._documents:
            if document.id == id and self._matches(expression, document):
                return self._full(expression, document)
        return None

    def ids(self) -> Iterator[str]:
        return (document.id for document in self._documents)

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
        case Not(child):
            return _words(child)
        case Near(parts) | Together(parts) | Phrase(parts):
            return [word for part in parts for word in _words(part)]
        case _:
            return [node]


def _scoring(node: Node) -> list[Leaf]:
    """The distinct scoring leaves, in order."""
    match node:
        case And(children) | Or(children):
            found = [leaf for child in children for leaf in _scoring(child)]
        case Near(parts) | Together(parts):
            found = list(parts)
        case Not():
            found = []
        case _:
            found = [node]
    return list(dict.fromkeys(found))


def _signature(document: Document) -> list[int]:
    forms = {form for form, _ in document.tokens} - {SENTENCE, PARAGRAPH}
    digests = [hashlib.blake2b(form.encode(), digest_size=4 * SIGNATURE).digest() for form in forms]
    return [
        min((int.from_bytes(d[4 * i : 4 * i + 4], "little") for d in digests), default=255) & 255
        for i in range(SIGNATURE)
    ]


def _alike(one: Document, other: Document) -> bool:
    pairs = zip(_signature(one), _signature(other), strict=True)
    return sum(a == b for a, b in pairs) >= ALIKE


def _patterns(node: Node) -> set[str]:
    return {word.pattern for word in _words(node) if isinstance(word, Wildcard)}
