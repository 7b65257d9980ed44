"""The slow, obvious count that every engine's answer is held against.

It shares nothing with any engine but the text: a flat array of tokens, one pass of numpy a word,
no posting list. Two tables of the same corpus: of *our forms* (our tokens, and the terms of each
form) and of *stems* (tantivy's tokenizer and its Snowball stemmers), so that each engine is checked
by its own idea of what a word is.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fnmatch import translate
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.corpus import Corpus
from indexer.index.batches import batches
from indexer.taxonomy import Taxonomy
from schemas.document import EXACT, FIELD_GAP, Batch
from schemas.expression import And, Node, Not, Or, Phrase, Wildcard, Word
from schemas.query import Request
from schemas.results import Matches

_STEMMED = re.compile(r"[^\W_]+")
FACETS = ("region", "topic", "language")
"""The facets that are compared."""

_ROOM = 1 << 32
"""More positions than any article has."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What every engine returns for a query. ``months``: by year * 12 + month - 1."""

    total: int
    ids: tuple[str, ...]
    facets: Mapping[str, Mapping[str, int]]
    months: Mapping[int, int]

    @classmethod
    def of(cls, matches: Matches) -> Answer:
        """Our own Matches in this form."""
        months = {month: n for month, n in matches.months.items() if month is not None}
        ids = tuple(match.id for match in matches.matches)
        facets = {name: matches.facets.get(name, {}) for name in FACETS}
        return cls(matches.total, ids, facets, months)

    def digest(self) -> str:
        """Eight characters that change with any facet count."""
        counts = [sorted(self.facets[name].items()) for name in sorted(self.facets)]
        flat = json.dumps([counts, sorted(self.months.items())])
        return hashlib.blake2b(flat.encode(), digest_size=4).hexdigest()


class Table:
    """All tokens of a corpus in one array, and the columns that are counted."""

    def __init__(self, parts: Iterable[Batch], source: Corpus) -> None:
        self.forms: dict[str, int] = {}
        self.by_term: dict[str, list[int]] = {}
        tokens, articles, positions = [], [], []
        count = 0
        for part in parts:
            tokens.append(self._codes(part)[part.tokens])
            sizes = np.diff(part.ends, prepend=0)
            articles.append(np.repeat(np.arange(count, count + len(sizes), dtype=np.uint32), sizes))
            positions.append(part.positions)
            count += len(sizes)
        self.tokens = np.concatenate(tokens)
        self.articles = np.concatenate(articles)
        self.positions = np.concatenate(positions)
        self.columns = Columns.of(source)

    def _codes(self, part: Batch) -> NDArray[np.uint32]:
        codes = np.empty(len(part.forms), np.uint32)
        for i in np.unique(part.tokens).tolist():
            form = part.forms[i]
            if form not in self.forms:
                self.forms[form] = len(self.forms)
                for term in part.terms[i]:
                    self.by_term.setdefault(term, []).append(self.forms[form])
            codes[i] = self.forms[form]
        return codes

    def answer(self, request: Request) -> Answer:
        """Total and all counts; no ids, for it knows no scores."""
        return self.columns.answer(self.matching(request.expression), request)

    def matching(self, node: Node) -> NDArray[np.bool_]:
        """For every article whether it matches.

        Raises TypeError for a node that no query of the benchmark has.
        """
        found = np.zeros(len(self.columns.language), np.bool_)
        match node:
            case Word() | Wildcard():
                found[self.articles[self._fitting(node)[self.tokens]]] = True
            case Phrase(parts):
                found[(self._starts(parts) // _ROOM).astype(np.intp)] = True
            case And(children):
                found[:] = True
                for child in children:
                    found &= self.matching(child)
            case Or(children):
                for child in children:
                    found |= self.matching(child)
            case Not(child):
                found = ~self.matching(child)
            case _:
                raise TypeError(f"no count for {type(node).__name__}")
        return found

    def _fitting(self, part: Node) -> NDArray[np.bool_]:
        """For every form whether it is an occurrence of the word."""
        fits = np.zeros(len(self.forms), np.bool_)
        if isinstance(part, Wildcard):
            pattern = re.compile(translate(part.pattern.replace("[", "[[]")))
            fits[[code for form, code in self.forms.items() if pattern.match(form.lower())]] = True
        elif isinstance(part, Word):
            for term in part.terms:
                exact = self.forms.get(term.removeprefix(EXACT)) if term[:1] == EXACT else None
                fits[self.by_term.get(term, []) if exact is None else exact] = True
            fits[[self.forms[form] for form in part.without if form in self.forms]] = False
        else:
            raise TypeError(f"no occurrences of {type(part).__name__}")
        return fits

    def _starts(self, parts: tuple[Word | Wildcard, ...]) -> NDArray[np.uint64]:
        """Article * _ROOM + position at which the parts begin to follow each other."""
        starts: NDArray[np.uint64] | None = None
        for step, part in enumerate(parts):
            at = np.flatnonzero(self._fitting(part)[self.tokens])
            at = at[self.positions[at] >= step]
            keys = self.articles[at].astype(np.uint64) * _ROOM + self.positions[at] - step
            starts = keys if starts is None else np.intersect1d(starts, keys)
        return np.empty(0, np.uint64) if starts is None else starts


@dataclass(frozen=True, slots=True)
class Columns:
    """What is counted and filtered, read from the corpus itself, one entry an article."""

    sets: Mapping[str, list[tuple[str, ...]]]
    months: NDArray[np.int64]
    seconds: NDArray[np.int64]
    language: list[str]

    @classmethod
    def of(cls, source: Corpus) -> Columns:
        """The columns of a corpus."""
        sets: dict[str, list[tuple[str, ...]]] = {"region": [], "topic": [], "language": []}
        months, seconds = [], []
        for record in source.records():
            sets["region"].append(tuple(record["regions"]))
            sets["topic"].append(tuple(record["topics"]))
            sets["language"].append((record["language"],))
            moment, when = when_published(record)
            months.append(moment)
            seconds.append(when)
        languages = [each[0] for each in sets["language"]]
        return cls(sets, np.array(months), np.array(seconds), languages)

    def answer(self, matching: NDArray[np.bool_], request: Request) -> Answer:
        """Counts by facet; the choice within a facet does not narrow that facet."""
        keep = {
            name: np.array([not chosen.isdisjoint(each) for each in map(set, self.sets[name])])
            for name, chosen in ((name, set(values)) for name, values in request.filters.items())
        }
        start, end = request.period.seconds()
        if start is not None and end is not None:
            keep["month"] = (self.seconds >= start) & (self.seconds < end)

        def narrowed(but: str) -> NDArray[np.intp]:
            found = matching
            for name, kept in keep.items():
                found = found & kept if name != but else found
            return np.flatnonzero(found)

        facets = {}
        for name, sets in self.sets.items():
            facets[name] = Counter(value for i in narrowed(name) for value in sets[i])
        months = Counter(self.months[narrowed("month")].tolist())
        return Answer(len(narrowed("")), (), facets, months)


def when_published(record: Mapping[str, Any]) -> tuple[int, int]:
    """Month (year * 12 + month - 1) and seconds of wall-clock time since 1970."""
    moment = datetime.fromisoformat(record["published"]).replace(tzinfo=None)
    seconds = (moment - datetime(1970, 1, 1)).total_seconds()  # noqa: DTZ001
    return moment.year * 12 + moment.month - 1, int(seconds)


def our_forms(source: Corpus) -> Table:
    """The table of our analysis."""
    taxonomies = {"region": Taxonomy.default("regions"), "topic": Taxonomy.default("topics")}
    rows = (("", line) for line in source.lines())
    return Table(batches(rows, source.articles, taxonomies), source)


def stems(source: Corpus, stem: Callable[[str], str]) -> Table:
    """The table of lower-case runs of letters and digits, each as ``stem`` gives it."""
    return Table(_stemmed(source, cache(stem)), source)


def _stemmed(source: Corpus, stem: Callable[[str], str]) -> Iterable[Batch]:
    chunk: list[list[list[str]]] = []
    for number, record in enumerate(source.records(), 1):
        chunk.append([_STEMMED.findall(record[name].lower()) for name in ("title", "lede", "body")])
        if len(chunk) == 1_000 or number == source.articles:
            yield _batch(chunk, stem)
            chunk = []


def _batch(chunk: list[list[list[str]]], stem: Callable[[str], str]) -> Batch:
    vocabulary: dict[str, int] = {}
    tokens: list[int] = []
    positions: list[int] = []
    ends = []
    for texts in chunk:
        position = 0
        for words in texts:
            tokens += [vocabulary.setdefault(stem(word), len(vocabulary)) for word in words]
            positions += range(position, position + len(words))
            position += len(words) + FIELD_GAP
        ends.append(len(tokens))
    none = np.zeros((len(chunk), 3), np.uint32)
    return Batch(
        ids=("",) * len(chunk),
        forms=tuple(vocabulary),
        terms=tuple((form,) for form in vocabulary),
        tokens=np.array(tokens, np.uint32),
        positions=np.array(positions, np.uint32),
        ends=np.array(ends, np.int64),
        starts=none,
        lengths=none,
        published=np.zeros(len(chunk), np.int64),
    )
